package io.tradecore.ops.venue.matching;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Best bid and ask of a symbol. Sizes may be zero: nothing is offered on that side.
 *
 * @param lastPx of the market's last trade, null where the source tells none; nothing is matched with it
 */
public record Touch(
        String symbol,
        BigDecimal bidPx,
        BigDecimal bidQty,
        BigDecimal askPx,
        BigDecimal askQty,
        @Nullable BigDecimal lastPx) {

    public Touch {
        if (bidPx.signum() <= 0 || askPx.signum() <= 0 || (lastPx != null && lastPx.signum() <= 0)) {
            throw new IllegalArgumentException("prices must be positive");
        }
        if (bidQty.signum() < 0 || askQty.signum() < 0) {
            throw new IllegalArgumentException("sizes must not be negative");
        }
    }

    /** Of a source that tells no trades. */
    public Touch(String symbol, BigDecimal bidPx, BigDecimal bidQty, BigDecimal askPx, BigDecimal askQty) {
        this(symbol, bidPx, bidQty, askPx, askQty, null);
    }
}
