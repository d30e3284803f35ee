package io.tradecore.api.market;

import static io.tradecore.api.Eventually.eventually;
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
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.outbox.pg.PgLease;
import io.tradecore.oms.pipeline.BatchDecider;
import io.tradecore.oms.pipeline.Exposures;
import io.tradecore.oms.pipeline.LaneOptions;
import io.tradecore.oms.pipeline.Lanes;
import io.tradecore.oms.pipeline.Pipeline;
import io.tradecore.oms.pipeline.pg.PgBatchStore;
import io.tradecore.oms.risk.pg.PgRiskRules;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.TriggerChange;
import io.tradecore.oms.trigger.TriggerTerms;
import io.tradecore.oms.trigger.pg.PgTrailMoves;
import io.tradecore.oms.trigger.pg.PgWaitingOrders;
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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Watches of two processes, one after the other, over the same orders, on quotes of the test's own. */
class TriggerWatchIT {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final UuidV7 IDS = new UuidV7(CLOCK);
    private static final Duration MAX_AGE = Duration.ofSeconds(60);

    private final TestServers servers = TestServers.get();
    private final HikariDataSource relay = pool(DbRole.RELAY);
    private final HikariDataSource writer = pool(DbRole.WRITER);
    private final String symbol =
            "W" + UUID.randomUUID().toString().replace("-", "").substring(0, 12).toUpperCase(Locale.ROOT);
    private final Instrument instrument = new Instrument(
            symbol,
            "SIM",
            "USDT",
            2,
            2,
            5,
            new BigDecimal("0.01"),
            new BigDecimal("0.00001"),
            BigDecimal.ONE,
            new BigDecimal("1000"),
            new BigDecimal("10000000"),
            new BigDecimal("0.05"),
            new BigDecimal("0.001"),
            true);
    private final Map<String, Quote> quotes = new ConcurrentHashMap<>();
    private final String leaseName = "market-" + UUID.randomUUID();
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final Lanes lanes = lanes();

    private HikariDataSource pool(DbRole role) {
        var config = new HikariConfig();
        config.setJdbcUrl(servers.jdbcUrl(role));
        config.setAutoCommit(false);
        config.setMaximumPoolSize(6);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    private record Only(Instrument instrument) implements Instruments {
        @Override
        public @Nullable Instrument bySymbol(String name) {
            return name.equals(instrument.symbol()) ? instrument : null;
        }

        @Override
        public Collection<Instrument> all() {
            return List.of(instrument);
        }

        @Override
        public Integer assetScale(String asset) {
            return instrument.currencyScale();
        }
    }

    private Lanes lanes() {
        var only = new Only(instrument);
        var pipeline = new Pipeline(
                new PgBatchStore(
                        writer,
                        only,
                        new PgRiskRules(),
                        IDS,
                        new TransferChain(1, ApiUnderTest.CHAIN_KEY),
                        new Exposures(10)),
                new BatchDecider(
                        only,
                        new LimitChecks(
                                quotes::get,
                                CLOCK,
                                MAX_AGE,
                                BigDecimal.ZERO,
                                only,
                                () -> new Rates(List.of(), quotes::get)),
                        IDS),
                _ -> {});
        return new Lanes(new LaneOptions(1, 1_000, 0, 100), pipeline);
    }

    /** A process's watch with all it needs. */
    private final class Watching implements AutoCloseable {
        private final LeaseKeeper lease =
                new LeaseKeeper(new PgLease(relay, leaseName, UUID.randomUUID().toString()), Duration.ofSeconds(1));
        private final TriggerWatch watch;

        private Watching(Lanes bus) {
            watch = new TriggerWatch(
                    new PgWaitingOrders(relay),
                    new TrailKeeper(new PgTrailMoves(relay), bus),
                    quotes::get,
                    new Only(instrument),
                    bus,
                    lease,
                    CLOCK,
                    MAX_AGE,
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

    @BeforeEach
    void addInstrument() throws SQLException {
        execute("INSERT INTO assets (asset, scale, name) VALUES ('USDT', 2, 'Tether') ON CONFLICT DO NOTHING");
        execute("INSERT INTO venues (venue_id, name) VALUES ('SIM', 'Simulator') ON CONFLICT DO NOTHING");
        execute("""
                INSERT INTO instruments (symbol, venue_id, currency, px_scale, qty_scale, tick_size, lot_size, max_order_qty,
                    max_order_notional, price_collar, fee_rate)
                VALUES ('%s', 'SIM', 'USDT', 2, 5, 0.01, 0.00001, 1000, 10000000, 0.05, 0.001)""".formatted(symbol));
        quote("99", "101");
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
        lanes.close();
        relay.close();
        writer.close();
    }

    @Test
    void aRestartGoesOnFromTheBestPriceATrailHasSeenThoughItWasNotKeptWithItsOrder() throws Exception {
        Order trail = trail(openAccount());
        // The first process can have nothing done: its lanes are closed to all.
        Lanes full = lanes();
        full.close();
        Watching first = new Watching(full);
        eventually(() -> assertThat(first.lease.isHeld()).isTrue());
        quote("89", "90", first);
        eventually(() -> assertThat(rows(
                        "SELECT px::text FROM trail_moves WHERE '" + trail.orderId() + "' = ANY (order_ids)",
                        DbRole.RELAY))
                .contains("90"));
        first.close();
        assertThat(rows("SELECT reference_px::text FROM order_triggers WHERE order_id = '" + trail.orderId() + "'"))
                .containsExactly("101");

        // Far from 106, where it would be triggered by what is kept with it; below 95 by a cent.
        quote("94", "94.99");
        Watching second = new Watching(lanes);
        eventually(() -> assertThat(rows(
                        "SELECT reference_px::text FROM order_triggers WHERE order_id = '" + trail.orderId() + "'"))
                .containsExactly("90"));
        assertThat(events(trail)).containsExactly("ORDER_ACCEPTED");
        quote("94", "95", second);
        eventually(() -> assertThat(events(trail)).containsExactly("ORDER_ACCEPTED", "TRIGGERED"));
        eventually(() -> assertThat(rows(
                        "SELECT move_id::text FROM trail_moves WHERE '" + trail.orderId() + "' = ANY (order_ids)",
                        DbRole.RELAY))
                .isEmpty());
    }

    @Test
    void whatIsKeptOfATrailIsItsTriggerAndNotItsOrder() throws Exception {
        Order trail = trail(openAccount());
        String version = "SELECT xmin::text FROM orders WHERE order_id = '" + trail.orderId() + "'";
        List<String> before = rows(version);
        Watching watching = new Watching(lanes);
        eventually(() -> assertThat(watching.lease.isHeld()).isTrue());

        quote("89", "90", watching);
        eventually(() -> assertThat(rows(
                        "SELECT reference_px::text FROM order_triggers WHERE order_id = '" + trail.orderId() + "'"))
                .containsExactly("90"));
        assertThat(rows(version)).isEqualTo(before);
    }

    @Test
    void anOrderThatWasReplacedBeforeItsTriggerCameWaitsForItsNewPriceAlsoAcrossARestart() throws Exception {
        AccountId account = openAccount();
        Order stop = stop(account, "105");
        Order loaded = stop(account, "102");
        Watching first = new Watching(lanes);
        quote("101", "102");
        eventually(() -> assertThat(events(loaded)).contains("TRIGGERED"));

        // The watch is not told of the replace, and mostly fires what it knows.
        replace(stop, "R1", "110");
        quote("105", "106", first);
        Order seen = stop(account, "105");
        first.watch.ordersChanged();
        eventually(() -> assertThat(events(seen)).contains("TRIGGERED"));
        assertThat(events(stop)).containsExactly("ORDER_ACCEPTED", "REPLACED");

        first.close();
        replace(stop, "R2", "108");
        Watching second = new Watching(lanes);
        eventually(() -> assertThat(second.lease.isHeld()).isTrue());
        quote("107", "107.99", second);
        quote("107", "108", second);
        eventually(
                () -> assertThat(events(stop)).containsExactly("ORDER_ACCEPTED", "REPLACED", "REPLACED", "TRIGGERED"));
    }

    /** A buy of 1 that trails the offer by 5. */
    private Order trail(AccountId account) {
        var trail = new TrailOffset(TrailOffset.Unit.AMOUNT, new BigDecimal("5"));
        return placed(account, OrdType.TRAILING_STOP, new TriggerTerms(null, null, trail));
    }

    private Order stop(AccountId account, String stopPx) {
        return placed(account, OrdType.STOP, new TriggerTerms(null, new BigDecimal(stopPx), null));
    }

    private Order placed(AccountId account, OrdType type, TriggerTerms trigger) {
        var order = new Command.PlaceOrder(
                account,
                new ClOrdId("C-" + UUID.randomUUID()),
                symbol,
                Side.BUY,
                type,
                Set.of(),
                Terms.of(BigDecimal.ONE, null, TimeInForce.GTC),
                trigger,
                "trader");
        return done(order) instanceof Outcome.OrderAccepted accepted ? accepted.order() : fail(order);
    }

    private void replace(Order order, String clOrdId, String stopPx) {
        var replace = new Command.ReplaceOrder(
                order.accountId(),
                new ClOrdId(clOrdId),
                order.orderId(),
                null,
                TermChange.NONE,
                new TriggerChange(new BigDecimal(stopPx), null),
                "trader");
        assertThat(done(replace)).isInstanceOf(Outcome.ReplaceAccepted.class);
    }

    private static Order fail(Command command) {
        throw new AssertionError("not accepted: " + command);
    }

    private Outcome done(Command command) {
        return lanes.submit(command).orTimeout(20, TimeUnit.SECONDS).join();
    }

    private void quote(String bidPx, String askPx) {
        quotes.put(
                symbol,
                new Quote(
                        symbol,
                        new BigDecimal(bidPx),
                        BigDecimal.TEN,
                        new BigDecimal(askPx),
                        BigDecimal.TEN,
                        Instant.now()));
    }

    private void quote(String bidPx, String askPx, Watching watching) {
        quote(bidPx, askPx);
        watching.watch.quotesChanged();
    }

    private AccountId openAccount() throws SQLException {
        AccountId account = new AccountId(IDS.next());
        execute("""
                INSERT INTO accounts (account_id, name, account_type, base_currency, created_by)
                VALUES ('%s', 'test', 'CASH', 'USDT', 'test')""".formatted(account));
        execute("INSERT INTO account_limits (account_id, limit_id, kind, value, severity, effective_from, created_by)"
                + " VALUES ('%s', gen_random_uuid(), 'ORDERS_PER_SECOND', 1000, 'HARD', now(), 'test')"
                        .formatted(account));
        done(Command.ChangeBooks.of(
                new BookAct.Post(account, "opening", TransferKind.DEPOSIT, "USDT", new BigDecimal("100000"), null),
                "ops"));
        return account;
    }

    private List<String> events(Order order) throws SQLException {
        return rows("SELECT event_type FROM order_events WHERE order_id = '" + order.orderId() + "' ORDER BY seq");
    }

    private List<String> rows(String sql) throws SQLException {
        return rows(sql, DbRole.ADMIN);
    }

    private List<String> rows(String sql, DbRole role) throws SQLException {
        try (Connection connection = servers.connection(role);
                var statement = connection.prepareStatement(sql);
                var result = statement.executeQuery()) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = servers.connection(DbRole.ADMIN);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
