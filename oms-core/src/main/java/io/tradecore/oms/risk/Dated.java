package io.tradecore.oms.risk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What counts from one time to another. */
interface Dated {

    /** It counts from then on. */
    Instant effectiveFrom();

    /** And from then on no more; null: until it is ended. */
    @Nullable
    Instant effectiveTo();

    default boolean isInForce(Instant at) {
        return !at.isBefore(effectiveFrom()) && (effectiveTo() == null || at.isBefore(effectiveTo()));
    }

    /** The earlier of a time and when this begins or ends next. */
    default Instant untilChange(Instant at, Instant until) {
        return earlier(effectiveFrom(), at, earlier(effectiveTo(), at, until));
    }

    private static Instant earlier(@Nullable Instant change, Instant at, Instant until) {
        return change != null && change.isAfter(at) && change.isBefore(until) ? change : until;
    }
}
