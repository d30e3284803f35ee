package io.tradecore.oms.margin;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an account on margin is judged by, and what is open of it.
 *
 * @param baseScale decimals of the base currency's minor unit
 * @param callId of the margin call that is not answered yet; null: there is none
 * @param liquidation the stop-out that goes on; null: there is none
 */
public record MarginStanding(
        String baseCurrency,
        int baseScale,
        MarginSettings settings,
        @Nullable UUID callId,
        @Nullable Liquidation liquidation) {

    /**
     * A stop-out that goes on.
     *
     * @param lastStep number of its last step, 0 before the first
     * @param lastCancelAt when it last asked for cancels; null: never
     * @param lastCloseAt when it last sent an order; null: never
     * @param lastOrderLeft whether that order may execute more
     * @param idleCloses how many of its last orders have executed nothing
     */
    public record Liquidation(
            UUID liquidationId,
            Instant startedAt,
            int lastStep,
            @Nullable Instant lastCancelAt,
            @Nullable Instant lastCloseAt,
            boolean lastOrderLeft,
            int idleCloses) {

        /** Just begun. */
        static Liquidation begun(UUID liquidationId, Instant now) {
            return new Liquidation(liquidationId, now, 0, null, null, false, 0);
        }

        /** The name of the order of a step: whoever takes the step again sends the same. */
        public String clOrdId(int step) {
            return "lq-" + liquidationId + "-" + step;
        }

        /** When cancels were asked for last, or could have been. */
        public Instant waitsSince() {
            return lastCancelAt == null ? startedAt : lastCancelAt;
        }
    }

    /** As it stands after something was done. */
    public MarginStanding after(MarginFact fact, Instant now) {
        return switch (fact) {
            case MarginFact.CallRaised raised ->
                new MarginStanding(baseCurrency, baseScale, settings, raised.callId(), liquidation);
            case MarginFact.CallCleared _ -> new MarginStanding(baseCurrency, baseScale, settings, null, liquidation);
            case MarginFact.LiquidationStarted started -> with(Liquidation.begun(started.liquidationId(), now));
            case MarginFact.CancelsAsked asked ->
                with(new Liquidation(
                        asked.liquidationId(),
                        running().startedAt(),
                        asked.step(),
                        now,
                        running().lastCloseAt(),
                        running().lastOrderLeft(),
                        running().idleCloses()));
            case MarginFact.CloseSent sent ->
                with(new Liquidation(
                        sent.liquidationId(),
                        running().startedAt(),
                        sent.step(),
                        running().lastCancelAt(),
                        now,
                        true,
                        running().idleCloses() + 1));
            case MarginFact.LiquidationEnded _ -> with(null);
        };
    }

    private Liquidation running() {
        return Objects.requireNonNull(liquidation);
    }

    private MarginStanding with(@Nullable Liquidation other) {
        return new MarginStanding(baseCurrency, baseScale, settings, callId, other);
    }
}
