package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.JsonRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A period to be closed.
 *
 * @param accountId absent: the house, which is every account
 * @param until the first effective time that stays open, not in the future; kept to microseconds
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record ClosePeriodRequest(@Nullable String accountId, Instant until) implements JsonRequest {}
