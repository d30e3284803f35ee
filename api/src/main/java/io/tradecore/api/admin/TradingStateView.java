package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What may be traded within a scope.
 *
 * @param scope FIRM, DESK, ACCOUNT, USER, INSTRUMENT or VENUE
 * @param state ACTIVE, REDUCE_ONLY or HALTED
 * @param reason absent where it is ACTIVE; setBy, setAt and changeId likewise
 */
@Serdeable.Serializable
public record TradingStateView(
        String scope,
        String scopeId,
        String state,
        @Nullable String reason,
        @Nullable String setBy,
        @Nullable Instant setAt,
        @Nullable Long changeId) {}
