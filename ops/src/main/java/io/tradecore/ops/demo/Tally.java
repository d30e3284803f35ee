package io.tradecore.ops.demo;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What the clients of the session saw: each request ended ok, refused or unknown. Thread-safe. */
final class Tally {

    private static final long LONGEST_US = TimeUnit.MINUTES.toMicros(2);
    private static final int DIGITS = 3;

    /** A request of which no clear answer came. */
    sealed interface Unknown {

        record OfOrder(Trader trader, OrderRequest request) implements Unknown {}

        /** The order itself had been acknowledged before. */
        record OfRepetition(Trader trader, OrderRequest request) implements Unknown {}

        record OfList(Trader trader, ListRequest request) implements Unknown {}

        record OfMassCancel(Trader trader, MassCancelRequest request) implements Unknown {}

        /** A cancel or a replace. */
        record OfChange(Trader trader, String orderId) implements Unknown {}
    }

    final LongAdder ordersSent = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder denied = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder cancelsSent = new LongAdder();
    final LongAdder cancelsAccepted = new LongAdder();
    final LongAdder cancelsRefused = new LongAdder();
    final LongAdder replacesSent = new LongAdder();
    final LongAdder replacesAccepted = new LongAdder();
    final LongAdder replacesRefused = new LongAdder();
    final LongAdder listsAcknowledged = new LongAdder();
    final LongAdder listsDenied = new LongAdder();
    final LongAdder massCancels = new LongAdder();
    final LongAdder massCanceled = new LongAdder();
    final LongAdder replayed = new LongAdder();
    final LongAdder rateLimited = new LongAdder();
    final LongAdder unknownMet = new LongAdder();
    final LongAdder ticksSkipped = new LongAdder();

    /** Answers that contradict an earlier one: a repetition that made another order. There must be none. */
    final LongAdder contradictions = new LongAdder();

    final ConcurrentLinkedQueue<Unknown> unknown = new ConcurrentLinkedQueue<>();

    private final ConcurrentHistogram acknowledgement = new ConcurrentHistogram(LONGEST_US, DIGITS);

    /** Notes how long an acknowledgement took, from sending the request to having the whole answer. */
    void acknowledgedWithin(long nanos) {
        acknowledgement.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 1, LONGEST_US));
    }

    void unknown(Unknown request) {
        unknownMet.increment();
        unknown.add(request);
    }

    /** Acknowledgement times so far, in microseconds. */
    Histogram acknowledgementTimes() {
        return acknowledgement.copy();
    }
}
