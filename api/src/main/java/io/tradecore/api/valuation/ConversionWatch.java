package io.tradecore.api.valuation;

import io.micrometer.core.instrument.MeterRegistry;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.api.loop.Loop;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.valuation.Freshness;
import io.tradecore.oms.valuation.QuotesAtOnce;
import io.tradecore.oms.valuation.Rate;
import io.tradecore.oms.valuation.Rates;
import io.tradecore.oms.valuation.Unconverted;
import io.tradecore.oms.valuation.pg.PgConversions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts what accounts realise in other currencies than theirs, and commissions in other currencies than what they are of, each once, at the rate it finds when it sees the fill: a look after
 * the commit. What has no rate, or a stale one, waits for the first that comes. Works only while the lease is held; a successor goes by
 * what is kept and by what positions say, so that a crash loses and repeats nothing.
 */
public final class ConversionWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConversionWatch.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    // What came about without a fill, or was lost to another holder of the lease, is found by a look at everything.
    private static final long LOOK_AT_ALL_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private record Key(Unconverted.What what, AccountId accountId, String symbol, Leg leg, String currency) {

        static Key of(Unconverted one) {
            return new Key(one.what(), one.accountId(), one.symbol(), one.leg(), one.currency());
        }
    }

    private final PgConversions conversions;
    private final HotQuotes quotes;
    private final LeaseKeeper lease;
    private final Clock clock;
    private final Duration maxQuoteAge;
    private final Loop loop;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Key, Unconverted> unconverted = new LinkedHashMap<>();
    private long epoch;
    private long cursor;
    private long lookedAtAllNanos;

    ConversionWatch(
            PgConversions conversions,
            HotQuotes quotes,
            LeaseKeeper lease,
            Clock clock,
            Duration maxQuoteAge,
            MeterRegistry meters) {
        this.conversions = conversions;
        this.quotes = quotes;
        this.lease = lease;
        this.clock = clock;
        this.maxQuoteAge = maxQuoteAge;
        this.loop = new Loop("conversion-watch", PAUSE, this::look);
        meters.gauge("oms.realised.waiting", waiting);
    }

    void start() {
        loop.start();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void look() throws SQLException {
        long held = lease.epoch();
        if (held == 0) {
            unconverted.clear();
        } else {
            find(held);
            convert();
        }
        waiting.set(unconverted.size());
    }

    /** The horizon is asked first: what is booked while everything is looked at is found again by the next look. */
    private void find(long held) throws SQLException {
        long horizon = conversions.horizon();
        if (held != epoch || System.nanoTime() - lookedAtAllNanos >= LOOK_AT_ALL_EVERY_NANOS) {
            unconverted.clear();
            take(conversions.all());
            epoch = held;
            lookedAtAllNanos = System.nanoTime();
        } else if (horizon > cursor) {
            take(conversions.since(cursor, horizon));
        }
        cursor = horizon;
    }

    /** What a bust took back before there was a rate waits no longer. */
    private void take(List<Unconverted> found) {
        for (Unconverted one : found) {
            Key key = Key.of(one);
            if (one.amount().signum() == 0) {
                unconverted.remove(key);
            } else {
                unconverted.put(key, one);
            }
        }
    }

    private void convert() throws SQLException {
        if (unconverted.isEmpty()) {
            return;
        }
        var rates = new Rates(conversions.pairs(), new QuotesAtOnce(quotes));
        var freshness = new Freshness(clock.instant(), maxQuoteAge);
        for (Unconverted one : List.copyOf(unconverted.values())) {
            if (!lease.isHeld() || loop.isStopping()) {
                return;
            }
            if (rates.rate(one.currency(), one.baseCurrency()) instanceof Rate.Known rate && !rate.isStale(freshness)) {
                conversions.keep(one.at(rate));
                unconverted.remove(Key.of(one));
            } else {
                LOG.debug("{} of account {} waits for a rate of {}", one.symbol(), one.accountId(), one.currency());
            }
        }
    }
}
