package io.tradecore.ops.venue.matching;

/** FIX 59. */
public enum TimeInForce {
    DAY,
    GTC,
    IOC,
    FOK;

    /** Whether what cannot be filled at once stays in the book. */
    public boolean rests() {
        return switch (this) {
            case DAY, GTC -> true;
            case IOC, FOK -> false;
        };
    }
}
