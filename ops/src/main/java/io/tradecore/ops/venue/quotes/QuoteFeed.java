package io.tradecore.ops.venue.quotes;

import io.tradecore.ops.venue.matching.Touch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Plays a source at its speed: quotes are handed on when they are due, all that are due together. A receiver that is slow
 * delays the feed; nothing piles up.
 */
public final class QuoteFeed {

    /** Takes quotes in their order; may block. */
    @FunctionalInterface
    public interface Receiver {
        void receive(List<Touch> touches) throws InterruptedException;
    }

    private static final int MOST_AT_ONCE = 1_000;
    private static final Duration LONGEST_SLEEP = Duration.ofMillis(200);

    private final QuoteSource source;
    private final double speed;
    private final Receiver receiver;
    private volatile long beatNanos = System.nanoTime();

    /** Speed 1 plays as recorded, 10 ten times as fast. */
    public QuoteFeed(QuoteSource source, double speed, Receiver receiver) {
        if (!(speed > 0 && speed <= 1_000_000)) {
            throw new IllegalArgumentException("the speed must be positive");
        }
        this.source = source;
        this.speed = speed;
        this.receiver = receiver;
    }

    /** Plays until it is interrupted. */
    public void run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        QuoteSource.Tick tick = source.next();
        long firstTs = tick.tsNanos();
        while (true) {
            List<Touch> due = new ArrayList<>();
            while (due.size() < MOST_AT_ONCE && untilDue(tick, firstTs, start) <= 0) {
                due.add(tick.touch());
                tick = source.next();
            }
            if (!due.isEmpty()) {
                receiver.receive(due);
            }
            beatNanos = System.nanoTime();
            long pause = Math.min(untilDue(tick, firstTs, start), LONGEST_SLEEP.toNanos());
            if (pause > 0) {
                TimeUnit.NANOSECONDS.sleep(pause);
            }
        }
    }

    private long untilDue(QuoteSource.Tick tick, long firstTs, long start) {
        return start + (long) ((tick.tsNanos() - firstTs) / speed) - System.nanoTime();
    }

    /** Whether it is playing; a symbol may be quiet all the same. */
    public boolean isAlive() {
        return System.nanoTime() - beatNanos < Duration.ofSeconds(1).toNanos();
    }
}
