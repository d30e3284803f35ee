package io.tradecore.api.edge;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times at the edge: ISO-8601 in UTC, within the range PostgreSQL and common sense share. */
public final class Times {
    public static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    public static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private Times() {}

    /** What the database keeps of a time, so that an answer and its repetition say the same. */
    public static @Nullable Instant stored(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
    }

    /** The time, or null if the text is none from 1970 to 2200. */
    public static @Nullable Instant parse(String text) {
        try {
            Instant time = Instant.parse(text);
            return time.isBefore(EARLIEST) || time.isAfter(LATEST) ? null : time;
        } catch (DateTimeException _) {
            return null;
        }
    }
}
