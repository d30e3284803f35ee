package io.tradecore.api.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import io.tradecore.oms.valuation.Freshness;
import io.tradecore.oms.valuation.Rate;
import io.tradecore.oms.valuation.RatePair;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pair of assets and its rate now.
 *
 * @param symbol whose quotes tell it
 * @param inverted whether they are prices of one toAsset in fromAsset
 * @param bid what a unit that is owned comes to; null without a quote above zero
 * @param ask what a unit that is owed costs
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RatePairView(
        String fromAsset,
        String toAsset,
        String symbol,
        boolean inverted,
        @Nullable String bid,
        @Nullable String ask,
        @Nullable Instant quoteTime,
        @Nullable Long quoteAgeMs,
        @Nullable Boolean stale) {

    static RatePairView of(RatePair pair, Rate rate, Freshness freshness) {
        return switch (rate) {
            case Rate.Known known -> of(pair, known, known.quoteTime(), freshness);
            case Rate.Unknown _ ->
                new RatePairView(
                        pair.fromAsset(), pair.toAsset(), pair.symbol(), pair.inverted(), null, null, null, null, null);
        };
    }

    private static RatePairView of(RatePair pair, Rate.Known rate, @Nullable Instant quoteTime, Freshness freshness) {
        return new RatePairView(
                pair.fromAsset(),
                pair.toAsset(),
                pair.symbol(),
                pair.inverted(),
                Decimals.text(rate.bid()),
                Decimals.text(rate.ask()),
                quoteTime,
                quoteTime == null ? null : freshness.age(quoteTime).toMillis(),
                rate.isStale(freshness));
    }
}
