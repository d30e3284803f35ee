package io.tradecore.oms.margin;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * An account's parameters of margin. Levels are shares: 0.5 is 50 %.
 *
 * @param leverage most value an account may have for its margin; null: what the instruments say
 * @param callLevel below which there is a margin call
 * @param stopOutLevel below which positions are closed, at most the call's
 * @param restoreLevel up to which they are closed, at least the stop-out's
 */
public record MarginSettings(
        @Nullable BigDecimal leverage,
        BigDecimal callLevel,
        BigDecimal stopOutLevel,
        BigDecimal restoreLevel,
        LiquidationMode liquidationMode) {

    /** Of an account for which nothing else was said. */
    public static final MarginSettings DEFAULT = new MarginSettings(
            null, BigDecimal.ONE, new BigDecimal("0.5"), new BigDecimal("0.5"), LiquidationMode.LEAST_QUANTITY);

    private static final MathContext RATE = new MathContext(18, RoundingMode.CEILING);

    public MarginSettings {
        if (leverage != null && leverage.compareTo(BigDecimal.ONE) < 0) {
            throw new IllegalArgumentException("a leverage is at least 1");
        }
        if (stopOutLevel.signum() <= 0
                || stopOutLevel.compareTo(callLevel) > 0
                || restoreLevel.compareTo(stopOutLevel) < 0) {
            throw new IllegalArgumentException(
                    "the stop-out is above 0, at most the call, and at most what is restored");
        }
    }

    /** The least share of a value that it takes as initial margin; 0 where only the instruments say. */
    public BigDecimal leastRate() {
        return leverage == null ? BigDecimal.ZERO : BigDecimal.ONE.divide(leverage, RATE);
    }
}
