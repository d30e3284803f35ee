package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.oms.account.AccountStatus;

/** Whether an account may start new business. */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record AccountStatusRequest(AccountStatus status) implements JsonRequest {}
