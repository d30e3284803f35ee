package io.tradecore.ops.bench;

import java.sql.SQLException;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the orders a generator sent, by their number: ClOrdIDs are a prefix and that number, so that the database
 * can be asked for every one of them afterwards. Thread-safe.
 */
final class Acknowledged {

    private static final AtomicLong RUNS = new AtomicLong();

    private final String prefix;
    private final BitSet acknowledged = new BitSet();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    /** @param name of the case, part of the ClOrdIDs */
    Acknowledged(String name) {
        prefix = name + "-" + RUNS.incrementAndGet() + "-";
    }

    String prefix() {
        return prefix;
    }

    String clOrdId(long number) {
        return prefix + number;
    }

    /** The order was answered as accepted, so it must be in the database for ever. */
    void accepted(long number) {
        synchronized (acknowledged) {
            acknowledged.set((int) number);
        }
        accepted.increment();
    }

    /** Denied by a check, or refused for overload: said no to, explicitly. */
    void refused() {
        refused.increment();
    }

    /** No answer, or one that tells of a fault. */
    void failed() {
        failed.increment();
    }

    /** Never sent: the way in took no more. */
    void dropped() {
        dropped.increment();
    }

    long acceptedCount() {
        return accepted.sum();
    }

    long refusedCount() {
        return refused.sum();
    }

    long failedCount() {
        return failed.sum();
    }

    long droppedCount() {
        return dropped.sum();
    }

    long answeredCount() {
        return acceptedCount() + refusedCount() + failedCount();
    }

    /** The repeat with the counts of everything that was sent. */
    Sample counted(Sample sample) {
        return new Sample(
                sample.offered(), sample.achieved(), refusedCount(), failedCount(), droppedCount(), sample.more());
    }

    /**
     * Looks for every acknowledged order in the database.
     *
     * @throws InvariantException if one is missing
     */
    void verify(Books books) throws SQLException {
        verify("orders", books.orderNumbers(prefix));
    }

    /**
     * Looks for everything that was acknowledged among what the database has.
     *
     * @param what it is called when some is missing
     * @param stored the numbers of what is stored with this prefix
     * @throws InvariantException if one is missing
     */
    void verify(String what, BitSet stored) {
        BitSet missing;
        synchronized (acknowledged) {
            missing = (BitSet) acknowledged.clone();
        }
        missing.andNot(stored);
        if (!missing.isEmpty()) {
            throw new InvariantException(missing.cardinality() + " acknowledged " + what
                    + " are not in the database, such as " + clOrdId(missing.nextSetBit(0)));
        }
    }
}
