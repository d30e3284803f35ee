package io.tradecore.api.nats;

import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes messages whose order does not matter, and waits until JetStream has taken all of them. Called by one thread at a time. */
final class AcknowledgedMessages {
    private static final Logger LOG = LoggerFactory.getLogger(AcknowledgedMessages.class);
    private static final String MESSAGE_ID_HEADER = "Nats-Msg-Id";
    private static final Duration ACK_PATIENCE = Duration.ofSeconds(10);

    private final NatsLink link;

    /** @param id by which JetStream knows a repetition */
    record Message(String subject, String id, byte[] body) {}

    AcknowledgedMessages(NatsLink link) {
        this.link = link;
    }

    /** False if some of them may not have been taken: all are to come again. */
    boolean publish(List<Message> messages) throws InterruptedException {
        NatsSession session = link.session();
        if (session == null) {
            return false;
        }
        List<CompletableFuture<PublishAck>> acks = new ArrayList<>(messages.size());
        try {
            for (Message message : messages) {
                acks.add(session.jetStream()
                        .publishAsync(
                                message.subject(), new Headers().add(MESSAGE_ID_HEADER, message.id()), message.body()));
            }
            CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new))
                    .get(ACK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            LOG.info("JetStream did not take all of {} messages, they come again: {}", messages.size(), e.toString());
            return false;
        }
    }
}
