package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.edge.JsonRequest;
import java.math.BigDecimal;

/**
 * Which share of an asset does not count where it stands as margin in another currency.
 *
 * @param haircut from 0 to below 1
 * @param reason for the record
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record HaircutRequest(
        @Schema(type = "string", example = "0.05") BigDecimal haircut, String reason) implements JsonRequest {

    public HaircutRequest {
        Decimals.requireNotNegative("haircut", haircut);
        if (haircut.compareTo(BigDecimal.ONE) >= 0) {
            throw Checks.invalid("haircut", "a share below 1");
        }
        Checks.text("reason", reason, 1000);
    }
}
