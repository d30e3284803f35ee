package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;

/**
 * Halts an instrument.
 *
 * @param reason for the audit, and for whoever looks at the instrument
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record HaltRequest(String reason) implements JsonRequest {

    public HaltRequest {
        Checks.text("reason", reason, 200);
    }
}
