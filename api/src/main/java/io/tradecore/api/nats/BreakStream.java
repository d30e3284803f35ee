package io.tradecore.api.nats;

import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.tradecore.api.breaks.BreakJson;
import io.tradecore.api.breaks.BreakSink;
import io.tradecore.api.breaks.RaisedBreak;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes breaks for whoever looks into them. */
final class BreakStream implements BreakSink {
    private static final Logger LOG = LoggerFactory.getLogger(BreakStream.class);
    private static final String MESSAGE_ID_HEADER = "Nats-Msg-Id";
    private static final Duration ACK_PATIENCE = Duration.ofSeconds(10);

    private final NatsLink link;

    BreakStream(NatsLink link) {
        this.link = link;
    }

    @Override
    public boolean publish(List<RaisedBreak> breaks) throws InterruptedException {
        NatsSession session = link.session();
        if (session == null) {
            return false;
        }
        List<CompletableFuture<PublishAck>> acks = new ArrayList<>(breaks.size());
        try {
            for (RaisedBreak raised : breaks) {
                String messageId = "break:" + raised.breakId() + ":" + raised.status();
                acks.add(session.jetStream()
                        .publishAsync(
                                Subjects.of(raised),
                                new Headers().add(MESSAGE_ID_HEADER, messageId),
                                BreakJson.of(raised)));
            }
            CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new))
                    .get(ACK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            LOG.info("JetStream did not take a break, it comes again: {}", e.toString());
            return false;
        }
    }
}
