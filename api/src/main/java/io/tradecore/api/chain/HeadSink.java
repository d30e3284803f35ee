package io.tradecore.api.chain;

import io.tradecore.ledger.ChainHead;
import java.io.IOException;
import java.util.List;

/** A place outside of the database where heads are kept. Called by one thread at a time. */
public interface HeadSink {

    /** For the log. */
    String name();

    /**
     * Keeps these heads. What is kept twice does no harm.
     *
     * @return false if they could not be kept now, and are to come again
     */
    boolean keep(List<ChainHead> heads) throws IOException, InterruptedException;
}
