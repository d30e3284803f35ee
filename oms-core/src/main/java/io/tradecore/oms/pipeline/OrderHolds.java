package io.tradecore.oms.pipeline;

import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.risk.Reservation;
import java.math.BigDecimal;

/** What an order's hold has to hold, as the order stands. */
final class OrderHolds {

    private OrderHolds() {}

    /**
     * Sets the hold to what the order needs: what its leaves may cost, or what they may once a replace that waits is
     * confirmed, whichever is more. Nothing once there is nothing left to execute.
     */
    static void set(Order order, Instrument instrument, AccountState account) {
        BigDecimal leaves = order.leavesQty();
        BigDecimal leavesIfReplaced = order.leavesIfReplaced();
        if (leaves.signum() == 0 && leavesIfReplaced.signum() == 0) {
            account.book().close(order.orderId().value());
            return;
        }
        BigDecimal needed = need(order, instrument, leaves, order.reservePx());
        if (order.pending() != null && order.pending().replacement() != null) {
            needed = needed.max(need(
                    order,
                    instrument,
                    leavesIfReplaced,
                    order.pending().replacement().reservePx()));
        }
        account.book().keep(order.orderId().value(), needed);
    }

    private static BigDecimal need(Order order, Instrument instrument, BigDecimal leaves, BigDecimal reservePx) {
        return Reservation.of(instrument, order.side(), leaves, reservePx, order.feeRate())
                .amount();
    }
}
