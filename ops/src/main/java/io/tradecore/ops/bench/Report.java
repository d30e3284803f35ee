package io.tradecore.ops.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** What was measured, as a table for a person and as flat figures for a program. Not thread-safe. */
final class Report {

    /** A figure that has a bound. */
    private record Target(String figure, boolean atLeast, double bound) {
        boolean isMet(double value) {
            return atLeast ? value >= bound : value <= bound;
        }
    }

    private static final List<Target> TARGETS = List.of(
            new Target("grpc_to_limit", true, 0.50),
            new Target("grpc_to_usual", true, 5),
            new Target("rest_to_usual", true, 2.5),
            new Target("fills_to_fill_limit", true, 0.40),
            new Target("hot_account_ratio", true, 0.8),
            new Target("ledger_hot_per_s", true, 10_000),
            new Target("mark_positions_per_s", true, 100_000),
            new Target("growth_ratio", true, 0.9),
            new Target("rls_cost", false, 0.10),
            new Target("checks_cost", false, 0.10),
            new Target("p99_ms_at_half_load", false, 10),
            new Target("p99_to_floor", false, 6),
            new Target("api_rss_mb", false, 512),
            new Target("startup_to_first_order_s", false, 5),
            new Target("overload_accepted_share", true, 0.8),
            new Target("overload_dropped", false, 0),
            new Target("overload_failed", false, 0),
            new Target("overload_lost", false, 0));

    private final Map<String, Medians> cases = new LinkedHashMap<>();
    private final Map<String, Double> figures = new LinkedHashMap<>();

    void add(Map<String, Medians> measured) {
        measured.forEach(this::add);
    }

    /** A case: its rate as {@code <name>_per_s}, its counts and further numbers as {@code <name>_…}. */
    private void add(String name, Medians measured) {
        cases.put(name, measured);
        put(name + "_per_s", measured.achieved());
        put(name + "_offered_per_s", measured.offered());
        put(name + "_least_per_s", measured.least());
        put(name + "_most_per_s", measured.most());
        put(name + "_refused", measured.refused());
        put(name + "_failed", measured.failed());
        put(name + "_dropped", measured.dropped());
        measured.more().forEach((key, value) -> put(name + "_" + key, value));
    }

    void put(String figure, double value) {
        figures.put(figure, value);
    }

    /** The figure, if it was measured. */
    boolean has(String figure) {
        return figures.containsKey(figure);
    }

    double get(String figure) {
        return figures.getOrDefault(figure, Double.NaN);
    }

    /** Puts a / b where both were measured. */
    void putRatio(String figure, String dividend, String divisor) {
        putRatio(figure, dividend, divisor, ratio -> ratio);
    }

    /** Puts the share that what is in dividend loses against divisor, where both were measured. */
    void putCost(String figure, String with, String without) {
        putRatio(figure, with, without, ratio -> 1 - ratio);
    }

    private void putRatio(String figure, String dividend, String divisor, DoubleUnaryOperator of) {
        if (has(dividend) && has(divisor)) {
            put(figure, of.applyAsDouble(get(dividend) / get(divisor)));
        }
    }

    Map<String, Double> figures() {
        Map<String, Double> rounded = new LinkedHashMap<>();
        figures.forEach((name, value) -> rounded.put(name, rounded(value)));
        return rounded;
    }

    /** Bounds that were measured and not met, a sentence each. */
    List<String> missed() {
        List<String> missed = new ArrayList<>();
        for (Target target : TARGETS) {
            if (has(target.figure()) && !target.isMet(get(target.figure()))) {
                missed.add(line(target));
            }
        }
        return missed;
    }

    String table() {
        StringBuilder table = new StringBuilder();
        line(
                table,
                "%-24s %10s %10s %21s %8s %8s %8s",
                "case",
                "offered/s",
                "median/s",
                "least .. most",
                "refused",
                "failed",
                "dropped");
        cases.forEach((name, measured) -> line(
                table,
                "%-24s %,10.0f %,10.0f %,9.0f .. %,8.0f %,8d %,8d %,8d",
                name,
                measured.offered(),
                measured.achieved(),
                measured.least(),
                measured.most(),
                measured.refused(),
                measured.failed(),
                measured.dropped()));
        table.append('\n');
        for (Target target : TARGETS) {
            if (has(target.figure())) {
                table.append(target.isMet(get(target.figure())) ? "ok    " : "MISSED")
                        .append("  ");
                table.append(line(target)).append('\n');
            }
        }
        table.append('\n');
        figures.forEach((name, value) -> {
            if (cases.keySet().stream().noneMatch(each -> name.startsWith(each + "_"))
                    && TARGETS.stream().noneMatch(target -> target.figure().equals(name))) {
                line(table, "%-34s %s", name, text(value));
            }
        });
        cases.forEach((name, measured) -> line(table, "%-24s %s", name, details(measured)));
        return table.toString();
    }

    private String line(Target target) {
        return "%-26s %10s  (%s %s)"
                .formatted(
                        target.figure(),
                        text(get(target.figure())),
                        target.atLeast() ? ">=" : "<=",
                        text(target.bound()));
    }

    private static String details(Medians measured) {
        StringBuilder details = new StringBuilder();
        measured.more()
                .forEach((key, value) -> details.append(details.isEmpty() ? "" : "  ")
                        .append(key)
                        .append(' ')
                        .append(text(value)));
        return details.toString();
    }

    private static void line(StringBuilder table, String format, Object... values) {
        table.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }

    private static String text(double value) {
        double rounded = rounded(value);
        return rounded == Math.rint(rounded)
                ? String.format(Locale.ROOT, "%,.0f", rounded)
                : String.format(Locale.ROOT, Math.abs(rounded) >= 100 ? "%,.1f" : "%.3f", rounded);
    }

    private static double rounded(double value) {
        return Double.isFinite(value) ? Math.round(value * 1000) / 1000.0 : value;
    }
}
