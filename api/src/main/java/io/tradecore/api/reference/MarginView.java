package io.tradecore.api.reference;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import io.tradecore.oms.instrument.MarginTerms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The margin of an instrument as it is shown. See {@code io.tradecore.oms.instrument.MarginTerms}.
 *
 * @param tiers absent: one share for all values
 * @param underlying absent: it makes up for no other; offset likewise
 */
@Serdeable.Serializable
public record MarginView(
        String unit,
        String initial,
        String maintenance,
        @Nullable List<TierView> tiers,
        @Nullable String underlying,
        @Nullable String offset) {

    /** What the part of a value takes that goes beyond a bound. */
    @Serdeable.Serializable
    public record TierView(String above, String initial, String maintenance) {}

    /** Null where an instrument has none. */
    public static @Nullable MarginView of(@Nullable MarginTerms terms) {
        if (terms == null) {
            return null;
        }
        MarginTerms.Netting netting = terms.netting();
        return new MarginView(
                terms.unit().name(),
                Decimals.text(terms.initial()),
                Decimals.text(terms.maintenance()),
                terms.tiers().isEmpty()
                        ? null
                        : terms.tiers().stream()
                                .map(tier -> new TierView(
                                        Decimals.text(tier.above()),
                                        Decimals.text(tier.initial()),
                                        Decimals.text(tier.maintenance())))
                                .toList(),
                netting == null ? null : netting.underlying(),
                netting == null ? null : Decimals.text(netting.offset()));
    }
}
