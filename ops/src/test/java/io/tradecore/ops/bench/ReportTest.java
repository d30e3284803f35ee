package io.tradecore.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private final Report report = new Report();

    @Test
    void aCaseBecomesFlatFigures() {
        report.add(Map.of("limit_orders", measured("limit_orders", 19_000)));

        assertThat(report.figures())
                .containsEntry("limit_orders_per_s", 19_000.0)
                .containsEntry("limit_orders_offered_per_s", 19_000.0)
                .containsEntry("limit_orders_failed", 0.0);
    }

    @Test
    void aRatioNeedsBothOfItsFigures() {
        report.put("grpc_orders_per_s", 8_000);

        report.putRatio("grpc_to_limit", "grpc_orders_per_s", "limit_orders_per_s");

        assertThat(report.has("grpc_to_limit")).isFalse();
    }

    @Test
    void aCostIsTheShareThatIsLost() {
        report.put("grpc_orders_per_s", 90);
        report.put("no_rls_orders_per_s", 100);

        report.putCost("rls_cost", "grpc_orders_per_s", "no_rls_orders_per_s");

        assertThat(report.figures()).containsEntry("rls_cost", 0.1);
        assertThat(report.missed()).isEmpty();
    }

    @Test
    void checksMayCostATenthOfTheRate() {
        report.put("baseline_orders_per_s", 900);
        report.put("no_checks_orders_per_s", 1000);
        report.putCost("checks_cost", "baseline_orders_per_s", "no_checks_orders_per_s");
        assertThat(report.missed()).isEmpty();

        report.put("baseline_orders_per_s", 899);
        report.putCost("checks_cost", "baseline_orders_per_s", "no_checks_orders_per_s");
        assertThat(report.missed()).singleElement().asString().contains("checks_cost", "0.101", "<= 0.100");
    }

    @Test
    void aMissedBoundIsNamedWithTheValueAndTheBound() {
        report.put("grpc_to_limit", 0.43);
        report.put("p99_ms_at_half_load", 9.5);

        assertThat(report.missed()).singleElement().asString().contains("grpc_to_limit", "0.430", ">= 0.500");
        assertThat(report.table()).contains("MISSED  grpc_to_limit").contains("ok      p99_ms_at_half_load");
    }

    private static Medians measured(String name, double rate) {
        return new Medians(name, List.of(Sample.ofRate(rate)));
    }
}
