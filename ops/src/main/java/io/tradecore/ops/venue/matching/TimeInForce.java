package io.tradecore.ops.venue.matching;

/** FIX 59. */
public enum TimeInForce {
    DAY,
    GTC,
    GTD,
    IOC,
    FOK,
    OPG,
    CLS;

    /** Whether what cannot be filled when the order's moment comes stays in the book. */
    public boolean rests() {
        return switch (this) {
            case DAY, GTC, GTD -> true;
            case IOC, FOK, OPG, CLS -> false;
        };
    }

    /** Whether the order's moment is a later one than its arrival: the opening or the close. */
    public boolean waits() {
        return switch (this) {
            case OPG, CLS -> true;
            case DAY, GTC, GTD, IOC, FOK -> false;
        };
    }
}
