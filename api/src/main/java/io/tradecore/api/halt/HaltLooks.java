package io.tradecore.api.halt;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * When what is halted is looked at, and from which change of the trading states on: what was halted since the last look at once, what
 * had open orders then every second, all of it every 15 seconds. Used by one thread.
 */
final class HaltLooks {
    static final Duration AGAIN = Duration.ofSeconds(1);
    /** An order may have been accepted while its halt came into force, or have come to life again. */
    static final Duration AT_ALL = Duration.ofSeconds(15);

    private record Look(long version, boolean cancels, long laterThan) {}

    private final LongSupplier nanos;
    private Look last = new Look(-1, false, 0);
    private Look due = last;
    /** In what was halted up to this change no order was open at the last look at it; 0 where one was in what was looked at in all. */
    private long doneUpTo;

    private long openOrders;
    private long againNanos;
    private long atAllNanos;

    /** @param nanos the time as {@link System#nanoTime()} tells it */
    HaltLooks(LongSupplier nanos) {
        this.nanos = nanos;
        this.atAllNanos = nanos.getAsLong();
    }

    /**
     * What is to be looked at now: all that was halted later than this change, 0 for all; empty for nothing. What is due stays due until
     * {@link #looked}.
     *
     * @param version the last change of the trading states
     * @param cancels whether it is this process that cancels; who begins to, or ceases, looks at all
     */
    OptionalLong due(long version, boolean cancels) {
        boolean atAll = cancels != last.cancels() || isPast(atAllNanos);
        boolean again = openOrders > 0 && isPast(againNanos);
        if (version == last.version() && !atAll && !again) {
            return OptionalLong.empty();
        }
        due = new Look(version, cancels, atAll ? 0 : doneUpTo);
        return OptionalLong.of(due.laterThan());
    }

    /**
     * What was due has been looked at.
     *
     * @param open orders that are still open in what was looked at
     */
    void looked(long open) {
        last = due;
        openOrders = open;
        doneUpTo = open > 0 ? last.laterThan() : last.version();
        againNanos = nanos.getAsLong() + AGAIN.toNanos();
        if (last.laterThan() == 0) {
            atAllNanos = nanos.getAsLong() + AT_ALL.toNanos();
        }
    }

    private boolean isPast(long whenNanos) {
        return nanos.getAsLong() - whenNanos >= 0;
    }
}
