package io.tradecore.api.query;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of an account's book.
 *
 * @param asset a currency, or the symbol of an instrument
 * @param pending what open orders and other holds hold, but for what has expired; absent of a balance as of some time, for what was
 *     held then is not kept
 * @param available posted - pending
 * @param updatedAt absent of a balance as of some time
 */
@Serdeable.Serializable
public record BalanceView(
        String code,
        String asset,
        String posted,
        @Nullable String pending,
        @Nullable String available,
        @Nullable Instant updatedAt) {}
