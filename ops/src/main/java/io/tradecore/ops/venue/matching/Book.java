package io.tradecore.ops.venue.matching;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The resting orders of a symbol by priority, and what its last quote still offers. Not thread-safe. */
final class Book {

    private static final Comparator<VenueOrder> BUY_PRIORITY = Comparator.comparing(
                    (VenueOrder resting) -> resting.order().px(), Comparator.nullsFirst(Comparator.reverseOrder()))
            .thenComparingLong(VenueOrder::arrival);
    private static final Comparator<VenueOrder> SELL_PRIORITY = Comparator.comparing(
                    (VenueOrder resting) -> resting.order().px(), Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparingLong(VenueOrder::arrival);

    private final NavigableSet<VenueOrder> buys = new TreeSet<>(BUY_PRIORITY);
    private final NavigableSet<VenueOrder> sells = new TreeSet<>(SELL_PRIORITY);
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

    /** Highest priority first: MARKET, then by price, then by arrival. */
    NavigableSet<VenueOrder> resting(Side side) {
        return switch (side) {
            case BUY -> buys;
            case SELL -> sells;
        };
    }
}
