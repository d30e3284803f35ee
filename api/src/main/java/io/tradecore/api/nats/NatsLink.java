package io.tradecore.api.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.tradecore.api.loop.Loop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to NATS, for ever: starting needs no server, and a lost connection is replaced by a new one. Before
 * a session is handed out the streams exist, also after a server came back without its data. Thread-safe.
 */
public final class NatsLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NatsLink.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration NEXT_SESSION_AFTER = Duration.ofSeconds(1);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    // Two unanswered pings end a connection: a server that stopped dead is noticed within 10 s.
    private static final Duration PING_INTERVAL = Duration.ofSeconds(4);
    // An acknowledgement that is missing for longer counts as refused; the client looks once per interval.
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration MAX_AGE = Duration.ofDays(7);
    /** How long JetStream drops a message with an id it has seen. */
    static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(2);

    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(3);
    private static final int STREAM_NOT_FOUND = 10059;

    private final String url;
    private final String name;
    private final Loop loop;
    private volatile @Nullable NatsSession session;
    // Belongs to the loop: the session that may still have to be closed.
    private @Nullable Connection toClose;
    private long notBeforeNanos = System.nanoTime();
    private boolean failing;

    /**
     * @param url of the server, {@code nats://host:port}, several separated by commas
     * @param name of the connection, as the server shows it
     */
    public NatsLink(String url, String name) {
        this.url = url;
        this.name = name;
        this.loop = new Loop("nats-" + name, LOOK_EVERY, this::connectIfNeeded);
    }

    /** Starts connecting. */
    public void start() {
        loop.start();
    }

    /** The session that stands, or null while there is none. */
    @Nullable
    NatsSession session() {
        NatsSession current = session;
        return current != null && current.isOpen() ? current : null;
    }

    /** Whether a session stands. */
    public boolean isConnected() {
        return session() != null;
    }

    /** Stops connecting and closes the connection once what was sent on it is written. */
    @Override
    public void close() {
        loop.close();
        NatsSession last = session();
        session = null;
        try {
            if (last != null) {
                last.connection().drain(DRAIN_PATIENCE).get(DRAIN_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
            closeLast();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException | IllegalStateException e) {
            LOG.info("The connection {} to NATS could not be drained: {}", name, e.toString());
        }
    }

    private void connectIfNeeded() throws InterruptedException {
        if (session() != null) {
            return;
        }
        session = null;
        closeLast();
        if (System.nanoTime() - notBeforeNanos < 0) {
            return;
        }
        // Also where connecting works and publishing does not, connections are not opened in a hurry.
        notBeforeNanos = System.nanoTime() + NEXT_SESSION_AFTER.toNanos();
        try {
            Connection connection = Nats.connect(options());
            toClose = connection;
            ensureStreams(connection.jetStreamManagement());
            session = new NatsSession(connection, loop::wake);
            LOG.info("Connected to NATS at {} as {}", connection.getConnectedUrl(), name);
            failing = false;
        } catch (IOException | JetStreamApiException e) {
            if (!failing) {
                LOG.warn("NATS at {} is out of reach and tried again every second: {}", url, e.getMessage());
                failing = true;
            }
        }
    }

    private void closeLast() throws InterruptedException {
        Connection last = toClose;
        if (last != null) {
            toClose = null;
            last.close();
        }
    }

    private Options options() {
        return Options.builder()
                .server(url)
                .connectionName("tradecore-" + name)
                .connectionTimeout(CONNECT_TIMEOUT)
                .pingInterval(PING_INTERVAL)
                .requestCleanupInterval(ACK_TIMEOUT)
                .noReconnect()
                .connectionListener(this::changed)
                .errorListener(new NatsErrors())
                .build();
    }

    private void changed(Connection connection, ConnectionListener.Events event) {
        switch (event) {
            case DISCONNECTED, CLOSED -> loop.wake();
            default -> {
                // The others need nothing done.
            }
        }
    }

    private static void ensureStreams(JetStreamManagement management) throws IOException, JetStreamApiException {
        ensureStream(management, Subjects.ROUTES_STREAM, Subjects.ALL_ROUTES);
        ensureStream(management, Subjects.REPORTS_STREAM, Subjects.ALL_REPORTS);
        ensureStream(management, Subjects.EVENTS_STREAM, Subjects.ALL_EVENTS);
        ensureStream(management, Subjects.CHAIN_STREAM, Subjects.ALL_CHAINS);
        ensureStream(management, Subjects.BREAKS_STREAM, Subjects.ALL_BREAKS);
        ensureStream(management, Subjects.TRADING_STATES_STREAM, Subjects.ALL_TRADING_STATES);
        ensureStream(management, Subjects.MARGIN_STREAM, Subjects.ALL_MARGINS);
    }

    /** A stream that exists is left as its operator set it. */
    private static void ensureStream(JetStreamManagement management, String stream, String subjects)
            throws IOException, JetStreamApiException {
        try {
            management.getStreamInfo(stream);
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != STREAM_NOT_FOUND) {
                throw e;
            }
            management.addStream(StreamConfiguration.builder()
                    .name(stream)
                    .subjects(subjects)
                    .storageType(StorageType.File)
                    .retentionPolicy(RetentionPolicy.Limits)
                    .maxAge(MAX_AGE)
                    .duplicateWindow(DUPLICATE_WINDOW)
                    .build());
            LOG.info("Created the stream {} of {}", stream, subjects);
        }
    }
}
