package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.oms.risk.SelfTradePrevention;

/** What becomes of an order that would trade with another of its account. */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record SelfTradePreventionRequest(SelfTradePrevention selfTradePrevention) implements JsonRequest {}
