package io.tradecore.ledger;

/** Why a transfer was posted. Stored as their names. */
public enum TransferKind {
    DEPOSIT,
    WITHDRAWAL,
    TRADE,
    /** What a busted trade had posted, taken back. */
    TRADE_CANCEL,
    /** The difference a correction of a trade makes. */
    TRADE_CORRECT
}
