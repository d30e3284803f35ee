package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import org.jspecify.annotations.Nullable;

/**
 * Whose quotes tell a rate.
 *
 * @param inverted whether they are prices of the asset the rate is told in; false where nothing is said
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record RatePairRequest(
        @Schema(pattern = "^[A-Z0-9]{2,20}$") String symbol,
        @Nullable Boolean inverted) implements JsonRequest {

    public RatePairRequest {
        Checks.asset("symbol", symbol);
    }
}
