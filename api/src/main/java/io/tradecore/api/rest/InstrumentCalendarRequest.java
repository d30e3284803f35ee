package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import org.jspecify.annotations.Nullable;

/**
 * Which calendar an instrument trades by.
 *
 * @param calendarId absent: it trades without end
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record InstrumentCalendarRequest(
        @Schema(pattern = "^[A-Z0-9_]{1,20}$") @Nullable String calendarId) implements JsonRequest {

    public InstrumentCalendarRequest {
        if (calendarId != null) {
            Checks.calendarId("calendarId", calendarId);
        }
    }
}
