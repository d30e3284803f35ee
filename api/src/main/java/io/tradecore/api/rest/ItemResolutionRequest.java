package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.admin.ItemResolution;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.api.edge.Params;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.ledger.AccountId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was done about an item of a venue's statement.
 *
 * @param resolution ACCEPTED_OURS: our books are right; ACCEPTED_THEIRS: the venue is, and nothing is booked for it; BOOKED:
 *     the venue is, and what is named put it right; FALSE_ALARM: they only seemed to disagree
 * @param reason why, for the record
 * @param accountId of BOOKED, with either transferId or execId: what put it right
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record ItemResolutionRequest(
        ItemResolution.Kind resolution,
        String reason,
        @Nullable String accountId,
        @Nullable String transferId,
        @Nullable String execId)
        implements JsonRequest {

    public ItemResolutionRequest {
        Checks.text("reason", reason, 500);
        if (resolution == ItemResolution.Kind.BOOKED) {
            if (accountId == null) {
                throw ApiException.ofField(ApiCode.FIELD_MISSING, "accountId", "accountId is needed for BOOKED.");
            }
            if ((transferId == null) == (execId == null)) {
                throw Checks.invalid("transferId", "there for BOOKED, or execId instead of it");
            }
        } else {
            requireAbsent("accountId", accountId);
            requireAbsent("transferId", transferId);
            requireAbsent("execId", execId);
        }
        if (transferId != null) {
            Checks.text("transferId", transferId, 200);
        }
        if (execId != null) {
            Checks.text("execId", execId, 128);
        }
    }

    private static void requireAbsent(String field, @Nullable String value) {
        if (value != null) {
            throw Checks.invalid(field, "absent unless resolution is BOOKED");
        }
    }

    ItemResolution toResolution() {
        UUID account = Params.uuid("accountId", accountId);
        return new ItemResolution(
                resolution, reason, account == null ? null : new AccountId(account), transferId, execId);
    }
}
