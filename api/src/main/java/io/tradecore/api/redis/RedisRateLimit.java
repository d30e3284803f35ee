package io.tradecore.api.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token bucket per key in Redis, counted by the server's clock and shared by all API processes. While Redis fails,
 * each process counts by itself at half the rate: neither open without a limit nor shut.
 */
public final class RedisRateLimit implements RateLimit {
    private static final Logger LOG = LoggerFactory.getLogger(RedisRateLimit.class);
    private static final String KEY_PREFIX = "oms:rate:";

    // Answers the tokens taken, and the microseconds until there is one again where none is left.
    // A key that has run out is a full bucket, so nothing is kept of what is quiet.
    private static final String TAKE_TOKENS = """
            local rate = tonumber(ARGV[1])
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'filled')
            local tokens = tonumber(bucket[1]) or rate
            local elapsed = math.max(0, now - (tonumber(bucket[2]) or now))
            tokens = math.min(rate, tokens + elapsed * rate / 1000000)
            local taken = math.min(tonumber(ARGV[2]), math.floor(tokens))
            tokens = tokens - taken
            local wait = 0
            if tokens < 1 then
                wait = math.ceil((1 - tokens) * 1000000 / rate)
            end
            redis.call('HSET', KEYS[1], 'tokens', string.format('%.17g', tokens), 'filled', string.format('%.0f', now))
            redis.call('PEXPIRE', KEYS[1], 2000)
            return {taken, wait}
            """;

    private static final long REDIS_PATIENCE_MS = 150;
    private static final int FAILURES_TO_OPEN = 3;
    private static final long OPEN_NANOS = Duration.ofSeconds(2).toNanos();
    private static final double FALLBACK_SHARE = 0.5;

    private final RedisLink link;
    private final Counter fallbacks;
    private final RateLimit local = new InProcessRateLimit(FALLBACK_SHARE, System::nanoTime);
    private final AtomicInteger failures = new AtomicInteger();
    private volatile long openUntilNanos = System.nanoTime();

    public RedisRateLimit(RedisLink link, MeterRegistry meters) {
        this.link = link;
        this.fallbacks = meters.counter("oms.redis.fallbacks");
    }

    @Override
    public RateDecision check(RateKey key, int perSecond, int most) {
        if (perSecond < 1 || most < 1) {
            throw new IllegalArgumentException("perSecond and most must be at least 1");
        }
        RateDecision decision = fromRedis(key, perSecond, most);
        if (decision != null) {
            return decision;
        }
        fallbacks.increment();
        return local.check(key, perSecond, most);
    }

    /** Null when Redis is not asked or does not answer. */
    private @Nullable RateDecision fromRedis(RateKey key, int perSecond, int most) {
        RedissonClient client = link.client();
        if (client == null || System.nanoTime() - openUntilNanos < 0) {
            return null;
        }
        try {
            List<Long> answer = client.getScript(StringCodec.INSTANCE)
                    .<List<Long>>evalAsync(
                            RScript.Mode.READ_WRITE,
                            TAKE_TOKENS,
                            RScript.ReturnType.LIST,
                            List.of(KEY_PREFIX + key.name()),
                            Integer.toString(perSecond),
                            Integer.toString(most))
                    .toCompletableFuture()
                    .get(REDIS_PATIENCE_MS, TimeUnit.MILLISECONDS);
            recovered();
            return RateDecision.of(answer.getFirst().intValue(), Duration.of(answer.getLast(), ChronoUnit.MICROS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException | RedisException e) {
            failed(e);
            return null;
        }
    }

    private void recovered() {
        if (failures.get() != 0) {
            failures.set(0);
        }
    }

    private void failed(Exception failure) {
        if (failures.incrementAndGet() >= FAILURES_TO_OPEN) {
            failures.set(0);
            openUntilNanos = System.nanoTime() + OPEN_NANOS;
            LOG.warn("Redis fails, rates are counted in this process at half the limit: {}", failure.toString());
        }
    }
}
