package io.tradecore.api.query;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param nextCursor where the next part begins; absent at the end
 */
@Serdeable.Serializable
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    /** The whole list. */
    public static <T> Page<T> whole(List<T> items) {
        return new Page<>(items, null);
    }

    /** At most limit of what was found: one more than limit is asked for, to see whether there is more. */
    public static <T> Page<T> cut(List<T> found, int limit, Function<T, String> cursor) {
        if (found.size() <= limit) {
            return whole(found);
        }
        List<T> items = List.copyOf(found.subList(0, limit));
        return new Page<>(items, cursor.apply(items.getLast()));
    }
}
