package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A withdrawal that another operator has to approve.
 *
 * @param effectiveAt from when it is to count; absent: from when it is approved
 * @param status REQUESTED, APPROVED or REFUSED
 * @param resolvedAt absent while it waits
 */
@Serdeable.Serializable
public record WithdrawalView(
        String accountId,
        String transferId,
        String asset,
        String amount,
        @Nullable Instant effectiveAt,
        String status,
        String requestedBy,
        Instant requestedAt,
        @Nullable String resolvedBy,
        @Nullable Instant resolvedAt) {}
