package io.tradecore.api.redis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Rates, or a share of them, counted by this process alone. Waits for nobody. */
public final class InProcessRateLimit implements RateLimit {
    private static final int MOST_BUCKETS = 20_000;

    private final double share;
    private final LongSupplier nanos;
    private final Map<RateKey, TokenBucket> buckets = new ConcurrentHashMap<>();

    /**
     * @param share of each rate that is admitted, above 0; below 1 its decisions are by a reduced rate
     * @param nanos a monotonic clock
     */
    public InProcessRateLimit(double share, LongSupplier nanos) {
        this.share = share;
        this.nanos = nanos;
    }

    @Override
    public RateDecision check(RateKey key, int perSecond, int most) {
        if (buckets.size() > MOST_BUCKETS) {
            // Whoever has that many things counted gets fresh buckets, not our memory.
            buckets.clear();
        }
        double admitted = perSecond * share;
        long now = nanos.getAsLong();
        RateDecision decision = buckets.compute(
                        key,
                        (_, bucket) -> bucket != null && bucket.perSecond() == admitted
                                ? bucket
                                : new TokenBucket(admitted, now))
                .take(now, most);
        return share < 1 ? decision.byReducedRate() : decision;
    }
}
