package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/** Who changed what of trading, when, from what to what, and why. */
@Serdeable.Serializable
public record TradingStateChangeView(
        long changeId,
        String scope,
        String scopeId,
        String from,
        String to,
        String reason,
        String changedBy,
        Instant changedAt) {}
