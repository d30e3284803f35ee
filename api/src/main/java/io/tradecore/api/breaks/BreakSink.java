package io.tradecore.api.breaks;

import io.tradecore.api.loop.Publication;
import java.util.List;

/** Where breaks are published. Called by one thread at a time. */
public interface BreakSink extends Publication.Sink<RaisedBreak> {

    /**
     * Publishes these breaks. What is published twice is known by its id and status.
     *
     * @return false if they could not be published now, and are to come again
     */
    @Override
    boolean publish(List<RaisedBreak> breaks) throws InterruptedException;
}
