package io.tradecore.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ops.market.InstrumentSpec;
import io.tradecore.ops.market.SymbolProfile;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BenchOrderTest {

    /** As many orders of one account as any machine takes in the half second in which the same would be a duplicate. */
    private static final int IN_A_WINDOW = 50_000;

    @Test
    void noAccountSendsTheSameTwiceWithinTheWindow() {
        Set<BigDecimal> hot = new HashSet<>();
        for (long n = 70_000; n < 70_000 + IN_A_WINDOW; n++) {
            assertThat(hot.add(BenchOrder.px(n))).as("order %s", n).isTrue();
        }
        Set<BigDecimal> one = new HashSet<>();
        for (long n = 7; n < 7 + (long) IN_A_WINDOW; n += BenchAccounts.COUNT) {
            assertThat(one.add(BenchOrder.px(n))).as("order %s", n).isTrue();
        }
    }

    @Test
    void everyPriceIsWithinTheCollarAndItsCostExact() {
        BigDecimal least = BenchOrder.PX;
        for (long n = 0; n < BenchOrder.PRICES; n++) {
            BigDecimal px = BenchOrder.px(n);
            least = least.min(px);
            BigDecimal notional = BenchOrder.QTY.multiply(px);
            assertThat(BenchOrder.cost(n)).isEqualByComparingTo(notional.add(notional.multiply(BenchOrder.FEE_RATE)));
        }
        Object collar = InstrumentSpec.of(new SymbolProfile(BenchOrder.SYMBOL, 2, 5, BenchOrder.PX))
                .body(BenchOrder.VENUE)
                .get("priceCollar");
        BigDecimal bid = BenchOrder.PX.subtract(BigDecimal.ONE);
        assertThat(least).isGreaterThan(bid.subtract(bid.multiply(new BigDecimal(String.valueOf(collar)))));
        assertThat(BenchOrder.px(0)).isEqualTo(BenchOrder.PX);
        assertThat(BenchOrder.cost(0)).isEqualByComparingTo(BenchOrder.COST);
    }
}
