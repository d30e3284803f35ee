package io.tradecore.api.query;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account and what it may do.
 *
 * @param positionMode NETTING or HEDGING, never changed
 * @param deskId never changed
 * @param strategyId never changed; absent where it is of none
 * @param selfTradePrevention what becomes of an order that would trade with another of the account: NONE, CANCEL_NEWEST,
 *     CANCEL_OLDEST, CANCEL_BOTH or DECREMENT
 * @param limits of its own that count now or will; those of the firm, its desk, its strategy and its users hold as well
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
        String deskId,
        @Nullable String strategyId,
        String selfTradePrevention,
        List<LimitView> limits,
        @Nullable DeadMansSwitchView deadMansSwitch,
        Instant createdAt) {}
