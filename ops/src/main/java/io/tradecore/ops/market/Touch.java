package io.tradecore.ops.market;

import java.math.BigDecimal;

/** Best bid and ask of a symbol as the venue side last published them. */
public record Touch(String symbol, BigDecimal bidPx, BigDecimal bidQty, BigDecimal askPx, BigDecimal askQty) {}
