package io.tradecore.api.entry;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TimeInForce;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** NewOrderSingle (35=D). px is needed for LIMIT and absent for MARKET. */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record PlaceOrderRequest(
        @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") String clOrdId,
        String symbol,
        Side side,
        OrdType ordType,
        TimeInForce timeInForce,
        @Schema(type = "string", example = "0.5") BigDecimal orderQty,

        @Schema(type = "string", example = "61250.10") @Nullable
        BigDecimal px)
        implements JsonRequest {

    public PlaceOrderRequest {
        Checks.clientId("clOrdId", clOrdId);
        Checks.text("symbol", symbol, 64);
        Decimals.requirePositive("orderQty", orderQty);
        Decimals.requirePositive("px", px);
        if (ordType == OrdType.LIMIT && px == null) {
            throw ApiException.ofField(ApiCode.FIELD_MISSING, "px", "A LIMIT order needs a px.");
        }
        if (ordType == OrdType.MARKET && px != null) {
            throw ApiException.ofField(ApiCode.FIELD_INVALID, "px", "A MARKET order has no px.");
        }
    }

    /** What the core is asked to do. */
    public Command.PlaceOrder toCommand(AccountId accountId, String actor) {
        return new Command.PlaceOrder(
                accountId, new ClOrdId(clOrdId), symbol, side, ordType, timeInForce, orderQty, px, actor);
    }
}
