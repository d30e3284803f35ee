package io.tradecore.ops.venue.matching;

import java.math.BigDecimal;

/** Best bid and ask of a symbol. Sizes may be zero: nothing is offered on that side. */
public record Touch(String symbol, BigDecimal bidPx, BigDecimal bidQty, BigDecimal askPx, BigDecimal askQty) {

    public Touch {
        if (bidPx.signum() <= 0 || askPx.signum() <= 0) {
            throw new IllegalArgumentException("prices must be positive");
        }
        if (bidQty.signum() < 0 || askQty.signum() < 0) {
            throw new IllegalArgumentException("sizes must not be negative");
        }
    }
}
