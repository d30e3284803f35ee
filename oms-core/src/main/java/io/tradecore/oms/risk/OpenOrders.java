package io.tradecore.oms.risk;

import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.order.Order;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;

/**
 * What open orders of one side of an instrument may still execute, each with the larger of what it leaves and what it would
 * leave once the replace that waits is confirmed. Immutable.
 *
 * @param count how many there are
 * @param qty how much of the instrument
 * @param turnover the sum of quantity x price, each price without its sign: the one the order reserves with
 * @param inverseTurnover the sum of quantity / price, each cut to {@link #INVERSE_SCALE} decimals
 */
public record OpenOrders(int count, BigDecimal qty, BigDecimal turnover, BigDecimal inverseTurnover) {

    /** Decimals a quotient is cut to, as the database does, so that what is kept and what is loaded are the same figure. */
    public static final int INVERSE_SCALE = 18;

    public static final OpenOrders NONE = new OpenOrders(0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /**
     * An order alone; {@link #NONE} of one that is not open.
     *
     * @param heldBack whether its list holds it back: it is counted, but with nothing, as it closes what its parent opens, and is
     *     sent once that is there
     */
    public static OpenOrders of(Order order, boolean heldBack) {
        BigDecimal leaves = order.leavesQty();
        BigDecimal replaced = order.leavesIfReplaced();
        BigDecimal qty = leaves.max(replaced);
        if (qty.signum() <= 0) {
            return NONE;
        }
        if (heldBack) {
            return new OpenOrders(1, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
        }
        OpenOrders stands = of(leaves, order.reservePx());
        if (replaced.signum() == 0 || order.pending() == null || order.pending().replacement() == null) {
            return stands;
        }
        OpenOrders asked = of(replaced, order.pending().replacement().reservePx());
        return new OpenOrders(
                1, qty, stands.turnover.max(asked.turnover), stands.inverseTurnover.max(asked.inverseTurnover));
    }

    /** One order of so much at a price. */
    public static OpenOrders of(BigDecimal qty, BigDecimal px) {
        BigDecimal unsigned = px.abs();
        return new OpenOrders(
                1,
                qty,
                qty.multiply(unsigned),
                unsigned.signum() == 0 ? BigDecimal.ZERO : qty.divide(unsigned, INVERSE_SCALE, RoundingMode.DOWN));
    }

    /** Orders of which one takes what the others no longer do: all are counted, with the most that any of them may execute. */
    static OpenOrders ofOne(Collection<OpenOrders> siblings) {
        OpenOrders most = NONE;
        for (OpenOrders one : siblings) {
            most = new OpenOrders(
                    most.count + one.count,
                    most.qty.max(one.qty),
                    most.turnover.max(one.turnover),
                    most.inverseTurnover.max(one.inverseTurnover));
        }
        return most;
    }

    public OpenOrders plus(OpenOrders other) {
        return new OpenOrders(
                count + other.count,
                qty.add(other.qty),
                turnover.add(other.turnover),
                inverseTurnover.add(other.inverseTurnover));
    }

    public OpenOrders minus(OpenOrders other) {
        return new OpenOrders(
                count - other.count,
                qty.subtract(other.qty),
                turnover.subtract(other.turnover),
                inverseTurnover.subtract(other.inverseTurnover));
    }

    /** What they are worth, in the currency the instrument settles in; never below zero. */
    public BigDecimal notional(Payoff payoff) {
        return (payoff.inverse() ? inverseTurnover : turnover).multiply(payoff.multiplier());
    }
}
