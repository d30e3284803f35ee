package io.tradecore.oms.halt;

/** What may be traded. Stored as their names; the stricter the later. */
public enum TradingState {
    /** As usual. */
    ACTIVE,
    /** Only what makes a position smaller. */
    REDUCE_ONLY,
    /** Nothing: orders are canceled. */
    HALTED;

    public boolean isStricterThan(TradingState other) {
        return compareTo(other) > 0;
    }
}
