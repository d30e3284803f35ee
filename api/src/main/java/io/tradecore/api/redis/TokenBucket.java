package io.tradecore.api.redis;

import java.time.Duration;

/** An allowance that refills steadily and holds at most one second's worth, but at least one. Thread-safe. */
final class TokenBucket {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double perSecond;
    private final double capacity;
    private double tokens;
    private long filledNanos;

    /** @param nowNanos by a monotonic clock, like every other time given to this bucket */
    TokenBucket(double perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.capacity = Math.max(1, perSecond);
        this.tokens = capacity;
        this.filledNanos = nowNanos;
    }

    double perSecond() {
        return perSecond;
    }

    RateDecision take(long nowNanos) {
        return take(nowNanos, 1);
    }

    /** As many whole tokens as there are, at most so many. */
    synchronized RateDecision take(long nowNanos, int most) {
        double elapsed = Math.max(0, nowNanos - filledNanos);
        tokens = Math.min(capacity, tokens + elapsed * perSecond / NANOS_PER_SECOND);
        filledNanos = nowNanos;
        int taken = (int) Math.min(most, tokens);
        tokens -= taken;
        return RateDecision.of(taken, tokens >= 1 ? Duration.ZERO : untilNext());
    }

    private Duration untilNext() {
        return Duration.ofNanos((long) Math.ceil((1 - tokens) * NANOS_PER_SECOND / perSecond));
    }
}
