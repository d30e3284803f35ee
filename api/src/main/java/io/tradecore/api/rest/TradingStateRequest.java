package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.oms.halt.TradingState;

/**
 * Stops, restricts or resumes trading of a scope.
 *
 * @param reason for the history
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record TradingStateRequest(TradingState state, String reason) implements JsonRequest {

    public TradingStateRequest {
        Checks.text("reason", reason, 500);
    }
}
