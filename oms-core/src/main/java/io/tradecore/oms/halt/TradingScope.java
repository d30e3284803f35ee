package io.tradecore.oms.halt;

/** Of what trading is stopped. Stored as their names. */
public enum TradingScope {
    /** All of it; its id is {@link #ALL}. */
    FIRM,
    /** The accounts of a desk. */
    DESK,
    ACCOUNT,
    /** What somebody asks for, by the subject of his token, and the orders he placed. */
    USER,
    INSTRUMENT,
    /** The instruments that are routed there. */
    VENUE;

    /** The id of the one firm. */
    public static final String ALL = "ALL";
}
