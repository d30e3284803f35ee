package io.tradecore.api.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A position at average cost.
 *
 * @param avgPx null when flat
 * @param fees paid, outside the average
 * @param mark what it would close at: the bid of a long, the ask of a short; null without a quote
 * @param unrealisedPnl in the instrument's currency at the mark, half-even at its minor unit; null without a mark
 * @param quoteAgeMs how old the mark's quote is
 * @param updatedAt null as of a time before its first execution
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PositionView(
        String symbol,
        String qty,
        @Nullable String avgPx,
        String realisedPnl,
        String fees,
        @Nullable String mark,
        @Nullable String unrealisedPnl,
        @Nullable Long quoteAgeMs,
        @Nullable Instant updatedAt) {}
