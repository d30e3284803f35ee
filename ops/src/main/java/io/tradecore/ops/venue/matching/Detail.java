package io.tradecore.ops.venue.matching;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a report says beyond the state of its order; which one belongs to which ExecType is checked by {@link Report}. */
public sealed interface Detail {

    /** Nothing. */
    Detail NONE = new None();

    /** Nothing. */
    record None() implements Detail {}

    /** TRADE: quantity (FIX 32) and price (FIX 31) of this fill, both positive. */
    record Fill(BigDecimal lastQty, BigDecimal lastPx) implements Detail {

        public Fill {
            requirePositive(lastQty, lastPx);
        }
    }

    /** TRADE_CANCEL: the trade with this ExecID (FIX 19) never was. */
    record Bust(String execRefId) implements Detail {}

    /** TRADE_CORRECT: the trade with this ExecID (FIX 19) was of this quantity at this price. */
    record Correction(String execRefId, BigDecimal lastQty, BigDecimal lastPx) implements Detail {

        public Correction {
            requirePositive(lastQty, lastPx);
        }
    }

    /** REPLACED: the former ClOrdID (FIX 41) and the order as it is now. */
    record Replacement(String origClOrdId, Terms terms) implements Detail {}

    /**
     * RESTATED.
     *
     * @param reason FIX 378
     * @param orderQty the order's from now on, if that has changed
     * @param px the order's from now on, if that has changed
     */
    record Restatement(
            RestatementReason reason,
            @Nullable BigDecimal orderQty,
            @Nullable BigDecimal px) implements Detail {}

    /** REJECTED: the venue's code (FIX 103) and words for people. */
    record Refusal(String reason, String text) implements Detail {}

    /**
     * An OrderCancelReject (35=9).
     *
     * @param responseTo FIX 434
     * @param origClOrdId FIX 41; a journal of an earlier version may lack it
     * @param reason FIX 102
     */
    record CancelRefusal(
            CxlRejResponseTo responseTo, @Nullable String origClOrdId, CxlRejReason reason, String text)
            implements Detail {}

    private static void requirePositive(BigDecimal lastQty, BigDecimal lastPx) {
        if (lastQty.signum() <= 0 || lastPx.signum() <= 0) {
            throw new IllegalArgumentException("lastQty and lastPx must be positive");
        }
    }
}
