package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a venue's statement and our books do not agree on.
 *
 * @param finding MISSING_HERE, MISSING_THERE or DIFFERING
 * @param execId of an execution with corrections, that of the trade they are of
 * @param asset of an item of cash
 * @param fileLine where the venue says it, the header being line 1
 * @param differences of DIFFERING: column of the file to both values, as {@code ours} and {@code theirs}
 * @param ours what stands in our books, by column of the file
 * @param theirs what the venue says
 * @param resolution ACCEPTED_OURS, ACCEPTED_THEIRS, BOOKED or FALSE_ALARM, once resolved
 * @param bookedTransferId of BOOKED: the transfer that put it right, or the execution bookedExecId
 */
@Serdeable.Serializable
public record StatementItemView(
        String statementId,
        int itemNo,
        String finding,
        @Nullable String accountId,
        @Nullable String execId,
        @Nullable String symbol,
        @Nullable String asset,
        @Nullable Integer fileLine,
        Map<String, Object> differences,
        @Nullable Map<String, Object> ours,
        @Nullable Map<String, Object> theirs,
        @Nullable String resolution,
        @Nullable String reason,
        @Nullable String bookedAccountId,
        @Nullable String bookedTransferId,
        @Nullable String bookedExecId,
        @Nullable String resolvedBy,
        @Nullable Instant resolvedAt) {}
