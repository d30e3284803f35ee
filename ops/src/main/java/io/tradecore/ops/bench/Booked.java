package io.tradecore.ops.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for fills to be booked. */
final class Booked {

    private static final long POLL_MS = 10;

    private Booked() {}

    /**
     * Returns when so many are.
     *
     * @throws InvariantException if they are not in time: something that was published got lost
     */
    static void await(Site site, long fills, Duration within) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        for (long booked = site.books().bookedFills();
                booked < fills;
                booked = site.books().bookedFills()) {
            if (System.nanoTime() - deadline > 0) {
                throw new InvariantException("only " + booked + " of " + fills + " fills are booked");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }
}
