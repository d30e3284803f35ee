package io.tradecore.oms.position;

import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A netted position at average cost. Immutable.
 *
 * @param qty signed: negative is short
 * @param avgPx average price of what is open, to {@link Order#AVERAGE_SCALE} decimals; null when flat
 * @param realisedPnl in the instrument's currency, before fees, unrounded
 * @param fees in the instrument's currency, as posted; never part of the average
 */
public record Position(
        String symbol, BigDecimal qty, @Nullable BigDecimal avgPx, BigDecimal realisedPnl, BigDecimal fees) {

    public Position {
        if ((qty.signum() == 0) != (avgPx == null)) {
            throw new IllegalArgumentException(
                    "a flat position has no average and an open one has: " + qty + ", " + avgPx);
        }
    }

    public static Position flat(String symbol) {
        return new Position(symbol, BigDecimal.ZERO, null, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    /**
     * The position after a fill: what it closes is realised at the average, what it opens moves the average. A fill that
     * flips the position closes all of it first, and the rest opens at the fill's price.
     */
    public Position trade(Side side, BigDecimal lastQty, BigDecimal lastPx, BigDecimal multiplier, BigDecimal fee) {
        BigDecimal signedQty = side == Side.BUY ? lastQty : lastQty.negate();
        BigDecimal after = qty.add(signedQty);
        BigDecimal feesAfter = fees.add(fee);
        BigDecimal average = avgPx;
        if (average == null || qty.signum() == signedQty.signum()) {
            return new Position(symbol, after, opened(average, signedQty, lastPx, after), realisedPnl, feesAfter);
        }
        BigDecimal closed = lastQty.min(qty.abs());
        BigDecimal gain = lastPx.subtract(average).multiply(closed).multiply(multiplier);
        BigDecimal realised = realisedPnl.add(qty.signum() > 0 ? gain : gain.negate());
        return new Position(symbol, after, leftOver(average, lastPx, after), realised, feesAfter);
    }

    private BigDecimal opened(@Nullable BigDecimal average, BigDecimal signedQty, BigDecimal lastPx, BigDecimal after) {
        if (average == null) {
            return lastPx;
        }
        BigDecimal cost = average.multiply(qty).add(lastPx.multiply(signedQty));
        return cost.divide(after, Order.AVERAGE_SCALE, RoundingMode.HALF_EVEN).stripTrailingZeros();
    }

    private @Nullable BigDecimal leftOver(BigDecimal average, BigDecimal lastPx, BigDecimal after) {
        if (after.signum() == 0) {
            return null;
        }
        return after.signum() == qty.signum() ? average : lastPx;
    }
}
