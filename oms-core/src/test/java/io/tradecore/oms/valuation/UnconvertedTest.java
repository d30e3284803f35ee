package io.tradecore.oms.valuation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.position.Leg;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnconvertedTest {
    private static final AccountId ACCOUNT = AccountId.of("00000000-0000-7000-8000-000000000001");

    @ParameterizedTest(name = "{0}")
    @DisplayName("What was realised since the last conversion is converted, a gain at the bid, a loss at the ask")
    @CsvSource(delimiter = '|', textBlock = """
                a gain at the bid                       |  10     |  0   |  0      | 1.08 | 1.09 |  10    | 1.08 |  10.80
                a loss at the ask                       | -10     |  0   |  0      | 1.08 | 1.09 | -10    | 1.09 | -10.90
                only what came since                    |  15     | 10   | 10.8    | 1.20 | 1.30 |   5    | 1.20 |   6.00
                what a bust took back                   |   0     | 10   | 10.8    | 1.08 | 1.09 | -10    | 1.09 | -10.90
                a part of a minor unit waits its turn   |   0.004 |  0   |  0      | 1    | 1    |   0.004| 1    |   0.00
                and comes when the total is a whole     |   0.008 | 0.004|  0.004  | 1    | 1    |   0.004| 1    |   0.01
                """)
    void converts(
            String rule,
            String realised,
            String converted,
            String baseTotal,
            String bid,
            String ask,
            String amount,
            String rate,
            String inBase) {
        var conversion = unconverted(realised, converted, baseTotal).at(rate(bid, ask));

        assertThat(conversion.amount()).as(rule).isEqualByComparingTo(amount);
        assertThat(conversion.rate()).as(rule).isEqualByComparingTo(rate);
        assertThat(conversion.inBase()).as(rule).isEqualByComparingTo(inBase);
        assertThat(conversion.seq()).isEqualTo(4);
        assertThat(conversion.quoteTime()).isEqualTo(Market.NOW);
        assertThat(conversion.rateSymbols()).containsExactly("EURUSD");
    }

    @Test
    void thePartsAddUpToTheWholeHoweverTheyAreCut() {
        var random = new Random(5);
        for (int round = 0; round < 100; round++) {
            BigDecimal total = BigDecimal.ZERO;
            BigDecimal converted = BigDecimal.ZERO;
            BigDecimal baseTotal = BigDecimal.ZERO;
            BigDecimal exact = BigDecimal.ZERO;
            BigDecimal booked = BigDecimal.ZERO;
            for (int part = 0; part < 30; part++) {
                BigDecimal px = BigDecimal.valueOf(10_000L + random.nextInt(2_000), 4);
                total = total.add(BigDecimal.valueOf(1 + random.nextInt(20_000) - 10_000L, 5));
                if (total.compareTo(converted) == 0) {
                    continue;
                }
                var conversion = unconverted(
                                total.toPlainString(), converted.toPlainString(), baseTotal.toPlainString())
                        .at(rate(px.toPlainString(), px.toPlainString()));
                exact = exact.add(conversion.amount().multiply(px));
                booked = booked.add(conversion.inBase());
                baseTotal = conversion.baseTotal();
                converted = total;
            }
            assertThat(booked).isEqualByComparingTo(exact.setScale(2, RoundingMode.HALF_EVEN));
        }
    }

    private static Unconverted unconverted(String realised, String converted, String baseTotal) {
        return new Unconverted(
                Unconverted.What.REALISED,
                ACCOUNT,
                "DAX",
                Leg.NET,
                "EUR",
                "USD",
                2,
                new BigDecimal(realised),
                3,
                new BigDecimal(converted),
                new BigDecimal(baseTotal));
    }

    private static Rate.Known rate(String bid, String ask) {
        return Rate.of(
                Objects.requireNonNull(new Market().quote("EURUSD", bid, ask).quote("EURUSD")));
    }
}
