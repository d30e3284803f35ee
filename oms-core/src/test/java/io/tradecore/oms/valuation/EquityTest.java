package io.tradecore.oms.valuation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.oms.account.AccountType;
import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.position.Position;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EquityTest {
    private static final String PAIRS = "EUR USD EURUSD, JPY USD USDJPY inverted";

    @ParameterizedTest(name = "{0}")
    @DisplayName(
            "Equity is cash with what positions would bring, or with what is unrealised, by what cash has paid for")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                cash alone                                   | CASH   | USD 100           | -             | -                 |  100     |   0    |    0    |  100
                a CASH account has paid for its position     | CASH   | USD 900           | OIL 1 100     | -                 |  900     |   4    |  104    | 1004
                a MARGIN account has not                     | MARGIN | USD 1000          | OIL 1 100     | -                 | 1000     |   4    |  104    | 1004
                a short of a MARGIN account                  | MARGIN | USD 1000          | OIL -1 100    | -                 | 1000     |  -5    | -105    |  995
                foreign cash at the bid                      | CASH   | EUR 100, USD 10   | -             | EURUSD 1.08 1.09  |  118     |   0    |    0    |  118
                foreign debt at the ask                      | CASH   | EUR -100, USD 10  | -             | EURUSD 1.08 1.09  |  -99     |   0    |    0    |  -99
                a position in a foreign currency             | CASH   | USD 0             | DAX 2 100     | EURUSD 1.08 1.09  |    0     |  21.60 |  237.60 |  237.60
                its loss costs the ask                       | MARGIN | USD 0             | DAX 2 120     | EURUSD 1.08 1.09  |    0     | -21.80 |  237.60 |  -21.80
                yen by an inverted pair                      | CASH   | JPY 15000         | -             | USDJPY 149 150    |  100     |   0    |    0    |  100
                flat positions and empty cash need nothing   | CASH   | EUR 0, USD 1      | NONE 0 -      | -                 |    1     |   0    |    0    |    1
                """)
    void addsUp(
            String rule,
            String type,
            String cash,
            @Nullable String positions,
            @Nullable String quotes,
            String cashTotal,
            String unrealised,
            String marketValue,
            String equity) {
        Equity found = equity(type, cash, positions, quotes);

        assertThat(found.missing()).as(rule).isEmpty();
        assertThat(found.cashTotal()).as(rule).isEqualByComparingTo(cashTotal);
        assertThat(found.unrealisedTotal()).as(rule).isEqualByComparingTo(unrealised);
        assertThat(found.marketValueTotal()).as(rule).isEqualByComparingTo(marketValue);
        assertThat(found.equity()).as(rule).isEqualByComparingTo(equity);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A total that lacks a line is null, the others stand, and each thing missing is named once")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                a position without a quote     | USD 10         | GAS 1 5           | -                |  10 | -   | -   | QUOTE GAS - -
                cash without a pair            | GBP 1, USD 1   | -                 | -                |  -  | 0   | -   | RATE - GBP USD
                cash without a rate's quote    | EUR 1          | OIL 1 100         | -                |  -  | 4   | -   | RATE_QUOTE EURUSD EUR USD
                the same twice is named once   | EUR 1          | DAX 1 100         | -                |  -  | -   | -   | RATE_QUOTE EURUSD EUR USD
                each of several                | GBP 1          | GAS 1 5, DAX 1 1  | -                |  -  | -   | -   | RATE - GBP USD; QUOTE GAS - -; RATE_QUOTE EURUSD EUR USD
                """)
    void lacks(
            String rule,
            String cash,
            @Nullable String positions,
            @Nullable String quotes,
            @Nullable BigDecimal cashTotal,
            @Nullable BigDecimal unrealised,
            @Nullable BigDecimal equity,
            String missing) {
        Equity found = equity("MARGIN", cash, positions, quotes);

        assertThat(plain(found.cashTotal())).as(rule).isEqualTo(plain(cashTotal));
        assertThat(plain(found.unrealisedTotal())).as(rule).isEqualTo(plain(unrealised));
        assertThat(plain(found.equity())).as(rule).isEqualTo(plain(equity));
        assertThat(found.missing().stream()
                        .map(one -> String.join(
                                " ",
                                one.what().name(),
                                orDash(one.symbol()),
                                orDash(one.fromAsset()),
                                orDash(one.toAsset()))))
                .as(rule)
                .containsExactlyInAnyOrder(missing.split("; ", -1));
    }

    @Test
    void theOldestQuoteOfMarksAndRatesTellsTheAge() {
        Market market = market().quote("OIL", "104", "105", Market.NOW.minusSeconds(2))
                .quote("EURUSD", "1.08", "1.09", Market.NOW.minusSeconds(9));
        Equity equity = equity("CASH", "EUR 1", "OIL 1 100", market);

        assertThat(equity.oldestQuoteTime()).isEqualTo(Market.NOW.minusSeconds(9));
        assertThat(equity.isStale(new Freshness(Market.NOW, Duration.ofSeconds(9))))
                .isFalse();
        assertThat(equity.isStale(new Freshness(Market.NOW, Duration.ofSeconds(8))))
                .isTrue();
        assertThat(equity("CASH", "USD 1", null, market).oldestQuoteTime()).isNull();
    }

    @Test
    void tradingAtTheMarkChangesNoAccountsWorth() {
        // What an account is worth is what was paid in, what it realised and what it has not realised, less fees: for
        // both forms,
        // whatever is traded, as long as everything is in one currency.
        var random = new Random(20261121);
        for (int round = 0; round < 200; round++) {
            Market market = new Market().instrument("OIL", "USD", "10");
            Position position = Position.flat("OIL");
            BigDecimal paidIn = new BigDecimal("1000000.00");
            BigDecimal cashOfCash = paidIn;
            for (int fill = 0; fill < 20; fill++) {
                Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
                BigDecimal qty = BigDecimal.valueOf(1 + random.nextInt(9));
                BigDecimal px = BigDecimal.valueOf(random.nextInt(20_000) - 5_000L, 2);
                BigDecimal fee = BigDecimal.valueOf(random.nextInt(200), 2);
                BigDecimal notional = qty.multiply(px).multiply(BigDecimal.TEN);
                position = position.trade(side, qty, px, Payoff.linear(BigDecimal.TEN), fee);
                cashOfCash = cashOfCash
                        .subtract(side == Side.BUY ? notional : notional.negate())
                        .subtract(fee);
            }
            market.quote("OIL", "77.31", "77.31");
            BigDecimal cashOfMargin =
                    paidIn.add(position.realisedPnl()).subtract(position.fees()).setScale(2, RoundingMode.HALF_EVEN);

            BigDecimal cash = equityOf("CASH", cashOfCash, position, market);
            BigDecimal margin = equityOf("MARGIN", cashOfMargin, position, market);

            // Realised and unrealised are rounded each for itself.
            assertThat(cash.subtract(margin).abs()).as("round " + round).isLessThanOrEqualTo(new BigDecimal("0.01"));
        }
    }

    private static BigDecimal equityOf(String type, BigDecimal cash, Position position, Market market) {
        Equity equity = Equity.of(
                EquityForm.of(AccountType.valueOf(type)),
                "USD",
                2,
                new TreeMap<>(Map.of("USD", cash)),
                List.of(new Valuation(market, market).value(position)),
                new Rates(List.of(), market));
        return Objects.requireNonNull(equity.equity());
    }

    private static Market market() {
        return new Market()
                .instrument("OIL", "USD", "1")
                .instrument("GAS", "USD", "1")
                .instrument("DAX", "EUR", "1")
                .quote("OIL", "104", "105")
                .quote("DAX", "110", "111");
    }

    private static Equity equity(String type, String cash, @Nullable String positions, @Nullable String quotes) {
        return equity(type, cash, positions, market().quotes(quotes));
    }

    private static Equity equity(String type, String cash, @Nullable String positions, Market market) {
        SortedMap<String, BigDecimal> lines = new TreeMap<>();
        Arrays.stream(cash.split(", ", -1))
                .map(one -> one.split(" ", -1))
                .forEach(words -> lines.put(words[0], new BigDecimal(words[1])));
        var valuation = new Valuation(market, market);
        List<PositionValue> values = positions == null
                ? List.of()
                : Arrays.stream(positions.split(", ", -1))
                        .map(one -> one.split(" ", -1))
                        .map(words -> Market.position(words[0], words[1], words[2].equals("-") ? null : words[2]))
                        .map(valuation::value)
                        .toList();
        return Equity.of(
                EquityForm.of(AccountType.valueOf(type)),
                "USD",
                2,
                lines,
                values,
                new Rates(Market.pairs(PAIRS), market));
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }

    private static @Nullable String plain(@Nullable BigDecimal value) {
        return value == null ? null : value.stripTrailingZeros().toPlainString();
    }
}
