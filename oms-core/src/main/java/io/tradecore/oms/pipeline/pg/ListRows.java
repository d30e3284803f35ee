package io.tradecore.oms.pipeline.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.pg.Column;
import io.tradecore.ledger.pg.RoundTrip;
import io.tradecore.oms.list.ListMember;
import io.tradecore.oms.list.ListType;
import io.tradecore.oms.list.OrderList;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.ListMembership;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.pipeline.AccountState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists of orders as rows: read a member at a time, in the order of their numbers, and written where a batch changed them. */
final class ListRows {

    private record Key(AccountId accountId, ListId listId) {}

    private record MemberRow(OrderList list, ListMember member) {}

    private final Map<Key, OrderList> lists = new LinkedHashMap<>();

    void read(ResultSet row) throws SQLException {
        Key key = new Key(new AccountId(row.getObject("account_id", UUID.class)), new ListId(row.getString("list_id")));
        OrderList before = lists.get(key);
        List<ListMember> members = new ArrayList<>(before == null ? List.of() : before.members());
        members.add(member(row));
        lists.put(
                key,
                new OrderList(
                        key.accountId(),
                        key.listId(),
                        row.getObject("hold_id", UUID.class),
                        ListType.valueOf(row.getString("list_type")),
                        row.getBoolean("canceled"),
                        members,
                        row.getObject("created_at", OffsetDateTime.class).toInstant()));
    }

    private static ListMember member(ResultSet row) throws SQLException {
        String refused = row.getString("refused");
        return new ListMember(
                row.getInt("seq_no"),
                new OrderId(row.getObject("order_id", UUID.class)),
                row.getBoolean("parent"),
                row.getBigDecimal("planned_qty"),
                refused == null ? null : RequestKind.valueOf(refused));
    }

    Collection<OrderList> lists() {
        return lists.values();
    }

    /** Adds the calls that write what became of lists, none where no list changed. */
    static void write(RoundTrip trip, Collection<AccountState> accounts) {
        writeNew(
                trip,
                accounts.stream()
                        .flatMap(account -> account.newLists().stream())
                        .toList());
        List<OrderList> changed = accounts.stream()
                .flatMap(account -> account.updatedLists().stream())
                .toList();
        if (!changed.isEmpty()) {
            List<MemberRow> rows = memberRows(changed);
            trip.call(
                    "update_order_lists",
                    Column.uuids(changed, list -> list.accountId().value()),
                    Column.texts(changed, list -> list.listId().value()),
                    Column.texts(changed, list -> Boolean.toString(list.canceled())));
            trip.call(
                    "update_order_list_members",
                    Column.uuids(rows, row -> row.list().accountId().value()),
                    Column.uuids(rows, row -> row.member().orderId().value()),
                    Column.texts(rows, row -> refused(row.member())));
        }
        writeMemberships(
                trip,
                accounts.stream()
                        .flatMap(account -> account.newOrders().stream())
                        .filter(order -> order.membership() != null)
                        .toList());
    }

    private static void writeNew(RoundTrip trip, List<OrderList> made) {
        if (made.isEmpty()) {
            return;
        }
        List<MemberRow> rows = memberRows(made);
        trip.call(
                "insert_order_lists",
                Column.uuids(made, list -> list.accountId().value()),
                Column.texts(made, list -> list.listId().value()),
                Column.uuids(made, OrderList::holdId),
                Column.texts(made, list -> list.type().name()));
        trip.call(
                "insert_order_list_members",
                Column.uuids(rows, row -> row.list().accountId().value()),
                Column.texts(rows, row -> row.list().listId().value()),
                Column.longs(rows, row -> (long) row.member().seqNo()),
                Column.uuids(rows, row -> row.member().orderId().value()),
                Column.texts(rows, row -> Boolean.toString(row.member().parent())),
                Column.numerics(rows, row -> row.member().plannedQty()));
    }

    private static void writeMemberships(RoundTrip trip, List<Order> orders) {
        if (!orders.isEmpty()) {
            trip.call(
                    "update_order_memberships",
                    Column.uuids(orders, order -> order.accountId().value()),
                    Column.uuids(orders, order -> order.orderId().value()),
                    Column.texts(orders, order -> membership(order).listId().value()),
                    Column.texts(
                            orders, order -> membership(order).contingencyType().name()));
        }
    }

    private static ListMembership membership(Order order) {
        return Objects.requireNonNull(order.membership());
    }

    private static @Nullable String refused(ListMember member) {
        return member.refused() == null ? null : member.refused().name();
    }

    private static List<MemberRow> memberRows(List<OrderList> lists) {
        return lists.stream()
                .flatMap(list -> list.members().stream().map(member -> new MemberRow(list, member)))
                .toList();
    }
}
