package io.tradecore.api.redis;

import java.time.Duration;

/**
 * How many orders are within their account's rate.
 *
 * @param orders taken from the allowance, zero where it is used up
 * @param retryAfter when to try again, zero where any were taken
 */
public record RateDecision(int orders, Duration retryAfter) {
    /** One order, within the rate. */
    public static final RateDecision ADMITTED = new RateDecision(1, Duration.ZERO);

    public RateDecision {
        if (orders < 0) {
            throw new IllegalArgumentException("orders must not be negative");
        }
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException("retryAfter must not be negative");
        }
    }

    /** So many orders within the rate, at least one. */
    public static RateDecision admitted(int orders) {
        return orders == 1 ? ADMITTED : new RateDecision(orders, Duration.ZERO);
    }

    /** Above the rate; an order is within it again after retryAfter. */
    public static RateDecision refused(Duration retryAfter) {
        return new RateDecision(0, retryAfter);
    }

    /** Whether any order was within the rate. */
    public boolean admitted() {
        return orders > 0;
    }
}
