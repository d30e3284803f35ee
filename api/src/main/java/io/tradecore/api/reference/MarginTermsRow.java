package io.tradecore.api.reference;

import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.MarginTerms.Netting;
import io.tradecore.oms.instrument.MarginTerms.Tier;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Margin terms as they are stored: tiers are a text of {@code above:initial:maintenance}, with a space between. */
public final class MarginTermsRow {

    private MarginTermsRow() {}

    /** Null where an instrument has none. */
    public static @Nullable MarginTerms terms(
            @Nullable String unit,
            @Nullable BigDecimal initial,
            @Nullable BigDecimal maintenance,
            @Nullable String tiers,
            @Nullable String underlying,
            @Nullable BigDecimal offset) {
        return unit == null
                ? null
                : new MarginTerms(
                        MarginTerms.Unit.valueOf(unit),
                        Objects.requireNonNull(initial),
                        Objects.requireNonNull(maintenance),
                        tiers == null ? List.of() : tiers(tiers),
                        underlying == null || offset == null ? null : new Netting(underlying, offset));
    }

    /** The tiers as a text; null where there are none. */
    public static @Nullable String text(List<Tier> tiers) {
        return tiers.isEmpty()
                ? null
                : tiers.stream()
                        .map(tier -> tier.above().toPlainString() + ":"
                                + tier.initial().toPlainString() + ":"
                                + tier.maintenance().toPlainString())
                        .collect(Collectors.joining(" "));
    }

    private static List<Tier> tiers(String text) {
        return Arrays.stream(text.split(" "))
                .map(tier -> tier.split(":"))
                .map(parts -> new Tier(new BigDecimal(parts[0]), new BigDecimal(parts[1]), new BigDecimal(parts[2])))
                .toList();
    }
}
