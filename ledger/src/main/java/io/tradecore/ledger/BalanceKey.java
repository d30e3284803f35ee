package io.tradecore.ledger;

/** One line of an account's book: a code in an asset (a currency or an instrument). */
public record BalanceKey(LedgerCode code, String asset) {}
