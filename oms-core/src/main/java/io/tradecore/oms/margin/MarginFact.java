package io.tradecore.oms.margin;

import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.position.Leg;
import java.math.BigDecimal;
import java.util.UUID;

/** Something that was done because of how an account on margin stood. */
public sealed interface MarginFact {

    /** How it stood when that was decided on. */
    MarginState.Known state();

    record CallRaised(UUID callId, BigDecimal callLevel, MarginState.Known state) implements MarginFact {}

    record CallCleared(UUID callId, MarginState.Known state) implements MarginFact {}

    record LiquidationStarted(UUID liquidationId, MarginSettings settings, MarginState.Known state)
            implements MarginFact {}

    /** Cancels of orders were asked for. */
    record CancelsAsked(UUID liquidationId, int step, int orders, MarginState.Known state) implements MarginFact {}

    /** An order was sent that closes so much of a position. */
    record CloseSent(
            UUID liquidationId,
            int step,
            OrderId orderId,
            String symbol,
            Leg leg,
            BigDecimal qty,
            MarginState.Known state)
            implements MarginFact {}

    record LiquidationEnded(UUID liquidationId, Result result, MarginState.Known state) implements MarginFact {}

    /** How a stop-out ended. Stored as their names. */
    enum Result {
        /** The level is restored. */
        RESTORED,
        /** There is no position any more. */
        FLAT
    }
}
