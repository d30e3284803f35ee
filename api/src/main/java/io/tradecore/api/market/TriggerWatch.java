package io.tradecore.api.market;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.api.loop.Loop;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Command.MoveTrail;
import io.tradecore.oms.command.Command.TriggerOrder;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.session.TradingPhase;
import io.tradecore.oms.trigger.HeldOrder;
import io.tradecore.oms.trigger.HeldOrders;
import io.tradecore.oms.trigger.MarketPrices;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.trigger.Trigger.Trail;
import io.tradecore.oms.trigger.pg.PgWaitingOrders;
import io.tradecore.oms.trigger.pg.PgWaitingOrders.Waiting;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the hot quotes for the orders that wait for a price, and has those sent whose price has come. One process does
 * so at a time, the one that holds the lease; it finds the orders in the database, so a restart loses none.
 *
 * <p>That an order fires once is not decided here but by the pipeline, on the order's row: two processes that both believe
 * to hold the lease, or a command that is repeated because its answer was lost, change nothing the second time.
 */
public final class TriggerWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TriggerWatch.class);
    private static final String ACTOR = "trigger-watch";
    private static final Duration EVERY = Duration.ofMillis(50);
    private static final long KEEP_TRAILS_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final PgWaitingOrders waitingOrders;
    private final HotQuotes quotes;
    private final Instruments instruments;
    private final CommandBus bus;
    private final LeaseKeeper lease;
    private final Clock clock;
    private final Duration maxQuoteAge;
    private final Counter triggered;
    private final Loop loop;

    private final Map<String, HeldOrders> bySymbol = new HashMap<>();
    /** Fired, and not answered yet: what is read of them meanwhile may be older than the answer. */
    private final Set<OrderId> underWay = ConcurrentHashMap.newKeySet();

    private final Queue<TriggerOrder> unanswered = new ConcurrentLinkedQueue<>();
    private long loadedInEpoch;
    private long readBelow;
    private long trailsKeptNanos = System.nanoTime();

    /** @param maxQuoteAge oldest quote, by its source's clock, that triggers anything */
    public TriggerWatch(
            PgWaitingOrders waitingOrders,
            HotQuotes quotes,
            Instruments instruments,
            CommandBus bus,
            LeaseKeeper lease,
            Clock clock,
            Duration maxQuoteAge,
            MeterRegistry meters) {
        this.waitingOrders = waitingOrders;
        this.quotes = quotes;
        this.instruments = instruments;
        this.bus = bus;
        this.lease = lease;
        this.clock = clock;
        this.maxQuoteAge = maxQuoteAge;
        this.triggered = meters.counter("oms.triggers.fired");
        this.loop = new Loop("trigger-watch", EVERY, this::watch);
    }

    /** Starts watching. */
    public void start() {
        loop.start();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void watch() throws SQLException {
        long epoch = lease.epoch();
        if (epoch == 0) {
            forget();
            return;
        }
        if (epoch != loadedInEpoch) {
            forget();
            load();
            loadedInEpoch = epoch;
        } else {
            readOn();
        }
        sendUnanswered();
        Instant now = clock.instant();
        bySymbol.forEach((symbol, held) -> look(symbol, held, now));
        keepTrails();
    }

    private void forget() {
        bySymbol.clear();
        loadedInEpoch = 0;
    }

    private void load() throws SQLException {
        long horizon = waitingOrders.horizon();
        List<Waiting> all = waitingOrders.all();
        all.forEach(this::take);
        readBelow = horizon;
        if (!all.isEmpty()) {
            LOG.info("Watching {} orders that wait for a price", all.size());
        }
    }

    private void readOn() throws SQLException {
        long horizon = waitingOrders.horizon();
        waitingOrders.since(readBelow).forEach(this::take);
        readBelow = horizon;
    }

    private void take(Waiting waiting) {
        HeldOrder order = waiting.order();
        HeldOrders held = bySymbol.computeIfAbsent(waiting.symbol(), _ -> new HeldOrders(maxQuoteAge));
        if (!waiting.waits()) {
            held.remove(order.orderId());
        } else if (!underWay.contains(order.orderId())) {
            held.put(newer(held.order(order.orderId()), order));
        }
    }

    /** The reference known here may be better than the one that is kept. */
    private static HeldOrder newer(@Nullable HeldOrder known, HeldOrder read) {
        return known != null && known.trigger() instanceof Trail here && read.trigger() instanceof Trail there
                ? new HeldOrder(read.accountId(), read.orderId(), there.after(here.reference()))
                : read;
    }

    private void look(String symbol, HeldOrders held, Instant now) {
        Quote quote = quotes.quote(symbol);
        if (quote == null || held.isEmpty() || !isOpen(symbol, now)) {
            return;
        }
        MarketPrices market = MarketPrices.of(quote);
        for (HeldOrder fired : held.firedBy(market, now)) {
            fire(new TriggerOrder(fired.accountId(), fired.orderId(), watchedPx(fired.trigger(), market), ACTOR));
        }
    }

    /** What is quoted outside of a session, or while trading is halted, triggers nothing. */
    private boolean isOpen(String symbol, Instant now) {
        Instrument instrument = instruments.bySymbol(symbol);
        return instrument != null && instrument.phaseAt(now) == TradingPhase.OPEN;
    }

    private static BigDecimal watchedPx(Trigger trigger, MarketPrices market) {
        return Objects.requireNonNull(trigger.priceType().of(market));
    }

    /** Each of them once: what a full lane refuses at once waits for the next look. */
    private void sendUnanswered() {
        for (int left = unanswered.size(); left > 0; left--) {
            TriggerOrder command = unanswered.poll();
            if (command != null) {
                fire(command);
            }
        }
    }

    private void fire(TriggerOrder command) {
        underWay.add(command.orderId());
        bus.submit(command).whenComplete((outcome, failure) -> answered(command, outcome, failure));
    }

    /** The price has come, whatever it does now: what was not done is tried again, not waited for again. */
    private void answered(TriggerOrder command, @Nullable Outcome outcome, @Nullable Throwable failure) {
        boolean overloaded = outcome instanceof Outcome.Refused refused && refused.reason() == Reason.OVERLOADED;
        if (failure != null || overloaded) {
            unanswered.add(command);
            return;
        }
        underWay.remove(command.orderId());
        if (outcome instanceof Outcome.OrderMoved moved && moved.changed()) {
            triggered.increment();
        }
    }

    /** At most once a second an order; what is lost of it by a crash is the best price of that second. */
    private void keepTrails() {
        long now = System.nanoTime();
        if (now - trailsKeptNanos < KEEP_TRAILS_EVERY_NANOS) {
            return;
        }
        trailsKeptNanos = now;
        for (HeldOrders held : bySymbol.values()) {
            for (HeldOrder moved : held.takeMoved()) {
                if (moved.trigger() instanceof Trail trail) {
                    submit(new MoveTrail(moved.accountId(), moved.orderId(), trail.reference(), ACTOR));
                }
            }
        }
    }

    private void submit(Command command) {
        bus.submit(command).whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.warn("{} was not kept: {}", command, failure.getMessage());
            }
        });
    }
}
