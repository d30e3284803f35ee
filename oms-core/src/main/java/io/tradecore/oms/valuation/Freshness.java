package io.tradecore.oms.valuation;

import java.time.Duration;
import java.time.Instant;

/**
 * From when on a quote is stale.
 *
 * @param now what ages are counted to
 * @param maxAge inclusive
 */
public record Freshness(Instant now, Duration maxAge) {

    /** How old a quote of this time is; below zero where its source's clock is ahead of ours. */
    public Duration age(Instant quoteTime) {
        return Duration.between(quoteTime, now);
    }

    /** Whether it is too old to act on. A quote from the future is as little to be trusted. */
    public boolean isStale(Instant quoteTime) {
        return age(quoteTime).abs().compareTo(maxAge) > 0;
    }
}
