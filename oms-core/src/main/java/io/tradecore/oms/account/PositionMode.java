package io.tradecore.oms.account;

/** How an account counts what it holds of an instrument. Set when the account is opened, never changed. */
public enum PositionMode {
    /** As one position: buys and sells close each other. */
    NETTING,
    /** As a long and a short leg: each order says which it is of. Of MARGIN accounts only. */
    HEDGING
}
