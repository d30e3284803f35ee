package io.tradecore.api.entry;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.api.edge.Params;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.order.TimeInForce;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One entry of a batch: exactly one of the three. */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record BatchEntry(
        @Nullable PlaceOrderRequest newOrder,
        @Nullable Cancel cancelOrder,
        @Nullable Replace replaceOrder) implements JsonRequest {

    /** A cancel, with the order it is about. See {@link CancelOrderRequest}. */
    @Schema(name = "BatchCancel", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
    public record Cancel(
            String orderId, String clOrdId, @Nullable String origClOrdId) {}

    /** A replace, with the order it is about. See {@link ReplaceOrderRequest}. */
    @Schema(name = "BatchReplace", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
    public record Replace(
            String orderId,
            String clOrdId,
            @Nullable String origClOrdId,
            @Nullable BigDecimal orderQty,
            @Nullable BigDecimal px,
            @Nullable TimeInForce timeInForce,
            @Nullable Instant expireTime,
            @Nullable BigDecimal displayQty,
            @Nullable BigDecimal stopPx,
            @Nullable BigDecimal trailAmount,
            @Nullable BigDecimal trailPercent) {}

    public BatchEntry {
        long named = Stream.of(newOrder, cancelOrder, replaceOrder)
                .filter(one -> one != null)
                .count();
        if (named != 1) {
            throw ApiException.ofField(
                    ApiCode.FIELD_MISSING,
                    "newOrder",
                    "An entry has exactly one of newOrder, cancelOrder and replaceOrder.");
        }
    }

    /** What the core is asked to do. */
    public Command toCommand(AccountId accountId, String actor) {
        if (newOrder != null) {
            return newOrder.toCommand(accountId, actor);
        }
        if (cancelOrder != null) {
            return new CancelOrderRequest(cancelOrder.clOrdId(), cancelOrder.origClOrdId())
                    .toCommand(accountId, Params.orderId(cancelOrder.orderId()), actor);
        }
        Replace replace = Objects.requireNonNull(replaceOrder);
        return new ReplaceOrderRequest(
                        replace.clOrdId(),
                        replace.origClOrdId(),
                        replace.orderQty(),
                        replace.px(),
                        replace.timeInForce(),
                        replace.expireTime(),
                        replace.displayQty(),
                        replace.stopPx(),
                        replace.trailAmount(),
                        replace.trailPercent())
                .toCommand(accountId, Params.orderId(replace.orderId()), actor);
    }
}
