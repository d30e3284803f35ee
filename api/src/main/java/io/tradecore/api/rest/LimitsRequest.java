package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.admin.NewLimits;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.edge.JsonRequest;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An account's limits in one instrument, or in all. What is absent is not bounded by the account.
 *
 * @param ordersPerSecond only in the limits for all instruments
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record LimitsRequest(
        @Schema(type = "string", example = "10") @Nullable BigDecimal maxOrderQty,

        @Schema(type = "string", example = "100000") @Nullable
        BigDecimal maxOrderNotional,

        @Nullable Integer ordersPerSecond)
        implements JsonRequest {

    public LimitsRequest {
        Decimals.requirePositive("maxOrderQty", maxOrderQty);
        Decimals.requirePositive("maxOrderNotional", maxOrderNotional);
        Checks.range("ordersPerSecond", ordersPerSecond, 1, 1_000_000);
    }

    NewLimits limits() {
        return new NewLimits(maxOrderQty, maxOrderNotional, ordersPerSecond);
    }
}
