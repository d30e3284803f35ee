package io.tradecore.oms.pipeline;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.risk.GroupCredit;
import java.math.BigDecimal;

/**
 * What an account is to be lent of a credit that it has together with others.
 *
 * @param wanted so much, or what is left
 */
public record Lending(AccountId accountId, String currency, GroupCredit credit, BigDecimal wanted) {}
