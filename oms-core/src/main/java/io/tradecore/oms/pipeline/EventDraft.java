package io.tradecore.oms.pipeline;

import io.tradecore.oms.execution.Execution;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderEvent;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An order event before the account numbers it. See {@link OrderEvent}. */
record EventDraft(
        OrderEvent.Type type,
        Order order,
        String clOrdId,
        @Nullable String execId,
        @Nullable String execRefId,
        @Nullable BigDecimal lastQty,
        @Nullable BigDecimal lastPx,
        @Nullable String reasonCode,
        @Nullable String reasonText,
        String actor,
        Instant transactTime) {

    /** What one of our own requests did. */
    static EventDraft ofRequest(
            OrderEvent.Type type,
            Order order,
            String clOrdId,
            @Nullable String reasonCode,
            @Nullable String reasonText,
            String actor,
            Instant now) {
        return new EventDraft(type, order, clOrdId, null, null, null, null, reasonCode, reasonText, actor, now);
    }

    /** What a venue's report did. */
    static EventDraft ofReport(OrderEvent.Type type, Order order, String clOrdId, VenueReport report, String actor) {
        return new EventDraft(
                type,
                order,
                clOrdId,
                report.execId(),
                report.execRefId(),
                report.lastQty(),
                report.lastPx(),
                report.reason(),
                report.text(),
                actor,
                report.transactTime());
    }

    /** The same of a bust or correction, with the execution it takes the place of; a bust has its quantity and price. */
    EventDraft superseding(Execution live) {
        return new EventDraft(
                type,
                order,
                clOrdId,
                execId,
                live.execId(),
                lastQty == null ? live.lastQty() : lastQty,
                lastPx == null ? live.lastPx() : lastPx,
                reasonCode,
                reasonText,
                actor,
                transactTime);
    }

    OrderEvent numbered(long seq, BigDecimal held) {
        return new OrderEvent(
                seq,
                type,
                order,
                clOrdId,
                execId,
                execRefId,
                lastQty,
                lastPx,
                held,
                reasonCode,
                reasonText,
                actor,
                transactTime);
    }
}
