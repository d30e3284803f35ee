package io.tradecore.servers;

import io.tradecore.migrations.DbRole;
import io.tradecore.migrations.RolePasswords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks each server, in its own protocol, whether it answers and which version it is. */
final class Probes {
    private static final int TIMEOUT_MS = 2_000;
    private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 4, (byte) 0xd2, 0x16, 0x2f};
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)+");
    private static final Pattern NATS_VERSION = Pattern.compile("\"version\":\"([^\"]+)\"");

    /** Answers with the server's version, or fails. */
    @FunctionalInterface
    interface Probe {
        String version() throws IOException, SQLException;
    }

    private Probes() {}

    static Probe postgres(String host, int port, RolePasswords passwords) {
        var url = "jdbc:postgresql://" + host + ":" + port + "/postgres";
        return () -> firstText(url, login(DbRole.SUPERUSER, passwords), "SHOW server_version");
    }

    /**
     * Asks PgBouncer whether it would encrypt, the first question of PostgreSQL's protocol, which it answers whether or
     * not PostgreSQL is there. Its console would tell the version too, but it does not let the JDBC driver in: the
     * driver sets extra_float_digits first, which the console refuses.
     *
     * @param versionText what {@code pgbouncer --version} says
     */
    static Probe pgbouncer(String host, int port, Probe versionText) {
        return () -> {
            try (var socket = connect(host, port)) {
                socket.getOutputStream().write(SSL_REQUEST);
                var answer = socket.getInputStream().read();
                if (answer != 'N' && answer != 'S') {
                    throw new IOException("PgBouncer answered " + answer);
                }
            }
            return group(NUMBER.matcher(versionText.version()), 0);
        };
    }

    static Probe redis(String host, int port) {
        return () -> {
            try (var socket = connect(host, port)) {
                var reader = send(socket, "PING\r\nINFO server\r\n");
                expect("+PONG", reader.readLine());
                for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                    if (line.startsWith("redis_version:")) {
                        return line.substring("redis_version:".length());
                    }
                }
                throw new IOException("Redis told no version");
            }
        };
    }

    static Probe nats(String host, int port) {
        return () -> {
            try (var socket = connect(host, port)) {
                var reader = send(socket, "CONNECT {\"verbose\":false}\r\nPING\r\n");
                var info = String.valueOf(reader.readLine());
                if (!info.contains("\"jetstream\":true")) {
                    throw new IOException("NATS has no JetStream: " + info);
                }
                expect("PONG", reader.readLine());
                return group(NATS_VERSION.matcher(info), 1);
            }
        };
    }

    /**
     * One line of what runs the servers and the version each tells.
     *
     * @param probes of PostgreSQL, PgBouncer, Redis and NATS, in this order
     */
    static String describe(String kind, List<Probe> probes) {
        try {
            return "%s: PostgreSQL %s, PgBouncer %s, Redis %s, NATS %s"
                    .formatted(
                            kind,
                            probes.get(0).version(),
                            probes.get(1).version(),
                            probes.get(2).version(),
                            probes.get(3).version());
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("A server does not tell its version", e);
        }
    }

    private static Properties login(DbRole role, RolePasswords passwords) {
        var properties = new Properties();
        properties.setProperty("user", role.username());
        properties.setProperty("password", passwords.of(role));
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "5");
        return properties;
    }

    private static String firstText(String url, Properties properties, String sql) throws SQLException, IOException {
        try (var connection = DriverManager.getConnection(url, properties);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new IOException("No answer to " + sql);
            }
            return group(NUMBER.matcher(rows.getString(1)), 0);
        }
    }

    private static Socket connect(String host, int port) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static BufferedReader send(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void expect(String wanted, @Nullable String answer) throws IOException {
        if (!wanted.equals(answer)) {
            throw new IOException("Answered " + answer + " instead of " + wanted);
        }
    }

    private static String group(Matcher matcher, int group) throws IOException {
        var found = matcher.find() ? matcher.group(group) : null;
        if (found == null) {
            throw new IOException("No version in the answer");
        }
        return found;
    }
}
