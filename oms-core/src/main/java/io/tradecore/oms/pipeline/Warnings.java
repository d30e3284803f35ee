package io.tradecore.oms.pipeline;

import io.tradecore.oms.risk.PreTradeRisk.Warning;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an accepted order is warned of, as its event tells it: the first reason, and all of them in words. */
final class Warnings {

    private Warnings() {}

    static @Nullable String code(List<Warning> warnings) {
        return warnings.isEmpty() ? null : warnings.getFirst().reason().name();
    }

    static @Nullable String text(List<Warning> warnings) {
        return warnings.isEmpty() ? null : warnings.stream().map(Warnings::text).collect(Collectors.joining(" "));
    }

    private static String text(Warning warning) {
        String numbers = warning.numbers().entrySet().stream()
                .map(number -> number.getKey() + " " + number.getValue())
                .collect(Collectors.joining(", "));
        return warning.message() + " (" + warning.reason() + ": " + numbers + ")";
    }
}
