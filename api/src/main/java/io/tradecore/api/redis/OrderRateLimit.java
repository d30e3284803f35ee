package io.tradecore.api.redis;

import io.tradecore.ledger.AccountId;

/** How many new orders an account may place. Safe for use by many threads. */
public interface OrderRateLimit {
    /**
     * Takes one order from the account's allowance.
     *
     * @see #check(AccountId, int, int)
     */
    default RateDecision check(AccountId accountId, int ordersPerSecond) {
        return check(accountId, ordersPerSecond, 1);
    }

    /**
     * Takes as many orders from the account's allowance as it has, at most so many. May wait for Redis, but only for a
     * short, bounded time, and never throws: when Redis is out of reach the decision is made in the process.
     *
     * @param ordersPerSecond the account's limit, at least 1; a burst of one second's allowance is admitted
     * @param most orders wanted, at least 1
     */
    RateDecision check(AccountId accountId, int ordersPerSecond, int most);
}
