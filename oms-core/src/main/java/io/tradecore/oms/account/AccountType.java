package io.tradecore.oms.account;

/** What an account pays for what it buys. Stored as their names. */
public enum AccountType {
    /** All of it: cash moves by the notional, and only what is there is sold. */
    CASH,
    /** A margin: cash moves by what is realised, and shorts are allowed. */
    MARGIN
}
