package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.JsonRequest;

/** Whether an instrument may be traded. */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record InstrumentStatusRequest(Status status) implements JsonRequest {

    /** Stored as their names. */
    public enum Status {
        ACTIVE,
        DISABLED
    }
}
