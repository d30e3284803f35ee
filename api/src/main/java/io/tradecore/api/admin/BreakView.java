package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Cash, or a position, that became negative because what happened outside was booked all the same.
 *
 * @param kind NEGATIVE_CASH, or NEGATIVE_POSITION of a CASH account
 * @param transferSeq of the transfer that did it, in the account's journal
 * @param resolvedAt absent while nobody has looked at it
 */
@Serdeable.Serializable
public record BreakView(
        String breakId,
        String accountId,
        String kind,
        long transferSeq,
        String asset,
        String balanceBefore,
        String balanceAfter,
        Instant raisedAt,
        @Nullable Instant resolvedAt,
        @Nullable String resolvedBy,
        @Nullable String resolution) {}
