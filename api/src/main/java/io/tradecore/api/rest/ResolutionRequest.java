package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.admin.QuarantineAction;
import io.tradecore.api.admin.Resolution;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.api.edge.Params;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.OrderId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about a quarantined message.
 *
 * @param action REAPPLY: as it is, now; APPLY_TO_ORDER: to the order named; DISCARD: not at all
 * @param resolution why, for the record
 * @param accountId with orderId, for APPLY_TO_ORDER
 * @param execId the ExecID to book it under, where its own is taken; absent: its own
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record ResolutionRequest(
        QuarantineAction action,
        String resolution,
        @Nullable String accountId,
        @Nullable String orderId,
        @Nullable String execId)
        implements JsonRequest {

    public ResolutionRequest {
        Checks.text("resolution", resolution, 1000);
        boolean toAnother = action == QuarantineAction.APPLY_TO_ORDER;
        require("accountId", accountId, toAnother);
        require("orderId", orderId, toAnother);
        if (execId != null) {
            Checks.text("execId", execId, 128);
            if (action == QuarantineAction.DISCARD) {
                throw Checks.invalid("execId", "absent where the message is discarded");
            }
        }
    }

    private static void require(String field, @Nullable String value, boolean needed) {
        if (needed && value == null) {
            throw ApiException.ofField(ApiCode.FIELD_MISSING, field, field + " is needed for APPLY_TO_ORDER.");
        }
        if (!needed && value != null) {
            throw Checks.invalid(field, "absent unless action is APPLY_TO_ORDER");
        }
    }

    Resolution toResolution() {
        UUID account = Params.uuid("accountId", accountId);
        UUID order = Params.uuid("orderId", orderId);
        return new Resolution(
                action,
                resolution,
                account == null ? null : new AccountId(account),
                order == null ? null : new OrderId(order),
                execId);
    }
}
