package io.tradecore.api.nats;

import static java.util.Objects.requireNonNull;

import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PushSubscribeOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears everything that is published on a subject, repetitions included. */
final class Listener implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Connection connection;
    private final List<Message> heard = new CopyOnWriteArrayList<>();

    Listener(String url, String subject) throws Exception {
        connection = Nats.connect(Options.builder()
                .server(url)
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(50))
                .build());
        connection.createDispatcher(heard::add).subscribe(subject);
        connection.flush(PATIENCE);
    }

    List<Message> heard() {
        return heard;
    }

    /** The Nats-Msg-Id of everything heard, in order. */
    List<String> ids() {
        return heard.stream().map(Listener::id).toList();
    }

    Connection connection() {
        return connection;
    }

    static String id(Message message) {
        return requireNonNull(message.getHeaders().getFirst("Nats-Msg-Id"));
    }

    static String body(Message message) {
        return new String(message.getData(), StandardCharsets.UTF_8);
    }

    /**
     * What the stream holds of a subject, in its order.
     *
     * @throws AssertionError if the server promises a message it does not deliver, as it may while others are being stored
     */
    static List<Message> stored(String url, String subject) throws Exception {
        try (Connection reader = Nats.connect(url)) {
            if (reader.jetStreamManagement().getStreamNames(subject).isEmpty()) {
                return List.of();
            }
            JetStreamSubscription all = reader.jetStream()
                    .subscribe(
                            subject,
                            PushSubscribeOptions.builder().ordered(true).build());
            List<Message> messages = new ArrayList<>();
            boolean more = all.getConsumerInfo().getCalculatedPending() > 0;
            while (more) {
                Message message = all.nextMessage(PATIENCE);
                if (message == null) {
                    throw new AssertionError("the stream ended after " + messages.size());
                }
                messages.add(message);
                more = message.metaData().pendingCount() > 0;
            }
            return messages;
        }
    }

    @Override
    public void close() throws Exception {
        connection.close();
    }
}
