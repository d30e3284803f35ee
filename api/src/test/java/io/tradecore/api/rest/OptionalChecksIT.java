package io.tradecore.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.risk.LimitChecks;
import io.tradecore.risk.RequiredChecks;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checks of orders are left out where a bench asks for it, and by nobody's mistake. */
class OptionalChecksIT {

    private static final Map<String, Object> LEFT_OUT = Map.of("OMS_OPTIONAL_CHECKS", "false");

    @Test
    void theApiDoesNotStartWithoutThem() {
        assertThatThrownBy(() -> ApiUnderTest.with(LEFT_OUT).close())
                .hasStackTraceContaining("OMS_OPTIONAL_CHECKS is false");
    }

    @Test
    void aBenchStartsWithTheRequiredOnes() {
        try (ApiUnderTest api = new ApiUnderTest()) {
            assertThat(api.context().getBean(PreTradeRisk.class)).isInstanceOf(LimitChecks.class);

            Map<String, Object> configuration = api.configuration();
            configuration.putAll(LEFT_OUT);
            try (EmbeddedServer bench = ApplicationContext.run(EmbeddedServer.class, configuration, "bench")) {
                assertThat(bench.getApplicationContext().getBean(PreTradeRisk.class))
                        .isInstanceOf(RequiredChecks.class);
            }
        }
    }
}
