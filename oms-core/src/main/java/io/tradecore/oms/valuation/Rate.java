package io.tradecore.oms.valuation;

import io.tradecore.oms.instrument.Quote;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one unit of an asset is worth in another, or why that cannot be told. */
public sealed interface Rate {

    /**
     * @param bid what a unit that is owned comes to, to {@link #DIGITS} significant digits
     * @param ask what a unit that is owed costs
     * @param quotes it is made of, in the order of the way; none where the assets are the same
     */
    record Known(BigDecimal bid, BigDecimal ask, List<Quote> quotes) implements Rate {

        /** What is owned is worth what it can be sold for, what is owed what it costs to buy. */
        public BigDecimal convert(BigDecimal amount) {
            return amount.multiply(amount.signum() >= 0 ? bid : ask);
        }

        /** The time of its oldest quote; null where it is made of none. */
        public @Nullable Instant quoteTime() {
            return quotes.stream().map(Quote::quoteTime).min(Instant::compareTo).orElse(null);
        }

        /** Whether one of its quotes is. */
        public boolean isStale(Freshness freshness) {
            return quotes.stream().anyMatch(quote -> freshness.isStale(quote.quoteTime()));
        }

        Known inverted() {
            return new Known(BigDecimal.ONE.divide(ask, DIGITS), BigDecimal.ONE.divide(bid, DIGITS), quotes);
        }

        Known then(Known next) {
            List<Quote> both = new ArrayList<>(quotes);
            both.addAll(next.quotes);
            return new Known(bid.multiply(next.bid, DIGITS), ask.multiply(next.ask, DIGITS), List.copyOf(both));
        }
    }

    /** @param why the rate, or the quote of it, that there is none of */
    record Unknown(Missing why) implements Rate {}

    /** Precision of a rate. What is shown is what was reckoned with. */
    MathContext DIGITS = new MathContext(18, RoundingMode.HALF_EVEN);

    /** Of an asset in itself. */
    Known SAME = new Known(BigDecimal.ONE, BigDecimal.ONE, List.of());

    /** As it is quoted. */
    static Known of(Quote quote) {
        return new Known(quote.bidPx(), quote.askPx(), List.of(quote));
    }
}
