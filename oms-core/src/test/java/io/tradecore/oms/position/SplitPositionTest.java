package io.tradecore.oms.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.SplitRatio;
import io.tradecore.oms.position.InstrumentAct.Split;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitPositionTest {

    @ParameterizedTest(name = "{0} at {1}, split {2}:{3}, leaves {4} at {5}, pays out {6} for {7} and realises {8}")
    @CsvSource(
            nullValues = "-",
            value = {
                // Forward: nothing is left over.
                "10,   100,  2, 1,  20,   50,  0,    0,   0",
                "-10,  100,  4, 1,  -40,  25,  0,    0,   0",
                // In reverse: less than a lot is closed at 900 and paid out.
                "15,   100, 1, 10,  1,  1000,  0.5,  450,  -50",
                "-15,  100, 1, 10,  -1, 1000,  -0.5, -450, 50",
                "5,    100, 1, 10,  0,     -,  0.5,  450,  -50",
                "20,   100, 1, 10,  2,  1000,  0,    0,    0",
                "3,    100, 3, 2,   4, 66.666666666667, 0.5, 450, 416.6666666666665",
                // Bought below zero.
                "10,   -100, 2, 1,  20,  -50,  0,    0,   0",
                "0,    -,   2, 1,   0,     -,  0,    0,   0"
            })
    void aPositionIsWorthAndHasCostWhatItDid(
            BigDecimal qty,
            BigDecimal avgPx,
            int numerator,
            int denominator,
            BigDecimal qtyAfter,
            BigDecimal avgPxAfter,
            BigDecimal fraction,
            BigDecimal cash,
            BigDecimal realised) {
        Position before = new Position("X", qty, avgPx, BigDecimal.ZERO, BigDecimal.ONE);
        Split split = new Split(new SplitRatio(numerator, denominator), new BigDecimal("900"));

        SplitPosition after = SplitPosition.of(before, split, BigDecimal.ONE, Payoff.linear(BigDecimal.ONE));

        assertThat(after.position().qty()).isEqualByComparingTo(qtyAfter);
        if (avgPxAfter == null) {
            assertThat(after.position().avgPx()).isNull();
        } else {
            assertThat(after.position().avgPx()).isEqualByComparingTo(avgPxAfter);
        }
        assertThat(after.fraction()).isEqualByComparingTo(fraction);
        assertThat(after.cash()).isEqualByComparingTo(cash);
        assertThat(after.position().realisedPnl()).isEqualByComparingTo(realised);
        assertThat(after.position().fees()).isEqualByComparingTo(BigDecimal.ONE);
    }

    @Test
    void aWholeRatioKeepsWhatIsNoWholeLotWhereNoPriceIsNamed() {
        Position before = Position.flat("X")
                .trade(Side.BUY, new BigDecimal("0.7"), BigDecimal.TEN, Payoff.linear(BigDecimal.ONE), BigDecimal.ZERO);

        SplitPosition after = SplitPosition.of(
                before, new Split(new SplitRatio(2, 1), null), BigDecimal.ONE, Payoff.linear(BigDecimal.ONE));

        assertThat(after.position().qty()).isEqualByComparingTo("1.4");
        assertThat(after.fraction()).isZero();
    }

    @Test
    void aRatioThatLeavesFractionsNeedsAPriceForThem() {
        assertThatThrownBy(() -> new Split(new SplitRatio(1, 10), null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Split(new SplitRatio(3, 2), null)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Split(new SplitRatio(4, 2), null).ratio().isWhole()).isTrue();
    }
}
