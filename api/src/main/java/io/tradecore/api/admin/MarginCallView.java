package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A margin call.
 *
 * @param currency the account's, that the figures are in
 * @param equity as it was when the call was raised; used and due likewise
 * @param due what it was measured by
 * @param clearedAt absent while it is not answered, with the figures of then
 */
@Serdeable.Serializable
public record MarginCallView(
        String callId,
        String accountId,
        Instant raisedAt,
        String currency,
        String equity,
        String used,
        String due,
        String callLevel,
        @Nullable Instant clearedAt,
        @Nullable String clearedEquity,
        @Nullable String clearedUsed) {}
