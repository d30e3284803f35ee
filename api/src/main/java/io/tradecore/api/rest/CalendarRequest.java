package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.oms.session.CalendarText;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When instruments trade, in the local time of a zone.
 *
 * @param zone an IANA name
 * @param sessions such as {@code MON-FRI 09:30 to 16:00}, or {@code MON-FRI 17:00-1d to 17:00} where a date opens on the day before
 * @param exceptions dates that differ, such as {@code 2026-12-25 closed} or {@code 2026-11-27 09:30 to 13:00}
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record CalendarRequest(
        @Schema(example = "America/New_York") String zone,
        @Schema(example = "[\"MON-FRI 09:30 to 16:00\"]") Set<String> sessions,

        @Schema(example = "[\"2026-12-25 closed\"]") @Nullable
        Set<String> exceptions)
        implements JsonRequest {

    public CalendarRequest {
        Checks.text("zone", zone, 64);
        try {
            CalendarText.read(zone, List.of(), List.of());
        } catch (IllegalArgumentException _) {
            throw Checks.invalid("zone", "a time zone such as America/New_York");
        }
        requireReadable("sessions", zone, List.copyOf(sessions), List.of());
        requireReadable(
                "exceptions", zone, List.copyOf(sessions), exceptions == null ? List.of() : List.copyOf(exceptions));
    }

    private static void requireReadable(String field, String zone, List<String> sessions, List<String> exceptions) {
        try {
            CalendarText.read(zone, sessions, exceptions);
        } catch (IllegalArgumentException _) {
            throw Checks.invalid(
                    field,
                    "lines such as MON-FRI 09:30 to 16:00, or 2026-12-25 closed, of sessions that do not overlap");
        }
    }

    String sessionLines() {
        return String.join("\n", sessions);
    }

    String exceptionLines() {
        return exceptions == null ? "" : String.join("\n", exceptions);
    }
}
