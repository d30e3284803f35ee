package io.tradecore.api.redis;

/** How many of a thing there may be in a second. Safe for use by many threads. */
public interface RateLimit {
    /**
     * Takes one from what is allowed.
     *
     * @see #check(RateKey, int, int)
     */
    default RateDecision check(RateKey key, int perSecond) {
        return check(key, perSecond, 1);
    }

    /**
     * Takes as many as there are, at most so many. May wait for Redis, but only for a short, bounded time, and never throws:
     * when Redis is out of reach the decision is made in the process.
     *
     * @param perSecond the limit, at least 1; a burst of one second's allowance is admitted
     * @param most wanted, at least 1
     */
    RateDecision check(RateKey key, int perSecond, int most);
}
