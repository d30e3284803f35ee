package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;

/** Why a change of the rules is not made. */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record RiskRejectionRequest(String reason) implements JsonRequest {

    public RiskRejectionRequest {
        Checks.text("reason", reason, 500);
    }
}
