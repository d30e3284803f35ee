package io.tradecore.oms.list;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ContingencyType;
import io.tradecore.oms.order.HeldBy;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.ListMembership;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderAct;
import io.tradecore.oms.order.OrderAct.Fill;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.OrderRequest;
import io.tradecore.oms.order.OrderStateMachine;
import io.tradecore.oms.order.OrderStateMachine.Decision;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A list and its orders, moved by what venues and traders do, with the steps it owes then taken as the pipeline takes them. */
final class Lists {
    static final AccountId ACCOUNT = new AccountId(new UUID(1, 1));
    private static final ListId LIST = new ListId("L");

    private final BigDecimal lot;
    private final Map<String, OrderId> names = new LinkedHashMap<>();
    private final Map<OrderId, Order> orders = new LinkedHashMap<>();
    private OrderList list;
    private int requests;

    private Lists(ListType type, String lot, String... namesAndQtys) {
        this.lot = new BigDecimal(lot);
        List<ListMember> members = new ArrayList<>();
        for (int i = 0; i < namesAndQtys.length; i += 2) {
            boolean parent = type.hasParent() && i == 0;
            Order order = order(namesAndQtys[i], namesAndQtys[i + 1], type, parent);
            names.put(namesAndQtys[i], order.orderId());
            orders.put(order.orderId(), order);
            members.add(new ListMember(members.size() + 1, order.orderId(), parent, order.orderQty(), null));
        }
        list = new OrderList(ACCOUNT, LIST, new UUID(9, 9), type, false, members, Instant.EPOCH);
    }

    /** Orders by name and quantity; of a type that has a parent, the first is it. None is acknowledged yet. */
    static Lists of(ListType type, String lot, String... namesAndQtys) {
        return new Lists(type, lot, namesAndQtys);
    }

    private static Order order(String name, String qty, ListType type, boolean parent) {
        boolean child = type.hasParent() && !parent;
        Terms terms = Terms.of(new BigDecimal(qty), new BigDecimal("100"), TimeInForce.GTC);
        ClOrdId clOrdId = new ClOrdId(name);
        return new Order(
                ACCOUNT,
                new OrderId(UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                clOrdId,
                clOrdId,
                "BTCUSDT",
                "SIM",
                child ? Side.SELL : Side.BUY,
                OrdType.LIMIT,
                Set.of(),
                null,
                child ? HeldBy.LIST : null,
                null,
                terms,
                terms,
                new BigDecimal("100"),
                new BigDecimal("0.001"),
                OrdStatus.PENDING_NEW,
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                null,
                null,
                Instant.EPOCH,
                new ListMembership(LIST, parent ? ContingencyType.OTO : type.siblings()));
    }

    Order order(String name) {
        return Objects.requireNonNull(orders.get(names.get(name)));
    }

    OrderList list() {
        return list;
    }

    /** What is owed now, such as {@code activate T 3}. */
    List<String> owed() {
        return ListRules.steps(list, orders::get, lot).stream()
                .map(step -> switch (step) {
                    case ListStep.Activate activate ->
                        "activate " + name(step) + " " + activate.orderQty().toPlainString();
                    case ListStep.Resize resize ->
                        "resize " + name(step) + " " + resize.orderQty().toPlainString();
                    case ListStep.CallOff _ -> "call off " + name(step);
                })
                .toList();
    }

    private String name(ListStep step) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(step.orderId()))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** Takes what is owed, and tells what that was. */
    List<String> take() {
        List<String> owed = owed();
        for (ListStep step : ListRules.steps(list, orders::get, lot)) {
            Order order = Objects.requireNonNull(orders.get(step.orderId()));
            OrderAct act = switch (step) {
                case ListStep.Activate activate -> new OrderAct.Activated(activate.orderQty());
                case ListStep.Resize resize -> new OrderAct.Requested(replace(order, resize.orderQty()));
                case ListStep.CallOff _ ->
                    order.isHeld()
                            ? new OrderAct.CalledOff("LIST", "because of its list")
                            : new OrderAct.Requested(
                                    OrderRequest.cancel(nextRequest(), order.currentClOrdId(), order.orderId()));
            };
            put(OrderStateMachine.decide(order, act));
        }
        return owed;
    }

    private OrderRequest replace(Order order, BigDecimal qty) {
        TermChange asked = new TermChange(qty, null, null, null, null);
        return new OrderRequest(
                nextRequest(),
                order.currentClOrdId(),
                order.orderId(),
                new OrderRequest.Replacement(asked, order.terms().with(asked), order.reservePx()));
    }

    private ClOrdId nextRequest() {
        return new ClOrdId("R" + ++requests);
    }

    private boolean put(Decision decision) {
        if (decision instanceof Decision.Changed changed) {
            orders.put(changed.order().orderId(), changed.order());
            return true;
        }
        return false;
    }

    /** The trader asks for the order to end. */
    Lists cancel(String name) {
        Order order = order(name);
        put(OrderStateMachine.decide(
                order,
                new OrderAct.Requested(OrderRequest.cancel(nextRequest(), order.currentClOrdId(), order.orderId()))));
        return this;
    }

    Lists cancelAll() {
        list = list.ending();
        return this;
    }

    Lists trade(String name, String qty) {
        list = list.afterExecution();
        return report(name, ReportType.TRADE, qty, null);
    }

    Lists bust(String name, String qty) {
        list = list.afterExecution();
        return report(name, ReportType.TRADE_CANCEL, null, qty);
    }

    Lists say(String name, ReportType type) {
        return report(name, type, null, null);
    }

    /** The venue does not do what the list last asked for. */
    Lists refuse(String name) {
        RequestKind kind = Objects.requireNonNull(order(name).pending()).kind();
        list = list.afterAnswer(order(name).orderId(), kind);
        return report(name, ReportType.CANCEL_REJECT, null, null);
    }

    boolean tell(String name, ReportType type, @Nullable String lastQty, @Nullable String busted) {
        Order order = order(name);
        Fill superseded = busted == null ? null : Fill.at(new BigDecimal(busted), new BigDecimal("100"));
        return put(OrderStateMachine.decide(
                order,
                new OrderAct.Reported(
                        new VenueReport(
                                ACCOUNT,
                                order.orderId(),
                                "SIM",
                                "E",
                                type,
                                null,
                                busted == null ? null : "E0",
                                null,
                                lastQty == null ? null : new BigDecimal(lastQty),
                                lastQty == null ? null : new BigDecimal("100"),
                                TermChange.NONE,
                                Instant.EPOCH,
                                null,
                                null,
                                "{}"),
                        superseded)));
    }

    private Lists report(String name, ReportType type, @Nullable String lastQty, @Nullable String busted) {
        if (!tell(name, type, lastQty, busted)) {
            throw new AssertionError(type + " of " + name + " changed nothing: " + order(name));
        }
        return this;
    }
}
