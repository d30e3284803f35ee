package io.tradecore.oms.valuation;

import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.instrument.Quote;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rates between assets by the hot quotes. The way from one asset to another depends on the pairs alone and never on which of them
 * is quoted: the pair of the two where there is one, otherwise two pairs over the asset in between that comes first by name. Safe for
 * use by many threads where the quotes are.
 */
public final class Rates {
    private final Map<String, Map<String, RatePair>> pairs = new TreeMap<>();
    private final HotQuotes quotes;

    public Rates(Collection<RatePair> pairs, HotQuotes quotes) {
        this.quotes = quotes;
        for (RatePair pair : pairs) {
            this.pairs
                    .computeIfAbsent(pair.fromAsset(), from -> new TreeMap<>())
                    .put(pair.toAsset(), pair);
        }
    }

    /** What one unit of an asset is worth in another, now. */
    public Rate rate(String fromAsset, String toAsset) {
        if (fromAsset.equals(toAsset)) {
            return Rate.SAME;
        }
        List<RatePair> way = way(fromAsset, toAsset);
        if (way.isEmpty()) {
            return new Rate.Unknown(Missing.rate(fromAsset, toAsset));
        }
        Rate.Known rate = Rate.SAME;
        for (RatePair pair : way) {
            Rate.Known step = rate(pair);
            if (step == null) {
                return new Rate.Unknown(Missing.rateQuote(pair.symbol(), fromAsset, toAsset));
            }
            rate = rate.then(step);
        }
        return rate;
    }

    private List<RatePair> way(String fromAsset, String toAsset) {
        RatePair direct = pair(fromAsset, toAsset);
        if (direct != null) {
            return List.of(direct);
        }
        for (RatePair first : pairs.getOrDefault(fromAsset, Map.of()).values()) {
            RatePair second = pair(first.toAsset(), toAsset);
            if (second != null) {
                return List.of(first, second);
            }
        }
        return List.of();
    }

    private @Nullable RatePair pair(String fromAsset, String toAsset) {
        return pairs.getOrDefault(fromAsset, Map.of()).get(toAsset);
    }

    /** Null where it is not quoted. A price of nothing or less is none of an asset. */
    private Rate.@Nullable Known rate(RatePair pair) {
        Quote quote = quotes.quote(pair.symbol());
        if (quote == null || quote.bidPx().signum() <= 0) {
            return null;
        }
        return pair.inverted() ? Rate.of(quote).inverted() : Rate.of(quote);
    }
}
