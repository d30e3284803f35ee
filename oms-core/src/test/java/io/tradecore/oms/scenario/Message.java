package io.tradecore.oms.scenario;

import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TimeInForce;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What comes in: from the trader, or from the venue. ClOrdIDs and ExecIDs are the table's, each scenario has its own. */
public sealed interface Message {

    /** FIX 11: the name of the request, or of the request a report is about. */
    String clOrdId();

    /**
     * NewOrderSingle.
     *
     * @param px the limit, null at market
     * @param expiresIn of a GTD order, from now on; negative: before now
     */
    record NewOrder(
            String clOrdId,
            Side side,
            BigDecimal orderQty,
            @Nullable BigDecimal px,
            TimeInForce timeInForce,
            @Nullable Duration expiresIn)
            implements Message {}

    /** OrderCancelRequest for the order that goes, or went, by OrigClOrdID. */
    record Cancel(String clOrdId, String origClOrdId) implements Message {}

    /** OrderCancelReplaceRequest; what is null stays as it is. */
    record Replace(
            String clOrdId,
            String origClOrdId,
            @Nullable BigDecimal orderQty,
            @Nullable BigDecimal px,
            @Nullable TimeInForce timeInForce,
            @Nullable Duration expiresIn)
            implements Message {}

    /** OrderStatusRequest. */
    record Status(String clOrdId) implements Message {}

    /**
     * ExecutionReport or OrderCancelReject.
     *
     * @param rejected what an OrderCancelReject refuses
     * @param lastQty with lastPx of a trade, a correction or what is stopped
     * @param orderQty with px: the terms a Replaced or Restated names
     */
    record Report(
            ReportType type,
            String clOrdId,
            String execId,
            @Nullable String execRefId,
            @Nullable RequestKind rejected,
            @Nullable BigDecimal lastQty,
            @Nullable BigDecimal lastPx,
            @Nullable BigDecimal orderQty,
            @Nullable BigDecimal px,
            @Nullable String reason)
            implements Message {}
}
