package io.tradecore.api.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.valuation.Equity;
import io.tradecore.oms.valuation.Freshness;
import io.tradecore.oms.valuation.Missing;
import io.tradecore.oms.valuation.PositionValue;
import io.tradecore.oms.valuation.Rate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an account is worth in its base currency, at the hot quotes.
 *
 * @param cash what is posted to cash, pending or not
 * @param unrealisedPnl of all positions, before fees
 * @param marketValue what closing all positions would bring
 * @param equity of a CASH account cash + marketValue, which its cash has paid for; of a MARGIN account cash + unrealisedPnl
 * @param oldestQuoteTime of all the quotes it is made of; null where it took none
 * @param stale whether one of these quotes is older than the checks of orders take
 * @param missing what there is no figure for; where it is not empty a total is null
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record EquityView(
        String accountId,
        String accountType,
        String baseCurrency,
        @Nullable String cash,
        @Nullable String unrealisedPnl,
        @Nullable String marketValue,
        @Nullable String equity,
        Instant valuedAt,
        @Nullable Instant oldestQuoteTime,
        @Nullable Long quoteAgeMs,
        boolean stale,
        List<CashView> balances,
        List<HoldingView> positions,
        List<RateView> rates,
        List<MissingView> missing) {

    /** Cash of an asset, and in the base currency; null where there is no rate. */
    @Serdeable.Serializable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record CashView(
            String asset, String posted, @Nullable String inBase) {}

    /** An open position at its mark: in the currency its instrument settles in, and in the base currency. */
    @Serdeable.Serializable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record HoldingView(
            String symbol,
            String leg,
            @Nullable String currency,
            String qty,
            @Nullable String avgPx,
            @Nullable String mark,
            @Nullable Instant quoteTime,
            @Nullable Long quoteAgeMs,
            @Nullable Boolean stale,
            @Nullable String unrealisedPnl,
            @Nullable String marketValue,
            @Nullable String unrealisedPnlInBase,
            @Nullable String marketValueInBase) {}

    /**
     * A rate to the base currency.
     *
     * @param bid what amounts above zero were multiplied by
     * @param ask what amounts below zero were multiplied by
     * @param symbols whose quotes it is made of, one or two
     * @param quoteTime of the oldest of them
     */
    @Serdeable.Serializable
    public record RateView(
            String fromAsset,
            String toAsset,
            String bid,
            String ask,
            List<String> symbols,
            Instant quoteTime,
            long quoteAgeMs,
            boolean stale) {}

    /** What there is no figure for, with what it concerns. */
    @Serdeable.Serializable
    public record MissingView(
            Missing.What what,
            @Nullable String symbol,
            @Nullable String fromAsset,
            @Nullable String toAsset) {}

    static EquityView of(String accountId, String accountType, Equity equity, Freshness freshness) {
        Instant oldest = equity.oldestQuoteTime();
        return new EquityView(
                accountId,
                accountType,
                equity.baseCurrency(),
                Decimals.textOrNull(equity.cashTotal()),
                Decimals.textOrNull(equity.unrealisedTotal()),
                Decimals.textOrNull(equity.marketValueTotal()),
                Decimals.textOrNull(equity.equity()),
                freshness.now(),
                oldest,
                oldest == null ? null : freshness.age(oldest).toMillis(),
                equity.isStale(freshness),
                equity.cash().stream()
                        .map(line -> new CashView(
                                line.asset(), Decimals.text(line.posted()), Decimals.textOrNull(line.inBase())))
                        .toList(),
                equity.positions().stream()
                        .map(line -> holding(line, freshness))
                        .toList(),
                equity.rates().entrySet().stream()
                        .filter(entry -> entry.getValue() instanceof Rate.Known)
                        .map(entry ->
                                rate(entry.getKey(), equity.baseCurrency(), (Rate.Known) entry.getValue(), freshness))
                        .toList(),
                equity.missing().stream()
                        .map(one -> new MissingView(one.what(), one.symbol(), one.fromAsset(), one.toAsset()))
                        .toList());
    }

    private static HoldingView holding(Equity.PositionLine line, Freshness freshness) {
        PositionValue value = line.value();
        Instant quoteTime = value.quoteTime();
        return new HoldingView(
                value.position().symbol(),
                value.position().leg().name(),
                value.currency(),
                Decimals.text(value.position().qty()),
                Decimals.textOrNull(value.position().avgPx()),
                Decimals.textOrNull(value.mark()),
                quoteTime,
                quoteTime == null ? null : freshness.age(quoteTime).toMillis(),
                quoteTime == null ? null : freshness.isStale(quoteTime),
                Decimals.textOrNull(value.unrealisedPnl()),
                Decimals.textOrNull(value.marketValue()),
                Decimals.textOrNull(line.unrealisedInBase()),
                Decimals.textOrNull(line.marketValueInBase()));
    }

    private static RateView rate(String fromAsset, String toAsset, Rate.Known rate, Freshness freshness) {
        Instant quoteTime = Objects.requireNonNull(rate.quoteTime());
        return new RateView(
                fromAsset,
                toAsset,
                Decimals.text(rate.bid()),
                Decimals.text(rate.ask()),
                rate.quotes().stream().map(Quote::symbol).toList(),
                quoteTime,
                freshness.age(quoteTime).toMillis(),
                rate.isStale(freshness));
    }
}
