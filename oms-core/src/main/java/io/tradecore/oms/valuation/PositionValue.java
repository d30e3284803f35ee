package io.tradecore.oms.valuation;

import io.tradecore.oms.position.Position;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A position at its mark. Figures are null where the position is flat, or where something is missing.
 *
 * @param currency that its figures are in, which the instrument settles in; null where the instrument is not known
 * @param mark what it would close at: the bid of a long, the ask of a short
 * @param quoteTime of the mark, by the source's clock
 * @param unrealisedPnl before fees, half-even at the currency's minor unit; of what is settled daily, since the last settlement
 * @param marketValue what closing it would bring, below zero where it would cost, rounded likewise
 * @param missing why it has no figures, where it is not flat
 */
public record PositionValue(
        Position position,
        @Nullable String currency,
        @Nullable BigDecimal mark,
        @Nullable Instant quoteTime,
        @Nullable BigDecimal unrealisedPnl,
        @Nullable BigDecimal marketValue,
        @Nullable Missing missing) {}
