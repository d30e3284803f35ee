package io.tradecore.api.halt;

import java.time.Instant;

/** A change of a scope's trading state, as it is published. */
public record TradingStateChange(
        long changeId,
        String scope,
        String scopeId,
        String fromState,
        String toState,
        String reason,
        String changedBy,
        Instant changedAt) {}
