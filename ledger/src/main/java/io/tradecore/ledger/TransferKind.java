package io.tradecore.ledger;

/** Why a transfer was posted. Stored as their names. */
public enum TransferKind {
    DEPOSIT,
    WITHDRAWAL,
    TRADE
}
