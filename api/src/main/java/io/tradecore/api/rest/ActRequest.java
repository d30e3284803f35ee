package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.admin.InstrumentActs;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.api.edge.Times;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.oms.position.InstrumentAct;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens to every position in an instrument; which fields there are follows from kind.
 *
 * @param actId of this act, of all instruments
 * @param mark of FUNDING: price of a unit it is reckoned at, above zero but where the instrument's may be below
 * @param rate of FUNDING: share of the value at the mark; longs pay it where it is positive, else shorts
 * @param amount of DIVIDEND: per unit of quantity, in the currency the instrument settles in
 * @param settlementPx of SETTLEMENT: the price open positions are settled at, likewise
 * @param effectiveAt when it counts from; when it is announced where nothing is said
 * @param reason kept on the audit trail
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record ActRequest(
        @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") String actId,
        Kind kind,

        @Schema(type = "string", example = "100.00") @Nullable
        BigDecimal mark,

        @Schema(type = "string", example = "0.0001") @Nullable
        BigDecimal rate,

        @Schema(type = "string", example = "0.24") @Nullable BigDecimal amount,

        @Schema(type = "string", example = "101.25") @Nullable
        BigDecimal settlementPx,

        @Nullable Instant effectiveAt,
        String reason)
        implements JsonRequest {

    /** A split has a resource of its own. */
    public enum Kind {
        FUNDING,
        DIVIDEND,
        SETTLEMENT
    }

    public ActRequest {
        Checks.clientId("actId", actId);
        Decimals.requirePositive("amount", amount);
        Checks.text("reason", reason, 500);
        switch (kind) {
            case FUNDING -> {
                required("mark", mark);
                required("rate", rate);
                absent("amount", amount, kind);
                absent("settlementPx", settlementPx, kind);
            }
            case DIVIDEND -> {
                required("amount", amount);
                absent("mark", mark, kind);
                absent("rate", rate, kind);
                absent("settlementPx", settlementPx, kind);
            }
            case SETTLEMENT -> {
                required("settlementPx", settlementPx);
                absent("mark", mark, kind);
                absent("rate", rate, kind);
                absent("amount", amount, kind);
            }
        }
    }

    InstrumentActs.Asked of(String symbol) {
        InstrumentAct.Terms terms = switch (kind) {
            case FUNDING -> new InstrumentAct.Funding(required("mark", mark), required("rate", rate));
            case DIVIDEND -> new InstrumentAct.Dividend(required("amount", amount));
            case SETTLEMENT -> new InstrumentAct.Settlement(required("settlementPx", settlementPx));
        };
        return new InstrumentActs.Asked(actId, symbol, terms, Times.stored(effectiveAt), reason);
    }

    private static BigDecimal required(String field, @Nullable BigDecimal value) {
        if (value == null) {
            throw ApiException.ofField(ApiCode.FIELD_MISSING, field, field + " is missing.");
        }
        return value;
    }

    private static void absent(String field, @Nullable BigDecimal value, Kind kind) {
        if (value != null) {
            throw ApiException.ofField(ApiCode.FIELD_UNKNOWN, field, "A " + kind + " has no " + field + ".");
        }
    }
}
