package io.tradecore.oms.risk;

import io.tradecore.oms.order.ContingencyType;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.ListMembership;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an account has open and holds, by instrument: sums that every change of an order or a position changes, so that a check
 * need not read the orders.
 *
 * <p>Not safe for use by several threads: it is changed by whoever holds the account's lock.
 */
public final class Exposure {

    /**
     * What is held of an instrument, on one leg.
     *
     * @param settlementPx from which price on the gains of a future that is settled daily are not paid yet; null: from the average on
     * @param day the day, in UTC, that the figures of its beginning are of; null: of none that is known
     * @param realisedBefore realised when that day began, unrounded
     * @param feesBefore fees when that day began
     */
    public record Held(
            Position position,
            @Nullable BigDecimal settlementPx,
            @Nullable LocalDate day,
            BigDecimal realisedBefore,
            BigDecimal feesBefore) {

        /** What was realised on a day, unrounded, before fees. */
        public BigDecimal realisedOn(LocalDate today) {
            return today.equals(day) ? position.realisedPnl().subtract(realisedBefore) : BigDecimal.ZERO;
        }

        /** What was charged on a day; a rebate is negative. */
        public BigDecimal feesOn(LocalDate today) {
            return today.equals(day) ? position.fees().subtract(feesBefore) : BigDecimal.ZERO;
        }

        Held with(Position after, @Nullable BigDecimal px, LocalDate today) {
            return today.equals(day)
                    ? new Held(after, px, day, realisedBefore, feesBefore)
                    : new Held(after, px, today, position.realisedPnl(), position.fees());
        }
    }

    /**
     * What there is of an instrument.
     *
     * @param held one, NET, or up to two of the legs of a HEDGING account; those that are flat may be missing
     */
    public record Line(String symbol, OpenOrders buys, OpenOrders sells, List<Held> held) {

        static Line none(String symbol) {
            return new Line(symbol, OpenOrders.NONE, OpenOrders.NONE, List.of());
        }

        public OpenOrders open(Side side) {
            return switch (side) {
                case BUY -> buys;
                case SELL -> sells;
            };
        }

        /** The net, signed: negative is short. */
        public BigDecimal qty() {
            BigDecimal qty = BigDecimal.ZERO;
            for (Held one : held) {
                qty = qty.add(one.position().qty());
            }
            return qty;
        }

        /** What is held of one leg, signed. */
        public BigDecimal qty(Leg leg) {
            Held one = held(leg);
            return one == null ? BigDecimal.ZERO : one.position().qty();
        }

        @Nullable
        Held held(Leg leg) {
            for (Held one : held) {
                if (one.position().leg() == leg) {
                    return one;
                }
            }
            return null;
        }

        Line with(Side side, OpenOrders open) {
            return switch (side) {
                case BUY -> new Line(symbol, open, sells, held);
                case SELL -> new Line(symbol, buys, open, held);
            };
        }

        Line with(Held changed) {
            List<Held> all = new ArrayList<>(held);
            all.removeIf(one -> one.position().leg() == changed.position().leg());
            all.add(changed);
            return new Line(symbol, buys, sells, List.copyOf(all));
        }
    }

    private final Map<String, Line> lines = new HashMap<>();
    /** Of orders of a list of which one takes what the others no longer do, what each would be counted with alone. */
    private final Map<ListId, Map<OrderId, OpenOrders>> siblings = new HashMap<>();

    private final Recent recent = new Recent();
    private int openCount;

    /** What it has done lately. */
    public Recent recent() {
        return recent;
    }

    /** Every instrument that something is open or held of, and perhaps some that nothing is. */
    public Collection<Line> lines() {
        return lines.values();
    }

    /** Where there is nothing of it, an empty one. */
    public Line line(String symbol) {
        Line line = lines.get(symbol);
        return line == null ? Line.none(symbol) : line;
    }

    /** How many orders are open. */
    public int openCount() {
        return openCount;
    }

    /** Puts in what open orders of a side there are. */
    public void load(String symbol, Side side, OpenOrders open) {
        count(symbol, side, OpenOrders.NONE, open);
    }

    /** Puts in an open order of a list of which one takes what the others no longer do. */
    public void load(String symbol, Side side, ListId listId, OrderId orderId, OpenOrders open) {
        change(symbol, side, listId, orderId, open);
    }

    /** Puts in what is held. */
    public void load(Held held) {
        String symbol = held.position().symbol();
        lines.put(symbol, line(symbol).with(held));
    }

    /**
     * @param before the order as it stood, null of a new one
     * @param heldBack whether an order's list holds it back for what its parent has yet to open
     */
    public void change(@Nullable Order before, Order after, Predicate<Order> heldBack) {
        if (before == null && after.venueStatus() != OrdStatus.DENIED) {
            recent.sent(after);
        }
        ListMembership membership = after.membership();
        if (membership != null && membership.contingencyType() != ContingencyType.OTO) {
            OpenOrders is = OpenOrders.of(after, heldBack.test(after));
            change(after.symbol(), after.side(), membership.listId(), after.orderId(), is);
            return;
        }
        OpenOrders was = before == null ? OpenOrders.NONE : OpenOrders.of(before, heldBack.test(before));
        count(after.symbol(), after.side(), was, OpenOrders.of(after, heldBack.test(after)));
    }

    private void change(String symbol, Side side, ListId listId, OrderId orderId, OpenOrders open) {
        Map<OrderId, OpenOrders> list = siblings.computeIfAbsent(listId, _ -> new HashMap<>());
        OpenOrders was = OpenOrders.ofOne(list.values());
        if (open.count() == 0) {
            list.remove(orderId);
        } else {
            list.put(orderId, open);
        }
        if (list.isEmpty()) {
            siblings.remove(listId);
        }
        count(symbol, side, was, OpenOrders.ofOne(list.values()));
    }

    private void count(String symbol, Side side, OpenOrders was, OpenOrders is) {
        if (!was.equals(is)) {
            Line line = line(symbol);
            lines.put(symbol, line.with(side, line.open(side).minus(was).plus(is)));
            openCount += is.count() - was.count();
        }
    }

    /**
     * @param before the position as it stood, also where nothing of it is known here
     * @param settlementPx its basis of daily settlement, null where it has none
     * @param today in UTC
     */
    public void change(Position before, Position after, @Nullable BigDecimal settlementPx, LocalDate today) {
        Line line = line(after.symbol());
        Held held = line.held(after.leg());
        if (held == null) {
            held = new Held(before, null, null, BigDecimal.ZERO, BigDecimal.ZERO);
        }
        lines.put(after.symbol(), line.with(held.with(after, settlementPx, today)));
    }
}
