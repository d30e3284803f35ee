package io.tradecore.oms.trigger;

import io.tradecore.oms.instrument.Quote;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The prices of an instrument at one time.
 *
 * @param lastPx of the last trade, null where the source tells none
 * @param quoteTime the source's clock
 */
public record MarketPrices(
        BigDecimal bidPx, BigDecimal askPx, @Nullable BigDecimal lastPx, Instant quoteTime) {

    public static MarketPrices of(Quote quote) {
        return new MarketPrices(quote.bidPx(), quote.askPx(), quote.lastPx(), quote.quoteTime());
    }

    /** Whether they are too old to act on. Prices from the future are as little to be trusted. */
    boolean isStale(Instant now, Duration maxAge) {
        return Duration.between(quoteTime, now).abs().compareTo(maxAge) > 0;
    }
}
