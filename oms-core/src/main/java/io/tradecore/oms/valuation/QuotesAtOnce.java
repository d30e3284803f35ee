package io.tradecore.oms.valuation;

import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.instrument.Quote;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hot quotes that stand still: a symbol that is asked for again gets the same answer, so that the figures of one account are all of the
 * same quotes. For one valuation in one thread.
 */
public final class QuotesAtOnce implements HotQuotes {
    private final HotQuotes quotes;
    private final Map<String, @Nullable Quote> seen = new HashMap<>();

    public QuotesAtOnce(HotQuotes quotes) {
        this.quotes = quotes;
    }

    @Override
    public @Nullable Quote quote(String symbol) {
        if (!seen.containsKey(symbol)) {
            seen.put(symbol, quotes.quote(symbol));
        }
        return seen.get(symbol);
    }
}
