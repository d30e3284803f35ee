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
import io.tradecore.oms.order.ExecInst;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * NewOrderSingle (35=D). px is needed for LIMIT and absent for MARKET, expireTime is needed for GTD and absent otherwise.
 *
 * @param displayQty what the venue shows of it; absent: all
 * @param execInst passed on to the venue
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record PlaceOrderRequest(
        @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") String clOrdId,
        String symbol,
        Side side,
        OrdType ordType,
        TimeInForce timeInForce,
        @Schema(type = "string", example = "0.5") BigDecimal orderQty,

        @Schema(type = "string", example = "61250.10") @Nullable
        BigDecimal px,

        @Nullable Instant expireTime,

        @Schema(type = "string", example = "0.1") @Nullable BigDecimal displayQty,

        @Nullable Set<ExecInst> execInst)
        implements JsonRequest {

    /** An order without instructions that shows all of its quantity, and has no expireTime. */
    public PlaceOrderRequest(
            String clOrdId,
            String symbol,
            Side side,
            OrdType ordType,
            TimeInForce timeInForce,
            BigDecimal orderQty,
            @Nullable BigDecimal px) {
        this(clOrdId, symbol, side, ordType, timeInForce, orderQty, px, null, null, null);
    }

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
        Decimals.requirePositive("displayQty", displayQty);
        if (timeInForce == TimeInForce.GTD && expireTime == null) {
            throw ApiException.ofField(ApiCode.FIELD_MISSING, "expireTime", "A GTD order needs an expireTime.");
        }
        if (timeInForce != TimeInForce.GTD && expireTime != null) {
            throw ApiException.ofField(ApiCode.FIELD_INVALID, "expireTime", "Only a GTD order has an expireTime.");
        }
    }

    /** What the core is asked to do. */
    public Command.PlaceOrder toCommand(AccountId accountId, String actor) {
        return new Command.PlaceOrder(
                accountId,
                new ClOrdId(clOrdId),
                symbol,
                side,
                ordType,
                execInst == null ? Set.of() : execInst,
                new Terms(orderQty, px, timeInForce, expireTime, displayQty),
                actor);
    }
}
