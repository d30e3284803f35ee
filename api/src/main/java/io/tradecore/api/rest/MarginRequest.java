package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.oms.instrument.MarginTerms;
import java.math.BigDecimal;

/**
 * What a position of an instrument ties down in MARGIN accounts.
 *
 * @param unit RATE: a share of its value at the mark; PER_CONTRACT: an amount of the settlement currency per unit
 * @param initial to open it
 * @param maintenance to keep it, at most the initial margin
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record MarginRequest(
        MarginTerms.Unit unit,
        @Schema(type = "string", example = "0.1") BigDecimal initial,
        @Schema(type = "string", example = "0.05") BigDecimal maintenance)
        implements JsonRequest {

    public MarginRequest {
        Decimals.requirePositive("initial", initial);
        Decimals.requirePositive("maintenance", maintenance);
        if (unit == MarginTerms.Unit.RATE && initial.compareTo(BigDecimal.ONE) > 0) {
            throw Checks.invalid("initial", "a share of at most 1");
        }
        if (maintenance.compareTo(initial) > 0) {
            throw Checks.invalid("maintenance", "at most the initial margin");
        }
    }

    MarginTerms terms() {
        return new MarginTerms(unit, initial, maintenance);
    }
}
