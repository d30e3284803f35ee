package io.tradecore.oms.margin;

import io.tradecore.oms.position.Position;
import io.tradecore.oms.valuation.Missing;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** How an account on margin stands by the quotes of one moment, in its base currency. */
public sealed interface MarginState {

    /** Decimals a level is shown to; it is compared by what it is made of. */
    int LEVEL_SCALE = 4;

    /**
     * All figures are there.
     *
     * @param equity cash and what is not realised yet, after haircuts
     * @param used initial margin of the positions
     * @param maintenance maintenance margin of the positions
     * @param due what a call is measured by: the initial margin of what takes a share of its value, the maintenance margin of what
     *     takes an amount for each contract
     * @param orders initial margin of what open orders may add
     * @param withheld cash that is held for something else than orders
     * @param staleQuotes symbols of those quotes it is made of that are older than what orders are judged by
     * @param lines the positions that are not flat
     */
    record Known(
            String baseCurrency,
            BigDecimal equity,
            BigDecimal used,
            BigDecimal maintenance,
            BigDecimal due,
            BigDecimal orders,
            BigDecimal withheld,
            SortedSet<String> staleQuotes,
            List<Line> lines)
            implements MarginState {

        /** Whether a quote it is made of is older than what orders are judged by. */
        public boolean stale() {
            return !staleQuotes.isEmpty();
        }

        /** What may still be used; below zero where more is used than there is. */
        public BigDecimal free() {
            return equity.subtract(used).subtract(orders).subtract(withheld);
        }

        /** Equity as a share of the margin in use, rounded down; null where none is in use. */
        public @Nullable BigDecimal level() {
            return used.signum() == 0 ? null : equity.divide(used, LEVEL_SCALE, RoundingMode.FLOOR);
        }

        /**
         * Whether something is held and the equity is a smaller share of the margin in use. Legs that make up for each other use none: held on
         * debt they are below every level.
         */
        public boolean isBelow(BigDecimal level) {
            return !lines.isEmpty() && equity.compareTo(level.multiply(used)) < 0;
        }

        /** Whether there is to be a margin call. */
        public boolean isCalled(MarginSettings settings) {
            return !lines.isEmpty() && equity.compareTo(settings.callLevel().multiply(due)) < 0;
        }

        /** Whether a margin call is answered: what was called for maintenance has to have its initial margin again. */
        public boolean isRestored(MarginSettings settings) {
            return equity.compareTo(settings.callLevel().multiply(used)) >= 0;
        }

        /** Whether positions are to be closed. */
        public boolean isStoppedOut(MarginSettings settings) {
            return isCalled(settings) && isBelow(settings.stopOutLevel());
        }
    }

    /** A position at its mark. */
    record Line(Position position, BigDecimal unrealised, boolean stale) {}

    /** @param missing what there is no figure for, each once */
    record Unknown(List<Missing> missing) implements MarginState {}
}
