package io.tradecore.ops.drill;

import io.tradecore.migrations.DbRole;
import io.tradecore.ops.books.AdminConnection;
import io.tradecore.ops.books.ChainProof;
import io.tradecore.ops.books.SessionBooks;
import io.tradecore.ops.installation.DataFolder;
import io.tradecore.ops.installation.Installation;
import io.tradecore.ops.installation.InstallationOptions;
import io.tradecore.ops.rest.ApiAnswer;
import io.tradecore.ops.rest.ApiClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The installation a drill does harm to: everything that {@code ops/run} starts, in a folder of the drill's. Not thread-safe but for reads. */
final class DrillSite implements AutoCloseable {

    private static final Duration TOKEN_LIFE = Duration.ofHours(2);
    private static final long LOOK_EVERY_MS = 50;

    private final DataFolder data;
    private final Installation installation;
    private final Thread hook;
    private @Nullable ApiClient api;

    private DrillSite(DataFolder data, Installation installation) {
        this.data = data;
        this.installation = installation;
        this.hook = new Thread(installation::close, "stop");
    }

    /**
     * Starts all but the venue.
     *
     * @param replay a recording the venue replays, or null for quotes of its own
     * @param venueBehaviour further arguments of the simulator
     * @throws IllegalStateException when a part does not start
     */
    static DrillSite start(
            Path home,
            Path folder,
            List<String> symbols,
            @Nullable Path replay,
            List<String> venueBehaviour,
            PrintStream out)
            throws InterruptedException {
        DataFolder data = new DataFolder(folder);
        DrillSite site = new DrillSite(
                data,
                new Installation(
                        new InstallationOptions(home, data, null, true, replay, 1, symbols, venueBehaviour), out));
        Runtime.getRuntime().addShutdownHook(site.hook);
        try {
            site.installation.start();
            site.api = new ApiClient(site.installation.apiUrl());
            return site;
        } catch (InterruptedException | RuntimeException | Error e) {
            site.close();
            throw e;
        }
    }

    void startVenue() {
        installation.startSimulator();
    }

    DataFolder data() {
        return data;
    }

    String redisUri() {
        return installation.addresses().redisUri();
    }

    /** Where the API answers gRPC now, as {@code host:port}. */
    String grpcAddress() {
        return installation.grpcAddress();
    }

    ApiClient api() {
        ApiClient open = api;
        if (open == null) {
            throw new IllegalStateException("not started yet");
        }
        return open;
    }

    /** An operator's token. */
    String adminToken() {
        return installation.tokens().issue("drill", List.of("admin"), List.of(), TOKEN_LIFE);
    }

    /** The token of a program that trades for these accounts. */
    String traderToken(String subject, List<UUID> accounts) {
        return installation.tokens().issue(subject, List.of("trader"), accounts, TOKEN_LIFE);
    }

    /** Kills the API's process (SIGKILL). */
    void killApi() {
        installation.killApi();
    }

    /** Starts the API again, and waits until it answers. */
    void startApi() throws InterruptedException {
        installation.restartApi();
        if (!installation.awaitApi()) {
            throw new IllegalStateException("the API ended while starting, see " + data.logs());
        }
        api().close();
        api = new ApiClient(installation.apiUrl());
    }

    /** A connection as oms_admin, not in auto-commit. */
    Connection connect() throws SQLException {
        return AdminConnection.open(
                installation.addresses().pooledUrl(),
                DbRole.ADMIN.username(),
                installation.secrets().passwordOf(DbRole.ADMIN.username()));
    }

    /**
     * Has PostgreSQL make so many WAL files now, and keep them for use again, as one that has run for a while does: making one is 16 MB
     * written in the middle of a commit, for which everybody waits.
     */
    void makeWalFiles(int files) throws SQLException {
        try (Connection superuser = installation.superuser();
                Statement statement = superuser.createStatement()) {
            for (int file = 0; file < files; file++) {
                // A file nothing was written to is not left for the next.
                statement.execute("SELECT pg_logical_emit_message(false, 'drill', '')");
                statement.execute("SELECT pg_switch_wal()");
            }
            statement.execute("CHECKPOINT");
        }
    }

    /** The books of everything these accounts did. */
    SessionBooks books(List<UUID> accounts) throws SQLException, IOException {
        return new SessionBooks(connect(), accounts, "", ChainProof.of(data));
    }

    /**
     * Asks for something as an operator.
     *
     * @throws IllegalStateException unless it is done
     */
    ApiAnswer post(String token, String path, Map<String, ?> body) throws IOException, InterruptedException {
        return done("POST " + path, api().post(path, token, body));
    }

    /** The same by PUT. */
    ApiAnswer put(String token, String path, Map<String, ?> body) throws IOException, InterruptedException {
        return done("PUT " + path, api().put(path, token, body));
    }

    /** The same by GET. */
    ApiAnswer get(String token, String path) throws IOException, InterruptedException {
        return done("GET " + path, api().get(path, token));
    }

    private static ApiAnswer done(String what, ApiAnswer answer) {
        if (!answer.isSuccess()) {
            throw new IllegalStateException(what + ": " + answer.describe());
        }
        return answer;
    }

    /** Something that may be so by now. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Waits for it; false when it was not so in time. */
    static boolean await(Duration within, Condition condition) throws Exception {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
        return true;
    }

    /** Stops everything. */
    @Override
    public void close() {
        ApiClient open = api;
        if (open != null) {
            open.close();
        }
        installation.close();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is what runs: whoever closes now has nothing left to do.
            return;
        }
    }
}
