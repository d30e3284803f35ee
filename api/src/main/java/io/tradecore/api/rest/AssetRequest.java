package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;

/**
 * A currency to be made.
 *
 * @param scale decimals of its minor unit
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record AssetRequest(
        @Schema(pattern = "^[A-Z0-9]{2,20}$") String asset, Integer scale, String name) implements JsonRequest {

    public AssetRequest {
        Checks.asset("asset", asset);
        Checks.range("scale", scale, 0, 18);
        Checks.text("name", name, 100);
    }
}
