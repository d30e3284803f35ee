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
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.TriggerChange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * OrderCancelReplaceRequest (35=G). At least one thing is to become another; what is absent stays as it is.
 *
 * @param clOrdId of this request; the order goes by it once the venue has replaced it
 * @param origClOrdId the order's current ClOrdID as the asker knows it; absent: whichever it is
 * @param orderQty the whole order's, counting what is executed
 * @param stopPx of an order that is held, but for TRAILING_STOP, which has one of trailAmount and trailPercent
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record ReplaceOrderRequest(
        @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") String clOrdId,

        @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") @Nullable
        String origClOrdId,

        @Schema(type = "string", example = "0.5") @Nullable BigDecimal orderQty,

        @Schema(type = "string", example = "61250.10") @Nullable
        BigDecimal px,

        @Nullable TimeInForce timeInForce,
        @Nullable Instant expireTime,

        @Schema(type = "string", example = "0.1") @Nullable BigDecimal displayQty,

        @Schema(type = "string", example = "60000.00") @Nullable
        BigDecimal stopPx,

        @Schema(type = "string", example = "250.00") @Nullable
        BigDecimal trailAmount,

        @Schema(type = "string", example = "1.5") @Nullable BigDecimal trailPercent)
        implements JsonRequest {

    public ReplaceOrderRequest {
        OrderIds.check(clOrdId);
        if (origClOrdId != null) {
            Checks.clientId("origClOrdId", origClOrdId);
        }
        Decimals.requirePositive("orderQty", orderQty);
        Decimals.requirePositive("displayQty", displayQty);
        Trails.check(trailAmount, trailPercent);
        if (stopPx != null && (trailAmount != null || trailPercent != null)) {
            throw Checks.invalid("stopPx", "absent where a trail is there");
        }
        boolean changes = Stream.of(
                        orderQty, px, timeInForce, expireTime, displayQty, stopPx, trailAmount, trailPercent)
                .anyMatch(Objects::nonNull);
        if (!changes) {
            throw ApiException.ofField(
                    ApiCode.FIELD_MISSING,
                    "orderQty",
                    "One of orderQty, px, timeInForce, expireTime, displayQty, stopPx, trailAmount and trailPercent is"
                            + " needed.");
        }
    }

    private @Nullable TriggerChange trigger() {
        TrailOffset trail = Trails.offset(trailAmount, trailPercent);
        return stopPx == null && trail == null ? null : new TriggerChange(stopPx, trail);
    }

    /** What the core is asked to do. */
    public Command.ReplaceOrder toCommand(AccountId accountId, OrderId orderId, String actor) {
        return new Command.ReplaceOrder(
                accountId,
                new ClOrdId(clOrdId),
                orderId,
                origClOrdId == null ? null : new ClOrdId(origClOrdId),
                new TermChange(orderQty, px, timeInForce, expireTime, displayQty),
                trigger(),
                actor);
    }
}
