package io.tradecore.oms.position;

import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A position at average cost. Immutable.
 *
 * @param qty signed: negative is short
 * @param avgPx average price of what is open, to {@link Order#AVERAGE_SCALE} decimals; null when flat
 * @param realisedPnl in the currency the instrument settles in, before fees, unrounded
 * @param fees in that currency, as posted, and those taken in the instrument at the prices of their fills, unrounded; never part of
 *     the average
 * @param leg which part of what the account holds it is: NET, all of it, but in a HEDGING account
 */
public record Position(
        String symbol, BigDecimal qty, @Nullable BigDecimal avgPx, BigDecimal realisedPnl, BigDecimal fees, Leg leg) {

    public Position {
        if ((qty.signum() == 0) != (avgPx == null)) {
            throw new IllegalArgumentException(
                    "a flat position has no average and an open one has: " + qty + ", " + avgPx);
        }
    }

    /** All that a NETTING account holds. */
    public Position(
            String symbol, BigDecimal qty, @Nullable BigDecimal avgPx, BigDecimal realisedPnl, BigDecimal fees) {
        this(symbol, qty, avgPx, realisedPnl, fees, Leg.NET);
    }

    public static Position flat(String symbol) {
        return flat(symbol, Leg.NET);
    }

    public static Position flat(String symbol, Leg leg) {
        return new Position(symbol, BigDecimal.ZERO, null, BigDecimal.ZERO, BigDecimal.ZERO, leg);
    }

    /** Whether more was closed than there was of a leg, as a late fill may. */
    public boolean isOverclosed() {
        return leg.isOverclosed(qty);
    }

    /**
     * The position after a fill: what it closes is realised at the average, what it opens moves the average. A fill that
     * flips the position closes all of it first, and the rest opens at the fill's price.
     *
     * @param lastPx negative where the instrument's prices may be
     * @param fee a rebate is negative
     */
    public Position trade(Side side, BigDecimal lastQty, BigDecimal lastPx, Payoff payoff, BigDecimal fee) {
        return moved(side == Side.BUY ? lastQty : lastQty.negate(), lastPx, payoff)
                .withFees(fees.add(fee));
    }

    /**
     * The position after a fee that was taken in the instrument itself: what it takes of a long position leaves at the
     * average, so that nothing is realised, and counts as a fee at the fill's price. Where there is not that much the rest is
     * owed, opened short at the fill's price. A rebate, negative, is the same the other way: it adds to a long at the fill's
     * price, as a purchase does, and takes from a short at its average.
     *
     * @param feeQty in units of the instrument
     * @param lastPx of the fill it was taken for
     */
    public Position feeInKind(BigDecimal feeQty, BigDecimal lastPx, Payoff payoff) {
        BigDecimal signedQty = feeQty.negate();
        Position after = this;
        if (avgPx != null && qty.signum() == -signedQty.signum()) {
            BigDecimal closed = signedQty.abs().min(qty.abs());
            BigDecimal atAverage = signedQty.signum() < 0 ? closed.negate() : closed;
            after = moved(atAverage, avgPx, payoff);
            signedQty = signedQty.subtract(atAverage);
        }
        return after.moved(signedQty, lastPx, payoff).withFees(fees.add(payoff.value(feeQty, lastPx)));
    }

    public Position withFees(BigDecimal other) {
        return new Position(symbol, qty, avgPx, realisedPnl, other, leg);
    }

    private Position moved(BigDecimal signedQty, BigDecimal px, Payoff payoff) {
        BigDecimal after = qty.add(signedQty);
        if (signedQty.signum() == 0) {
            return this;
        }
        if (avgPx == null || qty.signum() == signedQty.signum()) {
            return new Position(symbol, after, payoff.average(avgPx, qty, signedQty, px), realisedPnl, fees, leg);
        }
        BigDecimal closed = signedQty.abs().min(qty.abs());
        BigDecimal gain = payoff.gain(qty.signum() > 0 ? closed : closed.negate(), avgPx, px);
        BigDecimal leftAt = after.signum() == 0 ? null : after.signum() == qty.signum() ? avgPx : px;
        return new Position(symbol, after, leftAt, realisedPnl.add(gain), fees, leg);
    }
}
