package io.tradecore.oms.pipeline;

import io.tradecore.ledger.Hold;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.list.ListMember;
import io.tradecore.oms.list.ListRules;
import io.tradecore.oms.list.ListShape;
import io.tradecore.oms.list.OrderList;
import io.tradecore.oms.order.HeldBy;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderRequest.Replacement;
import io.tradecore.oms.risk.Reservation;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the orders of a list reserve. The parent has a hold of its own, as any order. The others have one together, the
 * list's: of orders that cancel each other it holds the largest need, of independent ones the sum.
 */
final class ListHolds {

    private ListHolds() {}

    /** Sets the list's hold to what its siblings need, as they stand. */
    static void set(OrderList list, Instrument instrument, AccountState account) {
        BigDecimal needed = BigDecimal.ZERO;
        for (ListMember sibling : list.siblings()) {
            BigDecimal need = need(list, sibling, instrument, account);
            needed = list.type().isExclusive() ? needed.max(need) : needed.add(need);
        }
        if (needed.signum() == 0) {
            account.book().close(list.holdId());
        } else if (account.book().hold(list.holdId()) == null) {
            Order sibling = order(list.siblings().getFirst(), account);
            Reservation none = reservation(sibling, instrument, BigDecimal.ZERO, sibling.reservePx());
            account.book().place(list.holdId(), none.line(), needed);
        } else {
            account.book().keep(list.holdId(), needed);
        }
    }

    /** What is held for an order and is given back before a replace of it is checked. */
    static BigDecimal held(Order order, Instrument instrument, AccountState account) {
        OrderList list = listOf(order, account);
        if (list == null || isParent(order, list)) {
            return account.held(order.orderId());
        }
        Hold hold = account.book().hold(list.holdId());
        BigDecimal own = amount(order, instrument, order.leavesQty(), order.reservePx());
        // What is held and only closes needs nothing yet, and nothing more at another price.
        return hold != null && list.type().isExclusive() ? own.max(hold.remaining()) : own;
    }

    private static boolean isParent(Order order, OrderList list) {
        ListMember parent = list.parent();
        return parent != null && parent.orderId().equals(order.orderId());
    }

    static @Nullable OrderList listOf(Order order, AccountState account) {
        return order.membership() == null
                ? null
                : account.list(order.membership().listId());
    }

    private static BigDecimal need(OrderList list, ListMember member, Instrument instrument, AccountState account) {
        Order order = order(member, account);
        Replacement replacement =
                order.pending() == null ? null : order.pending().replacement();
        BigDecimal px =
                replacement == null ? order.reservePx() : order.reservePx().max(replacement.reservePx());
        return amount(order, instrument, quantity(list, member, order, instrument, account), px);
    }

    /** How much of the order is to be covered, which may be more than works yet, and less where the venue is slow to follow. */
    private static BigDecimal quantity(
            OrderList list, ListMember member, Order order, Instrument instrument, AccountState account) {
        ListMember parent = list.parent();
        Order parentOrder = parent == null ? null : order(parent, account);
        boolean closes = ListShape.closes(parentOrder == null ? null : parentOrder.side(), order.side());
        boolean heldByList = order.heldBy() == HeldBy.LIST;
        boolean moreMayCome = parentOrder != null && !parentOrder.isClosed() && !list.canceled();
        boolean reopens =
                order.leavesIfReplaced().signum() > 0 || (moreMayCome && order.venueStatus() == OrdStatus.FILLED);
        if (order.isClosed() && !reopens) {
            return BigDecimal.ZERO;
        }
        if (closes && heldByList) {
            // What only closes is covered by what its parent will have bought.
            return BigDecimal.ZERO;
        }
        if (!closes && (moreMayCome || heldByList)) {
            return member.plannedQty().subtract(order.cumQty()).max(BigDecimal.ZERO);
        }
        if (list.canceled()) {
            return order.leavesQty();
        }
        // What another order of the list has executed was reserved once, for both.
        BigDecimal left = ListRules.entitled(list, member, account::order, instrument.lotSize())
                .subtract(order.cumQty())
                .max(BigDecimal.ZERO);
        return member.refused() == null ? left : left.max(order.leavesQty());
    }

    private static BigDecimal amount(Order order, Instrument instrument, BigDecimal leaves, BigDecimal reservePx) {
        return reservation(order, instrument, leaves, reservePx).amount();
    }

    private static Reservation reservation(
            Order order, Instrument instrument, BigDecimal leaves, BigDecimal reservePx) {
        return Reservation.of(instrument, order.side(), leaves, reservePx, order.feeRate());
    }

    private static Order order(ListMember member, AccountState account) {
        return Objects.requireNonNull(account.order(member.orderId()), "an order of the list is missing");
    }
}
