package io.tradecore.api.nats;

import static io.tradecore.api.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.impl.Headers;
import io.tradecore.api.json.JsonFields;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.TransferKind;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.trigger.TriggerTerms;
import io.tradecore.servers.TestServers;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** The process as it is put together, without its HTTP side: from the command bus to the venue and back into the books. */
class ProcessIT {
    private static final String SYMBOL = "NATSWAY";

    private final TestServers servers = TestServers.get();
    private final String url = servers.addresses().natsUri();
    private final TestBook book = new TestBook();

    @BeforeEach
    void serversRun() throws Exception {
        servers.servers().nats().start();
        servers.servers().redis().start();
        try (var admin = servers.connection(DbRole.ADMIN);
                var statement = admin.createStatement()) {
            statement.execute(
                    "INSERT INTO assets (asset, scale, name) VALUES ('USDT', 2, 'Tether') ON CONFLICT DO NOTHING");
            statement.execute("INSERT INTO venues (venue_id, name) VALUES ('%s', 'by hand')".formatted(book.venueId()));
            statement.execute("""
                    INSERT INTO instruments (symbol, venue_id, currency, px_scale, qty_scale, tick_size, lot_size, max_order_qty,
                        max_order_notional, price_collar, fee_rate)
                    VALUES ('%s', '%s', 'USDT', 2, 3, 0.01, 0.001, 1000, 1000000, 0.1, 0.001)
                    ON CONFLICT (symbol) DO UPDATE SET venue_id = EXCLUDED.venue_id
                    """.formatted(SYMBOL, book.venueId()));
        }
    }

    private Map<String, Object> configuration() {
        Map<String, Object> values = new HashMap<>();
        values.put("OMS_JWT_SECRET", "a secret of at least thirty-two bytes");
        values.put("OMS_CHAIN_KEY", ApiUnderTest.CHAIN_KEY);
        values.put("OMS_DB_URL", servers.pooledUrl());
        values.put("OMS_QUOTE_MAX_AGE", "PT1M");
        values.put("oms.nats.url", url);
        values.put("oms.redis.url", servers.addresses().redisUri());
        for (DbRole role : List.of(DbRole.WRITER, DbRole.READER, DbRole.ADMIN, DbRole.RELAY)) {
            values.put("OMS_" + role.name() + "_PASSWORD", servers.passwords().of(role));
        }
        return values;
    }

    private void writeQuote(String bidPx, String askPx) {
        var config = new Config();
        config.useSingleServer()
                .setAddress(servers.addresses().redisUri())
                .setConnectionPoolSize(1)
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionMinimumIdleSize(0);
        RedissonClient redis = Redisson.create(config);
        redis.<String, String>getMap("oms:quotes", StringCodec.INSTANCE)
                .fastPut(SYMBOL, """
                        {"symbol":"%s","bidPx":"%s","bidQty":"5","askPx":"%s","askQty":"5","quoteTime":"%s"}
                        """.formatted(SYMBOL, bidPx, askPx, Instant.now()));
        redis.shutdown();
    }

    private AccountId openFundedAccount(CommandBus bus) throws Exception {
        AccountId account = book.openAccount();
        try (var admin = servers.connection(DbRole.ADMIN);
                var statement = admin.prepareStatement("""
                        INSERT INTO account_limits (account_id, limit_id, kind, value, severity, effective_from, created_by)
                        VALUES (?, gen_random_uuid(), 'ORDERS_PER_SECOND', 1000, 'HARD', now(), 'test')
                        """)) {
            statement.setObject(1, account.value());
            statement.executeUpdate();
        }
        Outcome moved = bus.submit(Command.ChangeBooks.of(
                        new BookAct.Post(
                                account, "opening", TransferKind.DEPOSIT, "USDT", new BigDecimal("10000"), null),
                        "test"))
                .get();
        assertThat(moved).isInstanceOf(Outcome.BooksChanged.class);
        return account;
    }

    private void report(
            Connection venue, AccountId account, UUID orderId, String execId, String execType, String lastQty)
            throws Exception {
        String body = """
                {"schema":"oms.report","version":1,"msgType":"ExecutionReport","venueId":"%s","execId":"%s","execType":"%s",
                "accountId":"%s","orderId":"%s","lastQty":"%s","lastPx":"100","transactTime":"%s"}
                """.formatted(book.venueId(), execId, execType, account, orderId, lastQty, Instant.now());
        // Without Nats-Msg-Id: repetitions have to be recognised by the core.
        venue.jetStream()
                .publish(
                        "oms.report." + book.venueId() + "." + account,
                        new Headers(),
                        body.getBytes(StandardCharsets.UTF_8));
    }

    private String single(String sql, AccountId account) throws SQLException {
        try (var admin = servers.connection(DbRole.ADMIN);
                var statement = admin.prepareStatement(sql)) {
            statement.setObject(1, account.value());
            try (var row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "no row";
            }
        }
    }

    private static String leaseState() throws SQLException {
        try (var relay = TestServers.get().connection(DbRole.RELAY);
                var statement = relay.createStatement();
                var row = statement.executeQuery(
                        "SELECT CASE WHEN expires_at <= clock_timestamp() THEN 'free' ELSE 'held' END"
                                + " FROM relay_leases WHERE name = 'relay'")) {
            return row.next() ? row.getString(1) : "no row";
        }
    }

    @Test
    void anOrderGoesOutAndItsFillsComeBackIntoTheBooksOnce() throws Exception {
        writeQuote("99", "101");
        AccountId account;
        try (ApplicationContext process = ApplicationContext.run(configuration());
                Connection venue = Nats.connect(url)) {
            var routes = venue.subscribe("oms.route." + book.venueId() + ".>");
            var bus = process.getBean(CommandBus.class);
            account = openFundedAccount(bus);
            // Only its own: the process also publishes what other tests left in the database.
            var fills = venue.subscribe("oms.event." + account + ".fill");
            eventually(() ->
                    assertThat(process.getBean(HotQuotes.class).quote(SYMBOL)).isNotNull());
            eventually(() -> assertThat(leaseState()).isEqualTo("held"));
            Outcome placed = bus.submit(new Command.PlaceOrder(
                            account,
                            new ClOrdId("ord-1"),
                            SYMBOL,
                            Side.BUY,
                            OrdType.LIMIT,
                            TimeInForce.GTC,
                            new BigDecimal("2"),
                            new BigDecimal("100"),
                            "test"))
                    .get();
            assertThat(placed).isInstanceOf(Outcome.OrderAccepted.class);

            Message route = routes.nextMessage(20_000);
            UUID orderId = JsonFields.read(route.getData(), 4096).uuid("orderId");
            report(venue, account, orderId, "e-1", "NEW", "0");
            report(venue, account, orderId, "e-2", "TRADE", "0.5");
            report(venue, account, orderId, "e-2", "TRADE", "0.5");
            report(venue, account, orderId, "e-3", "NONSENSE", "0.5");
            report(venue, account, orderId, "e-4", "TRADE", "1.5");

            for (String execId : List.of("e-2", "e-4")) {
                Message fill = fills.nextMessage(20_000);
                assertThat(fill.getSubject()).isEqualTo("oms.event." + account + ".fill");
                assertThat(JsonFields.read(fill.getData(), 4096).id("execId", 128))
                        .isEqualTo(execId);
            }
            assertThat(single("SELECT ord_status || ' ' || cum_qty FROM orders WHERE account_id = ?", account))
                    .isEqualTo("FILLED 2.0");
            eventually(() -> assertThat(venue.jetStreamManagement()
                            .getConsumerInfo("OMS_REPORTS", "oms-core")
                            .getNumAckPending())
                    .isZero());
        }
        assertThat(leaseState()).isEqualTo("free");
        assertThat(single("SELECT count(*) FROM executions WHERE account_id = ?", account))
                .isEqualTo("2");
        assertThat(single("SELECT count(*) FROM outbox WHERE account_id = ? AND retired_at IS NULL", account))
                .isEqualTo("0");
        assertThat(single("SELECT coalesce(sum(remaining), 0) = 0 FROM holds WHERE account_id = ?", account))
                .isEqualTo("t");
    }

    @Test
    void aStopIsTriggeredOnceThoughTheProcessRestartsAndTwoQuotesCrossIt() throws Exception {
        writeQuote("99", "101");
        AccountId account;
        try (ApplicationContext process = ApplicationContext.run(configuration())) {
            var bus = process.getBean(CommandBus.class);
            account = openFundedAccount(bus);
            eventually(() ->
                    assertThat(process.getBean(HotQuotes.class).quote(SYMBOL)).isNotNull());
            Outcome placed = bus.submit(new Command.PlaceOrder(
                            account,
                            new ClOrdId("stop-1"),
                            SYMBOL,
                            Side.BUY,
                            OrdType.STOP,
                            Set.of(),
                            Terms.of(new BigDecimal("2"), null, TimeInForce.GTC),
                            new TriggerTerms(null, new BigDecimal("105"), null),
                            "test"))
                    .get();
            assertThat(placed).isInstanceOf(Outcome.OrderAccepted.class);
        }
        writeQuote("105", "106");
        String triggered = "SELECT count(*) FROM order_events WHERE account_id = ? AND event_type = 'TRIGGERED'";
        try (Connection venue = Nats.connect(url)) {
            // Before the process runs: it routes as soon as it does.
            var routes = venue.subscribe("oms.route." + book.venueId() + ".>");
            venue.flush(Duration.ofSeconds(5));
            try (ApplicationContext process = ApplicationContext.run(configuration())) {
                assertThat(process.isRunning()).isTrue();
                Message route = routes.nextMessage(20_000);
                assertThat(JsonFields.read(route.getData(), 4096).id("ordType", 20))
                        .isEqualTo("MARKET");
            }
            assertThat(single(triggered, account)).isEqualTo("1");
        }
        writeQuote("107", "108");
        try (ApplicationContext process = ApplicationContext.run(configuration())) {
            // Another order that the same quote triggers shows that the quote has been looked at.
            AccountId other = openFundedAccount(process.getBean(CommandBus.class));
            eventually(() ->
                    assertThat(process.getBean(HotQuotes.class).quote(SYMBOL)).isNotNull());
            process.getBean(CommandBus.class)
                    .submit(new Command.PlaceOrder(
                            other,
                            new ClOrdId("stop-2"),
                            SYMBOL,
                            Side.BUY,
                            OrdType.STOP,
                            Set.of(),
                            Terms.of(new BigDecimal("2"), null, TimeInForce.GTC),
                            new TriggerTerms(null, new BigDecimal("105"), null),
                            "test"))
                    .get();
            eventually(() -> assertThat(single(triggered, other)).isEqualTo("1"));
        }
        assertThat(single(triggered, account)).isEqualTo("1");
        assertThat(single("SELECT count(*) FROM outbox WHERE account_id = ?", account))
                .isEqualTo("1");
    }
}
