package io.tradecore.api.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.valuation.Freshness;
import io.tradecore.oms.valuation.PositionValue;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A position at average cost.
 *
 * @param leg NET, or LONG and SHORT of a HEDGING account
 * @param qty signed: negative is short
 * @param avgPx null when flat
 * @param fees paid, outside the average, in the currency the instrument settles in; null while a commission in a third currency waits
 *     for its rate, and as of another time where there was one
 * @param mark what it would close at: the bid of a long, the ask of a short; null without a quote
 * @param unrealisedPnl in the currency the instrument settles in, at the mark, half-even at its minor unit, of what is settled daily since
 *     the last settlement; null without a mark
 * @param marketValue what closing it at the mark would bring, below zero where it would cost; null without a mark
 * @param quoteTime of the mark, by the clock of its source
 * @param quoteAgeMs how old the mark's quote is
 * @param stale whether that is older than the checks of orders take; null without a mark
 * @param updatedAt null as of a time before its first execution
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PositionView(
        String symbol,
        String leg,
        String qty,
        @Nullable String avgPx,
        String realisedPnl,
        @Nullable String fees,
        @Nullable String mark,
        @Nullable String unrealisedPnl,
        @Nullable String marketValue,
        @Nullable Instant quoteTime,
        @Nullable Long quoteAgeMs,
        @Nullable Boolean stale,
        @Nullable Instant updatedAt) {

    /** At its mark. */
    static PositionView of(PositionValue value, @Nullable BigDecimal fees, Freshness freshness, Instant updatedAt) {
        Position position = value.position();
        Instant quoteTime = value.quoteTime();
        return new PositionView(
                position.symbol(),
                position.leg().name(),
                Decimals.text(position.qty()),
                Decimals.textOrNull(position.avgPx()),
                Decimals.text(position.realisedPnl()),
                Decimals.textOrNull(fees),
                Decimals.textOrNull(value.mark()),
                Decimals.textOrNull(value.unrealisedPnl()),
                Decimals.textOrNull(value.marketValue()),
                quoteTime,
                quoteTime == null ? null : freshness.age(quoteTime).toMillis(),
                quoteTime == null ? null : freshness.isStale(quoteTime),
                updatedAt);
    }

    /** Without a mark: quotes of another time are not kept. */
    static PositionView unmarked(Position position, @Nullable BigDecimal fees, @Nullable Instant updatedAt) {
        return new PositionView(
                position.symbol(),
                position.leg().name(),
                Decimals.text(position.qty()),
                Decimals.textOrNull(position.avgPx()),
                Decimals.text(position.realisedPnl()),
                Decimals.textOrNull(fees),
                null,
                null,
                null,
                null,
                null,
                null,
                updatedAt);
    }
}
