package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.account.AccountType;
import io.tradecore.oms.account.Desks;
import io.tradecore.oms.account.PositionMode;
import org.jspecify.annotations.Nullable;

/**
 * An account to be made.
 *
 * @param accountId a UUID of the caller's, so that asking again makes no second one; made up where nothing is said
 * @param positionMode NETTING where nothing is said; HEDGING of MARGIN accounts only
 * @param deskId MAIN where nothing is said
 * @param strategyId none where nothing is said
 * @param limits for all instruments
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record AccountRequest(
        @Schema(format = "uuid") @Nullable String accountId,
        String name,
        AccountType accountType,
        @Nullable PositionMode positionMode,
        String baseCurrency,
        @Nullable String deskId,
        @Nullable String strategyId,
        @Nullable LimitsRequest limits)
        implements JsonRequest {

    public AccountRequest {
        if (accountId != null) {
            read(accountId);
        }
        Checks.text("name", name, 100);
        Checks.asset("baseCurrency", baseCurrency);
        if (deskId != null) {
            Checks.groupId("deskId", deskId);
        }
        if (strategyId != null) {
            Checks.groupId("strategyId", strategyId);
        }
        if (positionMode == PositionMode.HEDGING && accountType != AccountType.MARGIN) {
            throw ApiException.ofField(
                    ApiCode.HEDGING_NEEDS_MARGIN, "positionMode", "Only a MARGIN account can be a HEDGING one.");
        }
    }

    PositionMode mode() {
        return positionMode == null ? PositionMode.NETTING : positionMode;
    }

    String desk() {
        return deskId == null ? Desks.MAIN : deskId;
    }

    @Nullable
    AccountId id() {
        return accountId == null ? null : read(accountId);
    }

    private static AccountId read(String text) {
        try {
            return AccountId.of(text);
        } catch (IllegalArgumentException _) {
            throw Checks.invalid("accountId", "a UUID of 36 characters");
        }
    }
}
