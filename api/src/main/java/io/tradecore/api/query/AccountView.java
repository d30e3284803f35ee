package io.tradecore.api.query;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;

/** An account and what it may do. */
@Serdeable.Serializable
public record AccountView(
        String accountId,
        String name,
        String accountType,
        String baseCurrency,
        String status,
        List<LimitView> limits,
        Instant createdAt) {}
