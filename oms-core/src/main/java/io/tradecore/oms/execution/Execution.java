package io.tradecore.oms.execution;

import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A booked fill, or what was booked to take one back or to put it right.
 *
 * @param kind what it is
 * @param execId FIX 17, unique at the venue for ever
 * @param execRefId FIX 19: the execution a bust or correction takes the place of, which is live no more; null on a trade
 * @param lastQty FIX 32: of the fill, as corrected, or of what is busted
 * @param notional what it was worth, in the currency the instrument settles in, before the fee: of a bust or correction the
 *     difference. On a CASH account that is what was posted for it
 * @param fee what was posted as fee; a rebate is negative, and so is what a bust gives back
 * @param eventSeq of its order event
 * @param transferSeq of its ledger transfer; null on a correction too small to move anything
 */
public record Execution(
        Kind kind,
        String venueId,
        String execId,
        @Nullable String execRefId,
        OrderId orderId,
        String symbol,
        Side side,
        BigDecimal lastQty,
        BigDecimal lastPx,
        BigDecimal notional,
        BigDecimal fee,
        long eventSeq,
        @Nullable Long transferSeq,
        List<Flag> flags,
        Instant transactTime) {

    /** The same once it is booked. */
    public Execution booked(BigDecimal posted, BigDecimal postedFee, long ofEvent, @Nullable Long ofTransfer) {
        return new Execution(
                kind,
                venueId,
                execId,
                execRefId,
                orderId,
                symbol,
                side,
                lastQty,
                lastPx,
                posted,
                postedFee,
                ofEvent,
                ofTransfer,
                flags,
                transactTime);
    }

    /** FIX 150, as far as it books. Stored as their names. */
    public enum Kind {
        TRADE,
        TRADE_CANCEL,
        TRADE_CORRECT
    }

    /** What is odd about a fill that was booked all the same. Stored as their names. */
    public enum Flag {
        /** The order had ended. */
        LATE,
        /** More was executed than ordered. */
        OVERFILL,
        /** More of a leg was closed than there was: it stands on the other side. */
        OVERCLOSE
    }
}
