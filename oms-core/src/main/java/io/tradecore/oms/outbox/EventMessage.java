package io.tradecore.oms.outbox;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One order event as subscribers get it.
 *
 * @param seq the account's own number of it, without gaps from 1; with accountId it is the message's identity
 * @param eventType what happened, as stored
 * @param ordStatus FIX 39 once it had happened, as stored
 * @param clOrdId FIX 11 of the request it belongs to
 * @param lastQty FIX 32, on a trade
 * @param lastPx FIX 31, on a trade
 * @param transactTime FIX 60, the venue's clock on a report, the database's on a request
 * @param recordedAt the database's clock when it was written
 */
public record EventMessage(
        AccountId accountId,
        long seq,
        OrderId orderId,
        String eventType,
        String ordStatus,
        String clOrdId,
        @Nullable String execId,
        String symbol,
        Side side,
        @Nullable BigDecimal lastQty,
        @Nullable BigDecimal lastPx,
        BigDecimal cumQty,
        BigDecimal leavesQty,
        @Nullable String reasonCode,
        @Nullable String reasonText,
        Instant transactTime,
        Instant recordedAt) {

    /** The same for every publication of this event: JetStream drops repetitions by it. */
    public String messageId() {
        return "event:" + accountId + ":" + seq;
    }

    /** Whether it is an execution. */
    public boolean isFill() {
        return eventType.equals("TRADE");
    }
}
