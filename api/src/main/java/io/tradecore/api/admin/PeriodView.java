package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Until when effective times are closed.
 *
 * @param accountId absent for the house
 * @param closedUntil of the account alone: the first time that is open, absent where none was closed
 * @param houseClosedUntil the same of the house; the later of the two counts
 */
@Serdeable.Serializable
public record PeriodView(
        @Nullable String accountId,
        @Nullable Instant closedUntil,
        @Nullable Instant houseClosedUntil) {}
