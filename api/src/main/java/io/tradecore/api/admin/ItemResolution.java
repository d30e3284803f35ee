package io.tradecore.api.admin;

import io.tradecore.ledger.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * How an operator ends the wait of an item of a venue's statement.
 *
 * @param reason why, for the record
 * @param accountId of BOOKED: whose transfer or execution put it right, one of the two
 */
public record ItemResolution(
        Kind kind,
        String reason,
        @Nullable AccountId accountId,
        @Nullable String transferId,
        @Nullable String execId) {

    /** What is right. */
    public enum Kind {
        /** Our books; the venue puts its own right. */
        ACCEPTED_OURS,
        /** The venue's, and our books stay as they are. */
        ACCEPTED_THEIRS,
        /** The venue's, and it is booked here by now. */
        BOOKED,
        /** Both: they only seemed to disagree. */
        FALSE_ALARM
    }
}
