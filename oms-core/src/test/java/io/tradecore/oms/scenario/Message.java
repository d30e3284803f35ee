package io.tradecore.oms.scenario;

import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.list.ListType;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes in: from the trader, from the venue, or from the market. ClOrdIDs and ExecIDs are the table's, each scenario has
 * its own.
 */
public sealed interface Message {

    /** FIX 11: the name of the request, or of the request a report is about. */
    String clOrdId();

    /**
     * NewOrderSingle.
     *
     * @param symbol of the instrument, by the tables' name
     * @param px the limit, null at market
     * @param expiresIn of a GTD order, from now on; negative: before now
     * @param trigger what it is held for, null where it goes to the venue at once
     * @param effect FIX 77, in a HEDGING account
     */
    record NewOrder(
            String clOrdId,
            String symbol,
            Side side,
            OrdType ordType,
            BigDecimal orderQty,
            @Nullable BigDecimal px,
            TimeInForce timeInForce,
            @Nullable Duration expiresIn,
            @Nullable TriggerTerms trigger,
            @Nullable PositionEffect effect)
            implements Message {}

    /**
     * NewOrderList.
     *
     * @param clOrdId FIX 66, its ListID
     */
    record NewList(String clOrdId, ListType type, List<Entry> entries) implements Message {

        /** @param after the ClOrdID of the order it waits for */
        public record Entry(NewOrder order, @Nullable String after) {}

        public NewList {
            entries = List.copyOf(entries);
        }

        NewList with(Entry entry) {
            List<Entry> more = new ArrayList<>(entries);
            more.add(entry);
            return new NewList(clOrdId, type, more);
        }
    }

    /** ListCancelRequest for the list that is named. */
    record CancelList(String clOrdId) implements Message {}

    /** OrderMassCancelRequest; null: of every instrument, of both sides. */
    record MassCancel(
            String clOrdId,
            @Nullable String symbol,
            @Nullable Side side) implements Message {}

    /**
     * A request to close the position in the tables' instrument.
     *
     * @param orderQty how much, or percent of it; both null: all
     * @param px the limit, null at market
     * @param cancelOrders whether what works is to be cancelled before
     */
    record Close(
            String clOrdId,
            @Nullable BigDecimal orderQty,
            @Nullable BigDecimal percent,
            @Nullable BigDecimal px,
            boolean cancelOrders)
            implements Message {}

    /**
     * The market moves.
     *
     * @param clOrdId of the order that is looked at
     */
    record Quote(String clOrdId, BigDecimal bidPx, BigDecimal askPx) implements Message {}

    /** Nothing comes in: what the message before did with another order. */
    record Look(String clOrdId) implements Message {}

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

    /** The next trading day begins; the order of this ClOrdID is looked at. */
    record NextDay(String clOrdId) implements Message {}

    /** OrderStatusRequest by any ClOrdID the order ever had. */
    record Status(String clOrdId) implements Message {}

    /**
     * ExecutionReport or OrderCancelReject.
     *
     * @param rejected what an OrderCancelReject refuses
     * @param lastQty with lastPx of a trade, a correction or what is stopped
     * @param charged of a trade or a correction, null where the venue tells nothing
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
            @Nullable Commission charged,
            @Nullable BigDecimal orderQty,
            @Nullable BigDecimal px,
            @Nullable String reason)
            implements Message {}
}
