package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;

/** A venue to be made. */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record VenueRequest(
        @Schema(pattern = "^[A-Z0-9]{1,20}$") String venueId, String name) implements JsonRequest {

    public VenueRequest {
        Checks.venueId("venueId", venueId);
        Checks.text("name", name, 100);
    }
}
