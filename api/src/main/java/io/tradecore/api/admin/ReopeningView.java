package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A closed period that somebody wants open again.
 *
 * @param accountId absent for the house
 * @param closedUntil what was closed when it was asked for
 * @param reopenFrom the first time that is to be open again
 * @param approvedBy another operator; absent as long as nobody has approved it, and it is in no effect
 */
@Serdeable.Serializable
public record ReopeningView(
        String reopeningId,
        @Nullable String accountId,
        Instant closedUntil,
        Instant reopenFrom,
        String reason,
        String requestedBy,
        Instant requestedAt,
        @Nullable String approvedBy,
        @Nullable Instant approvedAt) {}
