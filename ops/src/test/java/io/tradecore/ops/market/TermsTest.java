package io.tradecore.ops.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class TermsTest {

    private final Terms terms =
            new Terms("X", new BigDecimal("0.05"), new BigDecimal("0.1"), BigDecimal.TEN, new BigDecimal("1000"));

    @Test
    void quantitiesAreCutToWholeLots() {
        assertThat(terms.lots(new BigDecimal("1.29"))).isEqualByComparingTo("1.2");
        assertThat(terms.lots(new BigDecimal("0.09"))).isEqualByComparingTo("0");
    }

    @Test
    void pricesGoToTheNextTickAndNeverToNothing() {
        assertThat(terms.ticks(new BigDecimal("10.03"))).isEqualByComparingTo("10.05");
        assertThat(terms.ticks(new BigDecimal("0.001"))).isEqualByComparingTo("0.05");
    }
}
