package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;

/** What was done about a quarantined message. */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record ResolutionRequest(String resolution) implements JsonRequest {

    public ResolutionRequest {
        Checks.text("resolution", resolution, 1000);
    }
}
