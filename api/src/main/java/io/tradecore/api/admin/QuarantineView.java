package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A venue's message that could not be applied.
 *
 * @param payload the message as received
 * @param action REAPPLY, APPLY_TO_ORDER or DISCARD, once resolved
 * @param orderId the order it was applied to
 * @param outcome APPLIED, KNOWN_ALREADY or DISCARDED
 */
@Serdeable.Serializable
public record QuarantineView(
        String quarantineId,
        @Nullable String accountId,
        @Nullable String venueId,
        @Nullable String execId,
        String reasonCode,
        String reasonText,
        String payload,
        Instant receivedAt,
        @Nullable Instant resolvedAt,
        @Nullable String resolvedBy,
        @Nullable String resolution,
        @Nullable String action,
        @Nullable String orderId,
        @Nullable String outcome) {}
