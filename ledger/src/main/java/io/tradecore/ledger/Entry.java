package io.tradecore.ledger;

import java.math.BigDecimal;

/**
 * One leg of a transfer.
 *
 * @param amount signed, never zero, in units of the asset
 * @param balanceAfter posted balance of its line once it is applied
 */
public record Entry(LedgerCode code, String asset, BigDecimal amount, BigDecimal balanceAfter) {}
