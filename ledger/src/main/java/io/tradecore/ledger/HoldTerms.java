package io.tradecore.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a hold that no order has is beside its amount. Immutable.
 *
 * @param captured how much of it was posted
 * @param expiresAt from when it holds nothing any more; null: it does not expire
 * @param actor who placed it
 */
public record HoldTerms(
        UUID holdId,
        State state,
        BigDecimal captured,
        @Nullable Instant expiresAt,
        String actor) {

    /** How it stands. A hold that is not open stays as it is. Stored as their names. */
    public enum State {
        OPEN,
        /** Its last part was captured. */
        CAPTURED,
        /** Given back, all that was left of it. */
        RELEASED,
        /** Its time was over. */
        EXPIRED
    }

    /** Whether its time is over: from then on it holds nothing, whether or not anybody has closed it. */
    public boolean isExpired(Instant now) {
        return state == State.EXPIRED || (state == State.OPEN && expiresAt != null && !expiresAt.isAfter(now));
    }

    HoldTerms as(State next, BigDecimal moreCaptured) {
        return new HoldTerms(holdId, next, captured.add(moreCaptured), expiresAt, actor);
    }
}
