package io.tradecore.oms.order;

/** FIX 40. A venue knows LIMIT and MARKET; the others are held here until the market triggers them. */
public enum OrdType {
    LIMIT(true, false),
    MARKET(false, false),
    STOP(false, true),
    STOP_LIMIT(true, true),
    /** FIX P (pegged) with PegPriceType 8, trailing stop peg. */
    TRAILING_STOP(false, true),
    MARKET_IF_TOUCHED(false, true),
    LIMIT_IF_TOUCHED(true, true);

    private final boolean limited;
    private final boolean triggered;

    OrdType(boolean limited, boolean triggered) {
        this.limited = limited;
        this.triggered = triggered;
    }

    /** Whether it has a limit price (FIX 44). */
    public boolean hasPx() {
        return limited;
    }

    /** Whether it waits here for a price before it is sent. */
    public boolean isTriggered() {
        return triggered;
    }

    /** What it is at its venue. */
    public OrdType routedAs() {
        return limited ? LIMIT : MARKET;
    }
}
