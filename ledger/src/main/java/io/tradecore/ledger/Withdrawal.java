package io.tradecore.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A withdrawal that another operator has to approve; until then its amount is on hold. Immutable.
 *
 * @param effectiveAt what was asked for; null: when it is posted
 * @param resolvedBy who approved or refused it; null while it waits
 */
public record Withdrawal(
        String transferId,
        UUID holdId,
        String asset,
        BigDecimal amount,
        @Nullable Instant effectiveAt,
        Status status,
        String requestedBy,
        @Nullable String resolvedBy) {

    /** How it stands. Stored as their names. */
    public enum Status {
        REQUESTED,
        APPROVED,
        REFUSED
    }

    /** Approved or refused by this operator. */
    public Withdrawal resolved(boolean approved, String by) {
        return new Withdrawal(
                transferId,
                holdId,
                asset,
                amount,
                effectiveAt,
                approved ? Status.APPROVED : Status.REFUSED,
                requestedBy,
                by);
    }
}
