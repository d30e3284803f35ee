package io.tradecore.ops.venue.matching;

import java.time.Instant;

/**
 * An OrderCancelRequest (35=F) as routed to the venue.
 *
 * @param orderId of the order to be canceled
 * @param clOrdId FIX 11, the request's own; what the venue is idempotent by, within the account
 * @param origClOrdId FIX 41, the order's
 */
public record CancelRequest(
        String messageId,
        String accountId,
        String orderId,
        String clOrdId,
        String origClOrdId,
        String symbol,
        Instant transactTime) {}
