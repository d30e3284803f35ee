package io.tradecore.api.nats;

import io.tradecore.api.halt.TradingStateChange;
import io.tradecore.api.halt.TradingStateJson;
import io.tradecore.api.halt.TradingStateSink;
import io.tradecore.api.nats.AcknowledgedMessages.Message;
import java.util.List;

/** Publishes changes of trading states, for the information of other services. */
final class TradingStateStream implements TradingStateSink {
    private final AcknowledgedMessages messages;

    TradingStateStream(NatsLink link) {
        this.messages = new AcknowledgedMessages(link);
    }

    @Override
    public boolean publish(List<TradingStateChange> changes) throws InterruptedException {
        return messages.publish(
                changes.stream().map(TradingStateStream::message).toList());
    }

    private static Message message(TradingStateChange change) {
        return new Message(Subjects.of(change), "trading-state:" + change.changeId(), TradingStateJson.of(change));
    }
}
