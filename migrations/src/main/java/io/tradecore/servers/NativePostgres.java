package io.tradecore.servers;

import io.tradecore.migrations.DbRole;
import io.tradecore.migrations.RolePasswords;
import io.tradecore.servers.Probes.Probe;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL from the binaries of Maven Central. Its postmaster is the leader of a session of its own. */
final class NativePostgres implements Server {
    private static final Logger LOG = LoggerFactory.getLogger(NativePostgres.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(20);
    /** Passwords for everyone: the binaries' first start trusts whoever connects. */
    private static final String HOST_RULES = """
            # TYPE  DATABASE  USER  ADDRESS       METHOD
            host    all       all   127.0.0.1/32  scram-sha-256
            """;

    private static final Pattern TRUSTING = Pattern.compile("(?m)^host\\s.*\\strust$");
    private static final String FAST_SHUTDOWN = "INT";

    private final Path data;
    private final Path pidFile;
    private final Path log;
    private final int port;
    private final RolePasswords passwords;
    private final Probe probe;
    private @Nullable EmbeddedPostgres embedded;

    NativePostgres(Path data, Path log, int port, RolePasswords passwords, Probe probe) {
        this.data = data;
        this.pidFile = data.resolve("postmaster.pid");
        this.log = log;
        this.port = port;
        this.passwords = passwords;
        this.probe = probe;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public void start() {
        if (isRunning()) {
            return;
        }
        Orphans.end(pidFile, data, FAST_SHUTDOWN);
        try {
            release();
            embedded = builder().start();
            closeToStrangers();
            Await.answer(name(), probe, this::isRunning, START_LIMIT, log);
        } catch (IOException | SQLException | IllegalStateException e) {
            throw new IllegalStateException("postgres does not start, see " + log, e);
        }
    }

    @Override
    public void stop() {
        if (isRunning()) {
            flush();
        }
        try {
            release();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot stop postgres, see " + log, e);
        }
        // The library waits for five seconds; a shutdown may take longer.
        Orphans.end(pidFile, data, FAST_SHUTDOWN);
    }

    @Override
    public void kill() {
        Orphans.find(pidFile, data).ifPresent(postmaster -> {
            // The next start finds the shared memory in use for as long as one of these lives.
            var family = postmaster.descendants().toList();
            Orphans.signal(postmaster.pid(), "KILL");
            family.forEach(ProcessHandle::destroyForcibly);
            if (!Await.until(
                    name(),
                    () -> !postmaster.isAlive() && family.stream().noneMatch(ProcessHandle::isAlive),
                    KILL_LIMIT)) {
                throw new IllegalStateException("postgres cannot be ended");
            }
        });
    }

    @Override
    public boolean isRunning() {
        return embedded != null && Orphans.find(pidFile, data).isPresent();
    }

    private EmbeddedPostgres.Builder builder() {
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(START_LIMIT)
                .setLocaleConfig("locale", "C")
                .setConnectConfig("password", passwords.of(DbRole.SUPERUSER))
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()));
        ServerConfigs.POSTGRES.forEach(builder::setServerConfig);
        return builder;
    }

    /** Gives the superuser its password and lets nobody in without one; done once, after the first start. */
    private void closeToStrangers() throws IOException, SQLException {
        var started = embedded;
        var rules = data.resolve("pg_hba.conf");
        if (started == null || !TRUSTING.matcher(Files.readString(rules)).find()) {
            return;
        }
        try (var superuser = started.getPostgresDatabase().getConnection();
                var statement = superuser.createStatement()) {
            statement.execute("ALTER ROLE postgres PASSWORD '" + passwords.of(DbRole.SUPERUSER) + "'");
            Files.writeString(rules, HOST_RULES);
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    /** Writes out what is dirty while clients may still work: the fast shutdown then has little left to do. */
    private void flush() {
        var started = embedded;
        if (started == null) {
            return;
        }
        try (var superuser = started.getPostgresDatabase().getConnection();
                var statement = superuser.createStatement()) {
            statement.execute("CHECKPOINT");
        } catch (SQLException e) {
            LOG.warn("No checkpoint before stopping postgres: {}", e.getMessage());
        }
    }

    /** Stops what runs, with open connections cut, and lets go of the data folder. */
    private void release() throws IOException {
        var started = embedded;
        if (started != null) {
            embedded = null;
            started.close();
        }
    }
}
