package io.tradecore.oms.risk;

import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.margin.MarginBook;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.valuation.RatePair;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a MARGIN account has at stake.
 *
 * @param stakes of each instrument it has a position in, or orders that close one
 * @param closesQty how much of an order was to close a position when it was placed, zero where nothing was
 * @param openSells how much of an instrument open orders may still sell, but for what closes a leg
 * @param legs of a HEDGING account, null of another
 * @param whole all of the account, for what is judged in its base currency; null where that is not loaded
 * @param heldBack whether an order's list holds it back for what its parent has yet to open
 * @param beside orders of its list that were judged before the order that is
 */
public record Stakes(
        List<Stake> stakes,
        Function<OrderId, BigDecimal> closesQty,
        Function<String, BigDecimal> openSells,
        @Nullable Legs legs,
        @Nullable Whole whole,
        Predicate<Order> heldBack,
        Beside beside) {

    /** Of an account that is judged by each currency alone, and has no lists. */
    public Stakes(
            List<Stake> stakes,
            Function<OrderId, BigDecimal> closesQty,
            Function<String, BigDecimal> openSells,
            @Nullable Legs legs) {
        this(stakes, closesQty, openSells, legs, null, _ -> false, Beside.NOTHING);
    }

    /** How much the account may be short of once all that sells is executed; below zero where something would be left. */
    public BigDecimal mayBeShort(String symbol) {
        BigDecimal held = legs != null
                ? legs.leg(symbol, Leg.SHORT).size().negate()
                : stakes.stream()
                        .filter(stake -> stake.symbol().equals(symbol))
                        .map(Stake::qty)
                        .findFirst()
                        .orElse(BigDecimal.ZERO);
        return openSells.apply(symbol).add(beside.sells()).subtract(held).subtract(beside.entered());
    }

    /** The same for an order of a list. */
    public Stakes beside(Beside orders) {
        return new Stakes(stakes, closesQty, openSells, legs, whole, heldBack, orders);
    }

    /**
     * Orders of a list, of the instrument of the one that is judged after them.
     *
     * @param entered what is traded before that one is sent: what its parent buys, below zero what it sells; zero of one that waits for
     *     no order, or is of its parent's side
     * @param buys how much of them buys
     * @param sells how much sells
     * @param closingBuys how much of what buys is to close a position
     * @param closingSells how much of what sells is
     */
    public record Beside(
            BigDecimal entered, BigDecimal buys, BigDecimal sells, BigDecimal closingBuys, BigDecimal closingSells) {

        /** Of an order that stands alone. */
        public static final Beside NOTHING =
                new Beside(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

        /** For an order that is sent once its parent has traded so much. */
        public Beside after(BigDecimal traded) {
            return new Beside(traded, buys, sells, closingBuys, closingSells);
        }

        /** With one that was judged more. */
        public Beside and(Side side, BigDecimal qty, BigDecimal closesQty) {
            return switch (side) {
                case BUY -> new Beside(entered, buys.add(qty), sells, closingBuys.add(closesQty), closingSells);
                case SELL -> new Beside(entered, buys, sells.add(qty), closingBuys, closingSells.add(closesQty));
            };
        }

        /** Whether the order is one that only trades back what its parent trades, so that it leads to no larger position. */
        public boolean isExit() {
            return entered.signum() != 0;
        }
    }

    /**
     * All of an account on margin.
     *
     * @param pairs whose quotes tell rates
     */
    public record Whole(MarginBook book, Instruments instruments, Collection<RatePair> pairs) {}

    /**
     * What closes the legs of a HEDGING account.
     *
     * @param legs those there are, and those that open orders close
     * @param effects what its orders do to their legs
     */
    public record Legs(List<LegStake> legs, Function<OrderId, @Nullable PositionEffect> effects) {

        /** Where there is nothing of it, an empty one. */
        public LegStake leg(String symbol, Leg leg) {
            return legs.stream()
                    .filter(stake -> stake.symbol().equals(symbol) && stake.leg() == leg)
                    .findFirst()
                    .orElse(new LegStake(symbol, leg, BigDecimal.ZERO, BigDecimal.ZERO));
        }
    }

    /**
     * A leg.
     *
     * @param size how much of it there is
     * @param closing what open orders may still close of it, also once a replace that waits is confirmed
     */
    public record LegStake(String symbol, Leg leg, BigDecimal size, BigDecimal closing) {

        /** How much another order may close; below zero where a bust has left less than open orders close. */
        public BigDecimal free() {
            return size.subtract(closing);
        }
    }

    /**
     * An instrument's. Margin is due for the net of its positions.
     *
     * @param instrument null: it is not known any more
     * @param positions the account's position in it, or its legs; at least one, perhaps flat
     * @param closingBuys what open buys still are to close
     * @param closingSells what open sells still are to close
     */
    public record Stake(
            @Nullable Instrument instrument,
            List<Position> positions,
            BigDecimal closingBuys,
            BigDecimal closingSells) {

        /** Of a NETTING account. */
        public Stake(
                @Nullable Instrument instrument, Position position, BigDecimal closingBuys, BigDecimal closingSells) {
            this(instrument, List.of(position), closingBuys, closingSells);
        }

        public String symbol() {
            return positions.getFirst().symbol();
        }

        /** The net, signed: negative is short. */
        public BigDecimal qty() {
            return positions.stream().map(Position::qty).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        /** Whether there is nothing of it and nothing that orders may open in place of what they were to close. */
        public boolean isNothing() {
            return exposed().signum() == 0
                    && positions.stream().allMatch(position -> position.qty().signum() == 0);
        }

        /** How much of the position an order of this side may still close, beside what open orders close already. */
        BigDecimal closable(Side side, Beside beside) {
            BigDecimal qty = qty().add(beside.entered());
            BigDecimal left = switch (side) {
                case BUY ->
                    qty.negate().max(BigDecimal.ZERO).subtract(closingBuys).subtract(beside.closingBuys());
                case SELL -> qty.max(BigDecimal.ZERO).subtract(closingSells).subtract(beside.closingSells());
            };
            return left.max(BigDecimal.ZERO);
        }

        /** What margin is due for: the position, and what orders would open that were to close what is closed meanwhile. */
        public BigDecimal exposed() {
            BigDecimal qty = qty();
            BigDecimal buysLeft = closingBuys.subtract(qty.negate().max(BigDecimal.ZERO));
            BigDecimal sellsLeft = closingSells.subtract(qty.max(BigDecimal.ZERO));
            return qty.abs().add(buysLeft.max(BigDecimal.ZERO)).add(sellsLeft.max(BigDecimal.ZERO));
        }
    }

    /** How much of an order of an instrument may still close a position. */
    public BigDecimal closable(String symbol, Side side) {
        return stakes.stream()
                .filter(stake -> stake.symbol().equals(symbol))
                .findFirst()
                .orElseGet(() -> new Stake(null, Position.flat(symbol), BigDecimal.ZERO, BigDecimal.ZERO))
                .closable(side, beside);
    }

    /** How much of what is left of an order may open something: it closes first what it was to close. */
    public BigDecimal opens(Order order, BigDecimal leaves) {
        return opens(closesQty.apply(order.orderId()), order.cumQty(), leaves);
    }

    public static BigDecimal opens(BigDecimal closesQty, BigDecimal cumQty, BigDecimal leaves) {
        return leaves.subtract(closes(closesQty, cumQty)).max(BigDecimal.ZERO);
    }

    /** How much of an order, were so much of it left, would close what other open orders close by now, or what is gone. */
    public BigDecimal closedByOthers(Order order, BigDecimal leaves) {
        BigDecimal toClose = closesQty.apply(order.orderId());
        BigDecimal more = closes(toClose, order.cumQty()).min(leaves).subtract(closing(toClose, order));
        return more.subtract(closable(order.symbol(), order.side())).max(BigDecimal.ZERO);
    }

    /** How much an open order is to close by now, also once a replace that waits is confirmed. */
    public static BigDecimal closing(BigDecimal closesQty, Order order) {
        return closes(closesQty, order.cumQty()).min(order.mostLeaves());
    }

    /** How much of an order is still to close something. */
    public static BigDecimal closes(BigDecimal closesQty, BigDecimal cumQty) {
        return closesQty.subtract(cumQty).max(BigDecimal.ZERO);
    }
}
