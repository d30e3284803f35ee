package io.tradecore.api.breaks;

import java.util.List;

/** Where breaks are published. Called by one thread at a time. */
public interface BreakSink {

    /**
     * Publishes these breaks. What is published twice is known by its id and status.
     *
     * @return false if they could not be published now, and are to come again
     */
    boolean publish(List<RaisedBreak> breaks) throws InterruptedException;
}
