package io.tradecore.api.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import io.tradecore.oms.execution.DayQuantity;
import io.tradecore.oms.order.ListMembership;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderRequest;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.risk.PreTradeRisk.Warning;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.Trigger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as it is shown. Decimals are plain text; px is null without a limit; reasons are absent where none was given.
 *
 * @param clOrdId it was placed with
 * @param currentClOrdId it goes by now: that of the last replace the venue has confirmed, or clOrdId
 * @param cashOrderQty where it was placed by amount: orderQty followed from it
 * @param stopPx what triggers it; of a trailing stop where it is now
 * @param trailAmount of a trailing stop, or trailPercent
 * @param heldBy what keeps it from its venue, absent once it has been sent
 * @param dayOrderQty FIX 424, with dayCumQty (425) and dayAvgPx (426): of the current trading day, where it is read and
 *     outlives the day
 * @param pendingClOrdId of the request that waits for the venue's answer
 * @param pending that request
 * @param positionEffect FIX 77, where it is read and of a HEDGING account
 * @param listId of the list it belongs to, with contingencyType (FIX 1385); absent where it stands alone
 */
@Serdeable.Serializable
public record OrderView(
        String accountId,
        String orderId,
        String clOrdId,
        String currentClOrdId,
        String symbol,
        String venueId,
        String side,
        String ordType,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> execInst,
        String timeInForce,
        @Nullable Instant expireTime,
        String orderQty,
        @Nullable String cashOrderQty,
        @Nullable String displayQty,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String px,
        @Nullable String stopPx,
        @Nullable String triggerPriceType,
        @Nullable String trailAmount,
        @Nullable String trailPercent,
        @Nullable String heldBy,
        String ordStatus,
        String cumQty,
        String leavesQty,
        String avgPx,
        @Nullable String dayOrderQty,
        @Nullable String dayCumQty,
        @Nullable String dayAvgPx,
        @Nullable String pendingClOrdId,
        @Nullable PendingView pending,
        @Nullable String reasonCode,
        @Nullable String reasonText,
        @Nullable String listId,
        @Nullable String contingencyType,
        @Nullable String positionEffect,
        Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable List<WarningView> warnings) {

    /**
     * A request that waits for the venue's answer.
     *
     * @param kind CANCEL or REPLACE
     * @param origClOrdId what the order went by when it was asked for
     * @param orderQty of a replace, with what follows: the order as it shall be
     */
    @Serdeable.Serializable
    public record PendingView(
            String kind,
            String clOrdId,
            String origClOrdId,
            @Nullable String orderQty,
            @Nullable String px,
            @Nullable String timeInForce,
            @Nullable Instant expireTime,
            @Nullable String displayQty) {

        static @Nullable PendingView of(@Nullable OrderRequest request) {
            if (request == null) {
                return null;
            }
            OrderRequest.Replacement replacement = request.replacement();
            Terms terms = replacement == null ? null : replacement.terms();
            return new PendingView(
                    request.kind().name(),
                    request.clOrdId().value(),
                    request.origClOrdId().value(),
                    terms == null ? null : Decimals.text(terms.orderQty()),
                    terms == null ? null : Decimals.textOrNull(terms.px()),
                    terms == null ? null : terms.timeInForce().name(),
                    terms == null ? null : terms.expireTime(),
                    terms == null ? null : Decimals.textOrNull(terms.displayQty()));
        }
    }

    /** As the core answered. */
    public static OrderView of(Order order) {
        return of(order, List.of());
    }

    /** As the core answered, with the SOFT limits it is beyond. */
    public static OrderView of(Order order, List<Warning> warnings) {
        Trigger trigger = order.trigger();
        ListMembership membership = order.membership();
        return new OrderView(
                order.accountId().toString(),
                order.orderId().toString(),
                order.clOrdId().value(),
                order.currentClOrdId().value(),
                order.symbol(),
                order.venueId(),
                order.side().name(),
                order.ordType().name(),
                order.execInst().stream().map(Enum::name).sorted().toList(),
                order.timeInForce().name(),
                order.terms().expireTime(),
                Decimals.text(order.orderQty()),
                Decimals.textOrNull(order.cashOrderQty()),
                Decimals.textOrNull(order.terms().displayQty()),
                Decimals.textOrNull(order.px()),
                trigger == null ? null : Decimals.text(trigger.level()),
                trigger == null ? null : trigger.priceType().name(),
                trail(trigger, TrailOffset.Unit.AMOUNT),
                trail(trigger, TrailOffset.Unit.PERCENT),
                order.isHeld() && order.heldBy() != null ? order.heldBy().name() : null,
                order.ordStatus().name(),
                Decimals.text(order.cumQty()),
                Decimals.text(order.leavesQty()),
                Decimals.text(order.avgPx()),
                null,
                null,
                null,
                order.pendingClOrdId() == null ? null : order.pendingClOrdId().value(),
                PendingView.of(order.pending()),
                order.reasonCode(),
                order.reasonText(),
                membership == null ? null : membership.listId().value(),
                membership == null ? null : membership.contingencyType().name(),
                null,
                order.createdAt(),
                null,
                warnings.isEmpty()
                        ? null
                        : warnings.stream().map(WarningView::of).toList());
    }

    /** The same with what it has of the day. */
    OrderView with(DayQuantity day) {
        return new OrderView(
                accountId,
                orderId,
                clOrdId,
                currentClOrdId,
                symbol,
                venueId,
                side,
                ordType,
                execInst,
                timeInForce,
                expireTime,
                orderQty,
                cashOrderQty,
                displayQty,
                px,
                stopPx,
                triggerPriceType,
                trailAmount,
                trailPercent,
                heldBy,
                ordStatus,
                cumQty,
                leavesQty,
                avgPx,
                Decimals.text(day.orderQty()),
                Decimals.text(day.cumQty()),
                Decimals.text(day.avgPx()),
                pendingClOrdId,
                pending,
                reasonCode,
                reasonText,
                listId,
                contingencyType,
                positionEffect,
                createdAt,
                updatedAt,
                warnings);
    }

    static @Nullable String trail(@Nullable Trigger trigger, TrailOffset.Unit unit) {
        return trigger instanceof Trigger.Trail trail && trail.offset().unit() == unit
                ? Decimals.text(trail.offset().value())
                : null;
    }
}
