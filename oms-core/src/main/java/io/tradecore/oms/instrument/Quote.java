package io.tradecore.oms.instrument;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * Best bid and ask of an instrument.
 *
 * @param quoteTime the source's clock: what its age is measured from
 */
public record Quote(
        String symbol, BigDecimal bidPx, BigDecimal bidQty, BigDecimal askPx, BigDecimal askQty, Instant quoteTime) {}
