package io.tradecore.oms.order;

/** FIX 59. */
public enum TimeInForce {
    DAY,
    GTC,
    /** Good till ExpireTime (FIX 126). */
    GTD,
    IOC,
    FOK,
    /** At the opening. */
    OPG,
    /** At the close. */
    CLS;

    /** Whether an order ends with the day, unless its venue has ended it before. */
    public boolean isForDay() {
        return switch (this) {
            case DAY, OPG, CLS -> true;
            case GTC, GTD, IOC, FOK -> false;
        };
    }

    /** Whether an order goes on the day after it was done for the day. */
    public boolean outlivesDay() {
        return switch (this) {
            case GTC, GTD -> true;
            case DAY, IOC, FOK, OPG, CLS -> false;
        };
    }
}
