package io.tradecore.api.entry;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.position.Leg;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Closes a position, a part of it, or all positions of the account.
 *
 * @param clOrdId of this request, unique among the account's mass cancels and closes
 * @param symbol of which instrument; absent: of all, then without orderQty and px
 * @param orderQty how much; absent: percent of it, or all
 * @param percent above 0 and up to 100, rounded down to the lot
 * @param px a limit; absent: at the market
 * @param cancelOrders whether the instrument's open orders are asked to be cancelled before
 * @param leg LONG or SHORT of a HEDGING account, whose orders these are then, too; absent: both
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record ClosePositionRequest(
        @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") String clOrdId,
        @Nullable String symbol,

        @Schema(type = "string", example = "0.5") @Nullable BigDecimal orderQty,

        @Schema(type = "string", example = "50") @Nullable BigDecimal percent,

        @Schema(type = "string", example = "61250.10") @Nullable
        BigDecimal px,

        @Nullable Boolean cancelOrders,
        @Nullable Leg leg)
        implements JsonRequest {
    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    public ClosePositionRequest {
        BulkIds.check(clOrdId);
        Decimals.requirePositive("orderQty", orderQty);
        Decimals.requirePositive("percent", percent);
        if (symbol != null) {
            Checks.asset("symbol", symbol);
        } else if (orderQty != null || px != null) {
            throw ApiException.ofField(
                    ApiCode.FIELD_MISSING, "symbol", "orderQty and px are of one instrument: symbol is needed.");
        }
        if (percent != null && percent.compareTo(ALL) > 0) {
            throw Checks.invalid("percent", "above 0 and up to 100");
        }
        if (orderQty != null && percent != null) {
            throw Checks.invalid("percent", "absent where orderQty is there");
        }
        if (leg == Leg.NET) {
            throw Checks.invalid("leg", "one of LONG, SHORT");
        }
    }

    /** What the core is asked to do. */
    public Command.ClosePosition toCommand(AccountId accountId, String actor) {
        return new Command.ClosePosition(
                accountId,
                new ClOrdId(clOrdId),
                symbol,
                orderQty,
                percent,
                px,
                Boolean.TRUE.equals(cancelOrders),
                leg,
                actor);
    }
}
