package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.edge.JsonRequest;
import java.math.BigDecimal;

/**
 * How much may be withdrawn without the approval of another operator.
 *
 * @param maxAmount in units of the asset; 0: nothing
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record WithdrawalLimitRequest(
        @Schema(type = "string", example = "10000.00") BigDecimal maxAmount) implements JsonRequest {

    public WithdrawalLimitRequest {
        Decimals.requireNotNegative("maxAmount", maxAmount);
    }
}
