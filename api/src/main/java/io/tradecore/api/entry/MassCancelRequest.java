package io.tradecore.api.entry;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.Side;
import org.jspecify.annotations.Nullable;

/**
 * OrderMassCancelRequest (35=q): every open order of the account.
 *
 * @param clOrdId of this request, unique among the account's mass cancels and closes
 * @param symbol of this instrument only
 * @param side of this side only
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record MassCancelRequest(
        @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") String clOrdId,
        @Nullable String symbol,
        @Nullable Side side) implements JsonRequest {

    public MassCancelRequest {
        BulkIds.check(clOrdId);
        if (symbol != null) {
            Checks.asset("symbol", symbol);
        }
    }

    /** What the core is asked to do. */
    public Command.MassCancel toCommand(AccountId accountId, String actor) {
        return new Command.MassCancel(accountId, new ClOrdId(clOrdId), symbol, side, actor);
    }
}
