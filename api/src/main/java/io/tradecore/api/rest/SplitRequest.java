package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.admin.InstrumentActs;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.oms.order.SplitRatio;
import io.tradecore.oms.position.InstrumentAct;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A split numerator:denominator: 2:1 makes two of one.
 *
 * @param splitId of this split, of all instruments
 * @param fractionPx price of a unit of after the split, at which is paid out what is less than a lot; needed where the ratio
 *     does not make whole units of each
 * @param reason kept on the audit trail
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record SplitRequest(
        @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") String splitId,
        @Schema(minimum = "1", maximum = "1000000") Integer numerator,
        @Schema(minimum = "1", maximum = "1000000") Integer denominator,

        @Schema(type = "string", example = "50.00") @Nullable
        BigDecimal fractionPx,

        String reason)
        implements JsonRequest {

    private static final int LARGEST = 1_000_000;

    public SplitRequest {
        Checks.clientId("splitId", splitId);
        Checks.range("numerator", numerator, 1, LARGEST);
        Checks.range("denominator", denominator, 1, LARGEST);
        if (numerator.equals(denominator)) {
            throw Checks.invalid("numerator", "other than denominator");
        }
        Decimals.requirePositive("fractionPx", fractionPx);
        if (fractionPx == null && numerator % denominator != 0) {
            throw ApiException.ofField(
                    ApiCode.FIELD_MISSING,
                    "fractionPx",
                    "The ratio leaves fractions: fractionPx says what they are worth.");
        }
        Checks.text("reason", reason, 500);
    }

    InstrumentActs.Asked of(String symbol) {
        var split = new InstrumentAct.Split(new SplitRatio(numerator, denominator), fractionPx);
        return new InstrumentActs.Asked(splitId, symbol, split, null, reason);
    }
}
