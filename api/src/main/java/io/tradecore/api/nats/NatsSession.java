package io.tradecore.api.nats;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import java.io.IOException;

/**
 * One TCP connection's life. Nothing is carried over to the next: what was sent on it reached the server up to some
 * point and not beyond, so a publisher that starts again at its first unacknowledged message keeps the order.
 * Thread-safe.
 */
final class NatsSession {
    private final Connection connection;
    private final JetStream jetStream;
    private final Runnable onAbandoned;
    private volatile boolean abandoned;

    NatsSession(Connection connection, Runnable onAbandoned) throws IOException {
        this.connection = connection;
        this.jetStream = connection.jetStream();
        this.onAbandoned = onAbandoned;
    }

    Connection connection() {
        return connection;
    }

    JetStream jetStream() {
        return jetStream;
    }

    /** Whether the connection stands, as far as is known. */
    boolean isOpen() {
        return !abandoned && connection.getStatus() == Connection.Status.CONNECTED;
    }

    /** Gives the session up; the link opens another, and makes sure of the streams again. Never blocks. */
    void abandon() {
        abandoned = true;
        onAbandoned.run();
    }
}
