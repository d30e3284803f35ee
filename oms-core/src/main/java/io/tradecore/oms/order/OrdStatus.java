package io.tradecore.oms.order;

/**
 * FIX 39, and DENIED for an order that we refused and that never left us. Where several apply, the one with the highest
 * precedence is reported (FIX 5.0 SP2 volume 4, order state change matrices).
 */
public enum OrdStatus {
    DENIED(2),
    PENDING_NEW(2),
    NEW(2),
    REJECTED(2),
    PARTIALLY_FILLED(4),
    CANCELED(5),
    EXPIRED(5),
    SUSPENDED(6),
    STOPPED(7),
    FILLED(8),
    CALCULATED(9),
    DONE_FOR_DAY(10),
    PENDING_REPLACE(11),
    PENDING_CANCEL(12);

    private final int precedence;

    OrdStatus(int precedence) {
        this.precedence = precedence;
    }

    /** The higher is reported. */
    public int precedence() {
        return precedence;
    }

    /** This one, or the other where that is reported before it. */
    OrdStatus orHigher(OrdStatus other) {
        return other.precedence > precedence ? other : this;
    }

    /**
     * Whether nothing of an order in this status can be executed any more; late fills are booked all the same.
     *
     * @param timeInForce what is done for the day goes on the next day if its time in force outlives the day
     */
    public boolean isClosed(TimeInForce timeInForce) {
        return switch (this) {
            case DENIED, REJECTED, CANCELED, EXPIRED, FILLED, CALCULATED -> true;
            case DONE_FOR_DAY -> !timeInForce.outlivesDay();
            case PENDING_NEW, NEW, PARTIALLY_FILLED, SUSPENDED, STOPPED, PENDING_REPLACE, PENDING_CANCEL -> false;
        };
    }
}
