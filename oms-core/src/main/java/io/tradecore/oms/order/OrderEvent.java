package io.tradecore.oms.order;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to an order: its event, its audit record and the message to subscribers in one.
 *
 * @param seq the account's own number of it, without gaps from 1
 * @param order the order once it had happened
 * @param clOrdId FIX 11 of the request it belongs to
 * @param execRefId FIX 19 of a bust or correction: the execution it takes the place of
 * @param held what the order's hold still holds, in the asset held
 * @param transactTime the venue's clock on a report, the database's on a request
 */
public record OrderEvent(
        long seq,
        Type type,
        Order order,
        String clOrdId,
        @Nullable String execId,
        @Nullable String execRefId,
        @Nullable BigDecimal lastQty,
        @Nullable BigDecimal lastPx,
        BigDecimal held,
        @Nullable String reasonCode,
        @Nullable String reasonText,
        String actor,
        Instant transactTime) {

    /** What happened. Stored as their names. */
    public enum Type {
        ORDER_ACCEPTED,
        ORDER_DENIED,
        /** FIX 150 = L, by the system: an order of a list that was held goes to its venue. */
        ACTIVATED,
        CANCEL_REQUESTED,
        REPLACE_REQUESTED,
        /** FIX 150 = L: the market has reached its trigger, it goes to its venue. */
        TRIGGERED,
        PENDING_NEW,
        NEW,
        TRADE,
        TRADE_CORRECT,
        TRADE_CANCEL,
        DONE_FOR_DAY,
        PENDING_CANCEL,
        PENDING_REPLACE,
        REPLACED,
        CANCELED,
        REJECTED,
        EXPIRED,
        STOPPED,
        SUSPENDED,
        CALCULATED,
        RESTATED,
        CANCEL_REJECTED,
        REPLACE_REJECTED
    }

    /** Whether the order's terms may be others after it, or are not those it asked for: it tells them. */
    public boolean tellsTerms() {
        boolean lowered = type == Type.ORDER_ACCEPTED && !order.terms().equals(order.placed());
        return lowered || type == Type.REPLACED || type == Type.RESTATED || type == Type.ACTIVATED;
    }
}
