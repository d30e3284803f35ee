package io.tradecore.api.redis;

import java.time.Duration;

/**
 * How many of what is asked for are within the rate.
 *
 * @param taken from the allowance
 * @param retryAfter when there is one again, where these are the last; zero where more are left
 * @param reduced less than the rate was looked at, since the count that all processes share is out of reach
 */
public record RateDecision(int taken, Duration retryAfter, boolean reduced) {

    public RateDecision {
        if (taken < 0) {
            throw new IllegalArgumentException("taken must not be negative");
        }
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException("retryAfter must not be negative");
        }
        if (taken == 0 && retryAfter.isZero()) {
            throw new IllegalArgumentException("where more are left some are taken");
        }
    }

    /** So many of the whole rate. */
    public static RateDecision of(int taken, Duration retryAfter) {
        return new RateDecision(taken, retryAfter, false);
    }

    /** The same, by less than the rate. */
    RateDecision byReducedRate() {
        return new RateDecision(taken, retryAfter, true);
    }

    /** Whether any was within the rate. */
    public boolean admitted() {
        return taken > 0;
    }

    /** Whether none is left. */
    public boolean isUsedUp() {
        return !retryAfter.isZero();
    }
}
