package io.tradecore.oms.instrument;

import io.tradecore.oms.order.Order;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What a quantity of an instrument is worth at a price, and what it gains between two. A linear one is worth quantity x price
 * x multiplier; an inverse one, counted in the currency it is quoted in and settled in the other, quantity x multiplier /
 * price. Amounts are in the settlement currency.
 *
 * @param multiplier positive
 * @param inverse whether it is worth less of the settlement currency the higher the price; its prices are positive
 */
public record Payoff(BigDecimal multiplier, boolean inverse) {

    /** Decimals a quotient is kept to, far below any minor unit. */
    private static final int QUOTIENT_SCALE = 24;

    /** Of an instrument that is worth quantity x price x multiplier. */
    public static Payoff linear(BigDecimal multiplier) {
        return new Payoff(multiplier, false);
    }

    /** What a quantity is worth at a price: negative where just one of the two is. */
    public BigDecimal value(BigDecimal qty, BigDecimal px) {
        return inverse
                ? quotient(qty.multiply(multiplier), px)
                : qty.multiply(px).multiply(multiplier);
    }

    /**
     * What a position gains from one price to another.
     *
     * @param qty signed: what is short gains where the price falls
     */
    public BigDecimal gain(BigDecimal qty, BigDecimal from, BigDecimal to) {
        BigDecimal moved = qty.multiply(multiplier).multiply(to.subtract(from));
        return inverse ? quotient(moved, from.multiply(to)) : moved;
    }

    /**
     * The average price once more is opened: that at which all of it, bought at one price, had cost the same.
     *
     * @param avgPx null where nothing is open
     * @param qty what is open, of the same sign as what is added
     */
    public BigDecimal average(@Nullable BigDecimal avgPx, BigDecimal qty, BigDecimal added, BigDecimal px) {
        if (avgPx == null) {
            return px;
        }
        BigDecimal all = qty.add(added);
        if (inverse) {
            // all / (qty / avgPx + added / px), with one division.
            BigDecimal worth = qty.multiply(px).add(added.multiply(avgPx));
            return all.multiply(avgPx)
                    .multiply(px)
                    .divide(worth, Order.AVERAGE_SCALE, RoundingMode.HALF_EVEN)
                    .stripTrailingZeros();
        }
        BigDecimal cost = avgPx.multiply(qty).add(px.multiply(added));
        return cost.divide(all, Order.AVERAGE_SCALE, RoundingMode.HALF_EVEN).stripTrailingZeros();
    }

    private static BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
        return dividend.divide(divisor, QUOTIENT_SCALE, RoundingMode.HALF_EVEN).stripTrailingZeros();
    }
}
