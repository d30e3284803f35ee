package io.tradecore.api.redis;

import java.time.Duration;

/**
 * How many orders are within their account's rate.
 *
 * @param orders taken from the allowance, zero where it is used up
 * @param retryAfter when to try again, zero where any were taken
 * @param reduced less than the account's rate was looked at, since the count that all processes share is out of reach
 */
public record RateDecision(int orders, Duration retryAfter, boolean reduced) {
    /** One order, within the rate. */
    public static final RateDecision ADMITTED = new RateDecision(1, Duration.ZERO, false);

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
        return orders == 1 ? ADMITTED : new RateDecision(orders, Duration.ZERO, false);
    }

    /** Above the rate; an order is within it again after retryAfter. */
    public static RateDecision refused(Duration retryAfter) {
        return new RateDecision(0, retryAfter, false);
    }

    /** The same, by less than the account's rate. */
    RateDecision byReducedRate() {
        return new RateDecision(orders, retryAfter, true);
    }

    /** Whether any order was within the rate. */
    public boolean admitted() {
        return orders > 0;
    }
}
