package io.tradecore.api.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tradecore.api.json.JsonFields;
import io.tradecore.api.json.MalformedMessageException;
import io.tradecore.api.loop.Loop;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.instrument.Quote;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hash {@code oms:quotes} of Redis, copied into memory every 50 ms. When Redis is out of reach, or a quote cannot be
 * read, the last one known stays: its age then tells against it, so that checks fail closed.
 */
public final class RedisQuotes implements HotQuotes, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisQuotes.class);
    private static final String QUOTES = "oms:quotes";
    private static final Duration EVERY = Duration.ofMillis(50);
    private static final long READ_PATIENCE_MS = 250;
    private static final long FIRST_PATIENCE_MS = 1_000;
    private static final long WARN_EVERY_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int MAX_BYTES = 2048;

    /** A field as it was read, so that what has not changed is not read again. */
    private record Read(String json, @Nullable Quote quote) {}

    private final RedisLink link;
    private final Loop loop;
    private final Predicate<String> mayBeBelowZero;
    private final Counter unreadable;
    private final Map<String, Read> reads = new ConcurrentHashMap<>();
    private final CountDownLatch copied = new CountDownLatch(1);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long lastWarnedNanos = System.nanoTime() - WARN_EVERY_NANOS;

    /** @param mayBeBelowZero whether an instrument's prices may be zero or below; asked only of those that are */
    public RedisQuotes(RedisLink link, MeterRegistry meters, Predicate<String> mayBeBelowZero) {
        this.link = link;
        this.mayBeBelowZero = mayBeBelowZero;
        this.loop = new Loop("redis-quotes", EVERY, this::poll);
        this.unreadable = meters.counter("oms.quotes.unreadable");
    }

    /** Has this called whenever a quote has come, by the thread that copies: it must return at once. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Starts copying. Waits for the first copy, though not for long: who orders as soon as there is an answer shall not miss a quote. */
    public void start() {
        loop.start();
        try {
            if (!copied.await(FIRST_PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("There are no quotes yet: Redis does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public @Nullable Quote quote(String symbol) {
        Read read = reads.get(symbol);
        return read == null ? null : read.quote();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void poll() throws InterruptedException, ExecutionException, TimeoutException {
        RedissonClient client = link.client();
        if (client == null) {
            return;
        }
        RMap<String, String> hash = client.getMap(QUOTES, StringCodec.INSTANCE);
        boolean changed = false;
        for (var field : hash.readAllMapAsync()
                .toCompletableFuture()
                .get(READ_PATIENCE_MS, TimeUnit.MILLISECONDS)
                .entrySet()) {
            changed |= take(field.getKey(), field.getValue());
        }
        copied.countDown();
        if (changed) {
            listeners.forEach(Runnable::run);
        }
    }

    /** Whether it is another than the one known. */
    private boolean take(String symbol, String json) {
        Read known = reads.get(symbol);
        if (known != null && known.json().equals(json)) {
            return false;
        }
        try {
            reads.put(symbol, new Read(json, read(symbol, json, mayBeBelowZero)));
        } catch (MalformedMessageException e) {
            reads.put(symbol, new Read(json, known == null ? null : known.quote()));
            unreadable.increment();
            warn(symbol, e);
        }
        return true;
    }

    /** Visible for its specification. */
    static Quote read(String symbol, String json, Predicate<String> mayBeBelowZero) throws MalformedMessageException {
        JsonFields fields = JsonFields.read(json.getBytes(StandardCharsets.UTF_8), MAX_BYTES);
        fields.expect("symbol", symbol);
        var quote = new Quote(
                symbol,
                px(fields, "bidPx", symbol, mayBeBelowZero),
                fields.unsigned("bidQty"),
                px(fields, "askPx", symbol, mayBeBelowZero),
                fields.unsigned("askQty"),
                fields.has("lastPx") ? px(fields, "lastPx", symbol, mayBeBelowZero) : null,
                fields.time("quoteTime"));
        if (quote.bidPx().compareTo(quote.askPx()) > 0) {
            throw new MalformedMessageException("bidPx is above askPx");
        }
        return quote;
    }

    private static BigDecimal px(JsonFields fields, String name, String symbol, Predicate<String> mayBeBelowZero)
            throws MalformedMessageException {
        BigDecimal value = fields.signed(name);
        if (value.signum() <= 0 && !mayBeBelowZero.test(symbol)) {
            throw new MalformedMessageException(name + " must be positive");
        }
        return value;
    }

    private void warn(String symbol, MalformedMessageException e) {
        long now = System.nanoTime();
        if (now - lastWarnedNanos >= WARN_EVERY_NANOS) {
            lastWarnedNanos = now;
            LOG.warn("A quote of {} cannot be read: {}", symbol, e.getMessage());
        }
    }
}
