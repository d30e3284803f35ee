package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The invariants of the books, all of one moment.
 *
 * @param holds whether every one of them holds
 */
@Serdeable.Serializable
public record ReconciliationView(boolean holds, List<InvariantView> items) {

    /**
     * One invariant.
     *
     * @param example one of what violates it
     */
    @Serdeable.Serializable
    public record InvariantView(
            String invariant, long violations, @Nullable String example) {}
}
