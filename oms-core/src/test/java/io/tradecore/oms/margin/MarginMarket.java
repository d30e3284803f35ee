package io.tradecore.oms.margin;

import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.MarginTerms.Netting;
import io.tradecore.oms.instrument.MarginTerms.Tier;
import io.tradecore.oms.instrument.MarginTerms.Unit;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.margin.MarginBook.Exposure;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.session.TradingCalendar;
import io.tradecore.oms.valuation.Freshness;
import io.tradecore.oms.valuation.RatePair;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A market to mark accounts by, told in words. Instruments: CFD, 10 % and 5 %; TIERS, the same, of what is above 1,000 20 % and 10 %, above
 * 5,000 50 % and 25 %; FUT, 10 and 8 for each; DAX, as CFD, in EUR; INV, inverse, 100 USD each, 10 % and 5 %, in BTC; NEAR and FAR, as CFD, of one
 * underlying whose sides make up for 80 %; BARE, no margin terms. Quotes are "symbol bid ask", with "old" behind where they are stale.
 */
final class MarginMarket implements Instruments {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration MAX_AGE = Duration.ofSeconds(5);
    private static final BigDecimal FEE_RATE = new BigDecimal("0.001");

    private static final MarginTerms TEN_PERCENT =
            new MarginTerms(Unit.RATE, new BigDecimal("0.1"), new BigDecimal("0.05"));
    private static final MarginTerms TIERED = new MarginTerms(
            Unit.RATE,
            new BigDecimal("0.1"),
            new BigDecimal("0.05"),
            List.of(tier("1000", "0.2", "0.1"), tier("5000", "0.5", "0.25")),
            null);
    private static final MarginTerms NETTED = new MarginTerms(
            Unit.RATE,
            new BigDecimal("0.1"),
            new BigDecimal("0.05"),
            List.of(),
            new Netting("CRUDE", new BigDecimal("0.8")));
    private static final MarginTerms EACH =
            new MarginTerms(Unit.PER_CONTRACT, new BigDecimal("10"), new BigDecimal("8"));

    private final Map<String, Instrument> instruments = new HashMap<>();
    private final Map<String, Quote> quotes = new HashMap<>();

    MarginMarket(@Nullable String quotes) {
        add("CFD", "USD", 2, "1", false, TEN_PERCENT);
        add("TIERS", "USD", 2, "1", false, TIERED);
        add("FUT", "USD", 2, "1", false, EACH);
        add("DAX", "EUR", 2, "1", false, TEN_PERCENT);
        add("INV", "BTC", 8, "100", true, TEN_PERCENT);
        add("NEAR", "USD", 2, "1", false, NETTED);
        add("FAR", "USD", 2, "1", false, NETTED);
        add("BARE", "USD", 2, "1", false, null);
        for (String quote : parts(quotes)) {
            quote(quote.split(" "));
        }
    }

    private void quote(String[] words) {
        Instant time = words.length > 3 ? NOW.minus(MAX_AGE).minusMillis(1) : NOW.minus(MAX_AGE);
        BigDecimal size = BigDecimal.TEN;
        quotes.put(words[0], new Quote(words[0], new BigDecimal(words[1]), size, new BigDecimal(words[2]), size, time));
    }

    private static Tier tier(String above, String initial, String maintenance) {
        return new Tier(new BigDecimal(above), new BigDecimal(initial), new BigDecimal(maintenance));
    }

    private void add(
            String symbol,
            String settlCurrency,
            int settlScale,
            String multiplier,
            boolean inverse,
            @Nullable MarginTerms terms) {
        instruments.put(
                symbol,
                new Instrument(
                        symbol,
                        "SIM",
                        inverse ? "USD" : settlCurrency,
                        2,
                        2,
                        0,
                        new BigDecimal("0.01"),
                        BigDecimal.ONE,
                        new BigDecimal(multiplier),
                        new BigDecimal("1000"),
                        new BigDecimal("50000"),
                        new BigDecimal("0.1"),
                        FEE_RATE,
                        true,
                        TradingCalendar.ALWAYS,
                        false,
                        new Contract(SecurityType.CFD, inverse, false, settlCurrency, settlScale, terms, null)));
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
        return asset.equals("BTC") ? 8 : 2;
    }

    /** Ten percent of GBP. */
    @Override
    public BigDecimal assetHaircut(String asset) {
        return asset.equals("GBP") ? new BigDecimal("0.1") : BigDecimal.ZERO;
    }

    /** A look at it that takes a fifth of what is stale. */
    Marking look() {
        return new Marking(
                this,
                quotes::get,
                List.of(
                        new RatePair("EUR", "USD", "EURUSD", false),
                        new RatePair("GBP", "USD", "GBPUSD", false),
                        new RatePair("BTC", "USD", "BTCUSD", false)),
                new Freshness(NOW, MAX_AGE),
                new BigDecimal("0.2"));
    }

    /**
     * An account in USD.
     *
     * @param cash "asset amount", several divided by commas
     * @param exposures "symbol qty avgPx", with "buys sells" behind where orders are open; a leg has its name before its qty
     */
    static MarginBook book(@Nullable String cash, @Nullable String exposures, MarginSettings settings) {
        MarginBook empty = MarginBook.empty("USD", 2, settings);
        TreeMap<String, BigDecimal> posted = new TreeMap<>();
        for (String line : parts(cash)) {
            String[] words = line.split(" ");
            posted.put(words[0], new BigDecimal(words[1]));
        }
        Map<String, Exposure> bySymbol = new TreeMap<>();
        for (String line : parts(exposures)) {
            Exposure one = exposure(line.split(" "));
            bySymbol.merge(one.symbol(), one, MarginMarket::both);
        }
        return new MarginBook("USD", 2, settings, posted, empty.withheld(), List.copyOf(bySymbol.values()));
    }

    private static Exposure exposure(String[] words) {
        boolean leg = Arrays.stream(Leg.values()).anyMatch(one -> one.name().equals(words[1]));
        int at = leg ? 2 : 1;
        BigDecimal qty = new BigDecimal(words[at]);
        Position position = new Position(
                words[0],
                qty,
                qty.signum() == 0 ? null : new BigDecimal(words[at + 1]),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                leg ? Leg.valueOf(words[1]) : Leg.NET);
        boolean orders = words.length > at + 2;
        return new Exposure(
                words[0],
                List.of(position),
                orders ? new BigDecimal(words[at + 2]) : BigDecimal.ZERO,
                orders ? new BigDecimal(words[at + 3]) : BigDecimal.ZERO);
    }

    private static Exposure both(Exposure one, Exposure other) {
        List<Position> legs = new ArrayList<>(one.positions());
        legs.addAll(other.positions());
        return new Exposure(
                one.symbol(),
                legs,
                one.pendingBuy().add(other.pendingBuy()),
                one.pendingSell().add(other.pendingSell()));
    }

    private static List<String> parts(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(Objects.requireNonNull(text).split(","))
                        .map(String::trim)
                        .toList();
    }
}
