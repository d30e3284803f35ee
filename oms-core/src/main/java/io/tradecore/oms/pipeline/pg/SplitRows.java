package io.tradecore.oms.pipeline.pg;

import io.tradecore.ledger.pg.Column;
import io.tradecore.ledger.pg.RoundTrip;
import io.tradecore.oms.list.ListMember;
import io.tradecore.oms.list.OrderList;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderSplit;
import io.tradecore.oms.pipeline.AccountState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Splits that orders were restated for, and what no other act changes: what its list plans for an order. */
final class SplitRows {

    private record Row(UUID accountId, Order order, OrderSplit split) {}

    private record Plan(UUID accountId, ListMember member) {}

    private SplitRows() {}

    /** Adds the calls that write them, none where nothing was split. */
    static void write(RoundTrip trip, Collection<AccountState> accounts) {
        List<Row> rows = new ArrayList<>();
        List<Plan> plans = new ArrayList<>();
        for (AccountState account : accounts) {
            UUID accountId = account.accountId().value();
            for (OrderSplit split : account.newOrderSplits()) {
                Order order = Objects.requireNonNull(account.order(split.orderId()));
                rows.add(new Row(accountId, order, split));
                plan(order, account).ifPresent(member -> plans.add(new Plan(accountId, member)));
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        trip.call(
                "insert_order_splits",
                Column.uuids(rows, Row::accountId),
                Column.uuids(rows, row -> row.order().orderId().value()),
                Column.texts(rows, row -> row.split().splitId()),
                Column.longs(rows, row -> (long) row.split().ratio().numerator()),
                Column.longs(rows, row -> (long) row.split().ratio().denominator()),
                Column.longs(rows, row -> row.split().eventSeq()));
        writePlans(trip, plans);
    }

    private static Optional<ListMember> plan(Order order, AccountState account) {
        if (order.membership() == null) {
            return Optional.empty();
        }
        OrderList list = Objects.requireNonNull(account.list(order.membership().listId()));
        return list.members().stream()
                .filter(member -> member.orderId().equals(order.orderId()))
                .findFirst();
    }

    private static void writePlans(RoundTrip trip, List<Plan> plans) {
        if (!plans.isEmpty()) {
            trip.call(
                    "restate_order_list_members",
                    Column.uuids(plans, Plan::accountId),
                    Column.uuids(plans, plan -> plan.member().orderId().value()),
                    Column.numerics(plans, plan -> plan.member().plannedQty()));
        }
    }
}
