package io.tradecore.ops.venue.matching;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is about to be said of one order, each report on top of those before it. The order itself stays as it is until the
 * finished {@link Step} is applied; here a copy of it goes ahead. Not thread-safe.
 */
final class Draft {

    private final Rules rules;
    private final VenueIds ids;
    private final VenueOrder order;
    private final Instant now;
    private final List<Report> reports = new ArrayList<>(4);

    /** The order is changed by what is said: give it one of its own. */
    Draft(Rules rules, VenueIds ids, VenueOrder order, Instant now) {
        this.rules = rules;
        this.ids = ids;
        this.order = order;
        this.now = now;
    }

    /** The order as it is after all that was said. */
    VenueOrder order() {
        return order;
    }

    Instant now() {
        return now;
    }

    List<Report> reports() {
        return reports;
    }

    void accepted() {
        if (rules.pendingReports()) {
            open(ExecType.PENDING_NEW, OrdStatus.PENDING_NEW, order.clOrdId());
        }
        open(ExecType.NEW, OrdStatus.NEW, order.clOrdId());
    }

    void rejected(Detail.Refusal refusal) {
        closed(ExecType.REJECTED, OrdStatus.REJECTED, order.clOrdId(), refusal);
    }

    void trade(BigDecimal lastQty, BigDecimal lastPx) {
        BigDecimal cumQty = order.cumQty().add(lastQty);
        BigDecimal leavesQty = order.terms().orderQty().subtract(cumQty);
        OrdStatus status = leavesQty.signum() == 0 ? OrdStatus.FILLED : OrdStatus.PARTIALLY_FILLED;
        Detail fill = new Detail.Fill(lastQty, lastPx);
        say(ExecType.TRADE, status, order.clOrdId(), cumQty, leavesQty, fill);
    }

    void canceled(String clOrdId) {
        closed(ExecType.CANCELED, OrdStatus.CANCELED, clOrdId, Detail.NONE);
    }

    void canceledOnRequest(CancelRequest cancel) {
        if (rules.pendingReports()) {
            open(ExecType.PENDING_CANCEL, OrdStatus.PENDING_CANCEL, cancel.clOrdId());
        }
        canceled(cancel.clOrdId());
    }

    void expired() {
        closed(ExecType.EXPIRED, OrdStatus.EXPIRED, order.clOrdId(), Detail.NONE);
    }

    /** The order takes the request's name and terms; a quantity below what is executed becomes what is executed. */
    void replacedOnRequest(ReplaceRequest replace) {
        boolean suspended = order.isSuspended();
        if (rules.pendingReports()) {
            open(ExecType.PENDING_REPLACE, OrdStatus.PENDING_REPLACE, replace.clOrdId());
        }
        BigDecimal cumQty = order.cumQty();
        Terms terms = replace.terms().withOrderQty(replace.terms().orderQty().max(cumQty));
        BigDecimal leavesQty = terms.orderQty().subtract(cumQty);
        OrdStatus status =
                leavesQty.signum() == 0 ? OrdStatus.FILLED : suspended ? OrdStatus.SUSPENDED : working(cumQty);
        Detail replacement = new Detail.Replacement(order.clOrdId(), terms);
        say(ExecType.REPLACED, status, replace.clOrdId(), cumQty, leavesQty, replacement);
    }

    void suspended() {
        open(ExecType.SUSPENDED, OrdStatus.SUSPENDED, order.clOrdId());
    }

    void resumed() {
        Detail again = new Detail.Restatement(RestatementReason.OTHER, null, null);
        BigDecimal cumQty = order.cumQty();
        say(ExecType.RESTATED, working(cumQty), order.clOrdId(), cumQty, order.leavesQty(), again);
    }

    void partlyDeclined(BigDecimal orderQty) {
        Detail smaller = new Detail.Restatement(RestatementReason.PARTIAL_DECLINE, orderQty, null);
        BigDecimal cumQty = order.cumQty();
        say(ExecType.RESTATED, working(cumQty), order.clOrdId(), cumQty, orderQty.subtract(cumQty), smaller);
    }

    void busted(Execution trade) {
        amended(ExecType.TRADE_CANCEL, trade.lastQty(), new Detail.Bust(trade.execId()));
    }

    void corrected(Execution trade, BigDecimal lastQty, BigDecimal lastPx) {
        Detail correction = new Detail.Correction(trade.execId(), lastQty, lastPx);
        amended(ExecType.TRADE_CORRECT, trade.lastQty().subtract(lastQty), correction);
    }

    /**
     * What is taken back of an open order can be executed again. A closed one does not come back: where it was closed by being
     * filled, what is missing now is canceled.
     */
    private void amended(ExecType type, BigDecimal takenBack, Detail detail) {
        BigDecimal cumQty = order.cumQty().subtract(takenBack);
        OrdStatus before = order.ordStatus();
        OrdStatus status = switch (before) {
            case PENDING_NEW, NEW, PARTIALLY_FILLED, PENDING_CANCEL, PENDING_REPLACE -> working(cumQty);
            case FILLED -> takenBack.signum() == 0 ? before : working(cumQty);
            case SUSPENDED, CANCELED, REJECTED, EXPIRED -> before;
        };
        BigDecimal leavesQty =
                status.isClosed() ? BigDecimal.ZERO : order.terms().orderQty().subtract(cumQty);
        say(type, status, order.clOrdId(), cumQty, leavesQty, detail);
        if (before == OrdStatus.FILLED && !status.isClosed()) {
            canceled(order.clOrdId());
        }
    }

    void requestRefused(String clOrdId, Detail.CancelRefusal refusal) {
        say(null, order.ordStatus(), clOrdId, order.cumQty(), order.leavesQty(), refusal);
    }

    private static OrdStatus working(BigDecimal cumQty) {
        return cumQty.signum() == 0 ? OrdStatus.NEW : OrdStatus.PARTIALLY_FILLED;
    }

    private void open(ExecType type, OrdStatus status, String clOrdId) {
        say(type, status, clOrdId, order.cumQty(), order.leavesQty(), Detail.NONE);
    }

    private void closed(ExecType type, OrdStatus status, String clOrdId, Detail detail) {
        say(type, status, clOrdId, order.cumQty(), BigDecimal.ZERO, detail);
    }

    private void say(
            @Nullable ExecType type,
            OrdStatus status,
            String clOrdId,
            BigDecimal cumQty,
            BigDecimal leavesQty,
            Detail detail) {
        Report report = new Report(
                rules.venueId(),
                ids.nextExecId(),
                type,
                status,
                order.order().accountId(),
                order.order().orderId(),
                order.venueOrderId(),
                clOrdId,
                cumQty,
                leavesQty,
                now,
                detail);
        order.apply(report);
        reports.add(report);
    }
}
