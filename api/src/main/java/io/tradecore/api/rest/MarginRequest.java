package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.MarginTerms.Netting;
import io.tradecore.oms.instrument.MarginTerms.Tier;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a position of an instrument ties down in MARGIN accounts.
 *
 * @param unit RATE: a share of its value at the mark; PER_CONTRACT: an amount of the settlement currency per unit
 * @param initial to open it
 * @param maintenance to keep it, at most the initial margin
 * @param tiers of RATE: further shares of what goes beyond a value, by value; none takes less than the one before
 * @param underlying what it is of, where instruments of one underlying make up for each other
 * @param offset with underlying: the share of the smaller side's margin that is not asked for again, from 0 to 1
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record MarginRequest(
        MarginTerms.Unit unit,
        @Schema(type = "string", example = "0.1") BigDecimal initial,
        @Schema(type = "string", example = "0.05") BigDecimal maintenance,
        @Nullable List<TierRequest> tiers,
        @Nullable String underlying,
        @Schema(type = "string", example = "0.8") @Nullable BigDecimal offset)
        implements JsonRequest {

    /**
     * Shares of what goes beyond a value.
     *
     * @param above of the value, in the settlement currency
     */
    @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
    public record TierRequest(
            @Schema(type = "string", example = "100000") BigDecimal above,
            @Schema(type = "string", example = "0.2") BigDecimal initial,
            @Schema(type = "string", example = "0.1") BigDecimal maintenance)
            implements JsonRequest {

        public TierRequest {
            Decimals.requirePositive("above", above);
            requireMargins(MarginTerms.Unit.RATE, initial, maintenance);
        }
    }

    public MarginRequest {
        requireMargins(unit, initial, maintenance);
        if (tiers != null && !tiers.isEmpty()) {
            requireRising(unit, initial, maintenance, tiers);
        }
        if ((underlying == null) != (offset == null)) {
            throw Checks.invalid("offset", "there with underlying, and only with it");
        }
        if (underlying != null) {
            Checks.asset("underlying", underlying);
        }
        if (offset != null && (offset.signum() < 0 || offset.compareTo(BigDecimal.ONE) > 0)) {
            throw Checks.invalid("offset", "a share from 0 to 1");
        }
    }

    private static void requireMargins(MarginTerms.Unit unit, BigDecimal initial, BigDecimal maintenance) {
        Decimals.requirePositive("initial", initial);
        Decimals.requirePositive("maintenance", maintenance);
        if (unit == MarginTerms.Unit.RATE && initial.compareTo(BigDecimal.ONE) > 0) {
            throw Checks.invalid("initial", "a share of at most 1");
        }
        if (maintenance.compareTo(initial) > 0) {
            throw Checks.invalid("maintenance", "at most the initial margin");
        }
    }

    private static void requireRising(
            MarginTerms.Unit unit, BigDecimal initial, BigDecimal maintenance, List<TierRequest> tiers) {
        if (unit != MarginTerms.Unit.RATE) {
            throw Checks.invalid("tiers", "absent of an amount for each contract");
        }
        TierRequest before = null;
        for (TierRequest tier : tiers) {
            BigDecimal least = before == null ? initial : before.initial();
            BigDecimal leastKept = before == null ? maintenance : before.maintenance();
            if ((before != null && tier.above().compareTo(before.above()) <= 0)
                    || tier.initial().compareTo(least) < 0
                    || tier.maintenance().compareTo(leastKept) < 0) {
                throw Checks.invalid("tiers", "by value, and none less than the one before");
            }
            before = tier;
        }
    }

    MarginTerms terms() {
        return new MarginTerms(
                unit,
                initial,
                maintenance,
                tiers == null
                        ? List.of()
                        : tiers.stream()
                                .map(tier -> new Tier(tier.above(), tier.initial(), tier.maintenance()))
                                .toList(),
                underlying == null || offset == null ? null : new Netting(underlying, offset));
    }
}
