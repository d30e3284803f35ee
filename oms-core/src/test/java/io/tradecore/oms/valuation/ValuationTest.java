package io.tradecore.oms.valuation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.MinorUnits;
import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.position.SettledPosition;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuationTest {

    @ParameterizedTest(name = "{0}")
    @DisplayName("A position is valued at what it would close at, in its instrument's currency")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                a long is marked at the bid                    |  2     | 100   | 1  |  99    | 101    |  99    |   -2.00 |  198.00
                a long gains when the bid is above its average |  2     | 100   | 1  | 104    | 105    | 104    |    8.00 |  208.00
                a short is marked at the ask                   | -2     | 100   | 1  |  99    | 101    | 101    |   -2.00 | -202.00
                a short gains when the ask is below            | -2     | 100   | 1  |  90    |  91    |  91    |   18.00 | -182.00
                the multiplier counts                          |  3     |  10   | 50 |  11    |  12    |  11    |  150.00 | 1650.00
                a long loses through zero                      |  2     |   5   | 1  |  -37.63| -37.00 | -37.63 |  -85.26 |  -75.26
                a short gains through zero                     | -2     |   5   | 1  |  -38   | -37.63 | -37.63 |   85.26 |   75.26
                a long bought below zero gains up to it        |  1     | -10   | 1  |   0    |   1    |   0    |   10.00 |    0.00
                a half of the minor unit goes to the even one  |  0.001 | 100   | 1  | 105    | 106    | 105    |    0.00 |    0.10
                and above it up                                |  0.003 | 100   | 1  | 105    | 106    | 105    |    0.02 |    0.32
                """)
    void marks(
            String rule,
            String qty,
            String avgPx,
            String multiplier,
            String bidPx,
            String askPx,
            String mark,
            String unrealised,
            String marketValue) {
        Market market = new Market().instrument("OIL", "USD", multiplier).quote("OIL", bidPx, askPx);

        PositionValue value = new Valuation(market, market).value(Market.position("OIL", qty, avgPx));

        assertThat(value.mark()).as(rule).isEqualByComparingTo(mark);
        assertThat(value.unrealisedPnl()).as(rule).isEqualTo(new BigDecimal(unrealised));
        assertThat(value.marketValue()).as(rule).isEqualTo(new BigDecimal(marketValue));
        assertThat(value.quoteTime()).isEqualTo(Market.NOW);
        assertThat(value.currency()).isEqualTo("USD");
        assertThat(value.missing()).isNull();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("An inverse contract is valued in the asset it settles in, by the harmonic form")
    @CsvSource(delimiter = '|', textBlock = """
                a long at the bid gains less and less | 10  | 50000 | 62500 | 62600 |  0.00400000 |  0.01600000
                a short at the ask                    | -10 | 50000 | 39000 | 40000 |  0.00500000 | -0.02500000
                a long that loses                     | 10  | 50000 | 40000 | 40100 | -0.00500000 |  0.02500000
                """)
    void inverse(
            String rule, String qty, String avgPx, String bidPx, String askPx, String unrealised, String marketValue) {
        Market market = new Market().inverse("BTCUSDPERP", "BTC").quote("BTCUSDPERP", bidPx, askPx);

        PositionValue value = new Valuation(market, market).value(Market.position("BTCUSDPERP", qty, avgPx));

        assertThat(value.currency()).as(rule).isEqualTo("BTC");
        assertThat(value.unrealisedPnl()).as(rule).isEqualTo(new BigDecimal(unrealised));
        assertThat(value.marketValue()).as(rule).isEqualTo(new BigDecimal(marketValue));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName(
            "What was settled is in the cash: what is unrealised counts from the settlement on, and with what was paid it is the gain")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                not settled yet         |  10 | - |  -10.00
                a long that was paid    |  10 | 103 | -40.00
                a short that has paid   | -10 | 103 | 20.00
                """)
    void settled(String rule, String qty, @Nullable BigDecimal settlementPx, String unrealised) {
        Market market = new Market().instrument("OIL", "USD", "1").quote("OIL", "99", "101");
        var settled = new SettledPosition(Market.position("OIL", qty, "100"), settlementPx);

        PositionValue value = new Valuation(market, market).value(settled);

        assertThat(value.position().avgPx()).as(rule).isEqualByComparingTo("100");
        assertThat(value.unrealisedPnl()).as(rule).isEqualTo(new BigDecimal(unrealised));
        assertThat(settled.paid(Payoff.linear(BigDecimal.ONE)).add(new BigDecimal(unrealised)))
                .isEqualByComparingTo(
                        new Valuation(market, market).value(settled.position()).unrealisedPnl());
    }

    @Test
    void aPriceOfNothingTellsNothingOfAnInverseContract() {
        Market market = new Market().inverse("BTCUSDPERP", "BTC").quote("BTCUSDPERP", "0", "1");

        PositionValue value = new Valuation(market, market).value(Market.position("BTCUSDPERP", "1", "50000"));

        assertThat(value.missing()).isEqualTo(Missing.quote("BTCUSDPERP"));
    }

    @Test
    void whatIsUnrealisedIsWhatClosingAtTheMarkRealises() {
        Market market = new Market().instrument("OIL", "USD", "10").quote("OIL", "-1.50", "-1.25");
        for (String qty : new String[] {"3", "-3", "0.001", "-7.5"}) {
            var position = Market.position("OIL", qty, "2.75");
            PositionValue value = new Valuation(market, market).value(position);
            BigDecimal mark = Objects.requireNonNull(value.mark());
            var side = position.qty().signum() > 0 ? Side.SELL : Side.BUY;
            var closed =
                    position.trade(side, position.qty().abs(), mark, Payoff.linear(BigDecimal.TEN), BigDecimal.ZERO);
            assertThat(closed.avgPx()).isNull();
            assertThat(value.unrealisedPnl()).as(qty).isEqualByComparingTo(MinorUnits.round(closed.realisedPnl(), 2));
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("Where something is missing there is no figure, and what is missing is named")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                no quote of the instrument         | OIL  | 1 | 10 | QUOTE
                no such instrument                 | NONE | 1 | 10 | INSTRUMENT
                a flat position misses nothing     | OIL  | 0 | -  | -
                """)
    void missing(String rule, String symbol, String qty, @Nullable String avgPx, Missing.@Nullable What what) {
        Market market = new Market().instrument("OIL", "USD", "1");

        PositionValue value = new Valuation(market, market).value(Market.position(symbol, qty, avgPx));

        assertThat(value.mark()).as(rule).isNull();
        assertThat(value.unrealisedPnl()).as(rule).isNull();
        assertThat(value.marketValue()).as(rule).isNull();
        Missing missing = value.missing();
        assertThat(missing == null ? null : missing.what()).as(rule).isEqualTo(what);
        assertThat(missing == null ? symbol : missing.symbol()).isEqualTo(symbol);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A quote is stale when it is older than it may be, or from the future by as much")
    @CsvSource(delimiter = '|', textBlock = """
                as old as it may be        |  5000 | false
                a millisecond older        |  5001 | true
                a clock that is ahead      | -5000 | false
                a clock too far ahead      | -5001 | true
                """)
    void stale(String rule, long ageMs, boolean stale) {
        var freshness = new Freshness(Market.NOW, Duration.ofSeconds(5));
        assertThat(freshness.isStale(Market.NOW.minusMillis(ageMs))).as(rule).isEqualTo(stale);
        assertThat(freshness.age(Market.NOW.minusMillis(ageMs)).toMillis()).isEqualTo(ageMs);
    }

    @Test
    void theFiguresOfOneValuationAreOfTheSameQuotes() {
        Market market = new Market().quote("OIL", "1", "2");
        var quotes = new QuotesAtOnce(market);
        assertThat(quotes.quote("GAS")).isNull();
        var first = quotes.quote("OIL");
        market.quote("OIL", "3", "4").quote("GAS", "1", "2");

        assertThat(quotes.quote("OIL")).isSameAs(first);
        assertThat(quotes.quote("GAS")).isNull();
    }
}
