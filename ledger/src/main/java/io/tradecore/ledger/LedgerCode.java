package io.tradecore.ledger;

/** The accounts of an account's own book. Stored as their names. */
public enum LedgerCode {
    /** Money the account owns. */
    CASH,
    /** Instruments the account owns; negative when short. */
    POSITION,
    /** The other side of a trade: what the market gave or took. */
    CLEARING,
    /** Fees the account has paid, less rebates. */
    FEES,
    /** The world outside: where deposits come from and withdrawals go. */
    EXTERNAL,
    /** Interest paid and received. */
    INTEREST,
    /** What it costs to carry positions overnight. */
    FINANCING,
    /** Funding of perpetual contracts. */
    FUNDING,
    /** Dividends received, or owed on what is short. */
    DIVIDENDS,
    /** What operators put right. */
    CORRECTIONS,
    /** The other side of a conversion: what was sold and bought, exactly. */
    CONVERSION,
    /** The accounts of the house: what went to one of them or came from it. Over all accounts it sums to zero. */
    INTERNAL,
    /** What a conversion came to beyond the minor unit. */
    ROUNDING
}
