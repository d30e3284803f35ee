package io.tradecore.ops.venue.journal;

import io.tradecore.ops.venue.matching.Report;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Reports that are journaled but not known to be in the stream, in their order. Thread-safe; one publisher reads. */
public final class Outbox {

    /**
     * A report to be published.
     *
     * @param repeated whether it is an earlier answer said again, which the journal does not count
     */
    public record Outgoing(Report report, boolean repeated) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Deque<Outgoing> waiting = new ArrayDeque<>();

    void addAll(List<Outgoing> outgoing) {
        lock.lock();
        try {
            waiting.addAll(outgoing);
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The first reports, which stay here until they are {@link #remove removed}; none if none came in time. */
    public List<Outgoing> first(int most, Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && nanos > 0) {
                nanos = added.awaitNanos(nanos);
            }
            List<Outgoing> first = new ArrayList<>(Math.min(most, waiting.size()));
            for (Outgoing outgoing : waiting) {
                if (first.size() == most) {
                    break;
                }
                first.add(outgoing);
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Removes the first ones, which are in the stream now. */
    public void remove(int count) {
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                waiting.removeFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many are waiting. */
    public int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is waiting any more; false if that took too long. */
    public boolean awaitEmpty(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (size() > 0) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return true;
    }
}
