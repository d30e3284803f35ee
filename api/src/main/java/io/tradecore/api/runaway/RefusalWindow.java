package io.tradecore.api.runaway;

import io.tradecore.ledger.AccountId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.LongSupplier;

/**
 * Counts refusals by account within a window that slides by a twentieth of its length: what is counted together is never
 * further apart than the window. Safe for use by many threads.
 *
 * <p>What it keeps is bounded: a few numbers of each of the {@value #MOST_ACCOUNTS} accounts that were refused last.
 */
final class RefusalWindow {
    static final int MOST_ACCOUNTS = 10_000;

    private static final int SLICES = 20;

    private final int enough;
    private final long sliceNanos;
    private final LongSupplier nanos;
    private final long startNanos;
    private final SequencedMap<AccountId, Count> counts = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param enough refusals within the window that are too many; 0 where none are
     * @param window longer than nothing
     * @param nanos a monotonic clock
     */
    RefusalWindow(int enough, Duration window, LongSupplier nanos) {
        if (enough < 0) {
            throw new IllegalArgumentException("enough must not be negative");
        }
        if (!window.isPositive()) {
            throw new IllegalArgumentException("window must be positive");
        }
        this.enough = enough;
        this.sliceNanos = Math.max(1, window.toNanos() / SLICES);
        this.nanos = nanos;
        this.startNanos = nanos.getAsLong();
    }

    /**
     * Counts refusals of now. With those that are enough the account's count begins anew.
     *
     * @return how many there were within the window where they are enough, else 0
     */
    synchronized long add(AccountId accountId, int refusals) {
        if (enough == 0) {
            return 0;
        }
        long slice = (nanos.getAsLong() - startNanos) / sliceNanos;
        long counted = counts.computeIfAbsent(accountId, _ -> new Count(slice)).add(slice, refusals);
        if (counted >= enough) {
            counts.remove(accountId);
            return counted;
        }
        if (counts.size() > MOST_ACCOUNTS) {
            counts.pollFirstEntry();
        }
        return 0;
    }

    synchronized int accounts() {
        return counts.size();
    }

    /** One account's, by slices of the window; the one of now takes the place of the oldest. */
    private static final class Count {
        private final long[] slices = new long[SLICES];
        private long latest;
        private long all;

        Count(long slice) {
            latest = slice;
        }

        long add(long slice, int refusals) {
            for (long next = Math.max(latest + 1, slice - SLICES + 1); next <= slice; next++) {
                int at = (int) (next % SLICES);
                all -= slices[at];
                slices[at] = 0;
            }
            latest = Math.max(latest, slice);
            slices[(int) (slice % SLICES)] += refusals;
            all += refusals;
            return all;
        }
    }
}
