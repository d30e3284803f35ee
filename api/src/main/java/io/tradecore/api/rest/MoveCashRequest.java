package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.edge.JsonRequest;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A deposit or a withdrawal.
 *
 * @param transferId the caller's name of it, unique in the account for ever
 * @param effectiveAt when it counts from; now where nothing is said
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record MoveCashRequest(
        @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") String transferId,
        String asset,
        @Schema(type = "string", example = "1000.00") BigDecimal amount,
        @Nullable Instant effectiveAt)
        implements JsonRequest {

    public MoveCashRequest {
        Checks.clientId("transferId", transferId);
        Checks.text("asset", asset, 64);
        Decimals.requirePositive("amount", amount);
    }
}
