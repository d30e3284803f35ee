package io.tradecore.api.redis;

import java.time.Duration;

/**
 * Whether an order is within its account's rate.
 *
 * @param retryAfter when to try again, zero where admitted
 */
public record RateDecision(boolean admitted, Duration retryAfter) {
    /** Within the rate. */
    public static final RateDecision ADMITTED = new RateDecision(true, Duration.ZERO);

    public RateDecision {
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException("retryAfter must not be negative");
        }
    }

    /** Above the rate; an order is within it again after retryAfter. */
    public static RateDecision refused(Duration retryAfter) {
        return new RateDecision(false, retryAfter);
    }
}
