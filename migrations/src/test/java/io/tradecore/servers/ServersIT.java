package io.tradecore.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tradecore.migrations.DbRole;
import io.tradecore.migrations.Migrator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The four servers start, answer, come back with their data and leave nothing behind. */
class ServersIT {
    private final TestServers tests = TestServers.get();

    @Test
    void eachServerTellsItsVersion() {
        assertThat(tests.servers().describe())
                .matches("(native|containers): PostgreSQL \\d+\\.\\d+, PgBouncer 1\\.\\d+\\.\\d+,"
                        + " Redis \\d+\\.\\d+\\.\\d+, NATS 2\\.\\d+\\.\\d+");
    }

    @Test
    void everyRuntimeRoleLogsInThroughPgBouncer() throws SQLException {
        for (var role : DbRole.values()) {
            if (role.isRuntime()) {
                try (var connection = tests.connection(role)) {
                    assertThat(text(connection, "SELECT current_user")).isEqualTo(role.username());
                }
            }
        }
    }

    @Test
    void aWrongPasswordIsRefusedByPgBouncerAndByPostgres() {
        for (var url : List.of(tests.pooledUrl(), tests.addresses().directUrl())) {
            assertThatThrownBy(() -> DriverManager.getConnection(url, DbRole.READER.username(), "not-the-password"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aCommitAnsweredIsOnDisk() throws SQLException {
        try (var owner = tests.ownerConnection()) {
            assertThat(text(owner, "SHOW fsync")).isEqualTo("on");
            assertThat(text(owner, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(text(owner, "SHOW full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    void pgBouncerHandsAServerConnectionOnAtTheEndOfATransaction() throws SQLException {
        assertThat(serverConnectionsOfManyClients()).hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void whatAClientHasPreparedIsThereForItInEachOfItsTransactions() throws SQLException {
        assumeTrue(tests.addresses().poolPrepares(), "PgBouncer before 1.21");
        var url = tests.addresses().writerUrl() + "&user=" + DbRole.READER.username() + "&password="
                + tests.passwords().of(DbRole.READER);
        var clients = new ArrayList<Connection>();
        try {
            for (var i = 0; i < 40; i++) {
                clients.add(DriverManager.getConnection(url));
            }
            for (var round = 0; round < 10; round++) {
                for (var client : clients) {
                    assertThat(text(client, "SELECT current_user")).isEqualTo(DbRole.READER.username());
                }
            }
            assertThat(
                            text(
                                    clients.getFirst(),
                                    "SELECT count(*)::text FROM pg_prepared_statements WHERE statement = 'SELECT current_user'"))
                    .isEqualTo("1");
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    /** Forty clients, all open at once, one short transaction each. */
    private Set<String> serverConnectionsOfManyClients() throws SQLException {
        var backends = new TreeSet<String>();
        var clients = new ArrayList<Connection>();
        try {
            for (var i = 0; i < 40; i++) {
                var client = tests.connection(DbRole.READER);
                clients.add(client);
                backends.add(text(client, "SELECT pg_backend_pid()::text"));
            }
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
        return backends;
    }

    @Test
    void aServerStoppedOrKilledComesBackWhereItWas() throws SQLException, IOException {
        try (var servers = Servers.start(ServerOptions.in(newFolder()))) {
            bootstrap(servers);
            for (var server : List.of(servers.postgres(), servers.pgbouncer(), servers.redis(), servers.nats())) {
                server.stop();
                assertThat(server.isRunning()).as(server.name() + " after stop").isFalse();
                server.start();
                server.kill();
                assertThat(server.isRunning()).as(server.name() + " after kill").isFalse();
                server.start();
                assertThat(server.isRunning())
                        .as(server.name() + " after start")
                        .isTrue();
            }
            assertThat(ask(servers.addresses().redisUri(), "PING")).isEqualTo("+PONG");
            assertThat(ask(servers.addresses().natsUri(), "PING")).startsWith("INFO ");
            try (var pooled = DriverManager.getConnection(
                    servers.addresses().pooledUrl(),
                    DbRole.READER.username(),
                    servers.passwords().of(DbRole.READER))) {
                assertThat(text(pooled, "SELECT current_user")).isEqualTo("oms_reader");
            }
        }
    }

    @Test
    void dataSurviveARestartAndPortsAreFreeAfterwards() throws SQLException, IOException {
        var folder = newFolder();
        ServerAddresses addresses;
        try (var servers = Servers.start(ServerOptions.in(folder))) {
            addresses = servers.addresses();
            bootstrap(servers);
            try (var owner = owner(servers)) {
                execute(owner, "CREATE TABLE kept (fact text)");
                execute(owner, "INSERT INTO kept VALUES ('committed')");
            }
            assertThatThrownBy(() -> Servers.start(ServerOptions.in(folder)))
                    .hasMessageContaining("in use")
                    .hasMessageContaining(folder.toString());
        }
        for (var port : List.of(
                addresses.postgresPort(),
                addresses.pgbouncerPort(),
                URI.create(addresses.redisUri()).getPort(),
                URI.create(addresses.natsUri()).getPort())) {
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(socket.isBound()).isTrue();
            }
        }
        try (var servers = Servers.start(ServerOptions.in(folder));
                var owner = owner(servers)) {
            assertThat(text(owner, "SELECT fact FROM kept")).isEqualTo("committed");
        }
    }

    @Test
    void whatACrashedRunLeftRunningIsEndedAndItsDataAreKept() throws Exception {
        var folder = newFolder();
        var output = temp.resolve("crashed.log");
        var crashing = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingRun.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(crashing.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(crashing.exitValue()).as(Files.readString(output)).isEqualTo(CrashingRun.EXIT_CODE);

        try (var servers = Servers.start(ServerOptions.in(folder));
                var owner = owner(servers)) {
            assertThat(text(owner, "SELECT fact FROM kept")).isEqualTo("committed");
        }
    }

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temp;

    private Path newFolder() throws IOException {
        return Files.createTempDirectory(temp, "data-");
    }

    private static void bootstrap(Servers servers) throws SQLException {
        try (var superuser = servers.superuserConnection()) {
            Migrator.bootstrap(superuser, servers.addresses().database(), servers.passwords());
        }
        new Migrator(servers.addresses().directUrl(), servers.passwords()).migrate();
    }

    private static Connection owner(Servers servers) throws SQLException {
        return DriverManager.getConnection(
                servers.addresses().directUrl(),
                DbRole.OWNER.username(),
                servers.passwords().of(DbRole.OWNER));
    }

    private static String ask(String uri, String request) throws IOException {
        var address = URI.create(uri);
        try (var socket = new Socket(address.getHost(), address.getPort());
                var reader =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.UTF_8));
            return String.valueOf(reader.readLine());
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
