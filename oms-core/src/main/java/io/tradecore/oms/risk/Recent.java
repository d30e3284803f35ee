package io.tradecore.oms.risk;

import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an account has sent within the last seconds and what was executed of it within the last minute, by the database's clock. Not safe for use by
 * several threads.
 */
public final class Recent {

    /** How far back it goes with what was sent: no window may be longer. */
    public static final Duration SENT = Duration.ofSeconds(10);

    /** How far back it goes with executions. */
    public static final Duration EXECUTED = Duration.ofMinutes(1);

    /**
     * What makes two orders the same.
     *
     * @param px null without a limit
     * @param stopPx null of what waits for no price, or trails
     */
    public record Content(
            String symbol,
            Side side,
            OrdType ordType,
            BigDecimal qty,
            @Nullable BigDecimal px,
            @Nullable BigDecimal stopPx) {

        /** As {@code 1} and {@code 1.0} are the same. */
        public Content {
            qty = qty.stripTrailingZeros();
            px = px == null ? null : px.stripTrailingZeros();
            stopPx = stopPx == null ? null : stopPx.stripTrailingZeros();
        }

        public static Content of(PlaceOrder order) {
            return new Content(
                    order.symbol(),
                    order.side(),
                    order.ordType(),
                    order.orderQty(),
                    order.px(),
                    order.trigger() == null ? null : order.trigger().stopPx());
        }

        static Content of(Order order) {
            return new Content(
                    order.symbol(),
                    order.side(),
                    order.ordType(),
                    order.placed().orderQty(),
                    order.placed().px(),
                    order.placedTrigger() == null ? null : order.placedTrigger().stopPx());
        }
    }

    private record Traded(String symbol, Side side) {}

    /** The one that was sent longest ago comes first. */
    private final Map<Content, Instant> sent = new LinkedHashMap<>();

    /** The longest window that was asked by. */
    private Duration asked = Duration.ZERO;

    private final Map<Traded, Deque<Instant>> executions = new HashMap<>();

    /**
     * When the same was accepted last, or null where that was not within {@link #SENT}. What is accepted from now on is kept for the
     * longest window that was asked by, and no longer: busy accounts send much.
     */
    public @Nullable Instant lastSent(Content content, Duration window, Instant now) {
        asked = window.compareTo(asked) > 0 ? window : asked;
        Instant last = sent.get(content);
        return last == null || last.isBefore(now.minus(SENT)) ? null : last;
    }

    /** How many executions of orders of this side there were within the last minute. */
    public int executed(String symbol, Side side, Instant now) {
        Deque<Instant> times = executions.get(new Traded(symbol, side));
        if (times == null) {
            return 0;
        }
        forget(times.iterator(), now.minus(EXECUTED));
        return times.size();
    }

    /** An order was accepted, so much is known. In the order of their times, those of one time in any. */
    public void sent(Content content, Instant at) {
        sent.remove(content);
        sent.put(content, at);
    }

    void sent(Order order) {
        forget(sent.values().iterator(), order.createdAt().minus(asked));
        sent(Content.of(order), order.createdAt());
    }

    /** Something was executed; in the order of their times. */
    public void executed(String symbol, Side side, int count, Instant at) {
        Deque<Instant> times = executions.computeIfAbsent(new Traded(symbol, side), _ -> new ArrayDeque<>());
        forget(times.iterator(), at.minus(EXECUTED));
        for (int i = 0; i < count; i++) {
            times.addLast(at);
        }
    }

    private static void forget(Iterator<Instant> eldestFirst, Instant from) {
        while (eldestFirst.hasNext() && eldestFirst.next().isBefore(from)) {
            eldestFirst.remove();
        }
    }
}
