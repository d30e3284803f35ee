package io.tradecore.oms.valuation;

import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.session.TradingCalendar;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Instruments and quotes, written down as a table would have them. */
final class Market implements Instruments, HotQuotes {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final Map<String, Integer> SCALES = Map.of("USD", 2, "EUR", 2, "GBP", 2, "JPY", 0, "USDT", 8);

    private final Map<String, Instrument> instruments = new HashMap<>();
    private final Map<String, Quote> quotes = new HashMap<>();

    /** An instrument of a multiplier, priced in a currency. */
    Market instrument(String symbol, String currency, String multiplier) {
        instruments.put(
                symbol,
                new Instrument(
                        symbol,
                        "SIM",
                        currency,
                        Objects.requireNonNull(SCALES.get(currency)),
                        2,
                        3,
                        new BigDecimal("0.01"),
                        new BigDecimal("0.001"),
                        new BigDecimal(multiplier),
                        new BigDecimal("1000"),
                        new BigDecimal("1000000"),
                        new BigDecimal("0.1"),
                        BigDecimal.ZERO,
                        true));
        return this;
    }

    /** An inverse one of 100 a contract, priced in USD and settled in an asset of 8 decimals. */
    Market inverse(String symbol, String settlCurrency) {
        instruments.put(
                symbol,
                new Instrument(
                        symbol,
                        "SIM",
                        "USD",
                        2,
                        1,
                        0,
                        new BigDecimal("0.1"),
                        BigDecimal.ONE,
                        new BigDecimal("100"),
                        new BigDecimal("1000"),
                        new BigDecimal("1000000"),
                        new BigDecimal("0.1"),
                        BigDecimal.ZERO,
                        true,
                        TradingCalendar.ALWAYS,
                        false,
                        new Contract(SecurityType.PERP, true, false, settlCurrency, 8, null, null)));
        return this;
    }

    Market quote(String symbol, String bidPx, String askPx) {
        return quote(symbol, bidPx, askPx, NOW);
    }

    Market quote(String symbol, String bidPx, String askPx, Instant quoteTime) {
        quotes.put(
                symbol,
                new Quote(
                        symbol,
                        new BigDecimal(bidPx),
                        BigDecimal.ONE,
                        new BigDecimal(askPx),
                        BigDecimal.ONE,
                        quoteTime));
        return this;
    }

    /** "EURUSD 1.08 1.09, GBPUSD 1.25 1.26", or nothing. */
    Market quotes(@Nullable String text) {
        if (text != null) {
            for (String one : text.split(",", -1)) {
                String[] words = one.strip().split(" ", -1);
                quote(words[0], words[1], words[2]);
            }
        }
        return this;
    }

    /** "EUR USD EURUSD, USD EUR EURUSD inverted", or nothing. */
    static List<RatePair> pairs(@Nullable String text) {
        if (text == null) {
            return List.of();
        }
        return List.of(text.split(",", -1)).stream()
                .map(one -> one.strip().split(" ", -1))
                .map(words -> new RatePair(words[0], words[1], words[2], words.length == 4))
                .toList();
    }

    static Position position(String symbol, String qty, @Nullable String avgPx) {
        return new Position(
                symbol,
                new BigDecimal(qty),
                avgPx == null ? null : new BigDecimal(avgPx),
                BigDecimal.ZERO,
                BigDecimal.ZERO);
    }

    @Override
    public @Nullable Quote quote(String symbol) {
        return quotes.get(symbol);
    }

    @Override
    public @Nullable Instrument bySymbol(String symbol) {
        return instruments.get(symbol);
    }

    @Override
    public Collection<Instrument> all() {
        return instruments.values();
    }

    @Override
    public @Nullable Integer assetScale(String asset) {
        return SCALES.get(asset);
    }
}
