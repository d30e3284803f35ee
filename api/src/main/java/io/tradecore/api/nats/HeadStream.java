package io.tradecore.api.nats;

import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.tradecore.api.chain.HeadJson;
import io.tradecore.api.chain.HeadSink;
import io.tradecore.ledger.ChainHead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes heads of chains for whoever keeps them. */
final class HeadStream implements HeadSink {
    private static final Logger LOG = LoggerFactory.getLogger(HeadStream.class);
    private static final String MESSAGE_ID_HEADER = "Nats-Msg-Id";
    private static final Duration ACK_PATIENCE = Duration.ofSeconds(10);

    private final NatsLink link;

    HeadStream(NatsLink link) {
        this.link = link;
    }

    @Override
    public String name() {
        return Subjects.CHAIN_STREAM;
    }

    @Override
    public boolean keep(List<ChainHead> heads) throws InterruptedException {
        NatsSession session = link.session();
        if (session == null) {
            return false;
        }
        List<CompletableFuture<PublishAck>> acks = new ArrayList<>(heads.size());
        try {
            for (ChainHead head : heads) {
                acks.add(session.jetStream()
                        .publishAsync(
                                Subjects.of(head),
                                new Headers().add(MESSAGE_ID_HEADER, "chain:" + head.accountId() + ":" + head.seq()),
                                HeadJson.of(head)));
            }
            CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new))
                    .get(ACK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            LOG.info("JetStream did not take a head of a chain, it comes again: {}", e.toString());
            return false;
        }
    }
}
