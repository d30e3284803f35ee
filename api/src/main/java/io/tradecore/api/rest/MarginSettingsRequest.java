package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.oms.margin.LiquidationMode;
import io.tradecore.oms.margin.MarginSettings;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An account's parameters of margin. Levels are shares of the margin in use: 0.5 is 50 %.
 *
 * @param leverage most value for its margin, at least 1; absent: what the instruments say
 * @param callLevel below which there is a margin call
 * @param stopOutLevel below which positions are closed, at most callLevel
 * @param restoreLevel up to which they are closed, at least stopOutLevel; absent: stopOutLevel
 * @param liquidationMode WHOLE_POSITION or LEAST_QUANTITY
 * @param reason for the record
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record MarginSettingsRequest(
        @Schema(type = "string", example = "20") @Nullable BigDecimal leverage,
        @Schema(type = "string", example = "1") BigDecimal callLevel,
        @Schema(type = "string", example = "0.5") BigDecimal stopOutLevel,
        @Schema(type = "string", example = "0.6") @Nullable BigDecimal restoreLevel,
        LiquidationMode liquidationMode,
        String reason)
        implements JsonRequest {

    public MarginSettingsRequest {
        Decimals.requirePositive("callLevel", callLevel);
        Decimals.requirePositive("stopOutLevel", stopOutLevel);
        if (leverage != null && leverage.compareTo(BigDecimal.ONE) < 0) {
            throw Checks.invalid("leverage", "at least 1");
        }
        if (stopOutLevel.compareTo(callLevel) > 0) {
            throw Checks.invalid("stopOutLevel", "at most callLevel");
        }
        if (restoreLevel != null && restoreLevel.compareTo(stopOutLevel) < 0) {
            throw Checks.invalid("restoreLevel", "at least stopOutLevel");
        }
        Checks.text("reason", reason, 1000);
    }

    MarginSettings settings() {
        return new MarginSettings(
                leverage, callLevel, stopOutLevel, restoreLevel == null ? stopOutLevel : restoreLevel, liquidationMode);
    }
}
