package io.tradecore.api.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import io.tradecore.oms.order.Order;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An order as it is shown. Decimals are plain text; px is null for MARKET; reasons are absent where none was given. */
@Serdeable.Serializable
public record OrderView(
        String accountId,
        String orderId,
        String clOrdId,
        String symbol,
        String venueId,
        String side,
        String ordType,
        String timeInForce,
        String orderQty,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String px,
        String ordStatus,
        String cumQty,
        String leavesQty,
        String avgPx,
        @Nullable String pendingClOrdId,
        @Nullable String reasonCode,
        @Nullable String reasonText,
        Instant createdAt,
        @Nullable Instant updatedAt) {

    /** As the core answered. */
    public static OrderView of(Order order) {
        return new OrderView(
                order.accountId().toString(),
                order.orderId().toString(),
                order.clOrdId().value(),
                order.symbol(),
                order.venueId(),
                order.side().name(),
                order.ordType().name(),
                order.timeInForce().name(),
                Decimals.text(order.orderQty()),
                Decimals.textOrNull(order.px()),
                order.ordStatus().name(),
                Decimals.text(order.cumQty()),
                Decimals.text(order.leavesQty()),
                Decimals.text(order.avgPx()),
                order.pendingClOrdId() == null ? null : order.pendingClOrdId().value(),
                order.reasonCode(),
                order.reasonText(),
                order.createdAt(),
                null);
    }
}
