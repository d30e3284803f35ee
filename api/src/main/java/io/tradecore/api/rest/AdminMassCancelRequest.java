package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.api.entry.BulkIds;
import io.tradecore.oms.order.Side;
import org.jspecify.annotations.Nullable;

/**
 * Every open order of an instrument, whoever's.
 *
 * @param clOrdId of this request
 * @param side of this side only
 * @param reason kept on the audit trail
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record AdminMassCancelRequest(
        @Schema(pattern = "^[A-Za-z0-9._:-]{1,58}$") String clOrdId,
        String symbol,
        @Nullable Side side,
        String reason) implements JsonRequest {

    public AdminMassCancelRequest {
        Checks.clientId("clOrdId", clOrdId);
        if (clOrdId.length() > BulkIds.LONGEST_OF_OPERATOR) {
            throw Checks.invalid("clOrdId", "at most " + BulkIds.LONGEST_OF_OPERATOR + " characters long");
        }
        Checks.asset("symbol", symbol);
        Checks.text("reason", reason, 500);
    }
}
