package io.tradecore.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.valuation.Rates;
import io.tradecore.risk.LimitChecks;
import io.tradecore.risk.RequiredChecks;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CompositionTest {

    private final LimitChecks all = new LimitChecks(
            _ -> null,
            Clock.systemUTC(),
            Duration.ofSeconds(5),
            BigDecimal.ZERO,
            new NoInstruments(),
            () -> new Rates(List.of(), _ -> null));

    @Test
    void ordersAreCheckedInFullAlsoInABench() {
        assertThat(Composition.checks(all, true, Set.of())).isSameAs(all);
        assertThat(Composition.checks(all, true, Set.of("bench"))).isSameAs(all);
    }

    @Test
    void checksAreLeftOutInABenchOnly() {
        assertThat(Composition.checks(all, false, Set.of("bench"))).isInstanceOf(RequiredChecks.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> Composition.checks(all, false, Set.of("test", "ec2")))
                .withMessageContaining("OMS_OPTIONAL_CHECKS");
    }

    private record NoInstruments() implements Instruments {

        @Override
        public @Nullable Instrument bySymbol(String symbol) {
            return null;
        }

        @Override
        public Collection<Instrument> all() {
            return List.of();
        }

        @Override
        public @Nullable Integer assetScale(String asset) {
            return null;
        }
    }
}
