package io.tradecore.oms.order;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A split a:b: of b units there were there are a from now on, and what a unit costs is b/a of what it did. Immutable.
 *
 * @param numerator a
 * @param denominator b
 */
public record SplitRatio(int numerator, int denominator) {

    /** Decimals a quantity is kept to that does not come out even, half-even. */
    private static final int SCALE = 12;

    public SplitRatio {
        if (numerator <= 0 || denominator <= 0 || numerator == denominator) {
            throw new IllegalArgumentException("a split is of two different positive numbers");
        }
    }

    /** A quantity as it is after the split. */
    public BigDecimal quantity(BigDecimal before) {
        return before.multiply(BigDecimal.valueOf(numerator))
                .divide(BigDecimal.valueOf(denominator), SCALE, RoundingMode.HALF_EVEN);
    }

    /** Whether every unit there was becomes a whole number of units, so that nothing is left over. */
    public boolean isWhole() {
        return numerator % denominator == 0;
    }

    /** Back from after the split to before it. */
    public SplitRatio inverse() {
        return new SplitRatio(denominator, numerator);
    }

    /** A price as it is after the split, to so many decimals, half-even. */
    public BigDecimal px(BigDecimal before, int scale) {
        return before.multiply(BigDecimal.valueOf(denominator))
                .divide(BigDecimal.valueOf(numerator), scale, RoundingMode.HALF_EVEN);
    }

    /** A quantity as it is after the split, rounded down to whole lots; may be none. */
    public BigDecimal lots(BigDecimal before, BigDecimal lot) {
        return before.multiply(BigDecimal.valueOf(numerator))
                .divide(BigDecimal.valueOf(denominator).multiply(lot), 0, RoundingMode.FLOOR)
                .multiply(lot);
    }

    /**
     * A price as it is after the split, rounded to the tick in the market's disfavour: a buy's down, a sell's up. Of a price
     * above zero at least a tick.
     */
    public BigDecimal px(BigDecimal before, BigDecimal tick, Side side) {
        RoundingMode rounding = switch (side) {
            case BUY -> RoundingMode.FLOOR;
            case SELL -> RoundingMode.CEILING;
        };
        BigDecimal after = before.multiply(BigDecimal.valueOf(denominator))
                .divide(BigDecimal.valueOf(numerator).multiply(tick), 0, rounding)
                .multiply(tick);
        return before.signum() > 0 ? after.max(tick) : after;
    }

    @Override
    public String toString() {
        return numerator + ":" + denominator;
    }
}
