package io.tradecore.oms.trigger;

import io.tradecore.oms.order.Side;
import java.math.BigDecimal;

/**
 * How far a trailing stop stays behind the best price seen.
 *
 * @param value positive: in the instrument's currency, or in percent of the reference, then less than 100; of one below zero without its sign
 */
public record TrailOffset(Unit unit, BigDecimal value) {

    /** FIX 836, PegOffsetType, as far as trailing stops have it. */
    public enum Unit {
        /** FIX 0, a price. */
        AMOUNT,
        /** Percent of the reference; FIX has basis points (1), a hundredth of it. */
        PERCENT
    }

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public TrailOffset {
        if (value.signum() <= 0) {
            throw new IllegalArgumentException("a trail offset must be positive");
        }
        if (unit == Unit.PERCENT && value.compareTo(HUNDRED) >= 0) {
            throw new IllegalArgumentException("a trail offset must be less than 100 percent");
        }
    }

    /** The stop's price with this reference, exactly: below it for a sell, above it for a buy. */
    BigDecimal stopPx(Side side, BigDecimal reference) {
        BigDecimal distance = switch (unit) {
            case AMOUNT -> value;
            case PERCENT -> reference.abs().multiply(value).movePointLeft(2);
        };
        return switch (side) {
            case BUY -> reference.add(distance);
            case SELL -> reference.subtract(distance);
        };
    }
}
