package io.tradecore.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rounding of money to an asset's decimals. */
public final class MinorUnits {

    private MinorUnits() {}

    /** Half-even, what is posted. */
    public static BigDecimal round(BigDecimal amount, int scale) {
        return amount.setScale(scale, RoundingMode.HALF_EVEN);
    }

    /** Up, what is reserved: a reservation never falls short of what it stands for. */
    public static BigDecimal reserve(BigDecimal amount, int scale) {
        return amount.setScale(scale, RoundingMode.CEILING);
    }

    /**
     * What to post when a cumulative total moves. Posting differences of rounded totals makes the parts add up to the
     * rounded whole, whatever the parts.
     */
    public static BigDecimal step(BigDecimal totalBefore, BigDecimal totalAfter, int scale) {
        return round(totalAfter, scale).subtract(round(totalBefore, scale));
    }
}
