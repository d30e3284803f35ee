package io.tradecore.servers;

import io.tradecore.migrations.DbRole;
import io.tradecore.migrations.RolePasswords;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings that are the same however the servers are run. */
final class ServerConfigs {
    static final String DATABASE = "oms";

    /** Statements PgBouncer keeps prepared on each of its connections: more than the API has kinds of batches, and calls in them. */
    private static final int PREPARED_STATEMENTS = 1_000;

    /** A commit answered is a commit on disk; the rest sizes one machine shared with the application. */
    static final Map<String, String> POSTGRES = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("max_connections", "200"),
            Map.entry("shared_buffers", "512MB"),
            Map.entry("max_wal_size", "4GB"),
            // So many WAL files are kept for use again: making one anew is 16 MB of writing in the middle of a commit.
            Map.entry("min_wal_size", "2GB"),
            Map.entry("checkpoint_timeout", "15min"),
            Map.entry("max_locks_per_transaction", "128"),
            Map.entry("jit", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("password_encryption", "scram-sha-256"));

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

    private ServerConfigs() {}

    /**
     * Whether PgBouncer of that version can keep prepared statements in transaction mode: since 1.21.
     *
     * @param versionText what {@code pgbouncer --version} says
     */
    static boolean poolPrepares(String versionText) {
        return isPoolSince(21, versionText);
    }

    /** By which PgBouncer of that version ends at once: since 1.23 it waits for its clients at SIGTERM, before it did not know SIGQUIT. */
    static String poolStopSignal(String versionText) {
        return isPoolSince(23, versionText) ? "QUIT" : "TERM";
    }

    private static boolean isPoolSince(int minor, String versionText) {
        Matcher version = VERSION.matcher(versionText);
        if (!version.find()) {
            throw new IllegalStateException("no version of PgBouncer: " + versionText);
        }
        int major = Integer.parseInt(version.group(1));
        return major > 1 || major == 1 && Integer.parseInt(version.group(2)) >= minor;
    }

    /**
     * PgBouncer in transaction mode; a client never waits for long, neither for a connection nor in a transaction.
     *
     * @param prepares whether it is to keep prepared statements; a version that cannot would not start
     */
    static String pgbouncerIni(
            String listenHost,
            int listenPort,
            String postgresHost,
            int postgresPort,
            String userlist,
            boolean prepares) {
        return """
                [databases]
                %1$s = host=%2$s port=%3$d dbname=%1$s

                [pgbouncer]
                listen_addr = %4$s
                listen_port = %5$d
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = %6$s
                admin_users = %7$s
                pool_mode = transaction
                default_pool_size = 8
                max_client_conn = 500
                pkt_buf = 65536
                ignore_startup_parameters = extra_float_digits
                query_wait_timeout = 5
                idle_transaction_timeout = 10
                server_login_retry = 1
                server_connect_timeout = 5
                log_connections = 0
                log_disconnections = 0
                log_stats = 0
                %8$s""".formatted(
                        DATABASE,
                        postgresHost,
                        postgresPort,
                        listenHost,
                        listenPort,
                        userlist,
                        DbRole.POOL_ADMIN.username(),
                        prepares ? "max_prepared_statements = " + PREPARED_STATEMENTS + "\n" : "");
    }

    /** The users PgBouncer lets in, with the passwords it logs in to PostgreSQL with. */
    static String pgbouncerUserlist(RolePasswords passwords) {
        return Arrays.stream(DbRole.values())
                .filter(role -> role.isRuntime() || role == DbRole.POOL_ADMIN)
                .map(role -> "\"" + role.username() + "\" \"" + passwords.of(role) + "\"\n")
                .collect(Collectors.joining());
    }

    /** Redis keeps nothing on disk: quotes and rate limits are worthless after a restart. */
    static List<String> redisArguments(String listenHost, int listenPort, String dir) {
        return List.of(
                "--bind",
                listenHost,
                "--port",
                Integer.toString(listenPort),
                "--dir",
                dir,
                "--save",
                "",
                "--appendonly",
                "no",
                "--set-proc-title",
                "no");
    }

    static List<String> natsArguments(String listenHost, int listenPort, String dir) {
        return List.of("-js", "-a", listenHost, "-p", Integer.toString(listenPort), "-sd", dir);
    }
}
