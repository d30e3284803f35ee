package io.tradecore.ops.venue.matching;

/** FIX 39 as this venue sees its own order; informative for whoever reads it. */
public enum OrdStatus {
    PENDING_NEW,
    NEW,
    PARTIALLY_FILLED,
    FILLED,
    PENDING_CANCEL,
    PENDING_REPLACE,
    SUSPENDED,
    CANCELED,
    REJECTED,
    EXPIRED;

    /** Whether nothing of the order can be executed any more. */
    public boolean isClosed() {
        return switch (this) {
            case FILLED, CANCELED, REJECTED, EXPIRED -> true;
            case PENDING_NEW, NEW, PARTIALLY_FILLED, PENDING_CANCEL, PENDING_REPLACE, SUSPENDED -> false;
        };
    }
}
