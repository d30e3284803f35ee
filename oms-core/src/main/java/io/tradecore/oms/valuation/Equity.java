package io.tradecore.oms.valuation;

import io.tradecore.ledger.MinorUnits;
import io.tradecore.oms.instrument.Quote;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an account is worth in its base currency. Every line is converted and rounded half-even at the base currency's minor unit by
 * itself, and a total is the sum of its lines: what is shown adds up. A total that lacks a line is null, never a sum of the others.
 *
 * @param cash by asset
 * @param positions those that are not flat
 * @param rates by the asset they are from, to the base currency; none for the base currency itself
 * @param cashTotal what was posted to cash, held or not: what is held is still the account's
 * @param equity the cash total with that of market values, or of what is unrealised, by the account's form
 * @param missing what there is no figure for, each once
 */
public record Equity(
        EquityForm form,
        String baseCurrency,
        List<CashLine> cash,
        List<PositionLine> positions,
        SortedMap<String, Rate> rates,
        @Nullable BigDecimal cashTotal,
        @Nullable BigDecimal unrealisedTotal,
        @Nullable BigDecimal marketValueTotal,
        @Nullable BigDecimal equity,
        List<Missing> missing) {

    /** Cash of an asset, and what it is worth in the base currency. */
    public record CashLine(
            String asset, BigDecimal posted, @Nullable BigDecimal inBase) {}

    /** A position at its mark, and its figures in the base currency. */
    public record PositionLine(
            PositionValue value,
            @Nullable BigDecimal unrealisedInBase,
            @Nullable BigDecimal marketValueInBase) {}

    /**
     * @param baseScale decimals of the base currency's minor unit
     * @param cash posted, by asset
     * @param positions flat ones are left out
     */
    public static Equity of(
            EquityForm form,
            String baseCurrency,
            int baseScale,
            SortedMap<String, BigDecimal> cash,
            Collection<PositionValue> positions,
            Rates rates) {
        var conversion = new Conversion(baseCurrency, baseScale, rates);
        List<CashLine> cashLines = new ArrayList<>();
        cash.forEach((asset, posted) -> cashLines.add(new CashLine(asset, posted, conversion.inBase(asset, posted))));
        List<PositionLine> positionLines = positions.stream()
                .filter(value -> value.position().qty().signum() != 0)
                .map(conversion::line)
                .toList();
        BigDecimal cashTotal = total(cashLines, CashLine::inBase);
        BigDecimal unrealised = total(positionLines, PositionLine::unrealisedInBase);
        BigDecimal marketValue = total(positionLines, PositionLine::marketValueInBase);
        return new Equity(
                form,
                baseCurrency,
                List.copyOf(cashLines),
                positionLines,
                conversion.used,
                cashTotal,
                unrealised,
                marketValue,
                switch (form) {
                    case CASH_AND_MARKET_VALUE -> sum(cashTotal, marketValue);
                    case CASH_AND_UNREALISED -> sum(cashTotal, unrealised);
                },
                List.copyOf(conversion.missing));
    }

    /** The time of the oldest quote any figure is made of; null where there is none. */
    public @Nullable Instant oldestQuoteTime() {
        return quoteTimes().min(Instant::compareTo).orElse(null);
    }

    /** Whether any of these quotes is. */
    public boolean isStale(Freshness freshness) {
        return quoteTimes().anyMatch(freshness::isStale);
    }

    private Stream<Instant> quoteTimes() {
        Stream<Instant> marks =
                positions.stream().map(line -> line.value().quoteTime()).filter(Objects::nonNull);
        Stream<Instant> ofRates = rates.values().stream().flatMap(rate -> switch (rate) {
            case Rate.Known known -> known.quotes().stream().map(Quote::quoteTime);
            case Rate.Unknown _ -> Stream.empty();
        });
        return Stream.concat(marks, ofRates);
    }

    /** Null where a line has no figure. */
    private static <L> @Nullable BigDecimal total(List<L> lines, Function<L, @Nullable BigDecimal> figure) {
        BigDecimal total = BigDecimal.ZERO;
        for (L line : lines) {
            total = sum(total, figure.apply(line));
        }
        return total;
    }

    private static @Nullable BigDecimal sum(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one == null || other == null ? null : one.add(other);
    }

    /** Converts to the base currency, and keeps what it used and what it missed. */
    private static final class Conversion {
        private final String baseCurrency;
        private final int baseScale;
        private final Rates rates;
        private final SortedMap<String, Rate> used = new TreeMap<>();
        private final Set<Missing> missing = new LinkedHashSet<>();

        Conversion(String baseCurrency, int baseScale, Rates rates) {
            this.baseCurrency = baseCurrency;
            this.baseScale = baseScale;
            this.rates = rates;
        }

        PositionLine line(PositionValue value) {
            if (value.missing() != null) {
                missing.add(value.missing());
            }
            String currency = value.currency();
            return new PositionLine(
                    value, inBase(currency, value.unrealisedPnl()), inBase(currency, value.marketValue()));
        }

        /** Nothing is nothing in every currency: it takes no rate. */
        @Nullable
        BigDecimal inBase(@Nullable String asset, @Nullable BigDecimal amount) {
            if (asset == null || amount == null) {
                return null;
            }
            if (amount.signum() == 0 || asset.equals(baseCurrency)) {
                return amount;
            }
            return switch (used.computeIfAbsent(asset, from -> rates.rate(from, baseCurrency))) {
                case Rate.Known known -> MinorUnits.round(known.convert(amount), baseScale);
                case Rate.Unknown(Missing why) -> {
                    missing.add(why);
                    yield null;
                }
            };
        }
    }
}
