package io.tradecore.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.Balance;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.account.Desks;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.margin.MarginBook;
import io.tradecore.oms.margin.MarginSettings;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.Stakes;
import io.tradecore.oms.risk.Stakes.Stake;
import io.tradecore.oms.session.TradingCalendar;
import io.tradecore.oms.trigger.TriggerTerms;
import io.tradecore.oms.valuation.RatePair;
import io.tradecore.oms.valuation.Rates;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An account in USD with 1000 USD, a position of 10 FUT1, which settles in USD and is quoted at 99 to 101, and of 10 FUT2, which settles
 * in EUR and is quoted likewise. Both take 10 %.
 */
class WholeMarginTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration MAX_AGE = Duration.ofSeconds(5);

    @ParameterizedTest(name = "{0}")
    @DisplayName(
            "Where the margin of the whole account cannot be told, nothing is opened by a code that says what is missing")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            all is there                         | -                 | passes
            a rate's quote as old as it may be   | EURUSD 5000       | passes
            no pair leads to the base currency   | no EURUSD         | RATE_MISSING {from=EUR, to=USD}
            the pair is not quoted               | EURUSD gone       | RATE_MISSING {from=EUR, symbol=EURUSD, to=USD}
            its quote is a millisecond too old   | EURUSD 5001       | QUOTE_STALE {maxQuoteAgeMs=5000, symbol=EURUSD}
            another position's as old as it may be | FUT2 5000       | passes
            a millisecond too old                | FUT2 5001         | QUOTE_STALE {maxQuoteAgeMs=5000, symbol=FUT2}
            as far in the future                 | FUT2 -5001        | QUOTE_STALE {maxQuoteAgeMs=5000, symbol=FUT2}
            and not quoted                       | FUT2 gone         | QUOTE_MISSING {symbol=FUT2}
            another position without terms       | FUT2 bare         | MARGIN_TERMS_MISSING {symbol=FUT2}
            of what is not known any more        | FUT2 unknown      | MARGIN_TERMS_MISSING {symbol=FUT2}
            cash of a currency without a rate    | cash GBP 1        | RATE_MISSING {from=GBP, to=USD}
            and none of it                       | cash GBP 0        | passes
            cash that is owed in one             | cash GBP -1       | RATE_MISSING {from=GBP, to=USD}
            """)
    void whatIsMissing(String rule, @Nullable String change, String told) {
        Setup setup = new Setup();
        if (change != null) {
            setup.change(change);
        }

        assertThat(told(setup.check(order("BUY 1 @ 100")))).as(rule).isEqualTo(told);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("Whatever is missing, what does not raise the margin of its instrument passes")
    @CsvSource(delimiter = '|', textBlock = """
            no EURUSD    | SELL 10 @ 100
            EURUSD gone  | SELL 10 @ 100
            EURUSD 5001  | SELL 10 @ 100
            FUT2 5001    | SELL 10 @ 100
            FUT2 gone    | SELL 10 @ 100
            FUT2 bare    | SELL 10 @ 100
            FUT2 unknown | SELL 10 @ 100
            cash GBP 1   | SELL 10 @ 100
            no EURUSD    | SELL 20 @ 100
            EURUSD 5001  | SELL 20 @ 100
            FUT2 gone    | SELL 20 @ 100 as it settles in another currency
            """)
    void whatRaisesNothing(String change, String order) {
        Setup setup = new Setup();
        setup.change(change);

        assertThat(told(setup.check(order(order.split(" as ", -1)[0])))).isEqualTo("passes");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("What waits for a price is marked as well, though its own price needs no quote")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -          | passes
            FUT1 5001  | QUOTE_STALE
            FUT1 gone  | QUOTE_MISSING
            """)
    void whatWaitsForAPrice(@Nullable String change, String told) {
        Setup setup = new Setup();
        setup.positions.clear();
        if (change != null) {
            setup.change(change);
        }
        PlaceOrder stop = new PlaceOrder(
                new AccountId(new UUID(1, 1)),
                new ClOrdId("C1"),
                "FUT1",
                Side.BUY,
                OrdType.STOP,
                Set.of(),
                Terms.of(BigDecimal.ONE, null, TimeInForce.DAY),
                new TriggerTerms(null, new BigDecimal("105"), null),
                null,
                null,
                "trader");

        assertThat(told(setup.check(stop)).split(" ", -1)[0]).isEqualTo(told);
    }

    /** What there is, and what of it is taken away. */
    private static final class Setup {
        private final Map<String, Instrument> instruments =
                new HashMap<>(Map.of("FUT1", future("FUT1", "USD", TENTH), "FUT2", future("FUT2", "EUR", TENTH)));
        private final Map<String, Quote> quotes = new HashMap<>();
        private final TreeMap<String, BigDecimal> cash = new TreeMap<>(Map.of("USD", new BigDecimal("1000")));
        private final List<RatePair> pairs = new ArrayList<>(List.of(new RatePair("EUR", "USD", "EURUSD", false)));
        private final List<Position> positions = new ArrayList<>(List.of(position("FUT1"), position("FUT2")));

        Setup() {
            quote("FUT1", "99", "101", NOW);
            quote("FUT2", "99", "101", NOW);
            quote("EURUSD", "1.1", "1.2", NOW);
        }

        private void quote(String symbol, String bidPx, String askPx, Instant time) {
            BigDecimal size = BigDecimal.TEN;
            quotes.put(symbol, new Quote(symbol, new BigDecimal(bidPx), size, new BigDecimal(askPx), size, time));
        }

        void change(String text) {
            String[] words = text.split(" ", -1);
            if (words[0].equals("no")) {
                pairs.clear();
                return;
            }
            switch (words[1]) {
                case "gone" -> quotes.remove(words[0]);
                case "bare" -> instruments.put(words[0], future(words[0], "EUR", null));
                case "unknown" -> instruments.remove(words[0]);
                case "GBP" -> cash.put("GBP", new BigDecimal(words[2]));
                default -> {
                    Quote was = Objects.requireNonNull(quotes.get(words[0]));
                    quote(
                            words[0],
                            was.bidPx().toPlainString(),
                            was.askPx().toPlainString(),
                            NOW.minusMillis(Long.parseLong(words[1])));
                }
            }
        }

        Verdict check(PlaceOrder order) {
            var known = TestDealings.instruments(instruments.values().toArray(Instrument[]::new));
            var checks = new LimitChecks(
                    quotes::get,
                    Clock.fixed(NOW, ZoneOffset.UTC),
                    MAX_AGE,
                    new BigDecimal("0.05"),
                    known,
                    () -> new Rates(pairs, quotes::get));
            List<MarginBook.Exposure> exposures = positions.stream()
                    .map(held ->
                            new MarginBook.Exposure(held.symbol(), List.of(held), BigDecimal.ZERO, BigDecimal.ZERO))
                    .toList();
            var book = new MarginBook("USD", 2, MarginSettings.DEFAULT, cash, new TreeMap<>(), exposures);
            var stakes = new Stakes(
                    positions.stream()
                            .map(held ->
                                    new Stake(instruments.get(held.symbol()), held, BigDecimal.ZERO, BigDecimal.ZERO))
                            .toList(),
                    _ -> BigDecimal.ZERO,
                    _ -> BigDecimal.ZERO,
                    null,
                    new Stakes.Whole(book, known, pairs),
                    _ -> false,
                    Stakes.Beside.NOTHING);
            var view = new AccountView(
                    AccountStatus.ACTIVE,
                    Desks.MAIN,
                    TestLimits.USER,
                    TestLimits.wide(NOW).now(),
                    line -> new Balance(cash.getOrDefault(line.asset(), BigDecimal.ZERO), BigDecimal.ZERO),
                    stakes,
                    TestDealings.none(NOW, "USD"));
            return checks.check(order, Objects.requireNonNull(instruments.get("FUT1")), view);
        }
    }

    private static String told(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Passed _ -> "passes";
            case Verdict.Denied denied -> denied.reason() + " " + new TreeMap<>(denied.numbers());
        };
    }

    private static PlaceOrder order(String text) {
        String[] words = text.split(" ", -1);
        return new PlaceOrder(
                new AccountId(new UUID(1, 1)),
                new ClOrdId("C1"),
                "FUT1",
                Side.valueOf(words[0]),
                OrdType.LIMIT,
                Set.of(),
                Terms.of(new BigDecimal(words[1]), new BigDecimal(words[3]), TimeInForce.DAY),
                null,
                null,
                null,
                "trader");
    }

    private static Position position(String symbol) {
        return new Position(symbol, BigDecimal.TEN, new BigDecimal("99"), BigDecimal.ZERO, BigDecimal.ZERO, Leg.NET);
    }

    private static final MarginTerms TENTH =
            new MarginTerms(MarginTerms.Unit.RATE, new BigDecimal("0.1"), new BigDecimal("0.05"));

    private static Instrument future(String symbol, String currency, @Nullable MarginTerms margin) {
        return new Instrument(
                symbol,
                "SIM",
                currency,
                2,
                2,
                3,
                new BigDecimal("0.01"),
                new BigDecimal("0.001"),
                BigDecimal.ONE,
                new BigDecimal("1000"),
                new BigDecimal("1000000"),
                new BigDecimal("0.1"),
                new BigDecimal("0.001"),
                true,
                TradingCalendar.ALWAYS,
                false,
                new Contract(SecurityType.FUT, false, true, currency, 2, margin, null));
    }
}
