package io.tradecore.api.market;

import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.api.loop.Loop;
import io.tradecore.oms.command.Command.ExpireOrder;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.session.TradingCalendar;
import io.tradecore.oms.session.pg.PgOverdueOrders;
import io.tradecore.oms.session.pg.PgOverdueOrders.Overdue;
import io.tradecore.oms.session.pg.PgOverdueOrders.PastItsDay;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ends orders whose time is over: GTD orders to the second, orders for the day once their day has ended and their venue has
 * had time to say so itself. A held order expires at once; of another its venue is asked to cancel what is left, so that it
 * stays open until the venue has answered. One process does so at a time, the one that holds the lease.
 *
 * <p>What a venue refuses to cancel is asked for again, after a while; so is what could not be asked for because another
 * request of the order waited for its answer.
 */
public final class ExpiryWatch implements AutoCloseable {
    private static final String ACTOR = "expiry-watch";
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration LATELY = Duration.ofHours(1);
    /** Far enough back to find what expired while no process ran, and not so far that all that ever expired is read. */
    private static final Duration LOOK_BACK = Duration.ofDays(400);
    /** What one look far back reads of it at a time, so that none takes long. */
    private static final Duration STRETCH = Duration.ofDays(8);

    /**
     * A last look at a day's orders.
     *
     * @param endOfDay up to which end of day
     * @param openSince when the oldest was placed that is still to end: a later look need not look further back
     */
    private record Looked(Set<String> symbols, Instant endOfDay, Instant openSince, Instant at, boolean found) {}

    private final PgOverdueOrders overdueOrders;
    private final Instruments instruments;
    private final CommandBus bus;
    private final LeaseKeeper lease;
    private final Clock clock;
    private final Duration grace;
    private final Duration againAfter;
    private final Loop loop;
    private final Map<TradingCalendar, Looked> looked = new HashMap<>();
    private Instant lookedBack = Instant.MIN;

    /**
     * @param grace how long after the end of a day the venue's own report is waited for
     * @param againAfter how long after a look that found orders they are looked for again, in whole seconds
     */
    public ExpiryWatch(
            PgOverdueOrders overdueOrders,
            Instruments instruments,
            CommandBus bus,
            LeaseKeeper lease,
            Clock clock,
            Duration grace,
            Duration againAfter) {
        this.overdueOrders = overdueOrders;
        this.instruments = instruments;
        this.bus = bus;
        this.lease = lease;
        this.clock = clock;
        this.grace = grace;
        this.againAfter = againAfter;
        this.loop = new Loop("expiry-watch", EVERY, this::watch);
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
        if (!lease.isHeld()) {
            looked.clear();
            lookedBack = Instant.MIN;
            return;
        }
        Instant now = clock.instant();
        // Now and then all that is overdue, else what became so of late.
        boolean far = lookedBack.isBefore(now.minus(LATELY));
        expire(overdueOrders.pastTheirTime(now, now.minus(far ? LOOK_BACK : LATELY)), now);
        lookedBack = far ? now : lookedBack;
        symbolsByCalendar().forEach((calendar, symbols) -> endDay(calendar, symbols, now));
    }

    private Map<TradingCalendar, Set<String>> symbolsByCalendar() {
        Map<TradingCalendar, Set<String>> symbols = new HashMap<>();
        for (Instrument instrument : instruments.all()) {
            symbols.computeIfAbsent(instrument.calendar(), _ -> new HashSet<>()).add(instrument.symbol());
        }
        looked.keySet().retainAll(symbols.keySet());
        return symbols;
    }

    private void endDay(TradingCalendar calendar, Set<String> symbols, Instant now) {
        Instant endOfDay = calendar.lastEndOfDay(now.minus(grace));
        Looked last = looked.get(calendar);
        if (last != null && !last.symbols().containsAll(symbols)) {
            // An instrument that has come to this calendar may bring orders of days long gone.
            last = null;
        }
        if (endOfDay == null || (last != null && last.endOfDay().equals(endOfDay) && !isDue(last, now))) {
            return;
        }
        Instant since = last == null ? endOfDay.minus(LOOK_BACK) : last.openSince();
        List<PastItsDay> found = pastTheirDay(symbols, since, endOfDay);
        expire(found.stream().map(PastItsDay::order).toList(), now);
        // What is placed shortly before the end of a day is committed a little later.
        Instant openSince = found.stream()
                .map(PastItsDay::placedAt)
                .min(Comparator.naturalOrder())
                .orElse(endOfDay)
                .minus(LATELY);
        looked.put(calendar, new Looked(symbols, endOfDay, openSince, now, !found.isEmpty()));
    }

    private boolean isDue(Looked last, Instant now) {
        return last.found() && last.at().plus(againAfter).isBefore(now);
    }

    /** The latest first. */
    private List<PastItsDay> pastTheirDay(Set<String> symbols, Instant since, Instant endOfDay) {
        List<PastItsDay> found = new ArrayList<>();
        try {
            Instant to = endOfDay;
            while (to.isAfter(since)) {
                Instant from = to.minus(STRETCH);
                found.addAll(overdueOrders.pastTheirDay(symbols, from.isBefore(since) ? since : from, to));
                to = from;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("orders past their day could not be read", e);
        }
        return found;
    }

    /** The name of a cancel holds for as long: what is asked for in it once more is the same request. */
    private void expire(List<Overdue> overdue, Instant now) {
        long round = now.getEpochSecond() / againAfter.toSeconds();
        for (Overdue order : overdue) {
            if (order.waits()) {
                continue;
            }
            ClOrdId clOrdId = new ClOrdId("expire:" + order.orderId() + ":" + round);
            bus.submit(new ExpireOrder(order.accountId(), clOrdId, order.orderId(), ACTOR));
        }
    }
}
