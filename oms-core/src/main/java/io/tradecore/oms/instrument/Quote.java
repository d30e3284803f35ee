package io.tradecore.oms.instrument;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Best bid and ask of an instrument, and its last trade where the source tells it.
 *
 * @param lastPx FIX 31, of the last trade anybody made; null where the source tells none
 * @param quoteTime the source's clock: what its age is measured from
 */
public record Quote(
        String symbol,
        BigDecimal bidPx,
        BigDecimal bidQty,
        BigDecimal askPx,
        BigDecimal askQty,
        @Nullable BigDecimal lastPx,
        Instant quoteTime) {

    /** A quote of a source that tells no trades. */
    public Quote(
            String symbol,
            BigDecimal bidPx,
            BigDecimal bidQty,
            BigDecimal askPx,
            BigDecimal askQty,
            Instant quoteTime) {
        this(symbol, bidPx, bidQty, askPx, askQty, null, quoteTime);
    }
}
