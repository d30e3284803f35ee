package io.tradecore.api.entry;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrderId;
import org.jspecify.annotations.Nullable;

/**
 * OrderCancelRequest (35=F).
 *
 * @param clOrdId of this request, not of the order
 * @param origClOrdId the order's current ClOrdID as the asker knows it; absent: whichever it is
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record CancelOrderRequest(
        @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") String clOrdId,

        @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") @Nullable
        String origClOrdId)
        implements JsonRequest {

    public CancelOrderRequest {
        OrderIds.check(clOrdId);
        if (origClOrdId != null) {
            Checks.clientId("origClOrdId", origClOrdId);
        }
    }

    /** What the core is asked to do. */
    public Command.CancelOrder toCommand(AccountId accountId, OrderId orderId, String actor) {
        return new Command.CancelOrder(
                accountId, new ClOrdId(clOrdId), orderId, origClOrdId == null ? null : new ClOrdId(origClOrdId), actor);
    }
}
