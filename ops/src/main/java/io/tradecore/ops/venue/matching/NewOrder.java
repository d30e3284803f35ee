package io.tradecore.ops.venue.matching;

import java.time.Instant;
import java.util.Set;

/**
 * A NewOrderSingle (35=D) as routed to the venue.
 *
 * @param messageId the same on every publication of this message
 * @param orderId the sender's; what the venue is idempotent by
 * @param clOrdId FIX 11
 * @param terms what it asks for, until it is replaced
 */
public record NewOrder(
        String messageId,
        String accountId,
        String orderId,
        String clOrdId,
        String symbol,
        Side side,
        Terms terms,
        Set<ExecInst> execInst,
        Instant transactTime) {

    public NewOrder {
        execInst = Set.copyOf(execInst);
    }
}
