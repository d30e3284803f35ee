package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;

/** A desk to be made. */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record DeskRequest(
        @Schema(pattern = "^[A-Z0-9_-]{1,20}$") String deskId, String name) implements JsonRequest {

    public DeskRequest {
        Checks.groupId("deskId", deskId);
        Checks.text("name", name, 100);
    }
}
