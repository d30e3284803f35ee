package io.tradecore.api.nats;

import io.tradecore.api.breaks.BreakJson;
import io.tradecore.api.breaks.BreakSink;
import io.tradecore.api.breaks.RaisedBreak;
import io.tradecore.api.nats.AcknowledgedMessages.Message;
import java.util.List;

/** Publishes breaks for whoever looks into them. */
final class BreakStream implements BreakSink {
    private final AcknowledgedMessages messages;

    BreakStream(NatsLink link) {
        this.messages = new AcknowledgedMessages(link);
    }

    @Override
    public boolean publish(List<RaisedBreak> breaks) throws InterruptedException {
        return messages.publish(breaks.stream().map(BreakStream::message).toList());
    }

    private static Message message(RaisedBreak raised) {
        return new Message(
                Subjects.of(raised), "break:" + raised.breakId() + ":" + raised.status(), BreakJson.of(raised));
    }
}
