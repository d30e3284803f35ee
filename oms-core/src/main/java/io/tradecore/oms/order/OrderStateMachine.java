package io.tradecore.oms.order;

import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.ReportType;

/**
 * What a venue's report does to an order's status, as the FIX order state change matrices have it. Pure.
 *
 * <p>It speaks of the venue's view only: our own pending cancel is laid over it by {@link #reported}. Trades are booked
 * whatever the status, so they have a function of their own.
 */
public final class OrderStateMachine {

    private OrderStateMachine() {}

    /** What to do with a report. */
    public sealed interface Step {

        /** The order goes to this status, which may be the one it has: the report is recorded all the same. */
        record Moved(OrdStatus to) implements Step {}

        /** Nothing changes: a repetition, or news that is overtaken. */
        record Ignored(Reason reason) implements Step {}

        /** The report contradicts what is known, or asks for what we cannot do: an operator has to look. */
        record Contradiction(Reason reason) implements Step {}
    }

    private static final Step DUPLICATE = new Step.Ignored(Reason.REPORT_DUPLICATE);
    private static final Step OVERTAKEN = new Step.Ignored(Reason.REPORT_OUT_OF_SEQUENCE);
    private static final Step INFORMATIVE = new Step.Ignored(Reason.REPORT_INFORMATIVE);
    private static final Step CONTRADICTION = new Step.Contradiction(Reason.REPORT_CONTRADICTS);
    private static final Step UNSUPPORTED = new Step.Contradiction(Reason.REPORT_UNSUPPORTED);

    /**
     * The step for a report other than a trade or an answer to a cancel request.
     *
     * @param from what the venue last said of the order
     */
    public static Step next(OrdStatus from, ReportType report, TimeInForce timeInForce, boolean partlyFilled) {
        // A denied order never left us: no venue can know it.
        if (from == OrdStatus.DENIED) {
            return CONTRADICTION;
        }
        return switch (report) {
            case PENDING_NEW -> pendingNew(from);
            case NEW -> accepted(from);
            case REJECTED -> rejected(from);
            case CANCELED -> ended(from, OrdStatus.CANCELED);
            case EXPIRED -> ended(from, OrdStatus.EXPIRED);
            // A GTC order goes on the next day and keeps what it reserved; only the news is recorded.
            case DONE_FOR_DAY ->
                timeInForce == TimeInForce.GTC && !from.isClosed()
                        ? new Step.Moved(from)
                        : ended(from, OrdStatus.DONE_FOR_DAY);
            case CALCULATED -> calculated(from);
            case STOPPED -> paused(from, OrdStatus.STOPPED);
            case SUSPENDED -> paused(from, OrdStatus.SUSPENDED);
            case RESTATED -> restated(from, partlyFilled);
            case ORDER_STATUS -> INFORMATIVE;
            case REPLACED, PENDING_REPLACE, TRADE_CORRECT, TRADE_CANCEL -> UNSUPPORTED;
            case TRADE, PENDING_CANCEL, CANCEL_REJECT ->
                throw new IllegalArgumentException(report + " is not a plain status report");
        };
    }

    private static Step pendingNew(OrdStatus from) {
        return switch (from) {
            case PENDING_NEW -> new Step.Moved(OrdStatus.PENDING_NEW);
            case NEW, PARTIALLY_FILLED, FILLED, STOPPED, SUSPENDED -> OVERTAKEN;
            case CANCELED, EXPIRED, REJECTED, DONE_FOR_DAY, CALCULATED -> OVERTAKEN;
            case DENIED, PENDING_CANCEL -> CONTRADICTION;
        };
    }

    private static Step accepted(OrdStatus from) {
        return switch (from) {
            case PENDING_NEW -> new Step.Moved(OrdStatus.NEW);
            case NEW -> DUPLICATE;
            // The fill came first: it acknowledged the order as well.
            case PARTIALLY_FILLED, FILLED -> OVERTAKEN;
            case CANCELED, EXPIRED, DONE_FOR_DAY, CALCULATED, STOPPED, SUSPENDED -> OVERTAKEN;
            case REJECTED, DENIED, PENDING_CANCEL -> CONTRADICTION;
        };
    }

    private static Step rejected(OrdStatus from) {
        return switch (from) {
            case PENDING_NEW, NEW -> new Step.Moved(OrdStatus.REJECTED);
            case REJECTED -> DUPLICATE;
            // What was executed, paused or ended cannot have been rejected.
            case PARTIALLY_FILLED, FILLED, STOPPED, SUSPENDED -> CONTRADICTION;
            case CANCELED, EXPIRED, DONE_FOR_DAY, CALCULATED, DENIED, PENDING_CANCEL -> CONTRADICTION;
        };
    }

    private static Step ended(OrdStatus from, OrdStatus to) {
        return switch (from) {
            case PENDING_NEW, NEW, PARTIALLY_FILLED, STOPPED, SUSPENDED -> new Step.Moved(to);
            case CANCELED, EXPIRED, DONE_FOR_DAY, CALCULATED, REJECTED -> from == to ? DUPLICATE : OVERTAKEN;
            // The last fill and the end crossed: nothing was left to end.
            case FILLED -> OVERTAKEN;
            case DENIED, PENDING_CANCEL -> CONTRADICTION;
        };
    }

    private static Step calculated(OrdStatus from) {
        return switch (from) {
            case NEW, PARTIALLY_FILLED, FILLED, DONE_FOR_DAY, STOPPED, SUSPENDED ->
                new Step.Moved(OrdStatus.CALCULATED);
            case CALCULATED -> DUPLICATE;
            case CANCELED, EXPIRED -> OVERTAKEN;
            case PENDING_NEW, REJECTED, DENIED, PENDING_CANCEL -> CONTRADICTION;
        };
    }

    private static Step paused(OrdStatus from, OrdStatus to) {
        return switch (from) {
            case PENDING_NEW, NEW, PARTIALLY_FILLED -> new Step.Moved(to);
            case STOPPED, SUSPENDED -> from == to ? DUPLICATE : new Step.Moved(to);
            case FILLED, CANCELED, EXPIRED, DONE_FOR_DAY, CALCULATED, REJECTED -> OVERTAKEN;
            case DENIED, PENDING_CANCEL -> CONTRADICTION;
        };
    }

    private static Step restated(OrdStatus from, boolean partlyFilled) {
        return switch (from) {
            // A restatement of a suspended or not yet accepted order puts it to work.
            case PENDING_NEW, SUSPENDED -> new Step.Moved(partlyFilled ? OrdStatus.PARTIALLY_FILLED : OrdStatus.NEW);
            case NEW, PARTIALLY_FILLED, FILLED, STOPPED -> new Step.Moved(from);
            case CANCELED, EXPIRED, DONE_FOR_DAY, CALCULATED, REJECTED -> new Step.Moved(from);
            case DENIED, PENDING_CANCEL -> CONTRADICTION;
        };
    }

    /** The venue's status once a trade is booked: a trade is a fact, so every status has an answer. */
    public static OrdStatus afterTrade(OrdStatus from, boolean allFilled) {
        return switch (from) {
            case PENDING_NEW, NEW, PARTIALLY_FILLED -> allFilled ? OrdStatus.FILLED : OrdStatus.PARTIALLY_FILLED;
            case STOPPED, SUSPENDED -> allFilled ? OrdStatus.FILLED : from;
            // The venue executed before the end reached its book: booked, but the order does not come back to life.
            case CANCELED, EXPIRED, REJECTED, DONE_FOR_DAY -> allFilled ? OrdStatus.FILLED : from;
            case FILLED, CALCULATED -> from;
            case DENIED, PENDING_CANCEL ->
                throw new IllegalArgumentException("an order that is " + from + " at the venue cannot trade");
        };
    }

    /** FIX 39 as reported: the venue's status, or our pending cancel where that takes precedence. */
    public static OrdStatus reported(OrdStatus venueStatus, boolean cancelPending) {
        return cancelPending && OrdStatus.PENDING_CANCEL.precedence() > venueStatus.precedence()
                ? OrdStatus.PENDING_CANCEL
                : venueStatus;
    }
}
