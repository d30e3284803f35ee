package io.tradecore.ops.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ops.drill.Standing.Held;
import io.tradecore.ops.market.Touch;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {

    private static final Map<String, Touch> QUOTES = Map.of("A", touch("A", "90", "91"), "B", touch("B", "50", "51"));

    private static Touch touch(String symbol, String bid, String ask) {
        return new Touch(symbol, new BigDecimal(bid), BigDecimal.ONE, new BigDecimal(ask), BigDecimal.ONE);
    }

    /** Positions as "symbol leg qty avgPx, …". */
    static Standing standing(int number, String cash, String positions) {
        List<Held> held = new ArrayList<>();
        for (String position : positions.isEmpty() ? new String[0] : positions.split(", ")) {
            String[] words = position.split(" ");
            held.add(new Held(words[0], words[1], new BigDecimal(words[2]), new BigDecimal(words[3])));
        }
        return new Standing(
                new UUID(1, number), new BigDecimal(cash), new BigDecimal("0.1"), new BigDecimal("0.5"), held);
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # cash | positions                       | equity |  used | below half of it
            100    | ''                              |    100 |     0 | false
            -1     | ''                              |     -1 |     0 | false
            145    | A NET 10 100                    |     45 |    90 | false
            144.99 | A NET 10 100                    |  44.99 |    90 | true
            55     | A NET -10 90                    |     45 |    91 | true
            55.5   | A NET -10 90                    |   45.5 |    91 | false
            200    | A NET 10 100, B NET -10 50      |     90 |   141 | false
            110    | A LONG 10 100, A SHORT -4 90    |      6 |    54 | true
            100    | A LONG 10 100, A SHORT -10 91   |      0 |     0 | false
            99     | A LONG 10 100, A SHORT -10 91   |     -1 |     0 | true
            """)
    void isReckonedLongAtTheBidAndShortAtTheAskWithMarginOfTheNet(
            String cash, String positions, String equity, String used, boolean below) {
        Standing standing = standing(1, cash, positions);

        assertThat(standing.equity(QUOTES)).isEqualByComparingTo(equity);
        assertThat(standing.used(QUOTES)).isEqualByComparingTo(used);
        assertThat(standing.isBelow(QUOTES)).isEqualTo(below);
    }
}
