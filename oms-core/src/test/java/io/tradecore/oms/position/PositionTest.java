package io.tradecore.oms.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionTest {

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("Average cost: opening moves the average, closing realises, a flip opens the rest at the fill's price")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                opening sets the average             | B 10 @ 100                          |  10 | 100 |    0
                adding averages                      | B 10 @ 100, B 10 @ 110              |  20 | 105 |    0
                reducing keeps the average           | B 10 @ 100, S 4 @ 110               |   6 | 100 |   40
                closing clears it                    | B 10 @ 100, S 10 @ 90               |   0 | -   | -100
                a short gains when it falls          | S 10 @ 100, B 10 @ 90               |   0 | -   |  100
                adding to a short averages           | S 10 @ 100, S 30 @ 120              | -40 | 115 |    0
                a flip closes first                  | B 10 @ 100, S 15 @ 110              |  -5 | 110 |  100
                a flip back                          | S 5 @ 110, B 8 @ 100                |   3 | 100 |   50
                opening again starts afresh          | B 1 @ 100, S 1 @ 100, B 2 @ 50      |   2 |  50 |    0
                the average is kept to 12 decimals   | B 1 @ 1, B 2 @ 2                    |   3 | 1.666666666667 | 0
                a long loses below zero              | B 2 @ 5, S 2 @ -10                  |   0 | -   |  -30
                bought below zero                    | B 2 @ -10, S 1 @ -4                 |   1 | -10 |    6
                averages across zero                 | B 1 @ -10, B 3 @ 2                  |   4 | -1  |    0
                nothing at all is an average         | B 1 @ -2, B 1 @ 2                   |   2 |  0  |    0
                a short gains below zero             | S 2 @ 3, B 2 @ -1                   |   0 | -   |    8
                a flip below zero                    | S 2 @ -3, B 5 @ -4                  |   3 | -4  |    2
                """)
    void averageCost(String rule, String fills, String qty, @Nullable String avgPx, String realised) {
        Position position = Position.flat("BTCUSDT");
        for (String fill : fills.split(",", -1)) {
            String[] words = fill.strip().split(" ", -1);
            position = position.trade(
                    words[0].equals("B") ? Side.BUY : Side.SELL,
                    new BigDecimal(words[1]),
                    new BigDecimal(words[3]),
                    Payoff.linear(BigDecimal.ONE),
                    new BigDecimal("0.01"));
        }

        assertThat(position.qty()).as(rule).isEqualByComparingTo(qty);
        assertThat(position.realisedPnl()).as(rule).isEqualByComparingTo(realised);
        if (avgPx == null) {
            assertThat(position.avgPx()).as(rule).isNull();
        } else {
            assertThat(position.avgPx()).as(rule).isEqualByComparingTo(avgPx);
        }
        // Fees are a figure of their own and never move the average.
        assertThat(position.fees()).isEqualByComparingTo(new BigDecimal("0.01").multiply(fillCount(fills)));
    }

    private static BigDecimal fillCount(String fills) {
        return BigDecimal.valueOf(fills.split(",", -1).length);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("Inverse: 100 a contract, settled in the other currency, at the harmonic average")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                opening sets the average             | B 10 @ 20000                        |  10 | 20000 |  0
                adding averages what it is worth     | B 10 @ 20000, B 10 @ 30000          |  20 | 24000 |  0
                a long gains less than it would lose | B 20 @ 24000, S 20 @ 25000          |   0 | -     |  0.003333333333333333333333
                a long that falls loses more         | B 20 @ 24000, S 20 @ 23000          |   0 | -     | -0.003623188405797101449275
                a short gains when it falls          | S 20 @ 25000, B 20 @ 20000          |   0 | -     |  0.02
                reducing keeps the average           | S 20 @ 25000, B 5 @ 20000           | -15 | 25000 |  0.005
                a flip closes first                  | B 10 @ 20000, S 15 @ 25000          |  -5 | 25000 |  0.01
                """)
    void inverse(String rule, String fills, String qty, @Nullable String avgPx, String realised) {
        Payoff inverse = new Payoff(new BigDecimal("100"), true);
        Position position = Position.flat("BTCUSDPERP");
        for (String fill : fills.split(",", -1)) {
            String[] words = fill.strip().split(" ", -1);
            Side side = words[0].equals("B") ? Side.BUY : Side.SELL;
            position = position.trade(
                    side, new BigDecimal(words[1]), new BigDecimal(words[3]), inverse, new BigDecimal("-0.0001"));
        }

        assertThat(position.qty()).as(rule).isEqualByComparingTo(qty);
        assertThat(position.realisedPnl()).as(rule).isEqualByComparingTo(realised);
        assertThat(position.avgPx())
                .as(rule)
                .usingComparator(Comparator.nullsFirst(Comparator.naturalOrder()))
                .isEqualTo(avgPx == null ? null : new BigDecimal(avgPx));
        assertThat(position.fees())
                .as("a rebate is a negative fee")
                .isEqualByComparingTo(new BigDecimal("-0.0001").multiply(fillCount(fills)));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A fee in the traded asset leaves at the average, realises nothing, and counts at the fill's price")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                of what was bought                   |  10 | 100 |  0.5 | 110 |  9.5 | 100 |   55
                all there is                         | 0.5 | 100 |  0.5 | 110 |    0 | -   |   55
                more than there is opens a short     | 0.2 | 100 |  0.5 | 110 | -0.3 | 110 |   55
                of a short adds to it at the fill    |  -1 | 100 |    1 | 110 |   -2 | 105 |  110
                of nothing is owed                   |   0 | -   |  0.5 | 110 | -0.5 | 110 |   55
                a rebate adds at the fill            |   1 | 100 |   -1 | 110 |    2 | 105 | -110
                a rebate to a short                  |  -1 | 100 | -0.5 | 110 | -0.5 | 100 |  -55
                """)
    void feeInKind(
            String rule,
            BigDecimal qty,
            @Nullable BigDecimal avgPx,
            BigDecimal feeQty,
            BigDecimal lastPx,
            BigDecimal qtyAfter,
            @Nullable BigDecimal avgPxAfter,
            BigDecimal fees) {
        Position before = new Position("BTCUSDT", qty, avgPx, BigDecimal.TEN, BigDecimal.ZERO);

        Position after = before.feeInKind(feeQty, lastPx, Payoff.linear(BigDecimal.ONE));

        assertThat(after.qty()).as(rule).isEqualByComparingTo(qtyAfter);
        assertThat(after.avgPx())
                .as(rule)
                .usingComparator(Comparator.nullsFirst(Comparator.naturalOrder()))
                .isEqualTo(avgPxAfter);
        assertThat(after.realisedPnl()).as("nothing is realised").isEqualByComparingTo("10");
        assertThat(after.fees()).as(rule).isEqualByComparingTo(fees);
    }
}
