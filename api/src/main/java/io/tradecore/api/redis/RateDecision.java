package io.tradecore.api.redis;

import java.time.Duration;

/**
 * How many of what is asked for are within the rate.
 *
 * @param taken from the allowance, zero where it is used up
 * @param retryAfter when to try again, zero where any were taken
 * @param reduced less than the rate was looked at, since the count that all processes share is out of reach
 */
public record RateDecision(int taken, Duration retryAfter, boolean reduced) {
    /** One, within the rate. */
    public static final RateDecision ADMITTED = new RateDecision(1, Duration.ZERO, false);

    public RateDecision {
        if (taken < 0) {
            throw new IllegalArgumentException("taken must not be negative");
        }
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException("retryAfter must not be negative");
        }
    }

    /** So many within the rate, at least one. */
    public static RateDecision admitted(int taken) {
        return taken == 1 ? ADMITTED : new RateDecision(taken, Duration.ZERO, false);
    }

    /** Above the rate; one is within it again after retryAfter. */
    public static RateDecision refused(Duration retryAfter) {
        return new RateDecision(0, retryAfter, false);
    }

    /** The same, by less than the rate. */
    RateDecision byReducedRate() {
        return new RateDecision(taken, retryAfter, true);
    }

    /** Whether any was within the rate. */
    public boolean admitted() {
        return taken > 0;
    }
}
