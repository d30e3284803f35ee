package io.tradecore.api.rest;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.problem.Problem;
import io.tradecore.api.query.OrderView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of the entries of a batch, in their order. */
@Serdeable.Serializable
record BatchView(List<EntryView> results) {

    /**
     * What became of one.
     *
     * @param status the HTTP status it would have been answered with alone
     * @param order where it was done
     * @param replayed whether the same request had been answered before
     * @param problem where it was not done, or denied
     */
    @Serdeable.Serializable
    record EntryView(
            int status,
            @Nullable OrderView order,
            boolean replayed,
            @Nullable Problem problem) {}
}
