package io.tradecore.api.admin;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.OrderId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the audit trail is asked for.
 *
 * @param from inclusive
 * @param to exclusive; null: up to now
 */
public record AuditFilter(
        Instant from,
        @Nullable Instant to,
        @Nullable String actor,
        @Nullable AccountId accountId,
        @Nullable OrderId orderId) {

    Map<String, Object> detail() {
        return AuditEntry.detail("from", from, "to", to, "actor", actor, "accountId", accountId, "orderId", orderId);
    }
}
