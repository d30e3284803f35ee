package io.tradecore.oms.execution;

import java.math.BigDecimal;

/**
 * What a venue says it has charged for a fill, in place of the instrument's fee rate.
 *
 * @param amount FIX 12; a rebate is negative
 * @param currency FIX 479: any asset, also one that the instrument does not settle in
 */
public record Commission(BigDecimal amount, String currency) {}
