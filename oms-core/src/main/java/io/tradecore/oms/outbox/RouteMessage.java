package io.tradecore.oms.outbox;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TimeInForce;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that has to reach a venue until the venue's answer retires it.
 *
 * @param seq of the order event that caused it; with accountId it is the message's identity
 * @param clOrdId FIX 11 of the request: of the order, or of the cancel
 * @param origClOrdId FIX 41, the order's, on a cancel
 */
public record RouteMessage(
        AccountId accountId,
        OrderId orderId,
        long seq,
        Kind kind,
        String venueId,
        String clOrdId,
        @Nullable String origClOrdId,
        String symbol,
        Side side,
        OrdType ordType,
        TimeInForce timeInForce,
        BigDecimal orderQty,
        @Nullable BigDecimal px,
        Instant transactTime) {

    /** What is asked of the venue. Stored as their names. */
    public enum Kind {
        NEW_ORDER,
        CANCEL
    }

    /** The same for every publication of this message: JetStream drops repetitions by it. */
    public String messageId() {
        return accountId + ":" + seq;
    }
}
