package io.tradecore.servers;

import io.tradecore.migrations.DbRole;
import io.tradecore.migrations.RolePasswords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * PostgreSQL, PgBouncer, Redis and NATS, running. They are started in this order and stopped in the reverse one, with
 * their data in one folder that only one owner at a time may use. Thread-safe as far as its {@link Server}s are.
 */
public final class Servers implements AutoCloseable {
    private final ServerSet set;
    private final RolePasswords passwords;
    private final String description;
    private final FileChannel lock;
    private boolean closed;

    private Servers(ServerSet set, RolePasswords passwords, String description, FileChannel lock) {
        this.set = set;
        this.passwords = passwords;
        this.description = description;
        this.lock = lock;
    }

    /**
     * Starts all four, or none: if one fails, those already running are stopped.
     *
     * @throws IllegalStateException if one does not start, with the name of its log file, or if the folder is in use
     */
    public static Servers start(ServerOptions options) {
        var lock = lock(options.dataDir());
        try {
            var passwords = RolePasswords.keptIn(options.dataDir().resolve("secrets.properties"));
            var set = switch (options.engine().resolved()) {
                case CONTAINERS -> ContainerServers.in(options.dataDir(), passwords);
                case NATIVE, AUTO -> NativeServers.in(options.dataDir(), passwords);
            };
            var description = startAll(set);
            System.out.println(description);
            return new Servers(set, passwords, description, lock);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    /** Where they answer. */
    public ServerAddresses addresses() {
        return set.addresses();
    }

    /** The passwords of the roles, kept beside the data. */
    public RolePasswords passwords() {
        return passwords;
    }

    /** One line: what runs them, and the version each of them told. */
    public String describe() {
        return description;
    }

    /** PostgreSQL. */
    public Server postgres() {
        return set.postgres();
    }

    /** PgBouncer. */
    public Server pgbouncer() {
        return set.pgbouncer();
    }

    /** Redis. */
    public Server redis() {
        return set.redis();
    }

    /** NATS with JetStream. */
    public Server nats() {
        return set.nats();
    }

    /** Opens a connection as the server's administrator, past PgBouncer, to the maintenance database. */
    public Connection superuserConnection() throws SQLException {
        return DriverManager.getConnection(
                addresses().superuserUrl(), DbRole.SUPERUSER.username(), passwords.of(DbRole.SUPERUSER));
    }

    /** Stops NATS, Redis, PgBouncer and then PostgreSQL, waiting for each; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            stopAll(new ArrayDeque<>(set.inReverse()), set);
        } finally {
            release(lock);
        }
    }

    private static String startAll(ServerSet set) {
        var started = new ArrayDeque<Server>();
        try {
            for (var server : set.inOrder()) {
                started.push(server);
                server.start();
            }
            return set.description();
        } catch (RuntimeException e) {
            try {
                stopAll(started, set);
            } catch (RuntimeException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private static void stopAll(Deque<Server> servers, ServerSet set) {
        RuntimeException failure = null;
        for (var server : servers) {
            try {
                server.stop();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        set.close();
        if (failure != null) {
            throw failure;
        }
    }

    private static FileChannel lock(Path dataDir) {
        try {
            Files.createDirectories(dataDir);
            var channel =
                    FileChannel.open(dataDir.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return channel;
                }
            } catch (OverlappingFileLockException ignored) {
                // Held by this very process: as much in use as by another.
            }
            channel.close();
            throw new IllegalStateException("The data folder " + dataDir + " is in use by a running launcher or test");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use the data folder " + dataDir, e);
        }
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The four servers of one engine, not yet started. */
    interface ServerSet {
        Server postgres();

        Server pgbouncer();

        Server redis();

        Server nats();

        ServerAddresses addresses();

        /** What runs them and which versions answer; they must be running. */
        String description();

        /** Lets go of what is left when all are stopped. */
        void close();

        /** The order of starting: what others need comes first. */
        default List<Server> inOrder() {
            return List.of(postgres(), pgbouncer(), redis(), nats());
        }

        /** The order of stopping. */
        default List<Server> inReverse() {
            return inOrder().reversed();
        }
    }
}
