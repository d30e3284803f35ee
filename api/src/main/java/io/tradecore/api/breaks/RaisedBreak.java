package io.tradecore.api.breaks;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A break as it stands.
 *
 * @param kind NEGATIVE_CASH, or NEGATIVE_POSITION of a CASH account
 * @param transferSeq of the transfer that raised it, in the account's journal
 * @param balanceBefore cash in the asset before that transfer
 * @param resolvedAt null while it is open; resolvedBy and resolution likewise
 */
public record RaisedBreak(
        UUID accountId,
        UUID breakId,
        String kind,
        long transferSeq,
        String asset,
        BigDecimal balanceBefore,
        BigDecimal balanceAfter,
        Instant raisedAt,
        @Nullable Instant resolvedAt,
        @Nullable String resolvedBy,
        @Nullable String resolution) {

    /** OPEN or RESOLVED. */
    public String status() {
        return resolvedAt == null ? "OPEN" : "RESOLVED";
    }
}
