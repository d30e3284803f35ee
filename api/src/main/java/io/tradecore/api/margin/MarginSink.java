package io.tradecore.api.margin;

import io.tradecore.api.loop.Publication;
import java.util.List;

/** Where margin calls and stop-outs are told. Called by one thread at a time. */
public interface MarginSink extends Publication.Sink<MarginNotice> {

    /**
     * Publishes these notices. What is published twice is known by its id and status.
     *
     * @return false if they could not be published now, and are to come again
     */
    @Override
    boolean publish(List<MarginNotice> notices) throws InterruptedException;
}
