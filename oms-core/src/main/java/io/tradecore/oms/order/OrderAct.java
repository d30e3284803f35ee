package io.tradecore.oms.order;

import io.tradecore.oms.execution.VenueReport;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What may happen to an order that is there: a request of ours, a report of its venue, or what it waited for. */
public sealed interface OrderAct {

    /** A cancel or a replace is asked for. */
    record Requested(OrderRequest request) implements OrderAct {}

    /**
     * The venue speaks.
     *
     * @param superseded what a bust or correction takes the place of: the live execution its ExecRefID leads to, null
     *     where it leads to none; null on every other report
     */
    record Reported(VenueReport report, @Nullable Fill superseded) implements OrderAct {

        public Reported(VenueReport report) {
            this(report, null);
        }
    }

    /** What it was held for has come: it goes to its venue. */
    record Released(OrderEvent.Type why) implements OrderAct {}

    /** Its time is over while it is held: its venue does not know it, so nobody else will end it. */
    record TimeOver() implements OrderAct {}
    /** An order that is held here may go to its venue now, for so much. */
    record Activated(BigDecimal orderQty) implements OrderAct {}

    /** An order that is held here ends, before its venue has heard of it. */
    record CalledOff(String reasonCode, String reasonText) implements OrderAct {}

    /** An order that is not held here, but has not reached its venue and will not, ends. */
    record Recalled(String reasonCode, String reasonText) implements OrderAct {}

    /** A replace that waits has not reached the order's venue and will not: it is not asked for any more. */
    record ReplaceRecalled() implements OrderAct {}

    /**
     * Its instrument was split.
     *
     * @param lot what is left of it is a multiple of it
     * @param tick its prices are multiples of it
     */
    record Split(SplitRatio ratio, BigDecimal lot, BigDecimal tick) implements OrderAct {}

    /**
     * An execution.
     *
     * @param lastQty in the units the order has now
     * @param notional LastQty x LastPx, which no split changes
     */
    record Fill(BigDecimal lastQty, BigDecimal notional) {

        /** Of so much at this price. */
        public static Fill at(BigDecimal lastQty, BigDecimal lastPx) {
            return new Fill(lastQty, lastQty.multiply(lastPx));
        }
    }
}
