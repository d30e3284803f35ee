package io.tradecore.api.entry;

import io.tradecore.ledger.AccountId;

/** Is told of orders that were refused because their account sends more than it may. Safe for use by many threads. */
@FunctionalInterface
public interface RateRefusals {
    /**
     * Returns at once, and never throws.
     *
     * @param orders that were refused together, at least 1
     */
    void refused(AccountId accountId, int orders);
}
