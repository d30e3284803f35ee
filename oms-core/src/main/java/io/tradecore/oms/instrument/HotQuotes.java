package io.tradecore.oms.instrument;

import org.jspecify.annotations.Nullable;

/** The last quote of each instrument, from memory: never blocks. Implementations are safe for use by many threads. */
public interface HotQuotes {

    /** The last quote known, however old, or null when none is known. The caller judges its age. */
    @Nullable
    Quote quote(String symbol);
}
