package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.admin.NewRule;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.api.edge.Times;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.risk.InstrumentSelector;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a user is to be permitted.
 *
 * @param user the subject of a token, or * for all that have no permission of their own
 * @param venueId absent: wherever the instruments trade
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record PermissionRequest(
        String user,
        @Nullable SecurityType securityType,
        @Nullable String symbol,
        @Nullable String venueId,
        @Nullable Instant effectiveFrom,
        @Nullable Instant effectiveTo)
        implements JsonRequest {

    public PermissionRequest {
        Checks.text("user", user, 200);
        RiskChangeRequest.requireInstruments(securityType, symbol);
        RiskChangeRequest.requirePeriod(effectiveFrom, effectiveTo);
        if (venueId != null) {
            Checks.venueId("venueId", venueId);
        }
    }

    NewRule rule() {
        return new NewRule.NewPermission(
                user,
                new InstrumentSelector(securityType, symbol),
                venueId,
                Times.stored(effectiveFrom),
                Times.stored(effectiveTo));
    }
}
