package io.tradecore.api.margin;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.TransferChain;
import io.tradecore.ledger.TransferKind;
import io.tradecore.ledger.UuidV7;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.list.ListType;
import io.tradecore.oms.margin.pg.PgMarginBooks;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.outbox.pg.PgLease;
import io.tradecore.oms.pipeline.BatchDecider;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.pipeline.Exposures;
import io.tradecore.oms.pipeline.LaneOptions;
import io.tradecore.oms.pipeline.Lanes;
import io.tradecore.oms.pipeline.Pipeline;
import io.tradecore.oms.pipeline.pg.PgBatchStore;
import io.tradecore.oms.risk.pg.PgRiskRules;
import io.tradecore.oms.session.TradingCalendar;
import io.tradecore.oms.valuation.Rates;
import io.tradecore.risk.LimitChecks;
import io.tradecore.servers.TestServers;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Accounts on margin on the real database, with quotes of the test's own and a venue that executes at the touch. Two perpetual contracts at
 * 10 % and 5 %, in lots of 0.001, fees of 0.1 %; accounts in USDT.
 */
final class MarginFloor implements AutoCloseable {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final UuidV7 IDS = new UuidV7(CLOCK);
    private static final Duration MAX_AGE = Duration.ofSeconds(60);

    private final TestServers servers = TestServers.get();
    private final HikariDataSource relay = pool(DbRole.RELAY);
    private final HikariDataSource writer = pool(DbRole.WRITER);
    private final Map<String, Instrument> instruments = new ConcurrentHashMap<>();
    private final Map<String, Quote> quotes = new ConcurrentHashMap<>();
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final Queue queue = new Queue();
    private final String leaseName = "margin-" + UUID.randomUUID();
    private final Listed listed = new Listed();
    private final LimitChecks risk = new LimitChecks(
            quotes::get, CLOCK, MAX_AGE, new BigDecimal("0.05"), listed, () -> new Rates(List.of(), quotes::get));
    final String one = add();
    final String other = add();
    final Lanes lanes = lanes();

    MarginFloor() {
        execute("INSERT INTO assets (asset, scale, name) VALUES ('USDT', 2, 'Tether') ON CONFLICT DO NOTHING");
        execute("INSERT INTO venues (venue_id, name) VALUES ('SIM', 'Simulator') ON CONFLICT DO NOTHING");
        for (String symbol : instruments.keySet()) {
            execute("""
                    INSERT INTO instruments (symbol, venue_id, currency, px_scale, qty_scale, tick_size, lot_size, max_order_qty,
                        max_order_notional, price_collar, fee_rate, security_type, margin_unit, initial_margin, maintenance_margin)
                    VALUES ('%s', 'SIM', 'USDT', 2, 3, 0.01, 0.001, 1000, 10000000, 0.05, 0.001, 'PERP', 'RATE', 0.1, 0.05)
                    """.formatted(symbol));
        }
        queue.start();
    }

    private String add() {
        String symbol = "M"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 12).toUpperCase(Locale.ROOT);
        MarginTerms terms = new MarginTerms(MarginTerms.Unit.RATE, new BigDecimal("0.1"), new BigDecimal("0.05"));
        instruments.put(
                symbol,
                new Instrument(
                        symbol,
                        "SIM",
                        "USDT",
                        2,
                        2,
                        3,
                        new BigDecimal("0.01"),
                        new BigDecimal("0.001"),
                        BigDecimal.ONE,
                        new BigDecimal("1000"),
                        new BigDecimal("10000000"),
                        new BigDecimal("0.05"),
                        new BigDecimal("0.001"),
                        true,
                        TradingCalendar.ALWAYS,
                        false,
                        new Contract(SecurityType.PERP, false, false, "USDT", 2, terms, null)));
        return symbol;
    }

    private HikariDataSource pool(DbRole role) {
        var config = new HikariConfig();
        config.setJdbcUrl(servers.jdbcUrl(role));
        config.setAutoCommit(false);
        config.setMaximumPoolSize(6);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    /** Those of this floor. */
    private final class Listed implements Instruments {
        @Override
        public @Nullable Instrument bySymbol(String symbol) {
            return instruments.get(symbol);
        }

        @Override
        public Collection<Instrument> all() {
            return instruments.values();
        }

        @Override
        public Integer assetScale(String asset) {
            return 2;
        }
    }

    private Lanes lanes() {
        var pipeline = new Pipeline(
                new PgBatchStore(
                        writer,
                        listed,
                        new PgRiskRules(),
                        IDS,
                        new TransferChain(1, ApiUnderTest.CHAIN_KEY),
                        new Exposures(100)),
                new BatchDecider(listed, risk, IDS),
                batch -> queue.routes.addAll(batch.routes()));
        return new Lanes(new LaneOptions(2, 10_000, 0, 100), pipeline);
    }

    /** A venue that executes at the touch at once, a limit order at its price. It may be told to wait. */
    private final class Queue {
        private final ConcurrentLinkedQueue<RouteMessage> routes = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean open = new AtomicBoolean(true);
        private final AtomicBoolean restsLimits = new AtomicBoolean();
        private final AtomicBoolean running = new AtomicBoolean(true);
        private final Thread thread = Thread.ofPlatform().daemon(true).unstarted(this::answer);

        void start() {
            thread.start();
        }

        private void answer() {
            while (running.get()) {
                RouteMessage route = open.get() ? routes.poll() : null;
                if (route == null) {
                    LockSupport.parkNanos(1_000_000);
                } else {
                    answer(route);
                }
            }
        }

        private void answer(RouteMessage route) {
            switch (route.kind()) {
                case NEW_ORDER -> {
                    if (route.ordType() == OrdType.MARKET) {
                        Quote quote = Objects.requireNonNull(quotes.get(route.symbol()));
                        trade(route, route.side() == Side.BUY ? quote.askPx() : quote.bidPx());
                    } else if (restsLimits.get()) {
                        report(route, ReportType.NEW, null, null);
                    } else {
                        trade(route, Objects.requireNonNull(route.terms().px()));
                    }
                }
                case CANCEL -> report(route, ReportType.CANCELED, null, null);
                case REPLACE -> throw new IllegalStateException("nothing is replaced here");
            }
        }

        private void trade(RouteMessage route, BigDecimal px) {
            report(route, ReportType.TRADE, route.terms().orderQty(), px);
        }

        private void report(RouteMessage route, ReportType type, @Nullable BigDecimal qty, @Nullable BigDecimal px) {
            lanes.submit(new Command.ApplyReport(new VenueReport(
                    route.accountId(),
                    route.orderId(),
                    "SIM",
                    "X-" + UUID.randomUUID(),
                    type,
                    route.clOrdId(),
                    null,
                    null,
                    qty,
                    px,
                    TermChange.NONE,
                    Instant.now(),
                    null,
                    null,
                    "{}")));
        }
    }

    /** From now on limit orders rest at the venue. */
    void restLimits() {
        queue.restsLimits.set(true);
    }

    /** Whether the venue answers; what it does not answer waits. */
    void venueAnswers(boolean answers) {
        queue.open.set(answers);
    }

    /** A process's watch, which begins at once. */
    final class Watching implements AutoCloseable {
        private final LeaseKeeper lease =
                new LeaseKeeper(new PgLease(relay, leaseName, UUID.randomUUID().toString()), Duration.ofSeconds(1));
        private final MarginWatch watch;

        Watching(CommandBus bus) {
            // It sees every account on margin there is; those of others have no quotes here, and so no figures.
            watch = new MarginWatch(
                    new PgMarginBooks(relay),
                    new Listed(),
                    risk,
                    bus,
                    lease,
                    Duration.ofMillis(50),
                    new SimpleMeterRegistry());
            lease.start();
            watch.start();
            toClose.push(this);
        }

        @Override
        public void close() {
            watch.close();
            lease.close();
        }
    }

    Watching watch() {
        return new Watching(lanes);
    }

    Watching watch(CommandBus bus) {
        return new Watching(bus);
    }

    AccountId openAccount(String cash) {
        return openAccount(cash, "NETTING");
    }

    AccountId openAccount(String cash, String positionMode) {
        AccountId account = new AccountId(IDS.next());
        execute("""
                INSERT INTO accounts (account_id, name, account_type, position_mode, base_currency, created_by)
                VALUES ('%s', 'test', 'MARGIN', '%s', 'USDT', 'test')""".formatted(account, positionMode));
        post(account, TransferKind.DEPOSIT, cash);
        return account;
    }

    void post(AccountId account, TransferKind kind, String amount) {
        done(Command.ChangeBooks.of(
                new BookAct.Post(account, "T" + UUID.randomUUID(), kind, "USDT", new BigDecimal(amount), null), "ops"));
    }

    /** An order that is accepted. */
    Order order(AccountId account, String symbol, Side side, String qty, String px) {
        return order(account, symbol, side, qty, px, null);
    }

    /** An order of a HEDGING account, where it says what it does to its leg. */
    Order order(AccountId account, String symbol, Side side, String qty, String px, @Nullable PositionEffect effect) {
        Outcome outcome = done(new Command.PlaceOrder(
                account,
                new ClOrdId("C-" + UUID.randomUUID()),
                symbol,
                side,
                OrdType.LIMIT,
                Set.of(),
                Terms.of(new BigDecimal(qty), new BigDecimal(px), TimeInForce.GTC),
                null,
                null,
                effect,
                "trader"));
        assertThat(outcome).isInstanceOf(Outcome.OrderAccepted.class);
        return ((Outcome.OrderAccepted) outcome).order();
    }

    /** A list that is accepted, named as its orders begin: of limit orders of a side, or of an entry of that side and its exits. */
    void list(AccountId account, String listId, ListType type, String symbol, Side side, String qty, String... pxs) {
        List<Command.PlaceList.Entry> entries = new ArrayList<>();
        ClOrdId parent = type.hasParent() ? new ClOrdId(listId + "-0") : null;
        Side other = side == Side.BUY ? Side.SELL : Side.BUY;
        for (int i = 0; i < pxs.length; i++) {
            boolean waits = parent != null && i > 0;
            entries.add(new Command.PlaceList.Entry(
                    new Command.PlaceOrder(
                            account,
                            new ClOrdId(listId + "-" + i),
                            symbol,
                            waits ? other : side,
                            OrdType.LIMIT,
                            TimeInForce.GTC,
                            new BigDecimal(qty),
                            new BigDecimal(pxs[i]),
                            "trader"),
                    waits ? parent : null));
        }
        assertThat(done(new Command.PlaceList(account, new ListId(listId), type, entries, "trader")))
                .isInstanceOf(Outcome.ListAccepted.class);
    }

    Outcome done(Command command) {
        return lanes.submit(command).orTimeout(20, TimeUnit.SECONDS).join();
    }

    void quote(String symbol, String bidPx, String askPx) {
        quote(symbol, bidPx, askPx, Instant.now());
    }

    /** From now on there is no quote of it. */
    void forget(String symbol) {
        quotes.remove(symbol);
    }

    /** An operator halts an instrument. */
    void halt(String symbol) {
        change(symbol, "ACTIVE", "HALTED");
        execute("""
                INSERT INTO trading_states (scope, scope_id, state, reason, set_by, change_id)
                SELECT 'INSTRUMENT', '%s', 'HALTED', 'test', 'ops', max(change_id) FROM trading_state_changes""".formatted(symbol));
        toClose.push(() -> execute("DELETE FROM trading_states WHERE scope_id = '" + symbol + "'"));
    }

    /** Another lifts that. */
    void lift(String symbol) {
        change(symbol, "HALTED", "ACTIVE");
        execute("DELETE FROM trading_states WHERE scope_id = '" + symbol + "'");
    }

    private void change(String symbol, String from, String to) {
        execute("""
                INSERT INTO trading_state_changes (change_id, scope, scope_id, from_state, to_state, reason, changed_by)
                SELECT coalesce(max(change_id), 0) + 1, 'INSTRUMENT', '%s', '%s', '%s', 'test', 'ops'
                FROM trading_state_changes""".formatted(symbol, from, to));
    }

    /** A quote that is a second older than what may be judged by. */
    void quoteOld(String symbol, String bidPx, String askPx) {
        quote(symbol, bidPx, askPx, Instant.now().minus(MAX_AGE).minusSeconds(1));
    }

    private void quote(String symbol, String bidPx, String askPx, Instant time) {
        BigDecimal size = BigDecimal.TEN;
        quotes.put(symbol, new Quote(symbol, new BigDecimal(bidPx), size, new BigDecimal(askPx), size, time));
    }

    List<String> rows(String sql) {
        try (Connection connection = servers.connection(DbRole.ADMIN);
                var statement = connection.prepareStatement(sql);
                var result = statement.executeQuery()) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        try (Connection connection = servers.connection(DbRole.ADMIN);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The account's position, or legs. */
    String position(AccountId account, String symbol) {
        return String.join(
                ", ",
                rows("SELECT trim_scale(qty)::text FROM positions WHERE account_id = '" + account + "' AND symbol = '"
                        + symbol + "' AND qty <> 0 ORDER BY leg"));
    }

    /** That every fill has left the position on the side it was on before, or flat. */
    void assertNoFlips(AccountId account) {
        assertThat(rows("""
                SELECT symbol FROM (
                    SELECT e.symbol, e.event_seq, sum(CASE e.side WHEN 'BUY' THEN e.last_qty ELSE -e.last_qty END)
                        OVER (PARTITION BY e.symbol ORDER BY e.event_seq) AS qty
                    FROM executions e WHERE e.account_id = '%s') running
                GROUP BY symbol HAVING min(qty) < 0 AND max(qty) > 0""".formatted(account))).isEmpty();
    }

    @Override
    public void close() throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
        queue.running.set(false);
        queue.thread.join();
        lanes.close();
        relay.close();
        writer.close();
    }
}
