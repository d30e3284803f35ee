package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;

/**
 * OrderCancelRequest (35=F).
 *
 * @param clOrdId of this request, not of the order
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record CancelOrderRequest(
        @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") String clOrdId) implements JsonRequest {

    public CancelOrderRequest {
        Checks.clientId("clOrdId", clOrdId);
    }
}
