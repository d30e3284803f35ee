package io.tradecore.ledger;

import java.math.BigDecimal;

/**
 * Cash has become negative: what happened outside was booked all the same, and somebody has to look at it.
 *
 * @param transferSeq of the transfer that did it
 */
public record CashBreak(long transferSeq, String asset, BigDecimal balanceBefore, BigDecimal balanceAfter) {}
