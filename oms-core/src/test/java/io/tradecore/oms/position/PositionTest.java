package io.tradecore.oms.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
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
                """)
    void averageCost(String rule, String fills, String qty, @Nullable String avgPx, String realised) {
        Position position = Position.flat("BTCUSDT");
        for (String fill : fills.split(",", -1)) {
            String[] words = fill.strip().split(" ", -1);
            position = position.trade(
                    words[0].equals("B") ? Side.BUY : Side.SELL,
                    new BigDecimal(words[1]),
                    new BigDecimal(words[3]),
                    BigDecimal.ONE,
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
}
