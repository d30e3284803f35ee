package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit trail.
 *
 * @param source ORDER_EVENT, TRANSFER or ADMIN
 * @param entryId unique within its source
 * @param seq of the event or transfer in its account
 */
@Serdeable.Serializable
public record AuditView(
        Instant recordedAt,
        String source,
        String entryId,
        String actor,
        @Nullable String accountId,
        @Nullable String orderId,
        String action,
        String outcome,
        @Nullable Long seq,
        Map<String, Object> detail) {}
