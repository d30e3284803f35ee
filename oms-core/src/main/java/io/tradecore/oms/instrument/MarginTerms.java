package io.tradecore.oms.instrument;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a position of an instrument ties down in a MARGIN account.
 *
 * @param initial to open it: a share of its value at the mark, or an amount of the settlement currency per unit
 * @param maintenance to keep it, of the same unit, at most the initial one
 * @param tiers further shares that what goes beyond a value takes, by value; none of an amount per unit
 * @param netting what it makes up for in other instruments; null: nothing
 */
public record MarginTerms(
        Unit unit,
        BigDecimal initial,
        BigDecimal maintenance,
        List<Tier> tiers,
        @Nullable Netting netting) {

    /** What the figures are of. Stored as their names. */
    public enum Unit {
        /** A share of the value: 0.05 is 5 %. */
        RATE,
        /** An amount for each contract, whatever its price. */
        PER_CONTRACT
    }

    /**
     * The shares that the part of a value takes that goes beyond a bound, up to the next tier's. No position takes less margin
     * for being larger, and none takes a leap.
     *
     * @param above of the value in the settlement currency, positive
     * @param initial at least that of the tier before
     * @param maintenance likewise, and at most the initial one
     */
    public record Tier(BigDecimal above, BigDecimal initial, BigDecimal maintenance) {}

    /**
     * Longs and shorts in instruments of one underlying make up for each other.
     *
     * @param underlying what the instruments are of
     * @param offset the share of the smaller side's margin that is not asked for again: from 0, nothing, to 1, all of it
     */
    public record Netting(String underlying, BigDecimal offset) {

        public Netting {
            if (offset.signum() < 0 || offset.compareTo(BigDecimal.ONE) > 0) {
                throw new IllegalArgumentException("an offset is a share from 0 to 1");
            }
        }
    }

    public MarginTerms {
        tiers = List.copyOf(tiers);
        requireMargins(initial, maintenance);
        if (unit == Unit.PER_CONTRACT && !tiers.isEmpty()) {
            throw new IllegalArgumentException("an amount for each contract has no tiers");
        }
        Tier before = new Tier(BigDecimal.ZERO, initial, maintenance);
        for (Tier tier : tiers) {
            requireMargins(tier.initial(), tier.maintenance());
            if (tier.above().compareTo(before.above()) <= 0
                    || tier.initial().compareTo(before.initial()) < 0
                    || tier.maintenance().compareTo(before.maintenance()) < 0) {
                throw new IllegalArgumentException("tiers come by value, and none takes less than the one before");
            }
            before = tier;
        }
    }

    /** The same for all values, of an instrument that makes up for no other. */
    public MarginTerms(Unit unit, BigDecimal initial, BigDecimal maintenance) {
        this(unit, initial, maintenance, List.of(), null);
    }

    private static void requireMargins(BigDecimal initial, BigDecimal maintenance) {
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
        return initial(qty, px, payoff, BigDecimal.ZERO);
    }

    /**
     * The initial margin of so much, unrounded, in an account whose leverage is bounded.
     *
     * @param leastRate the least share of the value it takes, 0 where nothing bounds the leverage
     */
    public BigDecimal initial(BigDecimal qty, BigDecimal px, Payoff payoff, BigDecimal leastRate) {
        BigDecimal value = payoff.value(qty, px).abs();
        return switch (unit) {
            case RATE ->
                sliced(value, initial.max(leastRate), tier -> tier.initial().max(leastRate));
            case PER_CONTRACT -> qty.multiply(initial).max(value.multiply(leastRate));
        };
    }

    /** The maintenance margin of so much, unrounded. */
    public BigDecimal maintenance(BigDecimal qty, BigDecimal px, Payoff payoff) {
        return switch (unit) {
            case RATE -> sliced(payoff.value(qty, px).abs(), maintenance, Tier::maintenance);
            case PER_CONTRACT -> qty.multiply(maintenance);
        };
    }

    private BigDecimal sliced(BigDecimal value, BigDecimal firstRate, Function<Tier, BigDecimal> rateOf) {
        BigDecimal margin = BigDecimal.ZERO;
        BigDecimal from = BigDecimal.ZERO;
        BigDecimal rate = firstRate;
        for (Tier tier : tiers) {
            if (value.compareTo(tier.above()) <= 0) {
                break;
            }
            margin = margin.add(tier.above().subtract(from).multiply(rate));
            from = tier.above();
            rate = rateOf.apply(tier);
        }
        return margin.add(value.subtract(from).multiply(rate));
    }
}
