package io.tradecore.api.query;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account's limits in one instrument.
 *
 * @param symbol an instrument, or {@code *} for all
 * @param maxOrderQty inclusive; absent: the instrument's own bound alone holds
 * @param maxOrderNotional inclusive, in the instrument's currency; absent as above
 * @param ordersPerSecond of the account as a whole, only with {@code *}
 */
@Serdeable.Serializable
public record LimitView(
        String symbol,
        @Nullable String maxOrderQty,
        @Nullable String maxOrderNotional,
        @Nullable Integer ordersPerSecond,
        Instant updatedAt) {

    /** A row of limits. */
    public static LimitView of(ResultSet row) throws SQLException {
        return new LimitView(
                Sql.text(row, "symbol"),
                Decimals.textOrNull(Sql.decimalOrNull(row, "max_order_qty")),
                Decimals.textOrNull(Sql.decimalOrNull(row, "max_order_notional")),
                row.getObject("orders_per_second", Integer.class),
                Sql.time(row, "updated_at"));
    }
}
