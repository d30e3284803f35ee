package io.tradecore.oms.outbox;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.ExecInst;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message that has to reach a venue until the venue's answer retires it.
 *
 * @param seq of the order event that caused it; with accountId it is the message's identity
 * @param clOrdId FIX 11 of the request: of the order, of the cancel or of the replace
 * @param origClOrdId FIX 41, on a cancel or replace: what the order went by when it was asked for
 * @param ordType LIMIT or MARKET: an order that waits for a price is sent once it has come
 * @param terms of the order; of a replace, as they shall be
 */
public record RouteMessage(
        AccountId accountId,
        OrderId orderId,
        long seq,
        Kind kind,
        String venueId,
        String clOrdId,
        @Nullable String origClOrdId,
        String symbol,
        Side side,
        OrdType ordType,
        Set<ExecInst> execInst,
        Terms terms,
        Instant transactTime) {

    /** What is asked of the venue. Stored as their names. */
    public enum Kind {
        NEW_ORDER,
        CANCEL,
        REPLACE
    }

    /** The same for every publication of this message: JetStream drops repetitions by it. */
    public String messageId() {
        return accountId + ":" + seq;
    }
}
