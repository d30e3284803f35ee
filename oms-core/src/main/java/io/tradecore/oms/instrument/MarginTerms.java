package io.tradecore.oms.instrument;

import java.math.BigDecimal;

/**
 * What a position of an instrument ties down in a MARGIN account.
 *
 * @param initial to open it: a share of its value at the mark, or an amount of the settlement currency per unit
 * @param maintenance to keep it, of the same unit, at most the initial one
 */
public record MarginTerms(Unit unit, BigDecimal initial, BigDecimal maintenance) {

    /** What the figures are of. Stored as their names. */
    public enum Unit {
        /** A share of the value: 0.05 is 5 %. */
        RATE,
        /** An amount for each contract, whatever its price. */
        PER_CONTRACT
    }

    public MarginTerms {
        if (initial.signum() <= 0 || maintenance.signum() <= 0 || maintenance.compareTo(initial) > 0) {
            throw new IllegalArgumentException("margins are positive, and maintenance is at most the initial margin");
        }
    }

    /**
     * The initial margin of so much, unrounded.
     *
     * @param qty without sign
     * @param px negative where the instrument's prices may be
     */
    public BigDecimal initial(BigDecimal qty, BigDecimal px, Payoff payoff) {
        return switch (unit) {
            case RATE -> payoff.value(qty, px).abs().multiply(initial);
            case PER_CONTRACT -> qty.multiply(initial);
        };
    }
}
