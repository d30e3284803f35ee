package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of a rule of risk.
 *
 * @param rule LIMIT, PERMISSION or ORDER_TERMS
 * @param accountId of an account's limit, else absent
 * @param state PROPOSED: it waits for another operator; APPLIED; REJECTED
 * @param before the rule it ends, absent where it ends none
 * @param after the rule it makes, absent where it makes none
 * @param reason why, as who proposed it says
 * @param resolution why, as who rejected it says
 */
@Serdeable.Serializable
public record RiskChangeView(
        String changeId,
        String rule,
        @Nullable String accountId,
        String state,
        @Nullable Map<String, Object> before,
        @Nullable Map<String, Object> after,
        String reason,
        String proposedBy,
        Instant proposedAt,
        @Nullable String resolvedBy,
        @Nullable Instant resolvedAt,
        @Nullable String resolution) {}
