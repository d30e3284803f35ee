package io.tradecore.api.market;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.api.loop.Loop;
import io.tradecore.oms.command.Command.TriggerOrder;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.session.TradingPhase;
import io.tradecore.oms.trigger.HeldOrder;
import io.tradecore.oms.trigger.HeldOrders;
import io.tradecore.oms.trigger.MarketPrices;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.trigger.Trigger.Trail;
import io.tradecore.oms.trigger.pg.PgTrailMoves.Move;
import io.tradecore.oms.trigger.pg.PgWaitingOrders;
import io.tradecore.oms.trigger.pg.PgWaitingOrders.Waiting;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the hot quotes for the orders that wait for a price, and has those sent whose price has come. One process does
 * so at a time, the one that holds the lease; it finds the orders in the database, so a restart loses none.
 *
 * <p>It rests until a quote comes while something waits, or an order of this process begins to wait or waits for another
 * price; what other processes do to orders it finds within half a second.
 *
 * <p>That an order fires once is not decided here but by the pipeline, on the order's row: two processes that both believe
 * to hold the lease, or a command that is repeated because its answer was lost, change nothing the second time. So is
 * whether it was replaced between the quote and the command: then it is taken back here, as it stands.
 */
public final class TriggerWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TriggerWatch.class);
    private static final String ACTOR = "trigger-watch";
    private static final Duration REST = Duration.ofMillis(10);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final long PUT_OFF_NANOS = Duration.ofSeconds(1).toNanos();

    /** Fired and under way. readBelow is what was read of the orders when it was fired: what changed since is not known. */
    private record Fired(HeldOrder order, String symbol, TriggerOrder command, long readBelow) {}

    /** @param outcome null where it is not known */
    private record Answer(Fired fired, @Nullable Outcome outcome) {}

    /** What its price has come for and is not sent all the same, for now. */
    private record PutOff(HeldOrder order, String symbol, long untilNanos) {
        PutOff with(HeldOrder other) {
            return new PutOff(other, symbol, untilNanos);
        }
    }

    private final PgWaitingOrders waitingOrders;
    private final TrailKeeper trails;
    private final HotQuotes quotes;
    private final Instruments instruments;
    private final CommandBus bus;
    private final LeaseKeeper lease;
    private final Clock clock;
    private final Duration maxQuoteAge;
    private final Counter triggered;
    private final Loop loop;

    private final Map<String, HeldOrders> bySymbol = new HashMap<>();
    /** What is read of them meanwhile may be older than the answer. */
    private final Map<OrderId, Fired> underWay = new HashMap<>();

    private final Map<OrderId, PutOff> putOff = new LinkedHashMap<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private volatile boolean holdsOrders;
    private volatile boolean changed = true;
    private long loadedInEpoch;
    private long readBelow;
    private long readNanos = System.nanoTime();

    /** @param maxQuoteAge oldest quote, by its source's clock, that triggers anything */
    TriggerWatch(
            PgWaitingOrders waitingOrders,
            TrailKeeper trails,
            HotQuotes quotes,
            Instruments instruments,
            CommandBus bus,
            LeaseKeeper lease,
            Clock clock,
            Duration maxQuoteAge,
            MeterRegistry meters) {
        this.waitingOrders = waitingOrders;
        this.trails = trails;
        this.quotes = quotes;
        this.instruments = instruments;
        this.bus = bus;
        this.lease = lease;
        this.clock = clock;
        this.maxQuoteAge = maxQuoteAge;
        this.triggered = meters.counter("oms.triggers.fired");
        this.loop = new Loop("trigger-watch", REST, PAUSE, this::watch);
    }

    /** Starts watching. */
    void start() {
        loop.start();
    }

    /** Orders may wait for a price that did not, or for another. Never blocks. */
    void ordersChanged() {
        changed = true;
        loop.wake();
    }

    /** A quote has come. Never blocks. */
    void quotesChanged() {
        if (holdsOrders) {
            loop.wake();
        }
    }

    @Override
    public void close() {
        loop.close();
    }

    private void watch() throws SQLException {
        settleAnswers();
        long epoch = lease.epoch();
        if (epoch == 0) {
            forget();
            return;
        }
        if (epoch != loadedInEpoch) {
            forget();
            load();
            loadedInEpoch = epoch;
        } else if (changed || System.nanoTime() - readNanos >= PAUSE.toNanos()) {
            readOn();
        }
        takeBackWhatWasPutOff();
        lookAtAll(clock.instant());
        trails.keep();
        holdsOrders = bySymbol.values().stream().anyMatch(held -> !held.isEmpty());
    }

    private void forget() {
        bySymbol.clear();
        putOff.clear();
        trails.forget();
        loadedInEpoch = 0;
        holdsOrders = false;
        changed = true;
    }

    private void load() throws SQLException {
        changed = false;
        readNanos = System.nanoTime();
        long horizon = waitingOrders.horizon();
        List<Waiting> all = waitingOrders.all();
        Map<OrderId, HeldOrders> holding = new HashMap<>();
        for (Waiting waiting : all) {
            take(waiting);
            holding.put(waiting.order().orderId(), held(waiting.symbol()));
        }
        for (Move move : trails.noted()) {
            move.orders().forEach(orderId -> recover(orderId, move.px(), holding.get(orderId)));
        }
        readBelow = horizon;
        if (!all.isEmpty()) {
            LOG.info("Watching {} orders that wait for a price", all.size());
        }
    }

    /** A trail goes on from the best price it had seen when whoever watched it ended. */
    private void recover(OrderId orderId, BigDecimal px, @Nullable HeldOrders holding) {
        HeldOrder order = holding == null ? null : holding.order(orderId);
        if (holding != null && order != null && order.trigger() instanceof Trail trail) {
            HeldOrder moved = new HeldOrder(order.accountId(), orderId, trail.after(px));
            holding.put(moved);
            trails.recovered(moved);
        }
    }

    private void readOn() throws SQLException {
        // What is committed from here on rings again.
        changed = false;
        readNanos = System.nanoTime();
        long horizon = waitingOrders.horizon();
        waitingOrders.since(readBelow).forEach(this::take);
        readBelow = horizon;
    }

    private HeldOrders held(String symbol) {
        return bySymbol.computeIfAbsent(symbol, _ -> new HeldOrders(maxQuoteAge));
    }

    private void take(Waiting waiting) {
        HeldOrder order = waiting.order();
        HeldOrders held = held(waiting.symbol());
        if (!waiting.waits()) {
            held.remove(order.orderId());
            putOff.remove(order.orderId());
        } else if (putOff.containsKey(order.orderId())) {
            putOff.computeIfPresent(order.orderId(), (_, late) -> late.with(newer(late.order(), order)));
        } else if (!underWay.containsKey(order.orderId())) {
            held.put(newer(held.order(order.orderId()), order));
        }
    }

    /** The reference known here may be better than the one that is kept. */
    private static HeldOrder newer(@Nullable HeldOrder known, HeldOrder read) {
        return known != null && known.trigger() instanceof Trail here && read.trigger() instanceof Trail there
                ? new HeldOrder(read.accountId(), read.orderId(), there.after(here.reference()))
                : read;
    }

    private void lookAtAll(Instant now) throws SQLException {
        List<HeldOrder> moved = new ArrayList<>();
        bySymbol.forEach((symbol, held) -> {
            look(symbol, held, now);
            moved.addAll(held.takeMoved());
        });
        trails.note(moved);
    }

    private void look(String symbol, HeldOrders held, Instant now) {
        Quote quote = quotes.quote(symbol);
        if (quote == null || held.isEmpty() || !isOpen(symbol, now)) {
            return;
        }
        MarketPrices market = MarketPrices.of(quote);
        for (HeldOrder order : held.firedBy(market, now)) {
            BigDecimal best = order.trigger() instanceof Trail trail ? trail.reference() : null;
            var command = new TriggerOrder(
                    order.accountId(), order.orderId(), watchedPx(order.trigger(), market), best, ACTOR);
            fire(new Fired(order, symbol, command, readBelow));
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

    private void fire(Fired fired) {
        underWay.put(fired.order().orderId(), fired);
        bus.submit(fired.command()).whenComplete((outcome, failure) -> {
            answers.add(new Answer(fired, outcome));
            // What could not be done now is tried at the next step, not at once.
            if (failure == null && !isOverloaded(outcome)) {
                loop.wake();
            }
        });
    }

    /** Each of them once: what a full lane refuses at once waits for the next step. */
    private void settleAnswers() {
        for (int left = answers.size(); left > 0; left--) {
            settle(Objects.requireNonNull(answers.poll()));
        }
    }

    /** The price has come, whatever it does now: what was not done is tried again, not waited for again. */
    private void settle(Answer answer) {
        Fired fired = answer.fired();
        Outcome outcome = answer.outcome();
        if (outcome == null || isOverloaded(outcome)) {
            fire(fired);
            return;
        }
        underWay.remove(fired.order().orderId());
        if (outcome instanceof Outcome.OrderMoved(Order order, boolean moved)) {
            if (moved) {
                triggered.increment();
            } else if (order.isTriggerWatched() && loadedInEpoch != 0) {
                takeBack(fired, Objects.requireNonNull(order.trigger()));
            }
        }
    }

    private static boolean isOverloaded(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused && refused.reason() == Reason.OVERLOADED;
    }

    /**
     * It was replaced before the command came, and waits for another price. What was read of it meanwhile was passed over,
     * and is read once more. One whose price has come for all that is put off: the pipeline has its reasons not to send it now.
     */
    private void takeBack(Fired fired, Trigger trigger) {
        BigDecimal best = fired.command().referencePx();
        Trigger now = best != null && trigger instanceof Trail trail ? trail.after(best) : trigger;
        HeldOrder order = new HeldOrder(fired.order().accountId(), fired.order().orderId(), now);
        readBelow = Math.min(readBelow, fired.readBelow());
        changed = true;
        if (now.firesAt(fired.command().triggerPx())) {
            putOff.put(order.orderId(), new PutOff(order, fired.symbol(), System.nanoTime() + PUT_OFF_NANOS));
        } else {
            held(fired.symbol()).put(order);
        }
    }

    private void takeBackWhatWasPutOff() {
        long now = System.nanoTime();
        for (PutOff late : List.copyOf(putOff.values())) {
            if (now - late.untilNanos() >= 0) {
                putOff.remove(late.order().orderId());
                held(late.symbol()).put(late.order());
            }
        }
    }
}
