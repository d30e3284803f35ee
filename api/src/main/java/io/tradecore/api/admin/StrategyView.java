package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/** A strategy that accounts may be of. */
@Serdeable.Serializable
public record StrategyView(String strategyId, String name, Instant createdAt) {}
