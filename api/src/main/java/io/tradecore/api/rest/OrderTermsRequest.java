package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.admin.NewRule;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.api.edge.Times;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.risk.InstrumentSelector;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which orders instruments are to take. */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record OrderTermsRequest(
        @Nullable SecurityType securityType,
        @Nullable String symbol,
        Set<OrdType> ordTypes,
        Set<TimeInForce> timesInForce,
        @Nullable Instant effectiveFrom,
        @Nullable Instant effectiveTo)
        implements JsonRequest {

    public OrderTermsRequest {
        RiskChangeRequest.requireInstruments(securityType, symbol);
        RiskChangeRequest.requirePeriod(effectiveFrom, effectiveTo);
    }

    NewRule rule() {
        return new NewRule.NewOrderTerms(
                new InstrumentSelector(securityType, symbol),
                ordTypes,
                timesInForce,
                Times.stored(effectiveFrom),
                Times.stored(effectiveTo));
    }
}
