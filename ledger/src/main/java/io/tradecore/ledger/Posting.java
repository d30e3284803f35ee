package io.tradecore.ledger;

import java.math.BigDecimal;

/** A leg to be posted; a zero amount is dropped. */
public record Posting(LedgerCode code, String asset, BigDecimal amount) {}
