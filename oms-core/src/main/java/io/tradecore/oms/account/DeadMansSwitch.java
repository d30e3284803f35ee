package io.tradecore.oms.account;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Cancels all of an account's orders unless it is set anew in time. Immutable.
 *
 * @param timeoutSeconds what it was set to; 0: off
 * @param firesAt by the database's clock; null: it does not
 * @param firedAt when it fired since it was set last, null where it has not
 * @param setBy who set it last
 */
public record DeadMansSwitch(
        int timeoutSeconds,
        @Nullable Instant firesAt,
        @Nullable Instant firedAt,
        String setBy) {

    /** Longest time it can be set to. */
    public static final int LONGEST_SECONDS = 86_400;

    private static final Duration ANOTHER_TRY = Duration.ofSeconds(1);

    public DeadMansSwitch {
        if (timeoutSeconds < 0 || timeoutSeconds > LONGEST_SECONDS) {
            throw new IllegalArgumentException("a switch is set to 0 to " + LONGEST_SECONDS + " seconds");
        }
    }

    /** Set anew: it fires so many seconds from now; with 0 not at all. */
    public static DeadMansSwitch set(int timeoutSeconds, Instant now, String setBy) {
        return new DeadMansSwitch(
                timeoutSeconds, timeoutSeconds == 0 ? null : now.plusSeconds(timeoutSeconds), null, setBy);
    }

    public boolean isDue(Instant now) {
        return firesAt != null && !firesAt.isAfter(now);
    }

    /** Fired; where orders are left that could not be cancelled yet it tries those again. */
    public DeadMansSwitch fired(Instant now, boolean ordersLeft) {
        return new DeadMansSwitch(
                timeoutSeconds, ordersLeft ? now.plus(ANOTHER_TRY) : null, firedAt == null ? now : firedAt, setBy);
    }
}
