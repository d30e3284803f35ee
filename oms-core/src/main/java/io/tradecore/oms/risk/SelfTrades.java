package io.tradecore.oms.risk;

import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The orders of an account that another of its own could trade with.
 *
 * @param orders among them every open one of the other side; none are loaded where nothing is looked at
 */
public record SelfTrades(SelfTradePrevention mode, Collection<Order> orders) {

    public static final SelfTrades IGNORED = new SelfTrades(SelfTradePrevention.NONE, List.of());

    /** The same where no other order is to be canceled. */
    SelfTrades denying() {
        return mode == SelfTradePrevention.NONE ? this : new SelfTrades(SelfTradePrevention.CANCEL_NEWEST, orders);
    }

    /** What its account's mode makes of a new order. What has to be executed as a whole is not lowered. */
    public SelfTradePlan plan(PlaceOrder order) {
        return plan(new SelfTradePlan.Incoming(
                order.symbol(),
                order.side(),
                order.px(),
                order.orderQty(),
                null,
                order.timeInForce() != TimeInForce.FOK));
    }

    /** What its account's mode makes of a replace: nothing where it asks for no other price, or the order waits here. */
    public SelfTradePlan planOfReplace(Order order, Terms asked) {
        SelfTradePlan.Incoming replaced = new SelfTradePlan.Incoming(
                order.symbol(),
                order.side(),
                asked.px(),
                asked.orderQty().subtract(order.cumQty()).max(BigDecimal.ZERO),
                order.orderId(),
                false);
        boolean samePx = asked.px() == null || order.px() == null || asked.px().compareTo(order.px()) == 0;
        return samePx || order.isHeld() ? SelfTradePlan.nothing(replaced) : plan(replaced);
    }

    /** What its account's mode makes of an order. */
    public SelfTradePlan plan(SelfTradePlan.Incoming order) {
        List<Order> crossed = crossed(order.symbol(), order.side(), order.px(), order.itself());
        if (crossed.isEmpty()) {
            return SelfTradePlan.nothing(order);
        }
        return switch (mode) {
            case NONE -> SelfTradePlan.nothing(order);
            case CANCEL_NEWEST -> SelfTradePlan.denied(crossed.getFirst(), SelfTradePlan.CROSSES);
            case CANCEL_OLDEST -> cancelOldest(order, crossed);
            case CANCEL_BOTH ->
                new SelfTradePlan(
                        cancelable(crossed), null, BigDecimal.ZERO, crossed.getFirst(), SelfTradePlan.CROSSES);
            case DECREMENT -> decrement(order, crossed);
        };
    }

    private static SelfTradePlan cancelOldest(SelfTradePlan.Incoming order, List<Order> crossed) {
        for (Order other : crossed) {
            if (isBeingReplaced(other)) {
                return SelfTradePlan.denied(other, SelfTradePlan.WAITS);
            }
        }
        return new SelfTradePlan(cancelable(crossed), null, order.qty(), crossed.getFirst(), SelfTradePlan.CROSSES);
    }

    /** What waits for a cancel has its cancel already. */
    private static List<Order> cancelable(List<Order> crossed) {
        return crossed.stream().filter(other -> other.pending() == null).toList();
    }

    private static boolean isBeingReplaced(Order order) {
        return order.pending() != null && order.pending().kind() == RequestKind.REPLACE;
    }

    /** Of two that would trade the smaller ends and the larger is lowered by it; of two that are equal both end. */
    private static SelfTradePlan decrement(SelfTradePlan.Incoming order, List<Order> crossed) {
        if (order.itself() != null) {
            // Until its venue has confirmed the replace it may execute what it leaves now: lowered twice, it would be
            // too little.
            return SelfTradePlan.denied(crossed.getFirst(), SelfTradePlan.CROSSES);
        }
        List<Order> canceled = new ArrayList<>();
        BigDecimal left = order.qty();
        for (Order other : crossed) {
            if (isBeingReplaced(other)) {
                return SelfTradePlan.denied(other, SelfTradePlan.WAITS);
            }
            if (other.leavesQty().compareTo(left) > 0 && other.pending() == null) {
                return lower(other, left, canceled, crossed.getFirst());
            }
            if (other.pending() == null) {
                canceled.add(other);
                left = left.subtract(other.leavesQty());
            }
            if (left.signum() == 0) {
                break;
            }
        }
        if (left.signum() > 0 && left.compareTo(order.qty()) < 0 && !order.divisible()) {
            return SelfTradePlan.denied(crossed.getFirst(), SelfTradePlan.WHOLE);
        }
        return new SelfTradePlan(canceled, null, left, crossed.getFirst(), SelfTradePlan.CROSSES);
    }

    private static SelfTradePlan lower(Order other, BigDecimal by, List<Order> canceled, Order first) {
        return mayBeLowered(other)
                ? new SelfTradePlan(
                        canceled,
                        new SelfTradePlan.Lowered(other, other.orderQty().subtract(by)),
                        BigDecimal.ZERO,
                        first,
                        SelfTradePlan.CROSSES)
                : SelfTradePlan.denied(other, SelfTradePlan.STAYS);
    }

    /** A venue replaces nothing that it has not acknowledged, and the quantity of an order of a list is the list's. */
    private static boolean mayBeLowered(Order order) {
        return order.venueStatus() != OrdStatus.PENDING_NEW && order.membership() == null;
    }

    /**
     * The orders at their venue that an order would trade with, the one that it would trade with first at the head. What waits
     * here is none of them.
     *
     * @param px its limit; null: it takes any price
     * @param itself the order, where it is replaced; null of a new one
     */
    private List<Order> crossed(String symbol, Side side, @Nullable BigDecimal px, @Nullable OrderId itself) {
        if (mode == SelfTradePrevention.NONE) {
            return List.of();
        }
        return orders.stream()
                .filter(order -> order.side() != side && order.symbol().equals(symbol))
                .filter(order -> !order.orderId().equals(itself) && !order.isHeld())
                .filter(order -> order.leavesQty().signum() > 0
                        || order.leavesIfReplaced().signum() > 0)
                .filter(order -> isCrossed(order, side, px))
                .sorted(bestFirst(side))
                .toList();
    }

    /** Also by the price that a replace which waits asks for. */
    private static boolean isCrossed(Order order, Side side, @Nullable BigDecimal px) {
        if (order.pending() != null && order.pending().replacement() != null) {
            BigDecimal asked = order.pending().replacement().terms().px();
            if (meets(side, px, asked)) {
                return true;
            }
        }
        return meets(side, px, order.px());
    }

    private static boolean meets(Side side, @Nullable BigDecimal px, @Nullable BigDecimal resting) {
        if (px == null || resting == null) {
            return true;
        }
        return switch (side) {
            case BUY -> px.compareTo(resting) >= 0;
            case SELL -> px.compareTo(resting) <= 0;
        };
    }

    /** What has no price comes first; of one price the oldest. */
    private static Comparator<Order> bestFirst(Side side) {
        Comparator<BigDecimal> best = side == Side.BUY ? Comparator.naturalOrder() : Comparator.reverseOrder();
        return Comparator.<Order, @Nullable BigDecimal>comparing(Order::px, Comparator.nullsFirst(best))
                .thenComparing(order -> order.orderId().value());
    }
}
