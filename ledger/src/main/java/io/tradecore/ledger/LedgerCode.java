package io.tradecore.ledger;

/** The accounts of an account's own book. Stored as their names. */
public enum LedgerCode {
    /** Money the account owns. */
    CASH,
    /** Instruments the account owns; negative when short. */
    POSITION,
    /** The other side of a trade: what the market gave or took. */
    CLEARING,
    /** Fees the account has paid. */
    FEES,
    /** The world outside: where deposits come from and withdrawals go. */
    EXTERNAL
}
