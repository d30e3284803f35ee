package io.tradecore.api.admin;

import io.tradecore.api.edge.Decimals;
import io.tradecore.oms.risk.LimitKind;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The limits that a new account gets, for all instruments. Null: none of its own. */
public record NewLimits(
        @Nullable BigDecimal maxOrderQty,
        @Nullable BigDecimal maxOrderNotional,
        @Nullable Integer ordersPerSecond) {

    Map<LimitKind, BigDecimal> byKind() {
        Map<LimitKind, BigDecimal> limits = new EnumMap<>(LimitKind.class);
        if (maxOrderQty != null) {
            limits.put(LimitKind.MAX_ORDER_QTY, maxOrderQty);
        }
        if (maxOrderNotional != null) {
            limits.put(LimitKind.MAX_ORDER_NOTIONAL, maxOrderNotional);
        }
        if (ordersPerSecond != null) {
            limits.put(LimitKind.ORDERS_PER_SECOND, BigDecimal.valueOf(ordersPerSecond));
        }
        return limits;
    }

    Map<String, Object> detail() {
        return AuditEntry.detail(
                "maxOrderQty",
                Decimals.textOrNull(maxOrderQty),
                "maxOrderNotional",
                Decimals.textOrNull(maxOrderNotional),
                "ordersPerSecond",
                ordersPerSecond);
    }
}
