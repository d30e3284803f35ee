package io.tradecore.api.query;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import io.tradecore.oms.margin.MarginSettings;
import org.jspecify.annotations.Nullable;

/**
 * An account's parameters of margin. Levels are shares: 0.5 is 50 %.
 *
 * @param leverage absent: what the instruments say
 */
@Serdeable.Serializable
public record MarginSettingsView(
        @Nullable String leverage, String callLevel, String stopOutLevel, String restoreLevel, String liquidationMode) {

    public static MarginSettingsView of(MarginSettings settings) {
        return new MarginSettingsView(
                Decimals.textOrNull(settings.leverage()),
                Decimals.text(settings.callLevel()),
                Decimals.text(settings.stopOutLevel()),
                Decimals.text(settings.restoreLevel()),
                settings.liquidationMode().name());
    }
}
