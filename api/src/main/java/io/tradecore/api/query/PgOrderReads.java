package io.tradecore.api.query;

import io.tradecore.api.edge.Decimals;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.trigger.pg.TriggerRows;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads orders and their events in the account's context. Safe for use by many threads; blocks its thread. */
@Singleton
public final class PgOrderReads {
    private static final String ORDERS = "orders";
    private static final String EVENTS = "events";

    private static final String FIND_ORDER_BY_ID = """
            SELECT o.*, (
                SELECT h.position_effect FROM hedging_orders h
                WHERE (h.account_id, h.order_id) = (o.account_id, o.order_id)) AS position_effect
            FROM standing_orders o WHERE account_id = ? AND order_id = ?
            """;

    // A ClOrdID names at most one order: those of orders and of requests share one space.
    private static final String FIND_ORDER_BY_CL_ORD_ID = """
            SELECT o.*, h.position_effect
            FROM (
                SELECT * FROM standing_orders WHERE account_id = ? AND cl_ord_id = ?
                UNION ALL
                SELECT o.* FROM order_requests r
                JOIN standing_orders o ON (o.account_id, o.order_id) = (r.account_id, r.order_id)
                WHERE r.account_id = ? AND r.cl_ord_id = ? AND r.kind = 'REPLACE') o
            LEFT JOIN hedging_orders h ON (h.account_id, h.order_id) = (o.account_id, o.order_id)
            """;

    // Newest first: order ids are UUIDv7, so their order is that of placing.
    private static final String LIST_ORDERS_NEWEST_FIRST = """
            SELECT o.*, (
                SELECT h.position_effect FROM hedging_orders h
                WHERE (h.account_id, h.order_id) = (o.account_id, o.order_id)) AS position_effect
            FROM standing_orders o
            WHERE account_id = ? AND ord_status = ANY (?)
                AND (CAST(? AS boolean) IS NULL OR (leaves_qty > 0 OR pending_cl_ord_id IS NOT NULL) = ?)
                AND (CAST(? AS text) IS NULL OR symbol = ?)
                AND (CAST(? AS uuid) IS NULL OR order_id < ?)
            ORDER BY order_id DESC
            LIMIT ?
            """;

    private static final String LIST_EVENTS_OF_ORDER = """
            SELECT * FROM order_events
            WHERE account_id = ? AND order_id = ? AND seq > ?
            ORDER BY seq
            LIMIT ?
            """;

    private final TenantReads reads;
    private final DayReads days;

    PgOrderReads(TenantReads reads, DayReads days) {
        this.reads = reads;
        this.days = days;
    }

    /** One order, or ORDER_UNKNOWN. */
    public OrderView byOrderId(AccountId accountId, OrderId orderId) {
        return one(accountId, FIND_ORDER_BY_ID, accountId.value(), orderId.value());
    }

    /** One order by the ClOrdID it was placed with or one of its replaces, or ORDER_UNKNOWN. */
    public OrderView byClOrdId(AccountId accountId, ClOrdId clOrdId) {
        return one(
                accountId,
                FIND_ORDER_BY_CL_ORD_ID,
                accountId.value(),
                clOrdId.value(),
                accountId.value(),
                clOrdId.value());
    }

    private OrderView one(AccountId accountId, String sql, Object... keys) {
        return reads.read(accountId, connection -> {
            OrderView order = Sql.first(connection, sql, PgOrderReads::order, keys);
            if (order == null) {
                throw unknown(connection, accountId);
            }
            return days.of(connection, accountId, List.of(order)).getFirst();
        });
    }

    /** Orders, newest first. */
    public Page<OrderView> list(AccountId accountId, OrderFilter filter, @Nullable String cursor, int limit) {
        var before = Cursor.id(ORDERS, cursor);
        String[] statuses = filter.statuses().stream().map(Enum::name).toArray(String[]::new);
        List<OrderView> found = reads.readList(
                accountId,
                connection -> days.of(
                        connection,
                        accountId,
                        Sql.list(
                                connection,
                                LIST_ORDERS_NEWEST_FIRST,
                                PgOrderReads::order,
                                accountId.value(),
                                connection.createArrayOf("text", statuses),
                                filter.open(),
                                filter.open(),
                                filter.symbol(),
                                filter.symbol(),
                                before,
                                before,
                                limit + 1)));
        return Page.cut(found, limit, last -> Cursor.ofId(ORDERS, last.orderId()));
    }

    /** An order's events, oldest first, or ORDER_UNKNOWN. */
    public Page<OrderEventView> events(AccountId accountId, OrderId orderId, @Nullable String cursor, int limit) {
        long after = Cursor.seq(EVENTS, cursor);
        List<OrderEventView> found = reads.read(accountId, connection -> {
            List<OrderEventView> events = Sql.list(
                    connection,
                    LIST_EVENTS_OF_ORDER,
                    PgOrderReads::event,
                    accountId.value(),
                    orderId.value(),
                    after,
                    limit + 1);
            if (events.isEmpty() && cursor == null) {
                throw unknown(connection, accountId);
            }
            return events;
        });
        return Page.cut(found, limit, last -> Cursor.ofSeq(EVENTS, last.seq()));
    }

    private static ApiException unknown(Connection connection, AccountId accountId) throws SQLException {
        TenantReads.requireAccount(connection, accountId);
        return ApiException.orderUnknown();
    }

    static OrderView order(ResultSet row) throws SQLException {
        String current = Sql.textOrNull(row, "current_cl_ord_id");
        BigDecimal cumQty = Sql.decimal(row, "cum_qty");
        BigDecimal avgPx = cumQty.signum() == 0
                ? BigDecimal.ZERO
                : Sql.decimal(row, "cum_notional").divide(cumQty, Order.AVERAGE_SCALE, RoundingMode.HALF_EVEN);
        Trigger trigger = Sql.textOrNull(row, "trigger_kind") == null ? null : TriggerRows.trigger(row);
        return new OrderView(
                Sql.uuid(row, "account_id"),
                Sql.uuid(row, "order_id"),
                Sql.text(row, "cl_ord_id"),
                current == null ? Sql.text(row, "cl_ord_id") : current,
                Sql.text(row, "symbol"),
                Sql.text(row, "venue_id"),
                Sql.text(row, "side"),
                Sql.text(row, "ord_type"),
                execInst(row.getArray("exec_inst")),
                Sql.text(row, "time_in_force"),
                Sql.timeOrNull(row, "expire_time"),
                Decimals.text(Sql.decimal(row, "order_qty")),
                Decimals.textOrNull(Sql.decimalOrNull(row, "cash_order_qty")),
                Decimals.textOrNull(Sql.decimalOrNull(row, "display_qty")),
                Decimals.textOrNull(Sql.decimalOrNull(row, "px")),
                trigger == null ? null : Decimals.text(trigger.level()),
                trigger == null ? null : trigger.priceType().name(),
                OrderView.trail(trigger, TrailOffset.Unit.AMOUNT),
                OrderView.trail(trigger, TrailOffset.Unit.PERCENT),
                Sql.decimal(row, "leaves_qty").signum() == 0 ? null : Sql.textOrNull(row, "held_by"),
                Sql.text(row, "ord_status"),
                Decimals.text(cumQty),
                Decimals.text(Sql.decimal(row, "leaves_qty")),
                Decimals.text(avgPx),
                null,
                null,
                null,
                Sql.textOrNull(row, "pending_cl_ord_id"),
                pending(row),
                Sql.textOrNull(row, "reason_code"),
                Sql.textOrNull(row, "reason_text"),
                Sql.textOrNull(row, "list_id"),
                Sql.textOrNull(row, "list_contingency_type"),
                Sql.textOrNull(row, "position_effect"),
                Sql.time(row, "created_at"),
                Sql.time(row, "updated_at"),
                null);
    }

    private static List<String> execInst(@Nullable Array names) throws SQLException {
        return names == null ? List.of() : List.of((String[]) names.getArray());
    }

    private static OrderView.@Nullable PendingView pending(ResultSet row) throws SQLException {
        String kind = Sql.textOrNull(row, "request_kind");
        if (kind == null) {
            return null;
        }
        String orig = Sql.textOrNull(row, "request_orig_cl_ord_id");
        return new OrderView.PendingView(
                kind,
                Sql.text(row, "pending_cl_ord_id"),
                orig == null ? Sql.text(row, "cl_ord_id") : orig,
                Decimals.textOrNull(Sql.decimalOrNull(row, "request_order_qty")),
                Decimals.textOrNull(Sql.decimalOrNull(row, "request_px")),
                Sql.textOrNull(row, "request_time_in_force"),
                Sql.timeOrNull(row, "request_expire_time"),
                Decimals.textOrNull(Sql.decimalOrNull(row, "request_display_qty")));
    }

    private static OrderEventView event(ResultSet row) throws SQLException {
        return new OrderEventView(
                row.getLong("seq"),
                Sql.uuid(row, "order_id"),
                Sql.text(row, "event_type"),
                Sql.text(row, "ord_status"),
                Sql.text(row, "cl_ord_id"),
                Sql.textOrNull(row, "exec_id"),
                Sql.textOrNull(row, "exec_ref_id"),
                Decimals.textOrNull(Sql.decimalOrNull(row, "last_qty")),
                Decimals.textOrNull(Sql.decimalOrNull(row, "last_px")),
                Decimals.textOrNull(Sql.decimalOrNull(row, "order_qty")),
                Decimals.textOrNull(Sql.decimalOrNull(row, "px")),
                Decimals.text(Sql.decimal(row, "cum_qty")),
                Decimals.text(Sql.decimal(row, "leaves_qty")),
                Decimals.text(Sql.decimal(row, "held")),
                Sql.textOrNull(row, "reason_code"),
                Sql.textOrNull(row, "reason_text"),
                Sql.text(row, "actor"),
                Sql.time(row, "transact_time"),
                Sql.time(row, "recorded_at"));
    }
}
