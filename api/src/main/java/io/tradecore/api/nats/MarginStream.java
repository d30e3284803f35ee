package io.tradecore.api.nats;

import io.tradecore.api.margin.MarginNotice;
import io.tradecore.api.margin.MarginSink;
import io.tradecore.api.nats.AcknowledgedMessages.Message;
import java.util.List;

/** Publishes margin calls and stop-outs for whoever has to act on them. */
final class MarginStream implements MarginSink {
    private final AcknowledgedMessages messages;

    MarginStream(NatsLink link) {
        this.messages = new AcknowledgedMessages(link);
    }

    @Override
    public boolean publish(List<MarginNotice> notices) throws InterruptedException {
        return messages.publish(notices.stream().map(MarginStream::message).toList());
    }

    private static Message message(MarginNotice notice) {
        return new Message(Subjects.of(notice), "margin:" + notice.id() + ":" + notice.status(), notice.toBytes());
    }
}
