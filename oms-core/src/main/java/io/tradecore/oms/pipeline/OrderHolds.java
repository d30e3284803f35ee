package io.tradecore.oms.pipeline;

import io.tradecore.oms.account.AccountType;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.risk.Reservation;
import io.tradecore.oms.risk.Stakes;
import java.math.BigDecimal;
import java.util.UUID;

/** What an order's hold has to hold, as the order stands. */
final class OrderHolds {

    private OrderHolds() {}

    /**
     * Sets the hold to what the order needs: what its leaves may cost, or what they may once a replace that waits is
     * confirmed, whichever is more. Nothing once there is nothing left to execute. Siblings of a list hold together, not by themselves.
     */
    static void set(Order order, Instrument instrument, AccountState account) {
        if (ListHolds.isSibling(order, account)) {
            return;
        }
        BigDecimal leaves = order.leavesQty();
        BigDecimal leavesIfReplaced = order.leavesIfReplaced();
        if (leaves.signum() == 0 && leavesIfReplaced.signum() == 0) {
            account.book().close(order.orderId().value());
            return;
        }
        Reservation needed = need(order, instrument, leaves, order.reservePx(), account);
        if (order.pending() != null && order.pending().replacement() != null) {
            Reservation replaced = need(
                    order,
                    instrument,
                    leavesIfReplaced,
                    order.pending().replacement().reservePx(),
                    account);
            needed = replaced.amount().compareTo(needed.amount()) > 0 ? replaced : needed;
        }
        keep(order, needed, account);
    }

    /** An order on margin that only closed had no hold; a replace may have made it more. */
    private static void keep(Order order, Reservation needed, AccountState account) {
        UUID holdId = order.orderId().value();
        if (account.type() == AccountType.MARGIN && account.book().hold(holdId) == null) {
            if (needed.amount().signum() > 0) {
                account.book().place(holdId, needed.line(), needed.amount());
            }
        } else {
            account.book().keep(holdId, needed.amount());
        }
    }

    /** What it needs for so much of it at a price: on margin only for what that opens beyond what it was to close. */
    static Reservation need(
            Order order, Instrument instrument, BigDecimal leaves, BigDecimal reservePx, AccountState account) {
        return switch (account.type()) {
            case CASH -> Reservation.of(instrument, order.side(), leaves, reservePx, order.feeRate());
            case MARGIN -> {
                BigDecimal closesQty = account.closesQty(order.orderId());
                BigDecimal opens = Stakes.opens(closesQty, order.cumQty(), leaves);
                yield Reservation.onMargin(instrument, opens, reservePx, order.feeRate());
            }
        };
    }
}
