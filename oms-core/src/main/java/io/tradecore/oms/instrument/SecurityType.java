package io.tradecore.oms.instrument;

/** FIX 167, in FIX's words where it has one. Stored as their names. */
public enum SecurityType {
    /** An asset, delivered for its price. */
    SPOT(true),
    /** Common stock. */
    CS(true),
    /** Foreign exchange, delivered. */
    FXSPOT(true),
    /** A future: settled daily. */
    FUT(false),
    /** A contract for difference. */
    CFD(false),
    /** A future without an end, kept at the price of what it is of by funding. */
    PERP(false);

    private final boolean delivered;

    SecurityType(boolean delivered) {
        this.delivered = delivered;
    }

    /** Whether who buys it owns it and has paid for it. What is not delivered is traded on margin only. */
    public boolean isDelivered() {
        return delivered;
    }
}
