package io.tradecore.oms.pipeline;

import io.tradecore.ledger.Hold;
import io.tradecore.oms.account.AccountType;
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
 * list's: of orders that cancel each other it holds the largest need, of independent ones the sum. On margin that is for what they open
 * beyond what they were to close when the list was placed, an exit what its parent opens.
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
            Reservation none = OrderHolds.need(sibling, instrument, BigDecimal.ZERO, sibling.reservePx(), account);
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
        BigDecimal own = amount(order, instrument, order.leavesQty(), order.reservePx(), account);
        // What is held and only closes needs nothing yet, and nothing more at another price.
        return hold != null && list.type().isExclusive() ? own.max(hold.remaining()) : own;
    }

    /** Whether it is of a list and no parent: it holds nothing by itself. */
    static boolean isSibling(Order order, AccountState account) {
        OrderList list = listOf(order, account);
        return list != null && !isParent(order, list);
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
        BigDecimal leaves = quantity(list, member, order, instrument, account);
        BigDecimal need = amount(order, instrument, leaves, order.reservePx(), account);
        return replacement == null
                ? need
                : need.max(amount(order, instrument, leaves, replacement.reservePx(), account));
    }

    /** How much of the order is to be covered, which may be more than works yet, and less where the venue is slow to follow. */
    private static BigDecimal quantity(
            OrderList list, ListMember member, Order order, Instrument instrument, AccountState account) {
        ListMember parent = list.parent();
        Order parentOrder = parent == null ? null : order(parent, account);
        // On margin it is told by what the order was to close.
        boolean delivers = account.type() == AccountType.CASH
                && ListShape.closes(AccountType.CASH, parentOrder == null ? null : parentOrder.side(), order.side());
        boolean heldByList = order.heldBy() == HeldBy.LIST;
        boolean moreMayCome = parentOrder != null && !parentOrder.isClosed() && !list.canceled();
        boolean reopens =
                order.leavesIfReplaced().signum() > 0 || (moreMayCome && order.venueStatus() == OrdStatus.FILLED);
        if (order.isClosed() && !reopens) {
            return BigDecimal.ZERO;
        }
        if (delivers && heldByList) {
            // It is covered by what its parent will have bought.
            return BigDecimal.ZERO;
        }
        if (!delivers && (moreMayCome || heldByList)) {
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

    private static BigDecimal amount(
            Order order, Instrument instrument, BigDecimal leaves, BigDecimal reservePx, AccountState account) {
        return OrderHolds.need(order, instrument, leaves, reservePx, account).amount();
    }

    private static Order order(ListMember member, AccountState account) {
        return Objects.requireNonNull(account.order(member.orderId()), "an order of the list is missing");
    }
}
