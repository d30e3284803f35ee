package io.tradecore.api.admin;

import io.tradecore.api.edge.Decimals;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Limits to be set. Null: no bound of the account's own. */
public record NewLimits(
        @Nullable BigDecimal maxOrderQty,
        @Nullable BigDecimal maxOrderNotional,
        @Nullable Integer ordersPerSecond) {

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
