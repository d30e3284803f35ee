package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A closed period that is to be open again.
 *
 * @param reopeningId the caller's name of the request, a UUID
 * @param accountId absent: the house
 * @param reopenFrom the first effective time that is to be open again; kept to microseconds
 * @param reason for the record
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record ReopenPeriodRequest(
        String reopeningId, @Nullable String accountId, Instant reopenFrom, String reason) implements JsonRequest {

    public ReopenPeriodRequest {
        Checks.text("reason", reason, 1000);
    }
}
