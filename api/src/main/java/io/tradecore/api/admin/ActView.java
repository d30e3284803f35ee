package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An act on an instrument, and how far it has come.
 *
 * @param px of FUNDING the mark; of SPLIT what a unit of after it is paid out at; of SETTLEMENT the settlement price
 * @param accounts how many it was announced to
 * @param done how many of them have all of it
 * @param asset what was posted
 * @param credited what it has brought to the cash of accounts, all together
 * @param debited what it has taken from the cash of others
 */
@Serdeable.Serializable
public record ActView(
        String actId,
        String kind,
        String symbol,
        @Nullable String px,
        @Nullable String rate,
        @Nullable String amount,
        @Nullable Integer numerator,
        @Nullable Integer denominator,
        String reason,
        Instant effectiveAt,
        Instant announcedAt,
        String announcedBy,
        long accounts,
        long done,
        String asset,
        String credited,
        String debited) {}
