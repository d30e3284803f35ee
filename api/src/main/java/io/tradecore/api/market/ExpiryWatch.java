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
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ends orders whose time is over: GTD orders to the second, orders for the day once their day has ended and their venue has
 * had time to say so itself. A held order expires at once; of another its venue is asked to cancel what is left, so that it
 * stays open until the venue has answered. One process does so at a time, the one that holds the lease.
 *
 * <p>What a venue refuses to cancel is asked for again, once a minute.
 */
public final class ExpiryWatch implements AutoCloseable {
    private static final String ACTOR = "expiry-watch";
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration LATELY = Duration.ofHours(1);
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);
    /** Far enough back to find what expired while no process ran, and not so far that all that ever expired is read. */
    private static final Duration LOOK_BACK = Duration.ofDays(400);

    /** A last look at a day's orders: up to which end of day, and when. */
    private record Looked(Instant endOfDay, Instant at, boolean found) {}

    private final PgOverdueOrders overdueOrders;
    private final Instruments instruments;
    private final CommandBus bus;
    private final LeaseKeeper lease;
    private final Clock clock;
    private final Duration grace;
    private final Loop loop;
    private final Map<TradingCalendar, Looked> looked = new HashMap<>();
    private Instant lookedBack = Instant.MIN;

    /** @param grace how long after the end of a day the venue's own report is waited for */
    public ExpiryWatch(
            PgOverdueOrders overdueOrders,
            Instruments instruments,
            CommandBus bus,
            LeaseKeeper lease,
            Clock clock,
            Duration grace) {
        this.overdueOrders = overdueOrders;
        this.instruments = instruments;
        this.bus = bus;
        this.lease = lease;
        this.clock = clock;
        this.grace = grace;
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

    private Map<TradingCalendar, List<String>> symbolsByCalendar() {
        Map<TradingCalendar, List<String>> symbols = new HashMap<>();
        for (Instrument instrument : instruments.all()) {
            symbols.computeIfAbsent(instrument.calendar(), _ -> new ArrayList<>())
                    .add(instrument.symbol());
        }
        looked.keySet().retainAll(symbols.keySet());
        return symbols;
    }

    private void endDay(TradingCalendar calendar, List<String> symbols, Instant now) {
        Instant endOfDay = calendar.lastEndOfDay(now.minus(grace));
        Looked last = looked.get(calendar);
        if (endOfDay == null || (last != null && last.endOfDay().equals(endOfDay) && !isDue(last, now))) {
            return;
        }
        List<Overdue> overdue = pastTheirDay(symbols, endOfDay);
        expire(overdue, now);
        looked.put(calendar, new Looked(endOfDay, now, !overdue.isEmpty()));
    }

    private static boolean isDue(Looked last, Instant now) {
        return last.found() && last.at().plus(AGAIN_AFTER).isBefore(now);
    }

    private List<Overdue> pastTheirDay(List<String> symbols, Instant endOfDay) {
        try {
            return overdueOrders.pastTheirDay(symbols, endOfDay);
        } catch (SQLException e) {
            throw new IllegalStateException("orders past their day could not be read", e);
        }
    }

    /** The name of a cancel holds for a minute: what is asked for in it once more is the same request. */
    private void expire(List<Overdue> overdue, Instant now) {
        long minute = now.getEpochSecond() / AGAIN_AFTER.toSeconds();
        for (Overdue order : overdue) {
            ClOrdId clOrdId = new ClOrdId("expire:" + order.orderId() + ":" + minute);
            bus.submit(new ExpireOrder(order.accountId(), clOrdId, order.orderId(), ACTOR));
        }
    }
}
