package io.tradecore.api.nats;

import io.tradecore.api.chain.HeadJson;
import io.tradecore.api.chain.HeadSink;
import io.tradecore.api.nats.AcknowledgedMessages.Message;
import io.tradecore.ledger.ChainHead;
import java.util.List;

/** Publishes heads of chains for whoever keeps them. */
final class HeadStream implements HeadSink {
    private final AcknowledgedMessages messages;

    HeadStream(NatsLink link) {
        this.messages = new AcknowledgedMessages(link);
    }

    @Override
    public String name() {
        return Subjects.CHAIN_STREAM;
    }

    @Override
    public boolean keep(List<ChainHead> heads) throws InterruptedException {
        return messages.publish(heads.stream().map(HeadStream::message).toList());
    }

    private static Message message(ChainHead head) {
        return new Message(Subjects.of(head), "chain:" + head.accountId() + ":" + head.seq(), HeadJson.of(head));
    }
}
