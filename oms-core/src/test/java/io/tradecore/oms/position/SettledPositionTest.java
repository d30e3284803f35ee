package io.tradecore.oms.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradecore.ledger.MinorUnits;
import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten units a contract, money of two decimals. */
class SettledPositionTest {

    private static final Payoff PAYOFF = Payoff.linear(BigDecimal.TEN);

    /** What was posted to cash so far. */
    private BigDecimal cash = BigDecimal.ZERO;

    private SettledPosition now = new SettledPosition(Position.flat("F"), null);

    @Test
    void whatIsBoughtAndSettledIsPaidDayByDayFromTheTradeOn() {
        expect(trade(Side.BUY, "2", "100"), "0", "2 100 -");
        expect(settle("103"), "60", "2 100 103");
        expect(settle("101"), "-40", "2 100 101");
        expect(trade(Side.SELL, "2", "104"), "60", "0 - -");
        // 2 x (104 - 100) x 10
        assertThat(cash).isEqualByComparingTo("80");
        assertThat(now.position().realisedPnl()).isEqualByComparingTo("80");
    }

    @Test
    void whatIsAddedCountsFromItsOwnPriceOn() {
        trade(Side.BUY, "2", "100");
        settle("110");
        expect(trade(Side.BUY, "2", "106"), "0", "4 103 108");
        // Of the two that were settled 1, of the new ones 5: 2 x 1 x 10 + 2 x 5 x 10
        expect(settle("111"), "120", "4 103 111");
    }

    @Test
    void closingAPartPaysWhatItRealisesLessWhatWasPaidOfIt() {
        trade(Side.BUY, "4", "100");
        settle("110");
        expect(trade(Side.SELL, "1", "115"), "50", "3 100 110");
        assertThat(now.position().realisedPnl()).isEqualByComparingTo("150");
        expect(trade(Side.SELL, "3", "90"), "-600", "0 - -");
        assertThat(cash).isEqualByComparingTo(now.position().realisedPnl());
    }

    @Test
    void aFlipClosesFromTheBasisAndOpensAtItsPrice() {
        trade(Side.BUY, "2", "100");
        settle("105");
        expect(trade(Side.SELL, "5", "103"), "-40", "-3 103 -");
        expect(settle("100"), "90", "-3 103 100");
        expect(trade(Side.BUY, "3", "99"), "30", "0 - -");
        assertThat(cash).isEqualByComparingTo(now.position().realisedPnl());
    }

    @Test
    void shortsAreSettledTheOtherWayAlsoBelowZero() {
        trade(Side.SELL, "1", "10");
        expect(settle("-37.63"), "476.30", "-1 10 -37.63");
        expect(settle("-40"), "23.70", "-1 10 -40");
    }

    @Test
    void aFlatPositionIsNotSettled() {
        expect(settle("100"), "0", "0 - -");
        assertThatThrownBy(() -> new SettledPosition(Position.flat("F"), BigDecimal.ONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void whateverIsTradedAndSettledTheCashAddsUpToWhatIsRealised(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            String px = BigDecimal.valueOf(random.nextInt(-500, 20_000), 2).toPlainString();
            if (random.nextInt(4) == 0) {
                settle(px);
                BigDecimal open = now.position().avgPx() == null
                        ? BigDecimal.ZERO
                        : PAYOFF.gain(now.position().qty(), now.position().avgPx(), new BigDecimal(px));
                assertThat(cash)
                        .isEqualByComparingTo(
                                MinorUnits.round(now.position().realisedPnl().add(open), 2));
            } else {
                trade(random.nextBoolean() ? Side.BUY : Side.SELL, Integer.toString(random.nextInt(1, 9)), px);
            }
        }
        BigDecimal open = now.position().qty();
        if (open.signum() != 0) {
            trade(open.signum() > 0 ? Side.SELL : Side.BUY, open.abs().toPlainString(), "77.77");
        }
        assertThat(cash).isEqualByComparingTo(MinorUnits.round(now.position().realisedPnl(), 2));
    }

    private BigDecimal trade(Side side, String qty, String px) {
        return becomes(now.trade(side, new BigDecimal(qty), new BigDecimal(px), PAYOFF, BigDecimal.ZERO));
    }

    private BigDecimal settle(String px) {
        return becomes(now.settle(new BigDecimal(px)));
    }

    /** Tells what is posted for it. */
    private BigDecimal becomes(SettledPosition next) {
        BigDecimal step = MinorUnits.step(now.paid(PAYOFF), next.paid(PAYOFF), 2);
        cash = cash.add(step);
        now = next;
        return step;
    }

    /** Quantity, average, basis. */
    private void expect(BigDecimal posted, String cashMoved, String state) {
        assertThat(posted).isEqualByComparingTo(cashMoved);
        assertThat(text(now.position().qty()) + " " + text(now.position().avgPx()) + " " + text(now.settlementPx()))
                .isEqualTo(state);
    }

    private static String text(@Nullable BigDecimal number) {
        return number == null
                ? "-"
                : number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
