package io.tradecore.oms.pipeline;

import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.MinorUnits;
import io.tradecore.ledger.Posting;
import io.tradecore.ledger.Transfer;
import io.tradecore.ledger.TransferKind;
import io.tradecore.ledger.TransferRequest;
import io.tradecore.oms.command.Command.ApplyReport;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.Execution;
import io.tradecore.oms.execution.Execution.Flag;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.OrderStateMachine;
import io.tradecore.oms.order.OrderStateMachine.Step;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.pipeline.AccountState.ExecKey;
import io.tradecore.oms.risk.Reservation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides venues' reports: moves the order, books trades, retires what the venue has answered. */
final class ReportDecisions {

    private final Instruments instruments;

    ReportDecisions(Instruments instruments) {
        this.instruments = instruments;
    }

    Outcome apply(ApplyReport command, @Nullable AccountState account, BatchState batch) {
        VenueReport report = command.report();
        Order order = account == null ? null : account.order(report.orderId());
        if (account == null || order == null) {
            return quarantine(batch, report, Reason.REPORT_ORDER_UNKNOWN, "There is no such order.");
        }
        if (!order.venueId().equals(report.venueId())) {
            return quarantine(
                    batch, report, Reason.REPORT_WRONG_VENUE, "The order was sent to " + order.venueId() + ".");
        }
        return switch (report.type()) {
            case TRADE -> trade(command, order, account, batch);
            case PENDING_CANCEL -> pendingCancel(command, order, account);
            case CANCEL_REJECT -> cancelRejected(command, order, account);
            case NEW,
                    DONE_FOR_DAY,
                    CANCELED,
                    REPLACED,
                    STOPPED,
                    REJECTED,
                    SUSPENDED,
                    PENDING_NEW,
                    CALCULATED,
                    EXPIRED,
                    RESTATED,
                    PENDING_REPLACE,
                    TRADE_CORRECT,
                    TRADE_CANCEL,
                    ORDER_STATUS -> status(command, order, account, batch);
        };
    }

    private Outcome status(ApplyReport command, Order order, AccountState account, BatchState batch) {
        VenueReport report = command.report();
        boolean partlyFilled = order.cumQty().signum() > 0;
        return switch (OrderStateMachine.next(order.venueStatus(), report.type(), order.timeInForce(), partlyFilled)) {
            case Step.Ignored ignored -> {
                acknowledge(order, account);
                yield new Outcome.ReportIgnored(
                        ignored.reason(), report.type() + " of an order that is " + order.venueStatus() + ".");
            }
            case Step.Contradiction contradiction ->
                quarantine(
                        batch,
                        report,
                        contradiction.reason(),
                        report.type() + " of an order that is " + order.venueStatus() + ".");
            case Step.Moved moved -> {
                // A step that leads to the same status would be taken again by every repetition.
                if (account.isReportRecorded(new ExecKey(report.venueId(), report.execId()))) {
                    yield new Outcome.ReportIgnored(Reason.REPORT_DUPLICATE, "The report is known.");
                }
                yield move(command, moved.to(), order, account);
            }
        };
    }

    private Outcome move(ApplyReport command, OrdStatus to, Order order, AccountState account) {
        VenueReport report = command.report();
        acknowledge(order, account);
        Order answered = order;
        if (to == OrdStatus.CANCELED && order.isCancelPending()) {
            account.retire(order.orderId(), RouteMessage.Kind.CANCEL);
            answered = order.withPending(null);
        }
        Order moved = answered.withVenueStatus(to, report.reason(), report.text());
        account.change(moved);
        if (moved.leavesQty().signum() == 0) {
            account.book().close(order.orderId().value());
        }
        recordReport(eventType(report.type()), moved, command, account);
        return new Outcome.ReportApplied(moved);
    }

    private Outcome pendingCancel(ApplyReport command, Order order, AccountState account) {
        acknowledge(order, account);
        if (account.isReportRecorded(
                new ExecKey(command.report().venueId(), command.report().execId()))) {
            return new Outcome.ReportIgnored(Reason.REPORT_DUPLICATE, "The report is known.");
        }
        if (!answersPending(command.report(), order)) {
            return new Outcome.ReportIgnored(
                    Reason.REPORT_OUT_OF_SEQUENCE, "No cancel request of the order waits for an answer.");
        }
        account.retire(order.orderId(), RouteMessage.Kind.CANCEL);
        recordReport(OrderEvent.Type.PENDING_CANCEL, order, command, account);
        return new Outcome.ReportApplied(order);
    }

    private Outcome cancelRejected(ApplyReport command, Order order, AccountState account) {
        // A venue that does not know the order has not taken it: the order goes on being routed until it has.
        if (!VenueReport.UNKNOWN_ORDER.equals(command.report().reason())) {
            acknowledge(order, account);
        }
        if (!answersPending(command.report(), order)) {
            return new Outcome.ReportIgnored(
                    Reason.REPORT_OUT_OF_SEQUENCE, "No such cancel request of the order waits for an answer.");
        }
        account.retire(order.orderId(), RouteMessage.Kind.CANCEL);
        Order restored = order.withPending(null);
        account.change(restored);
        recordReport(OrderEvent.Type.CANCEL_REJECTED, restored, command, account);
        return new Outcome.ReportApplied(restored);
    }

    /** Whether the report is about the cancel request that waits; a report may leave out which request it answers. */
    private static boolean answersPending(VenueReport report, Order order) {
        return order.pendingClOrdId() != null
                && (report.clOrdId() == null
                        || report.clOrdId().equals(order.pendingClOrdId().value()));
    }

    private Outcome trade(ApplyReport command, Order order, AccountState account, BatchState batch) {
        VenueReport report = command.report();
        BigDecimal lastQty = Objects.requireNonNull(report.lastQty());
        BigDecimal lastPx = Objects.requireNonNull(report.lastPx());
        Execution earlier = account.execution(new ExecKey(report.venueId(), report.execId()));
        if (earlier != null) {
            return repeated(earlier, report, lastQty, lastPx, batch);
        }
        Instrument instrument = instruments.bySymbol(order.symbol());
        if (order.venueStatus() == OrdStatus.DENIED || instrument == null || lastPx.signum() <= 0) {
            return quarantine(
                    batch, report, Reason.REPORT_UNBOOKABLE, "The trade cannot be booked to the order as it stands.");
        }
        acknowledge(order, account);
        Order traded = order.withTrade(lastQty, lastPx);
        account.change(traded);
        keepForLeaves(traded, instrument, account);
        book(command, order, traded, instrument, account);
        return new Outcome.ReportApplied(traded);
    }

    private Outcome repeated(
            Execution earlier, VenueReport report, BigDecimal lastQty, BigDecimal lastPx, BatchState batch) {
        boolean same = earlier.orderId().equals(report.orderId())
                && earlier.lastQty().compareTo(lastQty) == 0
                && earlier.lastPx().compareTo(lastPx) == 0;
        return same
                ? new Outcome.ReportIgnored(Reason.REPORT_DUPLICATE, "The execution is booked.")
                : quarantine(
                        batch,
                        report,
                        Reason.EXEC_ID_REUSED,
                        "The ExecID is booked with another order, quantity or price.");
    }

    private void book(ApplyReport command, Order before, Order traded, Instrument instrument, AccountState account) {
        VenueReport report = command.report();
        BigDecimal lastQty = Objects.requireNonNull(report.lastQty());
        BigDecimal lastPx = Objects.requireNonNull(report.lastPx());
        BigDecimal turnoverBefore = before.cumNotional().multiply(instrument.multiplier());
        BigDecimal turnoverAfter = traded.cumNotional().multiply(instrument.multiplier());
        int scale = instrument.currencyScale();
        BigDecimal notional = MinorUnits.step(turnoverBefore, turnoverAfter, scale);
        BigDecimal fee = MinorUnits.step(
                turnoverBefore.multiply(before.feeRate()), turnoverAfter.multiply(before.feeRate()), scale);
        Transfer transfer = post(command, traded, instrument, notional, fee, account);
        account.change(
                account.position(traded.symbol()).trade(traded.side(), lastQty, lastPx, instrument.multiplier(), fee));
        OrderEvent event = recordReport(OrderEvent.Type.TRADE, traded, command, account);
        account.add(new Execution(
                report.venueId(),
                report.execId(),
                traded.orderId(),
                traded.symbol(),
                traded.side(),
                lastQty,
                lastPx,
                notional,
                fee,
                event.seq(),
                transfer.seq(),
                flags(before, traded),
                report.transactTime()));
    }

    private static Transfer post(
            ApplyReport command,
            Order traded,
            Instrument instrument,
            BigDecimal notional,
            BigDecimal fee,
            AccountState account) {
        VenueReport report = command.report();
        boolean buy = traded.side() == Side.BUY;
        BigDecimal lastQty = Objects.requireNonNull(report.lastQty());
        BigDecimal quantity = buy ? lastQty : lastQty.negate();
        BigDecimal paid = buy ? notional : notional.negate();
        BigDecimal cash = paid.add(fee).negate();
        return account.book()
                .post(
                        new TransferRequest(
                                "trade:" + report.venueId() + ":" + report.execId(),
                                TransferKind.TRADE,
                                instrument.currency(),
                                cash,
                                traded.orderId().value(),
                                report.execId(),
                                command.actor(),
                                report.transactTime()),
                        List.of(
                                new Posting(LedgerCode.POSITION, traded.symbol(), quantity),
                                new Posting(LedgerCode.CLEARING, traded.symbol(), quantity.negate()),
                                new Posting(LedgerCode.CASH, instrument.currency(), cash),
                                new Posting(LedgerCode.CLEARING, instrument.currency(), paid),
                                new Posting(LedgerCode.FEES, instrument.currency(), fee)));
    }

    private static List<Flag> flags(Order before, Order traded) {
        List<Flag> flags = new ArrayList<>(2);
        if (before.venueStatus().isClosed()) {
            flags.add(Flag.LATE);
        }
        if (traded.cumQty().compareTo(traded.orderQty()) > 0) {
            flags.add(Flag.OVERFILL);
        }
        return flags;
    }

    /** After a fill the hold keeps what the remaining quantity needs, and nothing once there is none. */
    private static void keepForLeaves(Order order, Instrument instrument, AccountState account) {
        if (order.leavesQty().signum() == 0) {
            account.book().close(order.orderId().value());
            return;
        }
        Reservation needed =
                Reservation.of(instrument, order.side(), order.leavesQty(), order.reservePx(), order.feeRate());
        account.book().keep(order.orderId().value(), needed.amount());
    }

    /** Whatever the venue says of an order, it has taken it. */
    private static void acknowledge(Order order, AccountState account) {
        account.retire(order.orderId(), RouteMessage.Kind.NEW_ORDER);
    }

    private static OrderEvent recordReport(
            OrderEvent.Type type, Order order, ApplyReport command, AccountState account) {
        String answered = command.report().clOrdId();
        return account.record(EventDraft.ofReport(
                type, order, answered == null ? order.clOrdId().value() : answered, command.report(), command.actor()));
    }

    private static OrderEvent.Type eventType(ReportType report) {
        return switch (report) {
            case NEW -> OrderEvent.Type.NEW;
            case PENDING_NEW -> OrderEvent.Type.PENDING_NEW;
            case DONE_FOR_DAY -> OrderEvent.Type.DONE_FOR_DAY;
            case CANCELED -> OrderEvent.Type.CANCELED;
            case REJECTED -> OrderEvent.Type.REJECTED;
            case EXPIRED -> OrderEvent.Type.EXPIRED;
            case STOPPED -> OrderEvent.Type.STOPPED;
            case SUSPENDED -> OrderEvent.Type.SUSPENDED;
            case CALCULATED -> OrderEvent.Type.CALCULATED;
            case RESTATED -> OrderEvent.Type.RESTATED;
            case TRADE -> OrderEvent.Type.TRADE;
            case PENDING_CANCEL -> OrderEvent.Type.PENDING_CANCEL;
            case CANCEL_REJECT -> OrderEvent.Type.CANCEL_REJECTED;
            case REPLACED, PENDING_REPLACE, TRADE_CORRECT, TRADE_CANCEL, ORDER_STATUS ->
                throw new IllegalArgumentException(report + " leaves no event");
        };
    }

    private static Outcome quarantine(BatchState batch, VenueReport report, Reason reason, String text) {
        batch.quarantine(report, reason, text);
        return new Outcome.ReportQuarantined(reason, text);
    }
}
