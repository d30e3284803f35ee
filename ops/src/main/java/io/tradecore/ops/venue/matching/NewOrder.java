package io.tradecore.ops.venue.matching;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A NewOrderSingle (35=D) as routed to the venue.
 *
 * @param messageId the same on every publication of this message
 * @param orderId the sender's; what the venue is idempotent by
 * @param clOrdId FIX 11
 * @param orderQty FIX 38, positive
 * @param px FIX 44, of a LIMIT order only, positive
 */
public record NewOrder(
        String messageId,
        String accountId,
        String orderId,
        String clOrdId,
        String symbol,
        Side side,
        OrdType ordType,
        TimeInForce timeInForce,
        BigDecimal orderQty,
        @Nullable BigDecimal px,
        Instant transactTime) {

    public NewOrder {
        if (orderQty.signum() <= 0) {
            throw new IllegalArgumentException("orderQty must be positive");
        }
        if ((ordType == OrdType.LIMIT) != (px != null)) {
            throw new IllegalArgumentException("px belongs to a LIMIT order and to no other");
        }
        if (px != null && px.signum() <= 0) {
            throw new IllegalArgumentException("px must be positive");
        }
    }

    /** Whether the order may trade at this price of the other side. */
    public boolean accepts(BigDecimal touchPx) {
        return px == null
                || switch (side) {
                    case BUY -> px.compareTo(touchPx) >= 0;
                    case SELL -> px.compareTo(touchPx) <= 0;
                };
    }
}
