package io.tradecore.oms.trigger;

import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.trigger.Trigger.Trail;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The held orders of one instrument, sorted by the price that fires them. A quote costs O(log n), and as much for each
 * order that it fires or whose trailing stop it moves; an order is fired once, then it is no longer here.
 *
 * <p>Not safe for use by several threads.
 */
public final class HeldOrders {

    private final Duration maxQuoteAge;
    private final Map<OrderId, HeldOrder> orders = new HashMap<>();
    private final Map<TriggerPriceType, Watched> watched = new EnumMap<>(TriggerPriceType.class);
    private final Set<OrderId> moved = new LinkedHashSet<>();
    private Instant lastQuoteTime = Instant.MIN;

    /** @param maxQuoteAge oldest prices, by their source's clock, that are acted on */
    public HeldOrders(Duration maxQuoteAge) {
        this.maxQuoteAge = maxQuoteAge;
    }

    /** Adds an order, or takes it for the one of the same orderId. */
    public void put(HeldOrder order) {
        remove(order.orderId());
        orders.put(order.orderId(), order);
        watchedBy(order).add(order);
    }

    /** Removes an order; false when it was not here. */
    public boolean remove(OrderId orderId) {
        HeldOrder known = orders.remove(orderId);
        if (known == null) {
            return false;
        }
        watchedBy(known).remove(known);
        moved.remove(orderId);
        return true;
    }

    /** The order as it stands, with the reference its trailing stop has now; null when it is not here. */
    public @Nullable HeldOrder order(OrderId orderId) {
        return orders.get(orderId);
    }

    public boolean isEmpty() {
        return orders.isEmpty();
    }

    /**
     * Moves trailing stops after these prices, then takes out the orders they fire: those of each watched price with the
     * level first reached first, those of one level by orderId, the older first. Prices that are stale, or older than
     * the last acted on, do nothing.
     */
    public List<HeldOrder> firedBy(MarketPrices market, Instant now) {
        if (market.isStale(now, maxQuoteAge) || market.quoteTime().isBefore(lastQuoteTime)) {
            return List.of();
        }
        lastQuoteTime = market.quoteTime();
        List<HeldOrder> fired = new ArrayList<>();
        for (Map.Entry<TriggerPriceType, Watched> entry : watched.entrySet()) {
            BigDecimal px = entry.getKey().of(market);
            if (px != null) {
                entry.getValue().follow(px);
                entry.getValue().fire(px, fired);
            }
        }
        for (HeldOrder order : fired) {
            remove(order.orderId());
        }
        return fired;
    }

    /** The orders whose trailing stop has moved since this was last asked, and that are still here. */
    public List<HeldOrder> takeMoved() {
        List<HeldOrder> result = new ArrayList<>(moved.size());
        for (OrderId orderId : moved) {
            result.add(Objects.requireNonNull(orders.get(orderId)));
        }
        moved.clear();
        return result;
    }

    private Watched watchedBy(HeldOrder order) {
        return watched.computeIfAbsent(order.trigger().priceType(), _ -> new Watched());
    }

    /** By price, then by orderId: these are UUIDv7, so the older comes first. */
    private record Key(BigDecimal px, OrderId orderId) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::px).thenComparing(key -> key.orderId().toString());

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** The orders that watch one of the instrument's prices. */
    private final class Watched {
        /** By level, the lowest first. */
        private final NavigableMap<Key, HeldOrder> rising = new TreeMap<>();
        /** By level, the highest first. */
        private final NavigableMap<Key, HeldOrder> falling = new TreeMap<>(highestFirst());
        /** Trailing buys by reference, the highest first: the first to follow a falling price. */
        private final NavigableMap<Key, HeldOrder> trailingBuys = new TreeMap<>(highestFirst());
        /** Trailing sells by reference, the lowest first. */
        private final NavigableMap<Key, HeldOrder> trailingSells = new TreeMap<>();

        void add(HeldOrder order) {
            byLevel(order).put(new Key(order.trigger().level(), order.orderId()), order);
            if (order.trigger() instanceof Trail trail) {
                byReference(trail).put(new Key(trail.reference(), order.orderId()), order);
            }
        }

        void remove(HeldOrder order) {
            byLevel(order).remove(new Key(order.trigger().level(), order.orderId()));
            if (order.trigger() instanceof Trail trail) {
                byReference(trail).remove(new Key(trail.reference(), order.orderId()));
            }
        }

        void follow(BigDecimal px) {
            follow(px, trailingBuys);
            follow(px, trailingSells);
        }

        private void follow(BigDecimal px, NavigableMap<Key, HeldOrder> trailing) {
            while (!trailing.isEmpty()) {
                HeldOrder first = trailing.firstEntry().getValue();
                if (!(first.trigger() instanceof Trail trail) || !trail.follows(px)) {
                    return;
                }
                put(first.with(trail.after(px)));
                moved.add(first.orderId());
            }
        }

        void fire(BigDecimal px, List<HeldOrder> fired) {
            fire(px, rising, fired);
            fire(px, falling, fired);
        }

        private void fire(BigDecimal px, NavigableMap<Key, HeldOrder> byLevel, List<HeldOrder> fired) {
            for (HeldOrder order : byLevel.values()) {
                if (!order.trigger().firesAt(px)) {
                    return;
                }
                fired.add(order);
            }
        }

        private NavigableMap<Key, HeldOrder> byLevel(HeldOrder order) {
            return order.trigger().firesRising() ? rising : falling;
        }

        private NavigableMap<Key, HeldOrder> byReference(Trail trail) {
            return switch (trail.side()) {
                case BUY -> trailingBuys;
                case SELL -> trailingSells;
            };
        }

        private static Comparator<Key> highestFirst() {
            return Comparator.comparing(Key::px)
                    .reversed()
                    .thenComparing(key -> key.orderId().toString());
        }
    }
}
