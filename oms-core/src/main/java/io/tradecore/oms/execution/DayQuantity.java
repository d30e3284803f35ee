package io.tradecore.oms.execution;

import io.tradecore.oms.order.Order;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an order that outlives the day has of one trading day. A bust or correction counts on the day of the trade it is of,
 * whenever it came. Immutable.
 *
 * @param orderQty FIX 424, DayOrderQty: what was to be executed when the day began, at the quantity the order has now
 * @param cumQty FIX 425, DayCumQty
 * @param cumNotional sum of LastQty x LastPx of the day's live executions
 */
public record DayQuantity(BigDecimal orderQty, BigDecimal cumQty, BigDecimal cumNotional) {

    /** Names an execution. */
    private record Key(String venueId, String execId) {}

    /**
     * The order's quantities of the day that began at this instant.
     *
     * @param executions the order's: all trades from then on, and all that has become of them; more do no harm
     */
    public static DayQuantity of(
            BigDecimal orderQty, BigDecimal cumQty, Instant dayBegan, Collection<Execution> executions) {
        Map<Key, Execution> successors = new HashMap<>();
        for (Execution execution : executions) {
            if (execution.execRefId() != null) {
                successors.put(new Key(execution.venueId(), execution.execRefId()), execution);
            }
        }
        BigDecimal dayCum = BigDecimal.ZERO;
        BigDecimal dayNotional = BigDecimal.ZERO;
        for (Execution trade : executions) {
            if (trade.kind() == Execution.Kind.TRADE && !trade.transactTime().isBefore(dayBegan)) {
                Execution live = last(trade, successors);
                if (live.kind() != Execution.Kind.TRADE_CANCEL) {
                    dayCum = dayCum.add(live.lastQty());
                    dayNotional = dayNotional.add(live.lastQty().multiply(live.lastPx()));
                }
            }
        }
        return new DayQuantity(orderQty.subtract(cumQty.subtract(dayCum)), dayCum, dayNotional);
    }

    private static Execution last(Execution trade, Map<Key, Execution> successors) {
        Execution last = trade;
        Execution next = trade;
        while (next != null) {
            last = next;
            next = successor(next, successors);
        }
        return last;
    }

    private static @Nullable Execution successor(Execution execution, Map<Key, Execution> successors) {
        return successors.get(new Key(execution.venueId(), execution.execId()));
    }

    /** FIX 426, DayAvgPx: zero while nothing is executed. */
    public BigDecimal avgPx() {
        return cumQty.signum() == 0
                ? BigDecimal.ZERO
                : cumNotional.divide(cumQty, Order.AVERAGE_SCALE, RoundingMode.HALF_EVEN);
    }
}
