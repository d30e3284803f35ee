package io.tradecore.oms.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.position.InstrumentAct.Dividend;
import io.tradecore.oms.position.InstrumentAct.Funding;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstrumentActTest {

    @ParameterizedTest(name = "{0} units of {3} each at {1}, funded at {2}, have {4}")
    @CsvSource({
        // Longs pay where the rate is positive, shorts receive, and the other way round.
        "2,     100.00, 0.0001,  1,   -0.02",
        "-2,    100.00, 0.0001,  1,   0.02",
        "2,     100.00, -0.0001, 1,   0.02",
        "-2,    100.00, -0.0001, 1,   -0.02",
        "3,     50,     0.01,    10,  -15",
        // A mark below zero turns it round once more.
        "2,     -37.63, 0.0001,  1,   0.007526",
        "0.001, 0.01,   0.0001,  1,   -0.000000001"
    })
    void fundingIsTheValueAtTheMarkTimesTheRate(
            BigDecimal qty, BigDecimal mark, BigDecimal rate, BigDecimal multiplier, BigDecimal cash) {
        assertThat(new Funding(mark, rate).cash(qty, Payoff.linear(multiplier))).isEqualByComparingTo(cash);
    }

    @ParameterizedTest(name = "{0} inverse contracts of {3} each at {1}, funded at {2}, have {4}")
    @CsvSource({
        // 5,000 x 100 / 50,000 = 10 of the settlement currency.
        "5000,  50000, 0.0001,  100, -0.001",
        "-5000, 50000, 0.0001,  100, 0.001",
        "5000,  50000, -0.0001, 100, 0.001",
        "1,     30000, 0.0001,  1,   -0.000000003333333333333333"
    })
    void fundingOfAnInverseContractIsInItsSettlementCurrency(
            BigDecimal qty, BigDecimal mark, BigDecimal rate, BigDecimal multiplier, BigDecimal cash) {
        assertThat(new Funding(mark, rate).cash(qty, new Payoff(multiplier, true)))
                .isCloseTo(cash, within(new BigDecimal("1E-24")));
    }

    @ParameterizedTest(name = "{0} units at {1} each have {2}")
    @CsvSource({"100, 0.24, 24", "-100, 0.24, -24", "0.5, 0.333, 0.1665"})
    void longsReceiveADividendAndShortsOweIt(BigDecimal qty, BigDecimal amount, BigDecimal cash) {
        assertThat(new Dividend(amount).cash(qty)).isEqualByComparingTo(cash);
    }
}
