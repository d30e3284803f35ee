package io.tradecore.oms.pipeline;

import io.tradecore.oms.bulk.BulkResult;
import io.tradecore.oms.bulk.BulkResult.What;
import io.tradecore.oms.command.Command.ApplyAct;
import io.tradecore.oms.command.Command.CancelOrder;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.Execution;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.list.OrderList;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderAct;
import io.tradecore.oms.order.OrderAct.Fill;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.OrderSplit;
import io.tradecore.oms.order.OrderStateMachine;
import io.tradecore.oms.order.OrderStateMachine.Decision;
import io.tradecore.oms.order.SplitRatio;
import io.tradecore.oms.position.InstrumentAct;
import io.tradecore.oms.trigger.Trigger;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Restates orders for a split of their instrument (FIX 378 = 0). The position is not split here. Executions stay as they were
 * booked; of the order they count in the units it has now.
 */
final class SplitDecisions {

    /** FIX 378, ExecRestatementReason 0. */
    private static final String GT_CORPORATE_ACTION = "GT_CORPORATE_ACTION";

    /** More than all the rounding of an order's splits comes to. */
    private static final BigDecimal UNEVEN = new BigDecimal("1E-9");

    /**
     * A split, and who announced it.
     *
     * @param announcedAt orders placed from then on are of the new units
     */
    private record Split(String splitId, SplitRatio ratio, String symbol, Instant announcedAt, String actor) {

        static Split of(ApplyAct command, InstrumentAct.Split terms) {
            InstrumentAct act = command.act();
            return new Split(act.actId(), terms.ratio(), act.symbol(), act.announcedAt(), command.actor());
        }
    }

    private final RequestDecisions requests;

    SplitDecisions(RequestDecisions requests) {
        this.requests = requests;
    }

    /** What is restated already is passed over; what could not be is tried again by the same command. */
    List<BulkResult> split(ApplyAct asked, InstrumentAct.Split terms, Instrument instrument, AccountState account) {
        Split command = Split.of(asked, terms);
        List<BulkResult> results = new ArrayList<>();
        for (List<Order> together : due(command, account)) {
            Reason refusal = refusal(together, command, instrument);
            for (Order order : together) {
                results.add(refusal == null ? split(order, command, instrument, account) : refused(order, refusal));
            }
            Order first = together.getFirst();
            if (refusal == null && first.membership() != null) {
                OrderList list = Objects.requireNonNull(ListHolds.listOf(first, account));
                account.change(list.split(command.ratio()));
            }
        }
        return results;
    }

    /** Whether it comes to another end when it is tried again: a venue has an answer to give first. */
    static boolean mayComeYet(BulkResult result) {
        return result.what() == What.REFUSED && result.reason() != Reason.SPLIT_LEAVES_NO_LOT;
    }

    /** Orders alone, and those of a list together: one of them that is open takes the others with it. The oldest first. */
    private static List<List<Order>> due(Split command, AccountState account) {
        List<List<Order>> due = new ArrayList<>();
        List<Order> open = account.orders().stream()
                .filter(order -> isDue(order, command, account))
                .sorted(Comparator.comparing(order -> order.orderId().value()))
                .toList();
        for (Order order : open) {
            if (order.membership() == null) {
                due.add(List.of(order));
            } else if (due.stream().noneMatch(together -> together.contains(order))) {
                due.add(Objects.requireNonNull(ListHolds.listOf(order, account)).members().stream()
                        .map(member -> Objects.requireNonNull(account.order(member.orderId())))
                        .toList());
            }
        }
        return due;
    }

    private static boolean isDue(Order order, Split command, AccountState account) {
        return order.symbol().equals(command.symbol())
                && !order.isClosed()
                && order.timeInForce().outlivesDay()
                && order.createdAt().isBefore(command.announcedAt())
                && account.splits(order.orderId()).stream()
                        .noneMatch(split -> split.splitId().equals(command.splitId()));
    }

    /** Why none of them can be restated now. */
    private static @Nullable Reason refusal(List<Order> together, Split command, Instrument instrument) {
        boolean replacing = together.stream()
                .anyMatch(order -> order.pending() != null && order.pending().replacement() != null);
        if (replacing) {
            // In which units it was asked for only its venue's answer tells.
            return Reason.REPLACE_ALREADY_PENDING;
        }
        boolean vanishes = together.stream().anyMatch(order -> vanishes(order, command, instrument));
        return vanishes && together.getFirst().membership() != null ? Reason.SPLIT_LEAVES_NO_LOT : null;
    }

    private static boolean vanishes(Order order, Split command, Instrument instrument) {
        return !order.isClosed()
                && command.ratio().lots(order.leavesQty(), instrument.lotSize()).signum() == 0;
    }

    private BulkResult split(Order order, Split command, Instrument instrument, AccountState account) {
        if (order.isTriggerWatched() && order.trigger() instanceof Trigger.Trail) {
            return callOff(order, command, account);
        }
        if (vanishes(order, command, instrument)) {
            return cancel(order, command, account);
        }
        OrderAct act = new OrderAct.Split(command.ratio(), instrument.lotSize(), instrument.tickSize());
        if (!(OrderStateMachine.decide(order, act) instanceof Decision.Changed changed)) {
            return refused(order, Reason.SPLIT_LEAVES_NO_LOT);
        }
        Order after = changed.order();
        account.change(after);
        BigDecimal closes = account.closesQty(order.orderId());
        if (closes.signum() > 0) {
            account.setClosing(order.orderId(), command.ratio().quantity(closes));
        }
        OrderHolds.set(after, instrument, account);
        OrderEvent event = account.record(EventDraft.ofRequest(
                changed.event(),
                after,
                after.currentClOrdId().value(),
                GT_CORPORATE_ACTION,
                "split " + command.ratio() + ", " + command.splitId(),
                command.actor(),
                account.now()));
        account.add(new OrderSplit(order.orderId(), command.splitId(), command.ratio(), event.seq()));
        return new BulkResult(
                order.symbol(), What.RESTATED, order.orderId(), after.currentClOrdId(), after.orderQty(), null);
    }

    /**
     * A trail that is watched ends: the best price that is noted of it, and what is under way with it, is of before the split,
     * and behind that it would be triggered at once.
     */
    private static BulkResult callOff(Order order, Split command, AccountState account) {
        OrderAct act =
                new OrderAct.CalledOff(GT_CORPORATE_ACTION, "split " + command.ratio() + ", " + command.splitId());
        if (!(OrderStateMachine.decide(order, act) instanceof Decision.Changed changed)) {
            return refused(order, Reason.CANCEL_TOO_LATE);
        }
        Order after = changed.order();
        account.change(after);
        account.book().close(after.orderId().value());
        account.record(EventDraft.ofRequest(
                changed.event(),
                after,
                after.currentClOrdId().value(),
                after.reasonCode(),
                after.reasonText(),
                command.actor(),
                account.now()));
        return new BulkResult(order.symbol(), What.CANCELED, order.orderId(), after.currentClOrdId(), null, null);
    }

    /** Less than a lot is left of it: that ends. */
    private BulkResult cancel(Order order, Split command, AccountState account) {
        ClOrdId clOrdId = new ClOrdId("split:" + order.orderId());
        CancelOrder cancel = new CancelOrder(account.accountId(), clOrdId, order.orderId(), command.actor());
        return switch (requests.cancel(cancel, account)) {
            case Outcome.CancelAccepted(Order after, boolean _) ->
                new BulkResult(
                        order.symbol(),
                        after.isClosed() ? What.CANCELED : What.CANCEL_REQUESTED,
                        order.orderId(),
                        clOrdId,
                        null,
                        null);
            case Outcome.Refused refused -> refused(order, refused.reason());
            case Outcome other -> throw new IllegalStateException("a cancel was answered with " + other);
        };
    }

    private static BulkResult refused(Order order, Reason reason) {
        return new BulkResult(order.symbol(), What.REFUSED, order.orderId(), null, null, reason);
    }

    /** An execution in the units its order has now. */
    static Fill inUnitsOfNow(Execution execution, Order order, AccountState account) {
        BigDecimal lastQty = execution.lastQty();
        for (OrderSplit split : account.splits(order.orderId())) {
            if (split.eventSeq() > execution.eventSeq()) {
                lastQty = split.ratio().quantity(lastQty);
            }
        }
        // Of parts that do not come out even the last is what is left.
        boolean all = lastQty.subtract(order.cumQty()).abs().compareTo(UNEVEN) < 0;
        return new Fill(all ? order.cumQty() : lastQty, execution.lastQty().multiply(execution.lastPx()));
    }
}
