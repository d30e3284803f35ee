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
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.trigger.TriggerPriceType;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * NewOrderSingle (35=D). px is needed for the types with a limit and absent otherwise, as expireTime is for GTD, stopPx for the
 * types that wait for a price, and one of trailAmount and trailPercent for TRAILING_STOP.
 *
 * @param orderQty absent where cashOrderQty is there
 * @param cashOrderQty what it may come to in the currency, before fees: the quantity follows from it
 * @param displayQty what the venue shows of it; absent: all
 * @param execInst passed on to the venue
 * @param stopPx the price that triggers it
 * @param triggerPriceType the price it watches; absent: the offer of a buy, the bid of a sell
 * @param trailAmount how far a trailing stop stays behind the best price seen, in the instrument's currency
 * @param trailPercent the same in percent of that price
 * @param positionEffect whether it opens or closes; of the orders of HEDGING accounts and of no other
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record PlaceOrderRequest(
        @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") String clOrdId,
        String symbol,
        Side side,
        OrdType ordType,
        TimeInForce timeInForce,
        @Schema(type = "string", example = "0.5") @Nullable BigDecimal orderQty,

        @Schema(type = "string", example = "61250.10") @Nullable
        BigDecimal px,

        @Nullable Instant expireTime,

        @Schema(type = "string", example = "0.1") @Nullable BigDecimal displayQty,

        @Nullable Set<ExecInst> execInst,

        @Schema(type = "string", example = "60000.00") @Nullable
        BigDecimal stopPx,

        @Nullable TriggerPriceType triggerPriceType,

        @Schema(type = "string", example = "250.00") @Nullable
        BigDecimal trailAmount,

        @Schema(type = "string", example = "1.5") @Nullable BigDecimal trailPercent,

        @Schema(type = "string", example = "1000.00") @Nullable
        BigDecimal cashOrderQty,

        @Nullable PositionEffect positionEffect)
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
        this(
                clOrdId,
                symbol,
                side,
                ordType,
                timeInForce,
                orderQty,
                px,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    public PlaceOrderRequest {
        OrderIds.check(clOrdId);
        Checks.text("symbol", symbol, 64);
        Decimals.requirePositive("orderQty", orderQty);
        Decimals.requirePositive("cashOrderQty", cashOrderQty);
        if (orderQty == null && cashOrderQty == null) {
            throw ApiException.ofField(ApiCode.FIELD_MISSING, "orderQty", "orderQty is needed, or cashOrderQty.");
        }
        if (orderQty != null && cashOrderQty != null) {
            throw ApiException.ofField(
                    ApiCode.FIELD_INVALID, "cashOrderQty", "An order has an orderQty or a cashOrderQty.");
        }
        requireIf(ordType.hasPx(), "px", px, "A " + ordType + " order");
        requireTrigger(ordType, stopPx, triggerPriceType, trailAmount, trailPercent);
        Decimals.requirePositive("displayQty", displayQty);
        if (timeInForce == TimeInForce.GTD && expireTime == null) {
            throw ApiException.ofField(ApiCode.FIELD_MISSING, "expireTime", "A GTD order needs an expireTime.");
        }
        if (timeInForce != TimeInForce.GTD && expireTime != null) {
            throw ApiException.ofField(ApiCode.FIELD_INVALID, "expireTime", "Only a GTD order has an expireTime.");
        }
    }

    private static void requireIf(boolean needed, String field, @Nullable Object value, String what) {
        if (needed && value == null) {
            throw ApiException.ofField(ApiCode.FIELD_MISSING, field, what + " needs a " + field + ".");
        }
        if (!needed && value != null) {
            throw ApiException.ofField(ApiCode.FIELD_INVALID, field, what + " has no " + field + ".");
        }
    }

    private static void requireTrigger(
            OrdType ordType,
            @Nullable BigDecimal stopPx,
            @Nullable TriggerPriceType triggerPriceType,
            @Nullable BigDecimal trailAmount,
            @Nullable BigDecimal trailPercent) {
        String what = "A " + ordType + " order";
        boolean trails = ordType == OrdType.TRAILING_STOP;
        requireIf(ordType.isTriggered() && !trails, "stopPx", stopPx, what);
        requireIf(trails && trailPercent == null, "trailAmount", trailAmount, what);
        if (!trails) {
            requireIf(false, "trailPercent", trailPercent, what);
        }
        Trails.check(trailAmount, trailPercent);
        if (!ordType.isTriggered()) {
            requireIf(false, "triggerPriceType", triggerPriceType, what);
        }
    }

    private @Nullable TriggerTerms trigger() {
        if (!ordType.isTriggered()) {
            return null;
        }
        return new TriggerTerms(triggerPriceType, stopPx, Trails.offset(trailAmount, trailPercent));
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
                new Terms(
                        Objects.requireNonNull(orderQty == null ? cashOrderQty : orderQty),
                        px,
                        timeInForce,
                        expireTime,
                        displayQty),
                trigger(),
                cashOrderQty,
                positionEffect,
                actor);
    }
}
