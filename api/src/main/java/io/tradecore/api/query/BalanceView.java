package io.tradecore.api.query;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/**
 * One line of an account's book.
 *
 * @param asset a currency, or the symbol of an instrument
 * @param pending what open orders and other holds hold; what has expired does not count
 * @param available posted - pending
 */
@Serdeable.Serializable
public record BalanceView(
        String code, String asset, String posted, String pending, String available, Instant updatedAt) {}
