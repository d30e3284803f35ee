package io.tradecore.api.query;

import io.tradecore.api.edge.Decimals;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.query.OrderListView.MemberView;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.order.ListId;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/** Reads lists of orders in the account's context. Safe for use by many threads; blocks its thread. */
@Singleton
public final class PgListReads {

    private static final String FIND_LIST_WITH_ORDERS = """
            SELECT o.*, NULL AS position_effect, l.list_type, l.canceled, l.created_at AS list_created_at, m.seq_no, m.planned_qty,
                CASE WHEN NOT m.parent THEN p.cl_ord_id END AS parent_cl_ord_id
            FROM order_lists l
            JOIN order_list_members m ON (m.account_id, m.list_id) = (l.account_id, l.list_id)
            JOIN standing_orders o ON (o.account_id, o.order_id) = (m.account_id, m.order_id)
            LEFT JOIN order_list_members pm ON (pm.account_id, pm.list_id) = (l.account_id, l.list_id) AND pm.parent
            LEFT JOIN orders p ON (p.account_id, p.order_id) = (pm.account_id, pm.order_id)
            WHERE l.account_id = ? AND l.list_id = ?
            ORDER BY m.seq_no
            """;

    private record Row(String listType, boolean canceled, Instant createdAt, MemberView member) {}

    private final TenantReads reads;
    private final DayReads days;

    PgListReads(TenantReads reads, DayReads days) {
        this.reads = reads;
        this.days = days;
    }

    /** One list as it stands, or LIST_UNKNOWN. */
    public OrderListView byListId(AccountId accountId, ListId listId) {
        List<Row> rows = reads.read(accountId, connection -> {
            List<Row> found =
                    Sql.list(connection, FIND_LIST_WITH_ORDERS, PgListReads::row, accountId.value(), listId.value());
            if (found.isEmpty()) {
                TenantReads.requireAccount(connection, accountId);
                throw ApiException.of(Reason.LIST_UNKNOWN, "There is no such list.");
            }
            return withDays(connection, accountId, found);
        });
        Row first = rows.getFirst();
        return new OrderListView(
                accountId.toString(),
                listId.value(),
                first.listType(),
                OrderListView.status(
                        first.member().order().ordStatus().equals("DENIED"),
                        rows.stream().allMatch(row -> isDone(row.member().order())),
                        first.canceled()),
                rows.stream().map(Row::member).toList(),
                first.createdAt());
    }

    private List<Row> withDays(Connection connection, AccountId accountId, List<Row> rows) throws SQLException {
        Iterator<OrderView> orders = days.of(
                        connection,
                        accountId,
                        rows.stream().map(row -> row.member().order()).toList())
                .iterator();
        return rows.stream()
                .map(row -> new Row(
                        row.listType(),
                        row.canceled(),
                        row.createdAt(),
                        new MemberView(
                                row.member().listSeqNo(),
                                row.member().after(),
                                row.member().plannedQty(),
                                orders.next())))
                .toList();
    }

    private static boolean isDone(OrderView order) {
        return order.leavesQty().equals("0");
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                Sql.text(row, "list_type"),
                row.getBoolean("canceled"),
                Sql.time(row, "list_created_at"),
                new MemberView(
                        row.getInt("seq_no"),
                        Sql.textOrNull(row, "parent_cl_ord_id"),
                        Decimals.text(Sql.decimal(row, "planned_qty")),
                        PgOrderReads.order(row)));
    }
}
