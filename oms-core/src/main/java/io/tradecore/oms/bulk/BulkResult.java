package io.tradecore.oms.bulk;

import io.tradecore.oms.command.Reason;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrderId;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a request about several orders did with one of them, or with one instrument.
 *
 * @param symbol FIX 55
 * @param orderId FIX 37 of the order it is about, or that was made; null where none was
 * @param clOrdId FIX 11 of the cancel request or of the order that was made; null where none was
 * @param quantity what the order that was made or restated asks for, in units of the instrument; null on a cancel
 * @param reason why it was not done; null where it was
 */
public record BulkResult(
        String symbol,
        What what,
        @Nullable OrderId orderId,
        @Nullable ClOrdId clOrdId,
        @Nullable BigDecimal quantity,
        @Nullable Reason reason) {

    /** What was done. */
    public enum What {
        /** The order is pending cancel until its venue answers. */
        CANCEL_REQUESTED,
        /** No venue had the order: it is canceled. */
        CANCELED,
        /** The order has the terms of after a split. */
        RESTATED,
        /** A new order is acknowledged. */
        ORDER_PLACED,
        /** A new order is recorded as DENIED. */
        ORDER_DENIED,
        /** Nothing. */
        REFUSED
    }
}
