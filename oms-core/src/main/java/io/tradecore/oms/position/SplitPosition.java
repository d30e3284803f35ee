package io.tradecore.oms.position;

import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.SplitRatio;
import io.tradecore.oms.position.InstrumentAct.Split;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A position after a split: its quantity x a/b, its average x b/a, so that it is worth and has cost what it did. What is less
 * than a lot cannot be traded any more: where the split names a price it is closed at that, and paid out. Immutable.
 *
 * @param fraction signed, how much of it was paid out, in units of after the split
 * @param cash what was paid for that, unrounded; negative: owed by who was short
 */
public record SplitPosition(Position position, BigDecimal fraction, BigDecimal cash) {

    public static SplitPosition of(Position before, Split split, BigDecimal lotSize, Payoff payoff) {
        BigDecimal qty = normal(split.ratio().quantity(before.qty()));
        Position after = new Position(
                before.symbol(),
                qty,
                qty.signum() == 0 ? null : average(before.avgPx(), split.ratio()),
                before.realisedPnl(),
                before.fees(),
                before.leg());
        BigDecimal px = split.fractionPx();
        BigDecimal fraction = px == null ? BigDecimal.ZERO : qty.subtract(lots(qty, lotSize));
        if (px == null || fraction.signum() == 0) {
            return new SplitPosition(after, BigDecimal.ZERO, BigDecimal.ZERO);
        }
        Side side = fraction.signum() > 0 ? Side.SELL : Side.BUY;
        return new SplitPosition(
                after.trade(side, fraction.abs(), px, payoff, BigDecimal.ZERO), fraction, payoff.value(fraction, px));
    }

    private static @Nullable BigDecimal average(@Nullable BigDecimal before, SplitRatio ratio) {
        return before == null ? null : normal(ratio.px(before, Order.AVERAGE_SCALE));
    }

    /** Towards zero, of longs and shorts alike. */
    private static BigDecimal lots(BigDecimal qty, BigDecimal lotSize) {
        return qty.divide(lotSize, 0, RoundingMode.DOWN).multiply(lotSize);
    }

    private static BigDecimal normal(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
