package io.tradecore.api.redis;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.risk.RuleScope;

/**
 * What is counted together under one rate, by all processes.
 *
 * @param name unlike that of anything else
 */
public record RateKey(String name) {

    /** New orders and replaces of an account. */
    public static RateKey ordersOf(AccountId accountId) {
        return new RateKey(accountId.toString());
    }

    /** Whatever an account sends. */
    public static RateKey messagesOf(AccountId accountId) {
        return new RateKey("messages:" + accountId);
    }

    /** New orders of all accounts of the firm, of a desk or of a strategy. */
    public static RateKey ordersOfGroup(RuleScope scope, String scopeId) {
        return new RateKey("group:" + scope + ":" + scopeId);
    }
}
