package io.tradecore.ops.venue.matching;

import java.time.Instant;

/**
 * An OrderCancelReplaceRequest (35=G) as routed to the venue.
 *
 * @param orderId of the order to be replaced
 * @param clOrdId FIX 11, the request's own; the order's once it is replaced; what the venue is idempotent by, within the
 *     account
 * @param origClOrdId FIX 41, the order's until then
 * @param terms the whole order as it shall be
 */
public record ReplaceRequest(
        String messageId,
        String accountId,
        String orderId,
        String clOrdId,
        String origClOrdId,
        String symbol,
        Side side,
        Terms terms,
        Instant transactTime) {}
