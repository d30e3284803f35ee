package io.tradecore.ops.venue.quotes;

import io.tradecore.ops.venue.matching.Touch;
import java.io.IOException;
import java.util.Set;

/** An endless stream of quotes in the order of their time. Confined to one thread. */
public interface QuoteSource extends AutoCloseable {

    /**
     * A quote and its time in the source's own count of nanoseconds, which never runs backwards; only differences mean
     * something.
     */
    record Tick(long tsNanos, Touch touch) {}

    /** The symbols it will quote. */
    Set<String> symbols();

    /** The next quote. */
    Tick next() throws IOException;

    @Override
    void close() throws IOException;
}
