package io.tradecore.oms.list;

import io.tradecore.oms.order.HeldBy;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.RequestKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the orders of a list owe each other (FIX 1385 ContingencyType), as one pure function of how they stand: whatever
 * brought them there, each has the quantity it ought to have, and a step where it has not. So a step that cannot be taken
 * yet, because a request of the order waits for its venue, is found again once the venue has answered, and a restart
 * forgets nothing.
 */
public final class ListRules {

    private static final int SHARE_SCALE = 24;

    private final OrderList list;
    private final Function<OrderId, @Nullable Order> orders;
    private final BigDecimal lot;

    private ListRules(OrderList list, Function<OrderId, @Nullable Order> orders, BigDecimal lot) {
        this.list = list;
        this.orders = orders;
        this.lot = lot;
    }

    /**
     * The steps to be taken now, at most one for each order; none where every order is as it ought to be or waits.
     *
     * @param orders the list's orders as they stand
     * @param lot quantities are multiples of it
     */
    public static List<ListStep> steps(OrderList list, Function<OrderId, @Nullable Order> orders, BigDecimal lot) {
        ListRules rules = new ListRules(list, orders, lot);
        List<ListStep> steps = new ArrayList<>();
        for (ListMember member : list.members()) {
            ListStep step = rules.step(member);
            if (step != null) {
                steps.add(step);
            }
        }
        return steps;
    }

    /**
     * The OrderQty a sibling is entitled to while its list goes on: its share of what its parent executed, without what the
     * others executed.
     */
    public static BigDecimal entitled(
            OrderList list, ListMember member, Function<OrderId, @Nullable Order> orders, BigDecimal lot) {
        return new ListRules(list, orders, lot).entitled(member);
    }

    private @Nullable ListStep step(ListMember member) {
        Order order = order(member);
        if (order.venueStatus() == OrdStatus.DENIED) {
            return null;
        }
        if (member.parent()) {
            return !order.isClosed() && (list.canceled() || isExitDone()) ? callOff(member, order) : null;
        }
        BigDecimal target = target(member);
        if (order.heldBy() == HeldBy.LIST) {
            return order.isClosed() ? null : heldStep(order, target);
        }
        if (order.isClosed()) {
            return reopening(member, order, target);
        }
        if (target.compareTo(order.cumQty()) <= 0) {
            return callOff(member, order);
        }
        return resize(member, order, target);
    }

    private @Nullable ListStep heldStep(Order order, BigDecimal target) {
        if (target.signum() > 0) {
            return new ListStep.Activate(order.orderId(), target);
        }
        ListMember parent = list.parent();
        boolean mayStillCome = parent != null && !order(parent).isClosed();
        return mayStillCome && !list.canceled() ? null : new ListStep.CallOff(order.orderId());
    }

    /** A child that has executed all its parent had executed gets more as its parent goes on. */
    private @Nullable ListStep reopening(ListMember member, Order order, BigDecimal target) {
        boolean grown = list.type().hasParent()
                && order.venueStatus() == OrdStatus.FILLED
                && target.compareTo(order.cumQty()) > 0;
        return grown && order.pending() == null && member.refused() == null
                ? new ListStep.Resize(order.orderId(), target)
                : null;
    }

    /** A venue that has refused to cancel will, unless something else is executed, refuse again. */
    private static @Nullable ListStep callOff(ListMember member, Order order) {
        return order.pending() == null && member.refused() != RequestKind.CANCEL
                ? new ListStep.CallOff(order.orderId())
                : null;
    }

    private @Nullable ListStep resize(ListMember member, Order order, BigDecimal target) {
        int direction = target.compareTo(order.orderQty());
        if (direction == 0 || order.pending() != null || member.refused() == RequestKind.CANCEL) {
            return null;
        }
        if (member.refused() == RequestKind.REPLACE) {
            // It must not execute more than is left: where it cannot be made less, it is canceled.
            return direction < 0 ? new ListStep.CallOff(order.orderId()) : null;
        }
        // The venue has nothing yet that could be replaced.
        boolean tooEarly = order.venueStatus() == OrdStatus.PENDING_NEW && !order.isHeld();
        return tooEarly ? null : new ListStep.Resize(order.orderId(), target);
    }

    /** Where the exit of a bracket has executed all there was to exit, nothing more may be entered. */
    private boolean isExitDone() {
        if (!list.type().isExclusive()) {
            return false;
        }
        boolean executed = list.siblings().stream()
                .anyMatch(sibling -> order(sibling).cumQty().signum() > 0);
        return executed
                && list.siblings().stream()
                        .allMatch(sibling ->
                                target(sibling).compareTo(order(sibling).cumQty()) <= 0);
    }

    private BigDecimal target(ListMember member) {
        return list.canceled() ? BigDecimal.ZERO : entitled(member);
    }

    private BigDecimal entitled(ListMember member) {
        BigDecimal left = share(member).subtract(executedByOthers(member));
        return left.divide(lot, 0, RoundingMode.FLOOR).multiply(lot).max(BigDecimal.ZERO);
    }

    /**
     * What of a child its parent has earned it. Rounded down from the parent's whole CumQty each time, so that the parts add
     * up to the planned quantity, and never are more than what the parent executed.
     */
    private BigDecimal share(ListMember member) {
        ListMember parent = list.parent();
        if (parent == null) {
            return member.plannedQty();
        }
        BigDecimal executed = order(parent).cumQty().min(parent.plannedQty());
        return member.plannedQty()
                .multiply(executed)
                .divide(parent.plannedQty().multiply(lot), 0, RoundingMode.FLOOR)
                .multiply(lot);
    }

    private BigDecimal executedByOthers(ListMember member) {
        BigDecimal executed = BigDecimal.ZERO;
        for (ListMember other : list.siblings()) {
            if (!other.orderId().equals(member.orderId())) {
                executed = executed.add(executedBy(other, member));
            }
        }
        return executed;
    }

    /** What an execution of the one takes from the other. */
    private BigDecimal executedBy(ListMember other, ListMember member) {
        BigDecimal cumQty = order(other).cumQty();
        return switch (list.type().siblings()) {
            case OTO -> BigDecimal.ZERO;
            case OCO, OUO_ABSOLUTE -> cumQty;
            case OUO_PROPORTIONAL ->
                member.plannedQty().multiply(cumQty).divide(other.plannedQty(), SHARE_SCALE, RoundingMode.CEILING);
        };
    }

    private Order order(ListMember member) {
        return Objects.requireNonNull(orders.apply(member.orderId()), "an order of the list is missing");
    }
}
