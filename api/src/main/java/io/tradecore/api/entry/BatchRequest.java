package io.tradecore.api.entry;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.api.edge.RawJson;
import java.util.List;

/** Up to 100 orders, cancels and replaces of one account, done in their order, each for itself. */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record BatchRequest(
        @ArraySchema(schema = @Schema(implementation = BatchEntry.class), minItems = 1, maxItems = BatchRequest.MOST)
        List<RawJson> entries)
        implements JsonRequest {

    /** Most entries of one request. */
    public static final int MOST = 100;

    public BatchRequest {
        requireSize("entries", entries.size());
    }

    /** FIELD_INVALID unless a batch may have so many entries. */
    public static void requireSize(String field, int entries) {
        if (entries < 1 || entries > MOST) {
            throw Checks.invalid(field, "1 to " + MOST + " entries");
        }
    }
}
