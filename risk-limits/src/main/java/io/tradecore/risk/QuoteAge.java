package io.tradecore.risk;

import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a quote may be judged by.
 *
 * @param most oldest one, by its source's clock
 */
record QuoteAge(Clock clock, Duration most) {

    Verdict.@Nullable Denied check(String symbol, @Nullable Quote quote) {
        if (quote == null) {
            return new Verdict.Denied(
                    Reason.QUOTE_MISSING, "There is no quote to judge a price by.", Map.of("symbol", symbol));
        }
        Duration age = Duration.between(quote.quoteTime(), clock.instant());
        // A quote from the future is as little to be trusted as an old one.
        if (age.compareTo(most) <= 0 && age.negated().compareTo(most) <= 0) {
            return null;
        }
        return new Verdict.Denied(
                Reason.QUOTE_STALE,
                "The last quote is too old to judge a price by.",
                Map.of("quoteAgeMs", Long.toString(age.toMillis()), "maxQuoteAgeMs", Long.toString(most.toMillis())));
    }
}
