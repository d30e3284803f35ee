package io.tradecore.ops.venue.matching;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The resting orders of a symbol by priority, and what its last quote still offers. Not thread-safe. */
final class Book {

    private static final Comparator<VenueOrder> BUY_PRIORITY = Comparator.comparing(
                    (VenueOrder resting) -> resting.terms().px(), Comparator.nullsFirst(Comparator.reverseOrder()))
            .thenComparingLong(VenueOrder::arrival);
    private static final Comparator<VenueOrder> SELL_PRIORITY = Comparator.comparing(
                    (VenueOrder resting) -> resting.terms().px(), Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparingLong(VenueOrder::arrival);

    private final NavigableSet<VenueOrder> buys = new TreeSet<>(BUY_PRIORITY);
    private final NavigableSet<VenueOrder> sells = new TreeSet<>(SELL_PRIORITY);
    private final Set<VenueOrder> opening = new LinkedHashSet<>();
    private @Nullable Touch touch;
    private BigDecimal bidLeft = BigDecimal.ZERO;
    private BigDecimal askLeft = BigDecimal.ZERO;

    @Nullable
    Touch touch() {
        return touch;
    }

    /**
     * A side is offered anew only if its price or size changed: a row that moves the bid says nothing new of the ask, and
     * what was taken from that ask stays taken.
     */
    void quote(Touch next) {
        Touch last = touch;
        if (last == null || differs(last.bidPx(), next.bidPx()) || differs(last.bidQty(), next.bidQty())) {
            bidLeft = next.bidQty();
        }
        if (last == null || differs(last.askPx(), next.askPx()) || differs(last.askQty(), next.askQty())) {
            askLeft = next.askQty();
        }
        touch = next;
    }

    private static boolean differs(BigDecimal one, BigDecimal other) {
        return one.compareTo(other) != 0;
    }

    /** The price an order of this side trades at. */
    static BigDecimal oppositePx(Touch touch, Side side) {
        return switch (side) {
            case BUY -> touch.askPx();
            case SELL -> touch.bidPx();
        };
    }

    /** The price on the side an order of this side would join. */
    static BigDecimal ownPx(Touch touch, Side side) {
        return switch (side) {
            case BUY -> touch.bidPx();
            case SELL -> touch.askPx();
        };
    }

    /** What the last quote still offers to an order of this side. */
    BigDecimal available(Side side) {
        return switch (side) {
            case BUY -> askLeft;
            case SELL -> bidLeft;
        };
    }

    void consume(Side side, BigDecimal qty) {
        switch (side) {
            case BUY -> askLeft = askLeft.subtract(qty);
            case SELL -> bidLeft = bidLeft.subtract(qty);
        }
    }

    /** Takes an order to its place. Neither price nor arrival may change while it is there. */
    void add(VenueOrder order) {
        switch (order.terms().timeInForce()) {
            case DAY, GTC, GTD, IOC, FOK -> resting(order.order().side()).add(order);
            case OPG -> opening.add(order);
            case CLS -> {
                // Waits for the close, when all open orders are looked through.
            }
        }
    }

    void remove(VenueOrder order) {
        resting(order.order().side()).remove(order);
        opening.remove(order);
    }

    /** The orders for the opening, by arrival. */
    Collection<VenueOrder> opening() {
        return opening;
    }

    /** Highest priority first: MARKET, then by price, then by arrival. */
    NavigableSet<VenueOrder> resting(Side side) {
        return switch (side) {
            case BUY -> buys;
            case SELL -> sells;
        };
    }
}
