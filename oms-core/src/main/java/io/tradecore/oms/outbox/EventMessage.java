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
 * @param execRefId FIX 19, of a bust or correction: the ExecID it takes the place of
 * @param lastQty FIX 32, on a trade; as corrected; of what is busted
 * @param lastPx FIX 31, as lastQty
 * @param orderQty FIX 38, where it has become another
 * @param px FIX 44, where the order's terms have become others and have one
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
        @Nullable String execRefId,
        String symbol,
        Side side,
        @Nullable BigDecimal lastQty,
        @Nullable BigDecimal lastPx,
        @Nullable BigDecimal orderQty,
        @Nullable BigDecimal px,
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

    /** Whether it is an execution, or takes one back or puts it right. */
    public boolean isFill() {
        return eventType.equals("TRADE") || eventType.equals("TRADE_CANCEL") || eventType.equals("TRADE_CORRECT");
    }
}
