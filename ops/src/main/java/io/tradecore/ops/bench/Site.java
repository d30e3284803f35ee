package io.tradecore.ops.bench;

import io.tradecore.migrations.DbRole;
import io.tradecore.ops.books.AdminConnection;
import io.tradecore.ops.books.Reconciliation;
import io.tradecore.ops.installation.DataFolder;
import io.tradecore.ops.installation.Installation;
import io.tradecore.ops.installation.InstallationOptions;
import io.tradecore.ops.market.InstrumentSpec;
import io.tradecore.ops.market.ReferenceData;
import io.tradecore.ops.market.SymbolProfile;
import io.tradecore.ops.rest.ApiClient;
import io.tradecore.ops.venue.matching.Touch;
import io.tradecore.ops.venue.quotes.HotQuotePublisher;
import io.tradecore.servers.ServerAddresses;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An installation to measure on: the four servers and the API as {@code ops/run --venue none} starts them, with fresh
 * quotes in Redis. It belongs to the bench alone, which empties it again and again.
 */
final class Site implements AutoCloseable {

    private static final Duration TOKEN_LIFE = Duration.ofHours(12);
    private static final long API_SETTLES_MS = 300;
    private static final int MOST_PAUSES = 50;

    /** Variables of the API's environment that are other than usual. */
    interface ApiSettings extends Function<ServerAddresses, Map<String, String>> {}

    /** The API works through the pooler, as ever. */
    static final ApiSettings POOLED = _ -> Map.of();

    /** The API works on PostgreSQL's own port. */
    static final ApiSettings DIRECT = addresses -> Map.of(
            "OMS_DB_URL",
            direct(addresses, addresses.pooledUrl()),
            "DATASOURCES_WRITER_URL",
            direct(addresses, addresses.writerUrl()));

    /** Orders are checked for no more than books need. */
    static final ApiSettings REQUIRED_CHECKS =
            _ -> Map.of("OMS_OPTIONAL_CHECKS", "false", "MICRONAUT_ENVIRONMENTS", "bench");

    private final String name;
    private final Installation installation;
    private @Nullable Books books;
    private @Nullable Thread quotes;
    private boolean paused;

    private Site(String name, Installation installation) {
        this.name = name;
        this.installation = installation;
    }

    static Site start(String name, Path home, Path folder, ApiSettings settings, PrintStream out) throws Exception {
        InstallationOptions options = new InstallationOptions(
                home, new DataFolder(folder), null, false, null, 1, List.of(BenchOrder.SYMBOL), List.of());
        Site site = new Site(name, new Installation(options, out));
        Thread hook = new Thread(site::stop, "stop " + name);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            site.start(settings);
            return site;
        } catch (Exception | Error e) {
            site.close();
            throw e;
        }
    }

    private void start(ApiSettings settings) throws Exception {
        installation.start(settings);
        books = new Books(superuser());
        books.widen();
        quotes = publishQuotes();
        try (ApiClient api = new ApiClient(installation.apiUrl())) {
            new ReferenceData(api, adminToken())
                    .instruments(List.of(InstrumentSpec.of(new SymbolProfile(BenchOrder.SYMBOL, 2, 5, BenchOrder.PX))));
        }
        reset();
    }

    /** With the pooled URL's driver settings, so that the pooler is all that is left out. */
    private static String direct(ServerAddresses addresses, String pooled) {
        return addresses.directUrl() + pooled.substring(pooled.indexOf('?'));
    }

    private Thread publishQuotes() {
        HotQuotePublisher publisher =
                new HotQuotePublisher(installation.addresses().redisUri(), Clock.systemUTC(), () -> true);
        publisher.offer(new Touch(
                BenchOrder.SYMBOL,
                BenchOrder.PX.subtract(BigDecimal.ONE),
                BigDecimal.ONE,
                BenchOrder.PX.add(BigDecimal.ONE),
                BigDecimal.ONE));
        return Thread.ofPlatform().daemon(true).name("quotes " + name).start(() -> {
            try {
                publisher.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    String name() {
        return name;
    }

    Installation installation() {
        return installation;
    }

    Books books() {
        Books open = books;
        if (open == null) {
            throw new IllegalStateException("not started yet");
        }
        return open;
    }

    /** Processes are looked up anew: the API may have been restarted. */
    Cpu cpu() throws SQLException {
        ProcessHandle postmaster = ProcessHandle.of(books().backendPid())
                .flatMap(ProcessHandle::parent)
                .orElseGet(ProcessHandle::current);
        return new Cpu(installation.apiProcess(), postmaster);
    }

    /** A token that may trade for every account. */
    String tradingToken() {
        return installation.tokens().issue("bench", List.of("system"), List.of(), TOKEN_LIFE);
    }

    /** A token that may change every book. */
    String adminToken() {
        return installation.tokens().issue("bench", List.of("admin"), List.of(), TOKEN_LIFE);
    }

    /** A connection of the server's administrator straight to PostgreSQL: no pooler, no row-level security. */
    Connection superuser() throws SQLException {
        return installation.superuser();
    }

    String password(DbRole role) {
        return installation.secrets().passwordOf(role.username());
    }

    /** Starts the API's process anew, and waits until it answers. */
    void restartApi() throws InterruptedException {
        installation.restartApi();
        if (!installation.awaitApi()) {
            throw new IllegalStateException("the API of " + name + " ended while starting");
        }
    }

    /** Empty books but for the accounts and their deposits. */
    void reset() throws SQLException {
        books().reset();
    }

    /**
     * Runs act while the API's process stands still, with empty books before it and after it: what is written past the
     * API is neither published by its relay nor slowed by it.
     */
    <T> T withoutApi(BenchAct<T> act) throws Exception {
        reset();
        // With nothing left to publish the relay comes to rest: what is under way when it stands still would seem lost.
        TimeUnit.MILLISECONDS.sleep(API_SETTLES_MS);
        pauseApi();
        try {
            return act.run();
        } finally {
            reset();
            resumeApi();
        }
    }

    /** Stops it outside of any transaction: it would hold its locks for as long as it stands still. */
    private void pauseApi() throws IOException, InterruptedException, SQLException {
        for (int attempt = 0; attempt < MOST_PAUSES; attempt++) {
            signalApi("STOP");
            paused = true;
            TimeUnit.MILLISECONDS.sleep(API_SETTLES_MS / 10);
            if (books().busySessions() == 0) {
                return;
            }
            resumeApi();
        }
        throw new IllegalStateException("the API is never outside of a transaction");
    }

    private void resumeApi() throws IOException, InterruptedException {
        if (paused) {
            paused = false;
            signalApi("CONT");
            TimeUnit.MILLISECONDS.sleep(API_SETTLES_MS);
        }
    }

    private void signalApi(String signal) throws IOException, InterruptedException {
        long pid = installation.apiProcess().pid();
        int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("the API (pid " + pid + ") is gone");
        }
    }

    /**
     * The invariants of the books as they stand.
     *
     * @throws InvariantException if one does not hold, or a report was set aside
     */
    void check(String after) throws SQLException {
        try (Connection admin = AdminConnection.open(
                installation.addresses().directUrl(), DbRole.ADMIN.username(), password(DbRole.ADMIN))) {
            try (var statement = admin.createStatement()) {
                // A long history takes longer than an operator's query may.
                statement.execute("SET statement_timeout = 0");
                admin.commit();
            }
            Reconciliation reconciliation = Reconciliation.of(admin);
            if (!reconciliation.holds()) {
                throw new InvariantException(after + " on " + name + ":\n" + reconciliation.table());
            }
        }
        long quarantined = books().quarantined();
        if (quarantined > 0) {
            throw new InvariantException(after + ": " + quarantined + " reports were quarantined");
        }
    }

    private void stop() {
        try {
            resumeApi();
        } catch (IOException | InterruptedException | RuntimeException e) {
            // It is about to be ended anyway, if it is not gone already.
            paused = false;
        }
        installation.close();
    }

    @Override
    public void close() throws SQLException {
        Thread publishing = quotes;
        if (publishing != null) {
            publishing.interrupt();
        }
        if (books != null) {
            books.close();
        }
        stop();
    }
}
