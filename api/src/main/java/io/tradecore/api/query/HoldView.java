package io.tradecore.api.query;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Cash set aside for no order.
 *
 * @param state OPEN, CAPTURED, RELEASED or EXPIRED; EXPIRED from the instant on, whoever has been by
 * @param remaining what it still holds
 */
@Serdeable.Serializable
public record HoldView(
        String holdId,
        String asset,
        String amount,
        String remaining,
        String captured,
        String state,
        @Nullable Instant expiresAt,
        Instant createdAt) {}
