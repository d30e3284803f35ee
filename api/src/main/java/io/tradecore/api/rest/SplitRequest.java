package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.oms.order.SplitRatio;

/**
 * A split numerator:denominator: 2:1 makes two of one.
 *
 * @param splitId of this split, of all instruments
 * @param reason kept on the audit trail
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record SplitRequest(
        @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") String splitId,
        @Schema(minimum = "1", maximum = "1000000") Integer numerator,
        @Schema(minimum = "1", maximum = "1000000") Integer denominator,
        String reason)
        implements JsonRequest {

    private static final int LARGEST = 1_000_000;

    public SplitRequest {
        Checks.clientId("splitId", splitId);
        Checks.range("numerator", numerator, 1, LARGEST);
        Checks.range("denominator", denominator, 1, LARGEST);
        if (numerator.equals(denominator)) {
            throw Checks.invalid("numerator", "other than denominator");
        }
        Checks.text("reason", reason, 500);
    }

    SplitRatio ratio() {
        return new SplitRatio(numerator, denominator);
    }
}
