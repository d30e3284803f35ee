package io.tradecore.oms.pipeline;

import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.account.PositionMode;
import io.tradecore.oms.command.Command.CancelList;
import io.tradecore.oms.command.Command.PlaceList;
import io.tradecore.oms.command.Command.PlaceList.Entry;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.list.ListMember;
import io.tradecore.oms.list.ListRules;
import io.tradecore.oms.list.ListShape;
import io.tradecore.oms.list.ListStep;
import io.tradecore.oms.list.OrderList;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ContingencyType;
import io.tradecore.oms.order.HeldBy;
import io.tradecore.oms.order.ListMembership;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderAct;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.OrderRequest;
import io.tradecore.oms.order.OrderStateMachine;
import io.tradecore.oms.order.OrderStateMachine.Decision;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.PreTradeRisk.Warning;
import io.tradecore.oms.trigger.Trigger;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides requests for lists, and has the orders of a list follow what happens to one of them. */
final class ListDecisions {

    private final Instruments instruments;
    private final PreTradeRisk risk;
    private final NewOrderDecisions orders;
    private final SelfTradeDecisions selfTrades;
    private final UuidV7 ids;

    ListDecisions(
            Instruments instruments,
            PreTradeRisk risk,
            NewOrderDecisions orders,
            SelfTradeDecisions selfTrades,
            UuidV7 ids) {
        this.instruments = instruments;
        this.risk = risk;
        this.orders = orders;
        this.selfTrades = selfTrades;
        this.ids = ids;
    }

    Outcome place(PlaceList command, AccountState account) {
        OrderList earlier = account.list(command.listId());
        if (earlier != null) {
            return replay(command, earlier, account);
        }
        Outcome.Refused misfit = misfit(command, account);
        if (misfit != null) {
            return misfit;
        }
        String symbol = command.entries().getFirst().order().symbol();
        Instrument instrument = Objects.requireNonNull(instruments.bySymbol(symbol));
        Map<Entry, Verdict.Passed> passed = new LinkedHashMap<>();
        ListFunds funds = new ListFunds(command, account, instruments);
        for (Entry entry : parentFirst(command)) {
            switch (risk.check(entry.order(), instrument, funds.view(entry))) {
                case Verdict.Passed verdict -> {
                    passed.put(entry, verdict);
                    funds.reserve(entry, verdict);
                }
                case Verdict.Denied denied -> {
                    return deny(command, entry, denied, instrument, account);
                }
            }
        }
        return accept(command, passed, instrument, account);
    }

    private Outcome.@Nullable Refused misfit(PlaceList command, AccountState account) {
        Outcome.Refused misfit = account.mode() == PositionMode.NETTING
                ? ListShape.misfit(command, account.type())
                : new Outcome.Refused(
                        Reason.LIST_NOT_ON_HEDGING,
                        "HEDGING accounts take no lists of orders.",
                        Map.of("positionMode", account.mode().name()));
        for (Entry entry : command.entries()) {
            if (misfit == null) {
                misfit = misfit(entry.order(), account);
            }
        }
        return misfit;
    }

    /** What is wrong with one order of the list, which it names. */
    private Outcome.@Nullable Refused misfit(PlaceOrder order, AccountState account) {
        if (account.order(order.clOrdId()) != null || account.request(order.clOrdId()) != null) {
            return naming(
                    order.clOrdId(),
                    new Outcome.Refused(Reason.EXISTS_WITH_DIFFERENT_KIND, "This ClOrdID was used outside this list."));
        }
        Instrument instrument = instruments.bySymbol(order.symbol());
        Outcome.Refused misfit = NewOrderDecisions.misfit(order, instrument, account);
        return misfit == null ? null : naming(order.clOrdId(), misfit);
    }

    private static Outcome.Refused naming(ClOrdId clOrdId, Outcome.Refused refused) {
        Map<String, String> numbers = new LinkedHashMap<>(refused.numbers());
        numbers.put("clOrdId", clOrdId.value());
        return new Outcome.Refused(refused.reason(), refused.message(), numbers);
    }

    private static List<Entry> parentFirst(PlaceList command) {
        PlaceOrder parent = command.parent();
        List<Entry> sorted = new ArrayList<>(command.entries().stream()
                .filter(entry -> entry.order() == parent)
                .toList());
        sorted.addAll(command.siblings());
        return sorted;
    }

    private Outcome accept(
            PlaceList command, Map<Entry, Verdict.Passed> passed, Instrument instrument, AccountState account) {
        List<Order> made = new ArrayList<>();
        Map<OrderId, List<Warning>> warnings = new HashMap<>();
        passed.forEach((entry, verdict) -> {
            Order order = orders.acceptedOrder(
                    entry.order(), instrument, verdict, heldBy(entry, verdict), membership(command, entry), account);
            NewOrderDecisions.close(order, verdict, account);
            if (entry.order() == command.parent()) {
                NewOrderDecisions.hold(order, verdict, account);
            }
            made.add(order);
            warnings.put(order.orderId(), verdict.warnings());
        });
        OrderList list = keep(command, made, account);
        made.forEach(account::add);
        ListHolds.set(list, instrument, account);
        for (Order order : made) {
            OrderEvent event = account.record(EventDraft.ofRequest(
                    OrderEvent.Type.ORDER_ACCEPTED,
                    order,
                    order.clOrdId().value(),
                    Warnings.code(warnings.getOrDefault(order.orderId(), List.of())),
                    Warnings.text(warnings.getOrDefault(order.orderId(), List.of())),
                    command.actor(),
                    account.now()));
            if (!order.isHeld()) {
                account.route(order, event.seq(), RouteMessage.Kind.NEW_ORDER, order.clOrdId());
            }
        }
        return new Outcome.ListAccepted(list, made, false);
    }

    private Outcome deny(
            PlaceList command, Entry culprit, Verdict.Denied verdict, Instrument instrument, AccountState account) {
        List<Order> made = new ArrayList<>();
        for (Entry entry : parentFirst(command)) {
            Verdict.Denied why = entry.equals(culprit) ? verdict : because(culprit, verdict);
            Order order = orders.deniedOrder(entry.order(), instrument, why, membership(command, entry), account);
            account.add(order);
            made.add(order);
            account.record(EventDraft.ofRequest(
                    OrderEvent.Type.ORDER_DENIED,
                    order,
                    order.clOrdId().value(),
                    why.reason().name(),
                    why.message(),
                    command.actor(),
                    account.now()));
        }
        OrderList list = keep(command, made, account);
        return denied(list, made, verdict.numbers(), false);
    }

    private static Verdict.Denied because(Entry culprit, Verdict.Denied verdict) {
        return new Verdict.Denied(
                Reason.LIST_MEMBER_DENIED,
                "Order " + culprit.order().clOrdId() + " of the list was denied: " + verdict.reason() + ".",
                Map.of());
    }

    private static Outcome denied(OrderList list, List<Order> members, Map<String, String> numbers, boolean replayed) {
        Order culprit = members.stream()
                .filter(order -> !Reason.LIST_MEMBER_DENIED.name().equals(order.reasonCode()))
                .findFirst()
                .orElseThrow();
        return new Outcome.ListDenied(
                list,
                members,
                culprit,
                Reason.valueOf(Objects.requireNonNull(culprit.reasonCode())),
                Objects.requireNonNull(culprit.reasonText()),
                numbers,
                replayed);
    }

    private static ListMembership membership(PlaceList command, Entry entry) {
        ContingencyType contingency = entry.order() == command.parent()
                ? ContingencyType.OTO
                : command.type().siblings();
        return new ListMembership(command.listId(), contingency);
    }

    private static @Nullable HeldBy heldBy(Entry entry, Verdict.Passed verdict) {
        if (entry.after() != null) {
            return HeldBy.LIST;
        }
        return verdict.trigger() == null ? null : HeldBy.TRIGGER;
    }

    private OrderList keep(PlaceList command, List<Order> made, AccountState account) {
        List<ListMember> members = new ArrayList<>();
        for (Order order : made) {
            boolean parent = command.type().hasParent() && members.isEmpty();
            members.add(new ListMember(members.size() + 1, order.orderId(), parent, order.orderQty(), null));
        }
        OrderList list = new OrderList(
                account.accountId(), command.listId(), ids.next(), command.type(), false, members, account.now());
        account.add(list);
        return list;
    }

    /** The stored answer to the same list, or what of it is another one. */
    private static Outcome replay(PlaceList command, OrderList earlier, AccountState account) {
        List<Order> members = members(earlier, account);
        List<Entry> asked = parentFirst(command);
        if (command.type() != earlier.type()) {
            return different(Reason.EXISTS_WITH_DIFFERENT_LIST_TYPE, earlier, Map.of());
        }
        if (!names(asked).equals(members.stream().map(Order::clOrdId).toList())) {
            return different(Reason.EXISTS_WITH_DIFFERENT_ORDERS, earlier, Map.of());
        }
        for (int i = 0; i < members.size(); i++) {
            Order member = members.get(i);
            Reason reason = Repetition.firstDifference(asked.get(i).order(), member, null);
            if (reason != null) {
                return different(
                        reason, earlier, Map.of("clOrdId", member.clOrdId().value()));
            }
        }
        return members.getFirst().venueStatus() == OrdStatus.DENIED
                ? denied(earlier, members, Map.of(), true)
                : new Outcome.ListAccepted(earlier, members, true);
    }

    private static List<ClOrdId> names(List<Entry> entries) {
        return entries.stream().map(entry -> entry.order().clOrdId()).toList();
    }

    private static Outcome different(Reason reason, OrderList earlier, Map<String, String> numbers) {
        return new Outcome.Refused(
                reason,
                "ListID " + earlier.listId() + " was used for a list with another " + InstrumentRules.fieldOf(reason)
                        + ".",
                numbers);
    }

    Outcome cancel(CancelList command, AccountState account) {
        OrderList list = account.list(command.listId());
        if (list == null) {
            return new Outcome.Refused(Reason.LIST_UNKNOWN, "There is no such list.");
        }
        boolean over = members(list, account).stream().allMatch(Order::isClosed);
        if (over && !list.canceled()) {
            return new Outcome.Refused(Reason.CANCEL_TOO_LATE, "All orders of the list are closed.");
        }
        // Whoever asks again asks the venue again, too, where it had refused.
        OrderList ending = list.ending().afterExecution();
        account.change(ending);
        follow(ending, command.actor(), account);
        return new Outcome.ListCancelAccepted(ending, members(ending, account), list.canceled());
    }

    private static List<Order> members(OrderList list, AccountState account) {
        return list.members().stream()
                .map(member -> Objects.requireNonNull(account.order(member.orderId())))
                .toList();
    }

    /** What a request for an order came to, once the other orders of its list have followed. */
    Outcome followed(Outcome outcome, AccountState account) {
        return switch (outcome) {
            case Outcome.CancelAccepted(var order, boolean replayed)
            when !replayed && order.membership() != null -> new Outcome.CancelAccepted(follow(order, account), false);
            case Outcome.ReplaceAccepted(var order, boolean replayed, var warnings)
            when !replayed && order.membership() != null ->
                new Outcome.ReplaceAccepted(follow(order, account), false, warnings);
            case Outcome.OrderMoved(var order, boolean changed)
            when changed && order.membership() != null -> new Outcome.OrderMoved(follow(order, account), true);
            default -> outcome;
        };
    }

    /** What a request about several orders came to, once every list among them has followed. */
    Outcome allFollowed(Outcome outcome, AccountState account) {
        account.lists().forEach(list -> follow(list, OrderList.OWN_REQUEST + list.listId(), account));
        return outcome;
    }

    /** The same of a report. */
    Outcome followed(Outcome outcome, VenueReport report, Order before, AccountState account) {
        if (!(outcome instanceof Outcome.ReportApplied(var after))) {
            return outcome;
        }
        OrderList list = Objects.requireNonNull(ListHolds.listOf(after, account));
        account.change(told(list, report, before, after));
        return new Outcome.ReportApplied(follow(after, account));
    }

    /** The list with what it has to remember of the report. */
    private static OrderList told(OrderList list, VenueReport report, Order before, Order after) {
        return switch (report.type()) {
            case TRADE, TRADE_CANCEL, TRADE_CORRECT -> list.afterExecution();
            case CANCEL_REJECT,
                    NEW,
                    DONE_FOR_DAY,
                    CANCELED,
                    REPLACED,
                    PENDING_CANCEL,
                    STOPPED,
                    REJECTED,
                    SUSPENDED,
                    PENDING_NEW,
                    CALCULATED,
                    EXPIRED,
                    RESTATED,
                    PENDING_REPLACE,
                    ORDER_STATUS -> {
                OrderRequest answered = before.pending();
                if (answered == null
                        || after.pending() != null
                        || !answered.clOrdId().value().startsWith(OrderList.OWN_REQUEST)) {
                    yield list;
                }
                yield list.afterAnswer(
                        after.orderId(), report.type() == ReportType.CANCEL_REJECT ? answered.kind() : null);
            }
        };
    }

    private Order follow(Order order, AccountState account) {
        OrderList list = Objects.requireNonNull(ListHolds.listOf(order, account));
        follow(list, OrderList.OWN_REQUEST + list.listId(), account);
        return Objects.requireNonNull(account.order(order.orderId()));
    }

    /** Takes the steps the list owes, and reserves what it then needs. */
    private void follow(OrderList list, String actor, AccountState account) {
        Order first =
                Objects.requireNonNull(account.order(list.members().getFirst().orderId()));
        Instrument instrument = instruments.bySymbol(first.symbol());
        if (instrument == null || first.venueStatus() == OrdStatus.DENIED) {
            return;
        }
        for (ListStep step : ListRules.steps(list, account::order, instrument.lotSize())) {
            Order order = Objects.requireNonNull(account.order(step.orderId()));
            switch (step) {
                case ListStep.Activate activate ->
                    activate(list, order, activate.orderQty(), instrument, actor, account);
                case ListStep.Resize resize -> resize(order, resize.orderQty(), actor, account);
                case ListStep.CallOff _ -> callOff(list, order, actor, account);
            }
        }
        ListHolds.set(list, instrument, account);
    }

    /**
     * What has a trigger of its own waits for that now. A trail begins at what the entry cost. What goes out now and would trade with others
     * of its account goes as its account's mode lets it, or ends.
     */
    private void activate(
            OrderList list,
            Order order,
            BigDecimal orderQty,
            Instrument instrument,
            String actor,
            AccountState account) {
        if (!(OrderStateMachine.decide(order, new OrderAct.Activated(orderQty)) instanceof Decision.Changed changed)) {
            return;
        }
        Order active = changed.order();
        if (active.trigger() instanceof Trigger.Trail trail && list.parent() != null) {
            Order parent = Objects.requireNonNull(account.order(list.parent().orderId()));
            active = active.withTrigger(
                    new Trigger.Trail(trail.side(), trail.priceType(), trail.offset(), parent.avgPx()));
        }
        OrderAct.CalledOff bar = active.isHeld() ? null : selfTrades.release(active, instrument, account);
        if (bar != null) {
            callOff(order, bar, actor, account);
            return;
        }
        OrderEvent event = record(changed.event(), active, null, null, actor, account);
        if (!active.isHeld()) {
            account.route(active, event.seq(), RouteMessage.Kind.NEW_ORDER, active.currentClOrdId());
        }
    }

    private void resize(Order order, BigDecimal orderQty, String actor, AccountState account) {
        TermChange asked = new TermChange(orderQty, null, null, null, displayed(order, orderQty));
        send(
                order,
                new OrderRequest.Replacement(asked, order.terms().with(asked), order.reservePx()),
                RouteMessage.Kind.REPLACE,
                actor,
                account);
    }

    /** What is shown of so much: as much as it was placed with, where there is so much and nobody has replaced it since. */
    private static @Nullable BigDecimal displayed(Order order, BigDecimal orderQty) {
        BigDecimal now = order.terms().displayQty();
        BigDecimal placed = order.placed().displayQty();
        if (now == null) {
            return null;
        }
        if (placed == null || now.compareTo(placed.min(order.orderQty())) != 0) {
            return now.min(orderQty);
        }
        return placed.min(orderQty);
    }

    private void callOff(OrderList list, Order order, String actor, AccountState account) {
        if (!order.isHeld()) {
            send(order, null, RouteMessage.Kind.CANCEL, actor, account);
            return;
        }
        Reason reason = list.canceled() ? Reason.LIST_CANCELED : Reason.LIST_PARENT_ENDED;
        String text = list.canceled() ? "Its list was canceled." : "The order it waited for ended.";
        callOff(order, new OrderAct.CalledOff(reason.name(), text), actor, account);
    }

    private static void callOff(Order order, OrderAct.CalledOff why, String actor, AccountState account) {
        if (OrderStateMachine.decide(order, why) instanceof Decision.Changed changed) {
            // A parent that waits for a price holds by itself.
            account.book().close(order.orderId().value());
            record(changed.event(), changed.order(), why.reasonCode(), why.reasonText(), actor, account);
        }
    }

    private static OrderEvent record(
            OrderEvent.Type event,
            Order order,
            @Nullable String reasonCode,
            @Nullable String reasonText,
            String actor,
            AccountState account) {
        account.change(order);
        return account.record(EventDraft.ofRequest(
                event, order, order.currentClOrdId().value(), reasonCode, reasonText, actor, account.now()));
    }

    /** Asks the venue in the list's own name. What the order's state forbids now is asked for once it has changed. */
    private void send(
            Order order,
            OrderRequest.@Nullable Replacement replacement,
            RouteMessage.Kind kind,
            String actor,
            AccountState account) {
        OrderRequest request = new OrderRequest(
                new ClOrdId(OrderList.OWN_REQUEST + ids.next()), order.currentClOrdId(), order.orderId(), replacement);
        if (OrderStateMachine.decide(order, new OrderAct.Requested(request)) instanceof Decision.Changed changed) {
            RequestDecisions.send(request, changed, kind, actor, account);
        }
    }
}
