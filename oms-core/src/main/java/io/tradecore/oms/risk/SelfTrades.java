package io.tradecore.oms.risk;

import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
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

    /**
     * The orders at their venue that an order would trade with, the one that it would trade with first at the head. What waits
     * here is none of them.
     *
     * @param px its limit; null: it takes any price
     * @param itself the order, where it is replaced; null of a new one
     */
    public List<Order> crossed(String symbol, Side side, @Nullable BigDecimal px, @Nullable OrderId itself) {
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
