package io.tradecore.api.query;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account and what it may do.
 *
 * @param positionMode NETTING or HEDGING, never changed
 * @param deadMansSwitch absent where it was never set
 */
@Serdeable.Serializable
public record AccountView(
        String accountId,
        String name,
        String accountType,
        String positionMode,
        String baseCurrency,
        String status,
        List<LimitView> limits,
        @Nullable DeadMansSwitchView deadMansSwitch,
        Instant createdAt) {}
