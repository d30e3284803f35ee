package io.tradecore.servers;

import io.tradecore.migrations.DbRole;
import io.tradecore.migrations.Migrator;
import io.tradecore.migrations.RolePasswords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The migrated servers every integration test of a JVM shares: started at the first call, with {@link WideLimits}, stopped and
 * removed when the JVM ends. Thread-safe.
 */
public final class TestServers {
    private static @Nullable TestServers shared;
    /** Kept, so that a machine that cannot start them is told so once and not after a timeout for every test. */
    private static @Nullable RuntimeException failure;

    private final Servers servers;
    private final Migrator migrator;

    private TestServers(Servers servers, Migrator migrator) {
        this.servers = servers;
        this.migrator = migrator;
    }

    /**
     * The shared servers, started and migrated if this is the first call.
     *
     * @throws IllegalStateException if they cannot be started or migrated
     */
    public static synchronized TestServers get() {
        if (failure != null) {
            throw new IllegalStateException("The test servers could not be started before", failure);
        }
        try {
            var there = shared == null ? start() : shared;
            shared = there;
            return there;
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    /** The servers themselves, to be taken down and brought back by tests of outages. */
    public Servers servers() {
        return servers;
    }

    /** Where the servers answer. */
    public ServerAddresses addresses() {
        return servers.addresses();
    }

    /** The migrator of their database. */
    public Migrator migrator() {
        return migrator;
    }

    /** The passwords of the roles. */
    public RolePasswords passwords() {
        return servers.passwords();
    }

    /** JDBC URL through PgBouncer without user and password, for a connection pool. */
    public String pooledUrl() {
        return addresses().pooledUrl();
    }

    /** JDBC URL through PgBouncer, with the user and password of a run-time role. */
    public String jdbcUrl(DbRole role) {
        return pooledUrl() + "&user=" + role.username() + "&password="
                + passwords().of(role);
    }

    /** Opens a connection of a run-time role through PgBouncer. */
    public Connection connection(DbRole role) throws SQLException {
        if (!role.isRuntime()) {
            throw new IllegalArgumentException(role.username() + " does not go through PgBouncer");
        }
        return DriverManager.getConnection(jdbcUrl(role));
    }

    /** Opens a connection of the owner, past PgBouncer. */
    public Connection ownerConnection() throws SQLException {
        return migrator.ownerConnection();
    }

    private static TestServers start() {
        try {
            var dataDir = Files.createTempDirectory("tradecore-test-");
            var servers = Servers.start(ServerOptions.in(dataDir));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(servers, dataDir), "test-servers-stop"));
            var migrator = new Migrator(servers.addresses().directUrl(), servers.passwords());
            try (var superuser = servers.superuserConnection()) {
                Migrator.bootstrap(superuser, servers.addresses().database(), servers.passwords());
            }
            migrator.migrate();
            var started = new TestServers(servers, migrator);
            WideLimits.set(started);
            return started;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("The test servers cannot be started", e);
        }
    }

    private static void stop(Servers servers, Path dataDir) {
        try {
            servers.close();
        } finally {
            delete(dataDir);
        }
    }

    private static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure) throws IOException {
                    Files.deleteIfExists(dir);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + folder, e);
        }
    }
}
