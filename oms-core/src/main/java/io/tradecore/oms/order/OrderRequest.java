package io.tradecore.oms.order;

import io.tradecore.oms.trigger.TriggerChange;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A request about an order: it used up a ClOrdID of its own. An order has at most one that waits for its venue's answer.
 *
 * @param clOrdId FIX 11, this request's name
 * @param origClOrdId FIX 41, the order's current ClOrdID as the asker knew it
 * @param replacement what is asked for by a replace, null on a cancel
 */
public record OrderRequest(
        ClOrdId clOrdId,
        ClOrdId origClOrdId,
        OrderId orderId,
        @Nullable Replacement replacement) {

    /**
     * The order as it shall be.
     *
     * @param asked what the asker named; a repetition is compared with it
     * @param terms all of it, with what was left as it stood
     * @param reservePx price per unit to reserve with once it is replaced
     * @param trigger what of that which it waits for is to be another; null: nothing
     */
    public record Replacement(
            TermChange asked,
            Terms terms,
            BigDecimal reservePx,
            @Nullable TriggerChange trigger) {

        /** What leaves that which it waits for as it is. */
        public Replacement(TermChange asked, Terms terms, BigDecimal reservePx) {
            this(asked, terms, reservePx, null);
        }
    }

    /** OrderCancelRequest (35=F). */
    public static OrderRequest cancel(ClOrdId clOrdId, ClOrdId origClOrdId, OrderId orderId) {
        return new OrderRequest(clOrdId, origClOrdId, orderId, null);
    }

    public RequestKind kind() {
        return replacement == null ? RequestKind.CANCEL : RequestKind.REPLACE;
    }

    /** FIX 39 while it waits. */
    OrdStatus pendingStatus() {
        return switch (kind()) {
            case CANCEL -> OrdStatus.PENDING_CANCEL;
            case REPLACE -> OrdStatus.PENDING_REPLACE;
        };
    }
}
