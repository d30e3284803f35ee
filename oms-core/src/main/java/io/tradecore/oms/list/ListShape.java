package io.tradecore.oms.list;

import io.tradecore.oms.account.AccountType;
import io.tradecore.oms.command.Command.PlaceList;
import io.tradecore.oms.command.Command.PlaceList.Entry;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether orders make a list. One that they do not is refused and leaves no trace. */
public final class ListShape {

    private ListShape() {}

    /**
     * Why the orders are no list of its type, or null when they are. Checked in this order: number, names, who waits for
     * whom, instrument and side, kind, quantities, prices.
     *
     * @param account what kind of account it is for
     */
    public static Outcome.@Nullable Refused misfit(PlaceList list, AccountType account) {
        Outcome.Refused misfit = countMisfit(list);
        if (misfit == null) {
            misfit = namesMisfit(list);
        }
        if (misfit == null) {
            misfit = loop(list);
        }
        if (misfit == null) {
            misfit = rolesMisfit(list);
        }
        if (misfit == null) {
            misfit = kindsMisfit(list);
        }
        return misfit == null ? termsMisfit(list, account) : misfit;
    }

    /** Whether the order only closes what its parent opens: it delivers what the parent has bought, or on margin is of the other side. */
    public static boolean closes(AccountType account, @Nullable Side parent, Side child) {
        return switch (account) {
            case CASH -> parent == Side.BUY && child == Side.SELL;
            case MARGIN -> parent != null && parent != child;
        };
    }

    private static Outcome.@Nullable Refused countMisfit(PlaceList list) {
        int count = list.entries().size();
        Map<String, String> numbers = Map.of("orders", Integer.toString(count));
        if (count < 2) {
            return new Outcome.Refused(Reason.LIST_TOO_SHORT, "A list has at least two orders.", numbers);
        }
        return count <= OrderList.MOST_MEMBERS
                ? null
                : new Outcome.Refused(
                        Reason.LIST_TOO_LONG, "A list has at most " + OrderList.MOST_MEMBERS + " orders.", numbers);
    }

    private static Outcome.@Nullable Refused namesMisfit(PlaceList list) {
        Map<ClOrdId, PlaceOrder> byName = byName(list);
        for (Entry entry : list.entries()) {
            if (byName.get(entry.order().clOrdId()) != entry.order()) {
                return refused(Reason.LIST_CL_ORD_ID_TWICE, "Two orders of the list have this ClOrdID.", entry);
            }
        }
        return null;
    }

    private static Map<ClOrdId, PlaceOrder> byName(PlaceList list) {
        Map<ClOrdId, PlaceOrder> byName = new HashMap<>();
        list.entries().forEach(entry -> byName.putIfAbsent(entry.order().clOrdId(), entry.order()));
        return byName;
    }

    private static Outcome.@Nullable Refused loop(PlaceList list) {
        Map<ClOrdId, ClOrdId> waitsFor = new HashMap<>();
        for (Entry entry : list.entries()) {
            if (entry.after() != null) {
                waitsFor.put(entry.order().clOrdId(), entry.after());
            }
        }
        for (Entry entry : list.entries()) {
            ClOrdId next = entry.order().clOrdId();
            for (int steps = 0; next != null; steps++) {
                if (steps > waitsFor.size()) {
                    return refused(Reason.LIST_LOOP, "The order would wait for itself.", entry);
                }
                next = waitsFor.get(next);
            }
        }
        return null;
    }

    private static Outcome.@Nullable Refused rolesMisfit(PlaceList list) {
        PlaceOrder parent = list.parent();
        if (list.type().hasParent() && parent == null) {
            return new Outcome.Refused(
                    Reason.LIST_SHAPE, "Exactly one order of an " + list.type() + " waits for no other.");
        }
        for (Entry entry : list.entries()) {
            ClOrdId expected = parent == null || entry.order().equals(parent) ? null : parent.clOrdId();
            if (expected == null ? entry.after() != null : !expected.equals(entry.after())) {
                return refused(
                        Reason.LIST_SHAPE,
                        expected == null
                                ? "The order of an " + list.type() + " waits for no other."
                                : "The order waits for none but the list's parent, " + expected + ".",
                        entry);
            }
        }
        if (list.type().isExclusive() && list.siblings().size() < 2) {
            return new Outcome.Refused(
                    Reason.LIST_TOO_SHORT, "One order alone cannot cancel another.", Map.of("orders", "1"));
        }
        return null;
    }

    private static Outcome.@Nullable Refused kindsMisfit(PlaceList list) {
        PlaceOrder sibling = list.siblings().getFirst().order();
        for (Entry entry : list.entries()) {
            PlaceOrder order = entry.order();
            if (!order.symbol().equals(sibling.symbol())) {
                return refused(Reason.LIST_SYMBOLS_DIFFER, "The orders of a list are of one instrument.", entry);
            }
            if (entry.order() != list.parent() && order.side() != sibling.side()) {
                return refused(Reason.LIST_SIDES_DIFFER, "Orders that are no parent have one side.", entry);
            }
            if (order.cashOrderQty() != null) {
                return refused(Reason.LIST_ORD_TYPE, "An order of a list names its quantity, not its amount.", entry);
            }
            if (list.type().isExclusive() && entry.order() != list.parent() && order.ordType() == OrdType.MARKET) {
                return refused(Reason.LIST_ORD_TYPE, "A MARKET order does not wait for another to be executed.", entry);
            }
        }
        return null;
    }

    private static Outcome.@Nullable Refused termsMisfit(PlaceList list, AccountType account) {
        PlaceOrder parent = list.parent();
        List<Entry> siblings = list.siblings();
        BigDecimal first = siblings.getFirst().order().orderQty();
        BigDecimal closing = BigDecimal.ZERO;
        for (Entry entry : siblings) {
            BigDecimal qty = entry.order().orderQty();
            boolean equal = list.type() == ListType.OCO || list.type() == ListType.OTOCO;
            if (equal && qty.compareTo(first) != 0) {
                return refused(Reason.LIST_QTYS_DIFFER, "Orders that cancel each other have one quantity.", entry);
            }
            closing = list.type().isExclusive() ? closing.max(qty) : closing.add(qty);
            if (parent == null) {
                continue;
            }
            if (closes(account, parent.side(), entry.order().side()) && closing.compareTo(parent.orderQty()) > 0) {
                return refused(Reason.LIST_QTY_EXCEEDS_PARENT, "More would be closed than the parent opens.", entry);
            }
            if (isOnWrongSide(parent, entry.order())) {
                return refused(
                        Reason.LIST_PX_WRONG_SIDE,
                        "The order would be executed at once, and at a loss: its price is on the wrong side of the"
                                + " parent's.",
                        entry);
            }
        }
        return parent == null ? null : crossedMisfit(parent, siblings);
    }

    /** Where the entry has no price, what takes a profit is still beyond every stop: between them is where it is entered. */
    private static Outcome.@Nullable Refused crossedMisfit(PlaceOrder parent, List<Entry> siblings) {
        for (Entry profit : siblings) {
            for (Entry stop : siblings) {
                BigDecimal stopPx = exitPx(stop.order());
                if (isStop(stop.order()) && stopPx != null && isOnWrongSide(parent, stopPx, profit.order())) {
                    return refused(
                            Reason.LIST_PX_WRONG_SIDE,
                            "One of the exits would be executed at once: the stop "
                                    + stop.order().clOrdId() + " is on the wrong side of it.",
                            profit);
                }
            }
        }
        return null;
    }

    private static boolean isStop(PlaceOrder order) {
        return order.ordType() == OrdType.STOP || order.ordType() == OrdType.STOP_LIMIT;
    }

    private static boolean isOnWrongSide(PlaceOrder parent, PlaceOrder child) {
        BigDecimal entryPx = entryPx(parent);
        if (entryPx == null) {
            return false;
        }
        return isStop(child) ? isStopOnWrongSide(parent, entryPx, child) : isOnWrongSide(parent, entryPx, child);
    }

    /** A stop is before the entry. */
    private static boolean isStopOnWrongSide(PlaceOrder parent, BigDecimal entryPx, PlaceOrder stop) {
        BigDecimal exitPx = exitPx(stop);
        return exitPx != null && parent.side() != stop.side() && beyond(parent, entryPx, exitPx) >= 0;
    }

    /** What takes a profit is beyond the entry, and beyond a stop; a trail follows and is on no side. */
    private static boolean isOnWrongSide(PlaceOrder parent, BigDecimal px, PlaceOrder child) {
        BigDecimal exitPx = exitPx(child);
        if (exitPx == null || parent.side() == child.side()) {
            return false;
        }
        return switch (child.ordType()) {
            case LIMIT, LIMIT_IF_TOUCHED, MARKET_IF_TOUCHED -> beyond(parent, px, exitPx) <= 0;
            case STOP, STOP_LIMIT, MARKET, TRAILING_STOP -> false;
        };
    }

    /** Above zero where the exit is on the side of the price where its parent gains. */
    private static int beyond(PlaceOrder parent, BigDecimal px, BigDecimal exitPx) {
        return parent.side() == Side.BUY ? exitPx.compareTo(px) : px.compareTo(exitPx);
    }

    private static @Nullable BigDecimal exitPx(PlaceOrder child) {
        return child.trigger() == null ? child.px() : child.trigger().stopPx();
    }

    private static @Nullable BigDecimal entryPx(PlaceOrder parent) {
        return parent.px() == null && parent.trigger() != null
                ? parent.trigger().stopPx()
                : parent.px();
    }

    private static Outcome.Refused refused(Reason reason, String message, Entry entry) {
        return new Outcome.Refused(
                reason, message, Map.of("clOrdId", entry.order().clOrdId().value()));
    }
}
