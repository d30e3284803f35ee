package io.tradecore.oms.margin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.oms.position.Position;
import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopOutTest {

    @ParameterizedTest(name = "{0}")
    @DisplayName("A stop-out closes of its largest loser the least that restores the level, or all of it")
    @CsvSource(delimiter = '|', textBlock = """
                # 100 at 90 use 900; with equity 400 the level is 44 %, and 400 - 0.09 n = 0.5 x 9 x (100 - n) at n = 11.3
                the least whole lots, fees included   | LEAST_QUANTITY | USD 1400  | CFD 100 100              | CFD 90 91             | 1000 | CFD | 12
                all of it                             | WHOLE_POSITION | USD 1400  | CFD 100 100              | CFD 90 91             | 1000 | CFD | 100
                no more than orders leave             | LEAST_QUANTITY | USD 1400  | CFD 100 100              | CFD 90 91             | 7    | CFD | 7
                nothing where they leave less         | LEAST_QUANTITY | USD 1400  | CFD 100 100              | CFD 90 91             | 0.5  | CFD | 0
                all where nothing restores it         | LEAST_QUANTITY | USD 900   | CFD 100 100              | CFD 90 91             | 1000 | CFD | 100
                a short is bought back                | LEAST_QUANTITY | USD 1400  | CFD -100 100             | CFD 109 110           | 1000 | CFD | 28
                the one that has lost most            | LEAST_QUANTITY | USD 1500  | CFD 100 100, NEAR 50 100 | CFD 90 91, NEAR 99 99 | 1000 | CFD | 57
                no more than one order takes          | WHOLE_POSITION | USD 1400  | CFD 2000 100             | CFD 90 91             | 9999 | CFD | 555
                a leg no further than its hedge       | LEAST_QUANTITY | USD 1010  | CFD LONG 60 100, CFD SHORT -20 95 | CFD 79 81    | 1000 | CFD | 34
                all of it where both are held on debt | LEAST_QUANTITY | USD 900   | CFD LONG 60 100, CFD SHORT -20 95 | CFD 79 81    | 1000 | CFD | 60
                of two lots one                       | LEAST_QUANTITY | USD 29    | CFD 2 100                | CFD 90 91             | 1000 | CFD | 1
                """)
    void closes(
            String rule,
            LiquidationMode mode,
            String cash,
            String exposures,
            String quotes,
            BigDecimal free,
            String symbol,
            String quantity) {
        MarginSettings settings =
                new MarginSettings(null, BigDecimal.ONE, new BigDecimal("0.5"), new BigDecimal("0.5"), mode);
        MarginBook book = MarginMarket.book(cash, exposures, settings);
        Marking marking = new MarginMarket(quotes).look();
        var state = (MarginState.Known) marking.state(book);
        Position loser = state.lines().stream()
                .sorted(StopOut.LARGEST_LOSS_FIRST)
                .findFirst()
                .orElseThrow()
                .position();

        BigDecimal closed = new StopOut(marking, book).quantity(loser, free);

        assertThat(loser.symbol()).as(rule).isEqualTo(symbol);
        assertThat(closed).as(rule).isEqualByComparingTo(quantity);
    }

    @ParameterizedTest(name = "{0} {1}")
    @DisplayName("What is closed is enough, and a lot less is not")
    @CsvSource(delimiter = '|', textBlock = """
                USD 1400 | CFD 100 100                                | CFD 90 91
                USD 1385 | CFD 100 100                                | CFD 90 91
                USD 1400 | CFD -100 100                               | CFD 109 110
                USD 2750 | TIERS 90 100                               | TIERS 80 81
                USD 620  | CFD LONG 60 100, CFD SHORT -20 95          | CFD 89 91
                USD 1500 | CFD 100 100, NEAR 50 100, FAR -50 100      | CFD 90 91, NEAR 99 99, FAR 101 101
                """)
    void isTheLeast(String cash, String exposures, String quotes) {
        MarginBook book = MarginMarket.book(cash, exposures, MarginSettings.DEFAULT);
        Marking marking = new MarginMarket(quotes).look();
        var state = (MarginState.Known) marking.state(book);
        assertThat(state.isStoppedOut(MarginSettings.DEFAULT)).isTrue();
        Position loser = state.lines().stream()
                .min(StopOut.LARGEST_LOSS_FIRST)
                .orElseThrow()
                .position();

        BigDecimal closed =
                new StopOut(marking, book).quantity(loser, loser.qty().abs());

        assertThat(below(marking, marking.closed(book, loser, closed))).isFalse();
        assertThat(below(marking, marking.closed(book, loser, closed.subtract(BigDecimal.ONE))))
                .isTrue();
    }

    private static boolean below(Marking marking, MarginBook book) {
        return ((MarginState.Known) marking.state(book)).isBelow(MarginSettings.DEFAULT.restoreLevel());
    }
}
