package io.tradecore.api.export;

import io.tradecore.api.edge.Params;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A span of effective time.
 *
 * @param from the first instant in it; null is the beginning
 * @param to the first instant after it; null is without end
 */
public record Period(@Nullable Instant from, @Nullable Instant to) {

    /** The period of a request's parameters from and to. */
    public static Period of(@Nullable String from, @Nullable String to) {
        Instant begin = Params.time("from", from);
        Instant end = Params.time("to", to);
        if (begin != null && end != null && !begin.isBefore(end)) {
            throw Params.invalid("to", "after from");
        }
        return new Period(begin, end);
    }

    /** As it is told to people. */
    @Override
    public String toString() {
        return (from == null ? "the beginning" : from) + " to " + (to == null ? "now" : "before " + to);
    }
}
