package io.tradecore.api.rest;

import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.tradecore.api.config.Databases;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.UuidV7;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.servers.Servers;
import io.tradecore.servers.TestServers;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** The API in this JVM on real servers; without NATS reports of the venue are handed to the command bus. */
public final class ApiUnderTest implements AutoCloseable {
    /** What the journals of tests are sealed with, under the number 1. */
    public static final String CHAIN_KEY = "the key of the tests, 32 bytes or more";

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final TestServers servers = TestServers.get();
    private final EmbeddedServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final RedissonClient redis;
    private final AtomicInteger names = new AtomicInteger();
    private final UuidV7 ids = new UuidV7(Clock.systemUTC());

    ApiUnderTest() {
        this(Map.of());
    }

    private ApiUnderTest(Map<String, Object> more) {
        Map<String, Object> configuration = configuration();
        configuration.putAll(more);
        server = ApplicationContext.run(EmbeddedServer.class, configuration);
        Config config = new Config();
        config.useSingleServer()
                .setAddress(servers.addresses().redisUri())
                .setConnectionPoolSize(2)
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1);
        redis = Redisson.create(config);
        ensure("/v1/assets", "{'asset':'USD','scale':2,'name':'US dollar'}");
        ensure("/v1/venues", "{'venueId':'SIM','name':'Simulator'}");
    }

    /** One of its own that is told more. Whoever starts it closes it. */
    static ApiUnderTest with(Map<String, Object> more) {
        return new ApiUnderTest(more);
    }

    /** One of its own that speaks to NATS as well. Whoever starts it closes it. */
    public static ApiUnderTest withNats() {
        return new ApiUnderTest(
                Map.of("oms.nats.url", TestServers.get().addresses().natsUri()));
    }

    /** Makes reference data that may be there already. */
    public void ensure(String path, String body) {
        Answer answer = post(Tokens.admin(), path, body);
        if (answer.status() != 200) {
            must(201, answer);
        }
    }

    /** How an API is told where the servers are. */
    public Map<String, Object> configuration() {
        Map<String, Object> values = new HashMap<>();
        values.put("micronaut.server.port", -1);
        values.put("OMS_JWT_SECRET", Tokens.SECRET);
        values.put("OMS_CHAIN_KEY", CHAIN_KEY);
        // A class quotes its instruments once, and a busy machine takes its time over the tests in it.
        values.put("OMS_QUOTE_MAX_AGE", "PT10M");
        // What tests do to accounts on margin is theirs: stop-outs have tests of their own.
        values.put("OMS_MARGIN_SWEEP", "PT24H");
        values.put("OMS_EXPIRY_GRACE", "PT0S");
        values.put("OMS_EXPIRY_AGAIN_AFTER", "PT1S");
        values.put("OMS_DB_URL", servers.pooledUrl());
        values.put("oms.redis.url", servers.addresses().redisUri());
        for (DbRole role : List.of(DbRole.WRITER, DbRole.READER, DbRole.ADMIN, DbRole.RELAY)) {
            values.put("OMS_" + role.name() + "_PASSWORD", servers.passwords().of(role));
        }
        return values;
    }

    public ApplicationContext context() {
        return server.getApplicationContext();
    }

    /** Where it answers, without a slash at the end. */
    public String url() {
        return server.getURL().toString();
    }

    public Answer get(String token, String path) {
        return send(request(token, path).GET());
    }

    /** Single quotes in the body stand for double ones. */
    public Answer post(String token, String path, String body) {
        return send("POST", token, path, body);
    }

    public Answer send(String method, @Nullable String token, String path, String body) {
        return send(request(token, path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    HttpRequest.Builder request(@Nullable String token, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.getURL() + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return Answer.of(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static Answer must(int status, Answer answer) {
        if (answer.status() != status) {
            throw new AssertionError("expected " + status + " but got " + answer);
        }
        return answer;
    }

    /** A name nobody else in this JVM has. */
    public String name(String prefix) {
        return prefix + names.incrementAndGet();
    }

    /** An instrument of tick 0.01 and lot 0.001, with a fresh quote of 99.00 to 101.00. */
    public String newInstrument() {
        String symbol = name("SYM");
        must(201, post(Tokens.admin(), "/v1/instruments", instrumentBody(symbol)));
        quote(symbol, "99.00", "101.00");
        return symbol;
    }

    static String instrumentBody(String symbol) {
        return """
                {'symbol':'%s','venueId':'SIM','currency':'USD','pxScale':2,'qtyScale':3,'tickSize':'0.01','lotSize':'0.001',
                'maxOrderQty':'1000','maxOrderNotional':'1000000','priceCollar':'0.1','feeRate':'0.001'}""".formatted(symbol);
    }

    /** An account with 100,000 USD. */
    public String newAccount() {
        return newAccount("100000");
    }

    public String newAccount(String deposit) {
        String account = must(
                        201,
                        post(
                                Tokens.admin(),
                                "/v1/accounts",
                                "{'name':'" + name("Account ") + "','accountType':'CASH','baseCurrency':'USD',"
                                        + "'limits':{'ordersPerSecond':100000}}"))
                .text("accountId");
        must(
                201,
                post(
                        Tokens.admin(),
                        "/v1/accounts/" + account + "/deposits",
                        "{'transferId':'opening','asset':'USD','amount':'" + deposit + "'}"));
        return account;
    }

    /** Asks for a change of the rules of risk: what it ends and makes, as members of the body. */
    public Answer changeRules(String token, String members) {
        return post(
                token,
                "/v1/admin/risk-changes",
                "{'changeId':'" + UUID.randomUUID() + "','reason':'a test'," + members + "}");
    }

    /** A limit of an account for all instruments, which tightens and so is in force at once. */
    public void limit(String account, String kind, String value) {
        Answer change = must(
                201,
                changeRules(
                        Tokens.admin(),
                        "'limit':{'kind':'%s','scope':'ACCOUNT','scopeId':'%s','value':'%s'}"
                                .formatted(kind, account, value)));
        if (!change.text("state").equals("APPLIED")) {
            throw new AssertionError("not in force: " + change);
        }
    }

    public static String limitOrder(String clOrdId, String symbol, String side, String qty, String px) {
        return "{'clOrdId':'%s','symbol':'%s','side':'%s','ordType':'LIMIT','timeInForce':'GTC','orderQty':'%s','px':'%s'}"
                .formatted(clOrdId, symbol, side, qty, px);
    }

    /** A resting buy of 1 at 100.00. */
    public Answer buyOne(String account, String symbol, String clOrdId) {
        return must(
                201,
                post(
                        Tokens.trader(account),
                        "/v1/accounts/" + account + "/orders",
                        limitOrder(clOrdId, symbol, "BUY", "1", "100.00")));
    }

    /** Writes the quote where the venue's side writes it, and returns once the API has seen it. */
    public void quote(String symbol, String bidPx, String askPx) {
        quote(symbol, bidPx, askPx, Instant.now());
    }

    public void quote(String symbol, String bidPx, String askPx, Instant quoteTime) {
        quote(symbol, bidPx, askPx, null, quoteTime);
    }

    /** A quote that tells a last trade, and returns once it was seen. */
    public void quote(String symbol, String bidPx, String askPx, @Nullable String lastPx, Instant quoteTime) {
        RMap<String, String> quotes = redis.getMap("oms:quotes", StringCodec.INSTANCE);
        quotes.fastPut(
                symbol,
                "{\"symbol\":\"%s\",\"bidPx\":\"%s\",\"bidQty\":\"10\",\"askPx\":\"%s\",\"askQty\":\"10\",%s\"quoteTime\":\"%s\"}"
                        .formatted(
                                symbol,
                                bidPx,
                                askPx,
                                lastPx == null ? "" : "\"lastPx\":\"" + lastPx + "\",",
                                quoteTime));
        HotQuotes seen = context().getBean(HotQuotes.class);
        Instant deadline = Instant.now().plus(LONGEST_WAIT);
        while (true) {
            Quote quote = seen.quote(symbol);
            if (quote != null && quote.quoteTime().equals(quoteTime)) {
                return;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("the quote of " + symbol + " was not seen");
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** The venue fills part of an order. */
    public Outcome fill(String account, String orderId, String qty, String px) {
        return report(account, orderId, ReportType.TRADE, new BigDecimal(qty), new BigDecimal(px));
    }

    /** The venue says something of an order that is not a fill. */
    public Outcome report(String account, String orderId, ReportType type) {
        return report(account, orderId, type, null, null);
    }

    /** The venue answers the replace of this ClOrdID. */
    public Outcome answer(String account, String orderId, ReportType type, String clOrdId) {
        return report(account, orderId, "E-" + ids.next(), type, clOrdId, null, null, null);
    }

    /** The venue takes back the fill of this ExecID. */
    public Outcome bust(String account, String orderId, String execRefId) {
        return report(account, orderId, "E-" + ids.next(), ReportType.TRADE_CANCEL, null, execRefId, null, null);
    }

    /** The venue fills part of an order, under an ExecID that is given. */
    public Outcome fill(String account, String orderId, String execId, String qty, String px) {
        return report(account, orderId, execId, ReportType.TRADE, null, null, new BigDecimal(qty), new BigDecimal(px));
    }

    private Outcome report(
            String account, String orderId, ReportType type, @Nullable BigDecimal qty, @Nullable BigDecimal px) {
        return report(account, orderId, "E-" + ids.next(), type, null, null, qty, px);
    }

    private Outcome report(
            String account,
            String orderId,
            String execId,
            ReportType type,
            @Nullable String clOrdId,
            @Nullable String execRefId,
            @Nullable BigDecimal qty,
            @Nullable BigDecimal px) {
        VenueReport report = new VenueReport(
                AccountId.of(account),
                OrderId.of(orderId),
                "SIM",
                execId,
                type,
                clOrdId,
                execRefId,
                null,
                qty,
                px,
                TermChange.NONE,
                Instant.now(),
                null,
                null,
                "{}");
        return context()
                .getBean(CommandBus.class)
                .submit(new Command.ApplyReport(report))
                .join();
    }

    /** Rows of every table an operator may see. */
    public Map<String, Long> rowCounts() {
        Map<String, Long> counts = new TreeMap<>();
        try (Connection connection = servers.connection(DbRole.ADMIN);
                Statement statement = connection.createStatement()) {
            try (ResultSet tables = statement.executeQuery(
                    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
                            + " AND has_table_privilege(oid, 'SELECT') AND NOT relispartition")) {
                while (tables.next()) {
                    counts.put(tables.getString(1), 0L);
                }
            }
            for (String table : counts.keySet()) {
                try (ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
                    count.next();
                    counts.put(table, count.getLong(1));
                }
            }
            return counts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The servers, to be taken down and brought back. */
    Servers servers() {
        return servers.servers();
    }

    /** Spares later tests the broken connections an outage leaves in the pools, which would cost them a 503 each. */
    void dropPooledConnections() throws SQLException {
        Databases databases = context().getBean(Databases.class);
        for (DataSource pool : List.of(databases.writer(), databases.reader(), databases.admin(), databases.relay())) {
            pool.unwrap(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
        }
    }

    /** A connection of the operators' role. */
    public Connection adminConnection() throws SQLException {
        return servers.connection(DbRole.ADMIN);
    }

    @Override
    public void close() {
        redis.shutdown();
        server.close();
        http.close();
    }
}
