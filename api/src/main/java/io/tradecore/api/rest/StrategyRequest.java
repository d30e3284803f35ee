package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;

/** A strategy to be made. */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record StrategyRequest(
        @Schema(pattern = "^[A-Z0-9_-]{1,20}$") String strategyId, String name) implements JsonRequest {

    public StrategyRequest {
        Checks.groupId("strategyId", strategyId);
        Checks.text("name", name, 100);
    }
}
