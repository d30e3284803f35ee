package io.tradecore.api.halt;

import io.tradecore.api.loop.Publication;
import java.util.List;

/** Where changes of trading states are published. Called by one thread at a time. */
public interface TradingStateSink extends Publication.Sink<TradingStateChange> {

    /**
     * Publishes these changes. What is published twice is known by its number.
     *
     * @return false if they could not be published now, and are to come again
     */
    @Override
    boolean publish(List<TradingStateChange> changes) throws InterruptedException;
}
