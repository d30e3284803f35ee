package io.tradecore.ops.venue.quotes;

import io.tradecore.ops.venue.matching.Touch;
import io.tradecore.ops.venue.wire.PrintableUrl;
import io.tradecore.ops.venue.wire.VenueJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the hash {@code oms:quotes} in Redis: a symbol's last quote at most every 50 ms, and every symbol's once a second while
 * the feed is alive, so that a quiet symbol does not look like a dead feed. Redis may be down: nobody waits for this class.
 *
 * <p>{@link #offer} is thread-safe; {@link #run} has a thread of its own.
 */
public final class HotQuotePublisher {

    /** The hash in Redis. */
    public static final String KEY = "oms:quotes";

    private static final Logger LOG = LoggerFactory.getLogger(HotQuotePublisher.class);
    private static final Duration EVERY = Duration.ofMillis(50);
    private static final Duration HEARTBEAT = Duration.ofMillis(900);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int TIMEOUT_MS = 500;

    private final String redisUrl;
    private final Clock clock;
    private final BooleanSupplier feedIsAlive;
    private final Map<String, Touch> latest = new ConcurrentHashMap<>();
    private final Map<String, Touch> changed = new ConcurrentHashMap<>();
    private volatile boolean up;

    public HotQuotePublisher(String redisUrl, Clock clock, BooleanSupplier feedIsAlive) {
        this.redisUrl = redisUrl;
        this.clock = clock;
        this.feedIsAlive = feedIsAlive;
    }

    /** Takes a quote; it replaces an earlier one that has not been written yet. */
    public void offer(Touch touch) {
        latest.put(touch.symbol(), touch);
        changed.put(touch.symbol(), touch);
    }

    /** Whether the last write went through. */
    public boolean isUp() {
        return up;
    }

    /** Writes until it is interrupted. */
    public void run() throws InterruptedException {
        RedissonClient redis = null;
        long heartbeat = System.nanoTime();
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
                boolean all = System.nanoTime() - heartbeat >= HEARTBEAT.toNanos() && feedIsAlive.getAsBoolean();
                Map<String, String> values = all ? values(latest.keySet().toArray(String[]::new)) : changedValues();
                if (values.isEmpty()) {
                    continue;
                }
                redis = redis == null ? connect() : redis;
                if (write(redis, values)) {
                    heartbeat = all ? System.nanoTime() : heartbeat;
                } else {
                    TimeUnit.NANOSECONDS.sleep(AFTER_FAILURE.toNanos());
                }
            }
        } finally {
            if (redis != null) {
                redis.shutdown(0, 1, TimeUnit.SECONDS);
            }
        }
    }

    private Map<String, String> changedValues() {
        return values(changed.keySet().toArray(String[]::new));
    }

    private Map<String, String> values(String[] symbols) {
        Instant now = clock.instant();
        Map<String, String> values = new HashMap<>();
        for (String symbol : symbols) {
            // Taken out before it is read, so that a quote that comes in between is written next time.
            changed.remove(symbol);
            Touch touch = latest.get(symbol);
            if (touch != null) {
                values.put(symbol, VenueJson.hotQuote(touch, now));
            }
        }
        return values;
    }

    private @Nullable RedissonClient connect() {
        Config config = new Config().setThreads(1).setNettyThreads(2).setCodec(StringCodec.INSTANCE);
        config.useSingleServer()
                .setAddress(redisUrl)
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(2)
                .setSubscriptionConnectionMinimumIdleSize(0)
                .setSubscriptionConnectionPoolSize(1)
                .setConnectTimeout(TIMEOUT_MS)
                .setTimeout(TIMEOUT_MS)
                .setRetryAttempts(0);
        try {
            return Redisson.create(config);
        } catch (RuntimeException e) {
            say(false, e);
            return null;
        }
    }

    private boolean write(@Nullable RedissonClient redis, Map<String, String> values) {
        if (redis == null) {
            return false;
        }
        try {
            redis.<String, String>getMap(KEY, StringCodec.INSTANCE).putAll(values);
            say(true, null);
            return true;
        } catch (RuntimeException e) {
            say(false, e);
            return false;
        }
    }

    /** Once per change, not once per quote. */
    private void say(boolean nowUp, @Nullable RuntimeException e) {
        if (nowUp != up) {
            if (nowUp) {
                LOG.info("hot quotes go to Redis at {}", PrintableUrl.of(redisUrl));
            } else {
                String why = e == null ? "" : e.getClass().getSimpleName();
                LOG.warn("hot quotes cannot be written to Redis ({}); matching goes on", why);
            }
        }
        up = nowUp;
    }
}
