package io.tradecore.api.query;

import io.tradecore.api.edge.Params;
import io.tradecore.api.edge.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A look at the books from another time.
 *
 * @param asOf the last effective time that counts
 * @param knownAt the last time of recording that counts
 */
public record PointInTime(Instant asOf, Instant knownAt) {

    /** Of a request's parameters, null where it asks for how things stand now. What is not said is without end. */
    public static @Nullable PointInTime of(@Nullable String asOf, @Nullable String knownAt) {
        if (asOf == null && knownAt == null) {
            return null;
        }
        Instant effective = Params.time("asOf", asOf);
        Instant recorded = Params.time("knownAt", knownAt);
        return new PointInTime(
                effective == null ? Times.LATEST : effective, recorded == null ? Times.LATEST : recorded);
    }
}
