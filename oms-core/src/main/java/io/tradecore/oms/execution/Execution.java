package io.tradecore.oms.execution;

import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A booked fill.
 *
 * @param execId FIX 17, unique at the venue for ever
 * @param notional what was posted for it, in the instrument's currency, before the fee
 * @param fee what was posted as fee; a rebate is negative
 * @param eventSeq of its order event
 * @param transferSeq of its ledger transfer
 */
public record Execution(
        String venueId,
        String execId,
        OrderId orderId,
        String symbol,
        Side side,
        BigDecimal lastQty,
        BigDecimal lastPx,
        BigDecimal notional,
        BigDecimal fee,
        long eventSeq,
        long transferSeq,
        List<Flag> flags,
        Instant transactTime) {

    /** What is odd about a fill that was booked all the same. Stored as their names. */
    public enum Flag {
        /** The order had ended. */
        LATE,
        /** More was executed than ordered. */
        OVERFILL
    }
}
