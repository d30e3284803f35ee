package io.tradecore.ops.market;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** The hot quotes, read from Redis a few times a second into memory. Thread-safe. */
public final class QuoteBoard implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUOTES = "oms:quotes";
    private static final long REFRESH_MS = 100;
    private static final int COMMAND_TIMEOUT_MS = 1_000;

    private final RedissonClient redis;
    private final ScheduledExecutorService refresher;
    private volatile Map<String, Touch> touches = Map.of();

    /** @param url {@code redis://host:port} */
    public QuoteBoard(String url) {
        Config config = new Config();
        config.setThreads(1).setNettyThreads(1);
        config.useSingleServer()
                .setAddress(url)
                .setTimeout(COMMAND_TIMEOUT_MS)
                .setRetryAttempts(0)
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(1)
                .setSubscriptionConnectionMinimumIdleSize(0);
        redis = Redisson.create(config);
        refresher = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("quote-board").factory());
        refresher.scheduleWithFixedDelay(this::refresh, 0, REFRESH_MS, TimeUnit.MILLISECONDS);
    }

    /** The last touch of a symbol; empty until the first is seen. */
    public Optional<Touch> touch(String symbol) {
        return Optional.ofNullable(touches.get(symbol));
    }

    private void refresh() {
        try {
            RMap<String, String> quotes = redis.getMap(QUOTES, StringCodec.INSTANCE);
            Map<String, Touch> fresh = new HashMap<>();
            quotes.readAllMap().forEach((symbol, json) -> fresh.put(symbol, parse(symbol, json)));
            touches = Map.copyOf(fresh);
        } catch (RedisException | IllegalArgumentException e) {
            // The last quotes stand; orders priced off them meet the API's own staleness check.
        }
    }

    private static Touch parse(String symbol, String json) {
        try {
            JsonNode quote = JSON.readTree(json);
            return new Touch(
                    symbol,
                    decimal(quote, "bidPx"),
                    decimal(quote, "bidQty"),
                    decimal(quote, "askPx"),
                    decimal(quote, "askQty"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a quote: " + json, e);
        }
    }

    private static BigDecimal decimal(JsonNode quote, String field) {
        return new BigDecimal(quote.path(field).asText());
    }

    @Override
    public void close() {
        refresher.shutdownNow();
        redis.shutdown();
    }
}
