package io.tradecore.oms.risk;

/** What becomes of an order that would trade with another of its own account (as FIX 28000 has it). Stored as their names. */
public enum SelfTradePrevention {
    /** Nothing is looked at. */
    NONE,
    /** The new order is denied. */
    CANCEL_NEWEST,
    /** The orders that it would trade with are canceled, before it is sent. */
    CANCEL_OLDEST,
    /** Both. */
    CANCEL_BOTH,
    /** Each is lowered by what the two would trade, and canceled where nothing is left of it. */
    DECREMENT;

    /** Whether it does anything to an order that is at its venue already. */
    public boolean touchesOthers() {
        return switch (this) {
            case NONE, CANCEL_NEWEST -> false;
            case CANCEL_OLDEST, CANCEL_BOTH, DECREMENT -> true;
        };
    }
}
