package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;

/** What was done about a break, in words. */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record BreakResolutionRequest(String resolution) implements JsonRequest {

    public BreakResolutionRequest {
        Checks.text("resolution", resolution, 500);
    }
}
