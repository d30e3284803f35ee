package io.tradecore.api.reference;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The margin of an instrument as it is shown. See {@code io.tradecore.oms.instrument.MarginTerms}. */
@Serdeable.Serializable
public record MarginView(String unit, String initial, String maintenance) {

    /** Null where an instrument has none. */
    public static @Nullable MarginView of(
            @Nullable String unit, @Nullable BigDecimal initial, @Nullable BigDecimal maintenance) {
        return unit == null || initial == null || maintenance == null
                ? null
                : new MarginView(unit, Decimals.text(initial), Decimals.text(maintenance));
    }
}
