package io.tradecore.oms.order;

import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.order.OrderAct.Fill;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a request or a venue's report does to an order, as the FIX order state change matrices have it: one pure function.
 * {@code docs/order-status.md} is written from it.
 *
 * <p>Repetitions that only their ExecID tells are not its business: whoever keeps the reports sorts them out before.
 */
public final class OrderStateMachine {

    private OrderStateMachine() {}

    /** What is to be done. */
    public sealed interface Decision {

        /**
         * The order stands so from now on, which may be as before: what happened is recorded all the same. TRADE,
         * TRADE_CANCEL and TRADE_CORRECT are booked, nothing else is.
         *
         * @param answersRequest the venue has the request that waited: it need not be sent again
         */
        record Changed(Order order, OrderEvent.Type event, boolean answersRequest) implements Decision {}

        /** A request that comes too late, too early, or while another waits. Nothing changes. */
        record Refused(Reason reason) implements Decision {}

        /** Nothing changes: a repetition, or news that is overtaken. */
        record Ignored(Reason reason) implements Decision {}

        /** The report contradicts what is known: an operator has to look. */
        record Contradiction(Reason reason) implements Decision {}
    }

    private static final Decision DUPLICATE = new Decision.Ignored(Reason.REPORT_DUPLICATE);
    private static final Decision OVERTAKEN = new Decision.Ignored(Reason.REPORT_OUT_OF_SEQUENCE);
    private static final Decision INFORMATIVE = new Decision.Ignored(Reason.REPORT_INFORMATIVE);
    private static final Decision CONTRADICTION = new Decision.Contradiction(Reason.REPORT_CONTRADICTS);

    /** Decides what the act does to the order as it stands. */
    public static Decision decide(Order order, OrderAct act) {
        return switch (act) {
            case OrderAct.Requested requested -> requested(order, requested.request());
            case OrderAct.Reported reported -> reported(order, reported.report(), reported.superseded());
            case OrderAct.Released released -> released(order, released.why());
            case OrderAct.TimeOver _ -> timeOver(order);
            case OrderAct.Activated activated -> activated(order, activated.orderQty());
            case OrderAct.Split split -> split(order, split);
            case OrderAct.CalledOff calledOff -> calledOff(order, calledOff.reasonCode(), calledOff.reasonText());
            case OrderAct.Recalled recalled -> recalled(order, recalled.reasonCode(), recalled.reasonText());
            case OrderAct.ReplaceRecalled _ -> replaceRecalled(order);
        };
    }

    // Requests. Only what the order's state forbids is refused here; terms and risk are judged by others.

    private static Decision requested(Order order, OrderRequest request) {
        if (!request.origClOrdId().equals(order.currentClOrdId())) {
            return new Decision.Refused(Reason.ORIG_CL_ORD_ID_MISMATCH);
        }
        Reason refusal = switch (request.kind()) {
            case CANCEL -> cancelRefusal(order);
            case REPLACE -> replaceRefusal(order, Objects.requireNonNull(request.replacement()));
        };
        if (refusal != null) {
            return new Decision.Refused(refusal);
        }
        if (order.isHeld()) {
            return requestedWhileHeld(order, request);
        }
        return switch (request.kind()) {
            case CANCEL -> new Decision.Changed(order.withPending(request), OrderEvent.Type.CANCEL_REQUESTED, false);
            case REPLACE -> new Decision.Changed(order.withPending(request), OrderEvent.Type.REPLACE_REQUESTED, false);
        };
    }

    /** No venue knows it, so nobody has to be asked: it is done at once. */
    private static Decision requestedWhileHeld(Order order, OrderRequest request) {
        return switch (request.kind()) {
            case CANCEL ->
                new Decision.Changed(
                        order.withVenueStatus(OrdStatus.CANCELED, null, null), OrderEvent.Type.CANCELED, false);
            case REPLACE ->
                new Decision.Changed(
                        order.heldOn(Objects.requireNonNull(request.replacement()), request.clOrdId()),
                        OrderEvent.Type.REPLACED,
                        false);
        };
    }

    private static @Nullable Reason cancelRefusal(Order order) {
        if (order.isClosed()) {
            return Reason.CANCEL_TOO_LATE;
        }
        return order.pending() == null ? null : Reason.CANCEL_ALREADY_PENDING;
    }

    private static @Nullable Reason replaceRefusal(Order order, OrderRequest.Replacement asked) {
        if (order.isHeld()) {
            return null;
        }
        // What has been triggered waits for nothing any more, whatever its venue has said of it since.
        if (asked.trigger() != null && order.trigger() != null && !order.isClosed()) {
            return Reason.TRIGGER_TOO_LATE;
        }
        Reason refusal = switch (order.venueStatus()) {
            case NEW, PARTIALLY_FILLED, STOPPED, SUSPENDED -> null;
            // The venue has nothing yet that it could replace; it can be asked to cancel it.
            case PENDING_NEW -> Reason.REPLACE_TOO_EARLY;
            case DONE_FOR_DAY -> order.isClosed() ? Reason.REPLACE_TOO_LATE : null;
            // More of it is a new life; anything else is a change of what is over.
            case FILLED -> asked.terms().orderQty().compareTo(order.cumQty()) > 0 ? null : Reason.REPLACE_TOO_LATE;
            case DENIED, REJECTED, CANCELED, EXPIRED, CALCULATED, PENDING_CANCEL, PENDING_REPLACE ->
                Reason.REPLACE_TOO_LATE;
        };
        if (refusal != null) {
            return refusal;
        }
        return order.pending() == null ? null : Reason.REPLACE_ALREADY_PENDING;
    }

    // What a held order waited for. It happens once: an order that is held no more stays as it is.

    private static Decision released(Order order, OrderEvent.Type why) {
        return order.isTriggerWatched() ? new Decision.Changed(order.released(), why, false) : OVERTAKEN;
    }

    private static Decision timeOver(Order order) {
        return order.isHeld()
                ? new Decision.Changed(
                        order.withVenueStatus(OrdStatus.EXPIRED, null, null), OrderEvent.Type.EXPIRED, false)
                : OVERTAKEN;
    }

    private static Decision activated(Order order, BigDecimal orderQty) {
        return order.isHeld() && order.heldBy() == HeldBy.LIST
                ? new Decision.Changed(order.activated(orderQty), OrderEvent.Type.ACTIVATED, false)
                : OVERTAKEN;
    }

    private static Decision calledOff(Order order, String reasonCode, String reasonText) {
        return order.isHeld()
                ? new Decision.Changed(
                        order.withVenueStatus(OrdStatus.CANCELED, reasonCode, reasonText),
                        OrderEvent.Type.CANCELED,
                        false)
                : OVERTAKEN;
    }

    /** Only what its venue has said nothing of. A cancel that waits has nothing left to cancel. */
    private static Decision recalled(Order order, String reasonCode, String reasonText) {
        return !order.isHeld() && order.venueStatus() == OrdStatus.PENDING_NEW
                ? new Decision.Changed(
                        order.withPending(null).withVenueStatus(OrdStatus.CANCELED, reasonCode, reasonText),
                        OrderEvent.Type.CANCELED,
                        true)
                : OVERTAKEN;
    }

    private static Decision replaceRecalled(Order order) {
        return order.pending() != null && order.pending().kind() == RequestKind.REPLACE
                ? new Decision.Changed(order.withPending(null), OrderEvent.Type.REPLACE_REJECTED, true)
                : OVERTAKEN;
    }

    /**
     * Whatever its status: what it is of the new units. What a split leaves less than a lot of is ended instead, which is not
     * decided here.
     */
    private static Decision split(Order order, OrderAct.Split split) {
        boolean nothingLeft = !order.isClosed()
                && split.ratio().lots(order.leavesQty(), split.lot()).signum() == 0;
        return order.venueStatus() == OrdStatus.DENIED || nothingLeft
                ? OVERTAKEN
                : new Decision.Changed(
                        order.split(split.ratio(), split.lot(), split.tick()), OrderEvent.Type.RESTATED, false);
    }

    // Reports.

    private static Decision reported(Order order, VenueReport report, @Nullable Fill superseded) {
        // An order that never left us no venue can know.
        if (order.venueStatus() == OrdStatus.DENIED || order.heldBy() != null) {
            return CONTRADICTION;
        }
        return switch (report.type()) {
            case PENDING_NEW -> pendingNew(order);
            case NEW -> accepted(order, report);
            case REJECTED -> rejected(order, report);
            case CANCELED -> canceled(order, report);
            case EXPIRED -> ended(order, OrdStatus.EXPIRED, OrderEvent.Type.EXPIRED, report);
            case DONE_FOR_DAY -> doneForDay(order, report);
            case CALCULATED -> calculated(order, report);
            case STOPPED -> paused(order, OrdStatus.STOPPED, OrderEvent.Type.STOPPED, report);
            case SUSPENDED -> paused(order, OrdStatus.SUSPENDED, OrderEvent.Type.SUSPENDED, report);
            case RESTATED -> restated(order, report);
            case PENDING_CANCEL -> underWay(order, RequestKind.CANCEL, OrderEvent.Type.PENDING_CANCEL, report);
            case PENDING_REPLACE -> underWay(order, RequestKind.REPLACE, OrderEvent.Type.PENDING_REPLACE, report);
            case REPLACED -> replaced(order, report);
            case CANCEL_REJECT -> requestRejected(order, report);
            case TRADE -> traded(order, report);
            case TRADE_CANCEL -> busted(order, superseded);
            case TRADE_CORRECT -> corrected(order, report, superseded);
            case ORDER_STATUS -> INFORMATIVE;
        };
    }

    private static Decision pendingNew(Order order) {
        return switch (order.venueStatus()) {
            case PENDING_NEW -> new Decision.Changed(order, OrderEvent.Type.PENDING_NEW, false);
            case NEW, PARTIALLY_FILLED, FILLED, STOPPED, SUSPENDED -> OVERTAKEN;
            case CANCELED, EXPIRED, REJECTED, DONE_FOR_DAY, CALCULATED -> OVERTAKEN;
            case DENIED, PENDING_CANCEL, PENDING_REPLACE -> CONTRADICTION;
        };
    }

    private static Decision accepted(Order order, VenueReport report) {
        return switch (order.venueStatus()) {
            case PENDING_NEW -> moved(order, OrdStatus.NEW, OrderEvent.Type.NEW, report);
            case NEW -> DUPLICATE;
            // The fill came first: it acknowledged the order as well.
            case PARTIALLY_FILLED, FILLED -> OVERTAKEN;
            // The next day of an order that outlives the day.
            case DONE_FOR_DAY ->
                order.isClosed() ? OVERTAKEN : moved(order, working(order), OrderEvent.Type.NEW, report);
            case CANCELED, EXPIRED, CALCULATED, STOPPED, SUSPENDED -> OVERTAKEN;
            case REJECTED, DENIED, PENDING_CANCEL, PENDING_REPLACE -> CONTRADICTION;
        };
    }

    private static Decision rejected(Order order, VenueReport report) {
        return switch (order.venueStatus()) {
            case PENDING_NEW, NEW -> moved(order, OrdStatus.REJECTED, OrderEvent.Type.REJECTED, report);
            case REJECTED -> DUPLICATE;
            // What was executed, paused or ended cannot have been rejected.
            case PARTIALLY_FILLED, FILLED, STOPPED, SUSPENDED -> CONTRADICTION;
            case CANCELED, EXPIRED, DONE_FOR_DAY, CALCULATED, DENIED, PENDING_CANCEL, PENDING_REPLACE -> CONTRADICTION;
        };
    }

    /** A cancel that waits is answered by it; so is a replace if the report names it. */
    private static Decision canceled(Order order, VenueReport report) {
        OrderRequest pending = order.pending();
        boolean named = pending != null && pending.clOrdId().value().equals(report.clOrdId());
        boolean answers = named || (pending != null && pending.kind() == RequestKind.CANCEL);
        return switch (ended(order, OrdStatus.CANCELED, OrderEvent.Type.CANCELED, report)) {
            case Decision.Changed changed
            when answers -> new Decision.Changed(changed.order().withPending(null), changed.event(), true);
            // The order had ended before, but the request has its answer, named or not: waiting on for it would never
            // end.
            case Decision.Ignored _
            when answers -> new Decision.Changed(order.withPending(null), OrderEvent.Type.CANCELED, true);
            case Decision.Changed changed -> changed;
            case Decision.Refused refused -> refused;
            case Decision.Ignored ignored -> ignored;
            case Decision.Contradiction contradiction -> contradiction;
        };
    }

    private static Decision ended(Order order, OrdStatus to, OrderEvent.Type event, VenueReport report) {
        OrdStatus from = order.venueStatus();
        return switch (from) {
            case PENDING_NEW, NEW, PARTIALLY_FILLED, STOPPED, SUSPENDED -> moved(order, to, event, report);
            case DONE_FOR_DAY -> order.isClosed() ? repeated(from, to) : moved(order, to, event, report);
            case CANCELED, EXPIRED, CALCULATED, REJECTED -> repeated(from, to);
            // The last fill and the end crossed: nothing was left to end.
            case FILLED -> OVERTAKEN;
            case DENIED, PENDING_CANCEL, PENDING_REPLACE -> CONTRADICTION;
        };
    }

    private static Decision repeated(OrdStatus from, OrdStatus to) {
        return from == to ? DUPLICATE : OVERTAKEN;
    }

    /** The day's end closes a DAY order; one that outlives the day keeps what it leaves until it is restated. */
    private static Decision doneForDay(Order order, VenueReport report) {
        OrdStatus from = order.venueStatus();
        return switch (from) {
            case PENDING_NEW, NEW, PARTIALLY_FILLED, STOPPED, SUSPENDED ->
                moved(order, OrdStatus.DONE_FOR_DAY, OrderEvent.Type.DONE_FOR_DAY, report);
            case DONE_FOR_DAY -> DUPLICATE;
            case CANCELED, EXPIRED, CALCULATED, REJECTED, FILLED -> OVERTAKEN;
            case DENIED, PENDING_CANCEL, PENDING_REPLACE -> CONTRADICTION;
        };
    }

    private static Decision calculated(Order order, VenueReport report) {
        return switch (order.venueStatus()) {
            case NEW, PARTIALLY_FILLED, FILLED, DONE_FOR_DAY, STOPPED, SUSPENDED ->
                moved(order, OrdStatus.CALCULATED, OrderEvent.Type.CALCULATED, report);
            case CALCULATED -> DUPLICATE;
            case CANCELED, EXPIRED -> OVERTAKEN;
            case PENDING_NEW, REJECTED, DENIED, PENDING_CANCEL, PENDING_REPLACE -> CONTRADICTION;
        };
    }

    /** Stopped guarantees a price and is no trade, whatever LastQty says. */
    private static Decision paused(Order order, OrdStatus to, OrderEvent.Type event, VenueReport report) {
        OrdStatus from = order.venueStatus();
        return switch (from) {
            case PENDING_NEW, NEW, PARTIALLY_FILLED -> moved(order, to, event, report);
            case STOPPED, SUSPENDED -> from == to ? DUPLICATE : moved(order, to, event, report);
            case FILLED, CANCELED, EXPIRED, DONE_FOR_DAY, CALCULATED, REJECTED -> OVERTAKEN;
            case DENIED, PENDING_CANCEL, PENDING_REPLACE -> CONTRADICTION;
        };
    }

    /** The venue changed something unasked, or lets an order work again. What has ended stays ended. */
    private static Decision restated(Order order, VenueReport report) {
        TermChange change = report.terms();
        if (change.misfit(order.terms()) != null) {
            return CONTRADICTION;
        }
        OrdStatus to = switch (order.venueStatus()) {
            case PENDING_NEW, SUSPENDED -> working(order);
            case DONE_FOR_DAY -> order.isClosed() ? OrdStatus.DONE_FOR_DAY : working(order);
            case NEW, PARTIALLY_FILLED, FILLED, STOPPED, CANCELED, EXPIRED, CALCULATED, REJECTED -> order.venueStatus();
            case DENIED, PENDING_CANCEL, PENDING_REPLACE ->
                throw new IllegalStateException("no venue's status: " + order.venueStatus());
        };
        Order resumed = order.withVenueStatus(to, null, null);
        return new Decision.Changed(
                change.isEmpty() ? resumed : atVenue(resumed, change, order.currentClOrdId()),
                OrderEvent.Type.RESTATED,
                false);
    }

    private static Decision underWay(Order order, RequestKind kind, OrderEvent.Type event, VenueReport report) {
        return answered(order, kind, report) == null ? OVERTAKEN : new Decision.Changed(order, event, true);
    }

    /** The order takes the terms asked for, or those the venue names, and goes by the request's ClOrdID. */
    private static Decision replaced(Order order, VenueReport report) {
        return switch (order.venueStatus()) {
            case NEW, PARTIALLY_FILLED, FILLED, STOPPED, SUSPENDED, DONE_FOR_DAY -> replacedTerms(order, report);
            // It was acknowledged, or ended, by a report that comes in another order.
            case PENDING_NEW, CANCELED, EXPIRED -> replacedTerms(order, report);
            case REJECTED, CALCULATED, DENIED, PENDING_CANCEL, PENDING_REPLACE -> CONTRADICTION;
        };
    }

    private static Decision replacedTerms(Order order, VenueReport report) {
        OrderRequest request = answered(order, RequestKind.REPLACE, report);
        TermChange change = report.terms();
        if (request != null) {
            OrderRequest.Replacement asked = Objects.requireNonNull(request.replacement());
            if (change.misfit(asked.terms()) != null) {
                return CONTRADICTION;
            }
            BigDecimal reservePx = change.px() == null ? asked.reservePx() : change.px();
            Order next = order.withPending(null).withTerms(asked.terms().with(change), reservePx, request.clOrdId());
            return new Decision.Changed(next, OrderEvent.Type.REPLACED, true);
        }
        // Nobody here asked for it: it counts for what it says, and says nothing if it names no value.
        ClOrdId name = ClOrdId.ofNullable(report.clOrdId());
        if (change.isEmpty()) {
            return order.currentClOrdId().equals(name) ? DUPLICATE : CONTRADICTION;
        }
        return change.misfit(order.terms()) == null
                ? new Decision.Changed(
                        atVenue(order, change, name == null ? order.currentClOrdId() : name),
                        OrderEvent.Type.REPLACED,
                        false)
                : CONTRADICTION;
    }

    private static Order atVenue(Order order, TermChange change, ClOrdId clOrdId) {
        BigDecimal px = change.px();
        return order.withTerms(order.terms().with(change), px == null ? order.reservePx() : px, clOrdId);
    }

    /** The order is again what it is at the venue. */
    private static Decision requestRejected(Order order, VenueReport report) {
        OrderRequest request = answered(order, report.rejected(), report);
        if (request == null) {
            return OVERTAKEN;
        }
        OrderEvent.Type event = switch (request.kind()) {
            case CANCEL -> OrderEvent.Type.CANCEL_REJECTED;
            case REPLACE -> OrderEvent.Type.REPLACE_REJECTED;
        };
        return new Decision.Changed(order.withPending(null), event, true);
    }

    /** The request that waits, if the report is about it; a report may leave out which request it answers. */
    private static @Nullable OrderRequest answered(Order order, @Nullable RequestKind kind, VenueReport report) {
        OrderRequest pending = order.pending();
        if (pending == null || (kind != null && pending.kind() != kind)) {
            return null;
        }
        String name = report.clOrdId();
        return name == null || name.equals(pending.clOrdId().value()) ? pending : null;
    }

    // Executions are facts: they are booked whatever the status.

    private static Decision traded(Order order, VenueReport report) {
        Fill fill = fill(report);
        Order next = order.withExecuted(
                order.cumQty().add(fill.lastQty()), order.cumNotional().add(fill.notional()));
        return new Decision.Changed(next, OrderEvent.Type.TRADE, false);
    }

    private static Decision busted(Order order, @Nullable Fill superseded) {
        if (superseded == null) {
            return new Decision.Contradiction(Reason.REPORT_EXECUTION_UNKNOWN);
        }
        Order next = order.withExecuted(
                order.cumQty().subtract(superseded.lastQty()),
                order.cumNotional().subtract(superseded.notional()));
        return new Decision.Changed(next, OrderEvent.Type.TRADE_CANCEL, false);
    }

    private static Decision corrected(Order order, VenueReport report, @Nullable Fill superseded) {
        if (superseded == null) {
            return new Decision.Contradiction(Reason.REPORT_EXECUTION_UNKNOWN);
        }
        Fill fill = fill(report);
        Order next = order.withExecuted(
                order.cumQty().subtract(superseded.lastQty()).add(fill.lastQty()),
                order.cumNotional().subtract(superseded.notional()).add(fill.notional()));
        return new Decision.Changed(next, OrderEvent.Type.TRADE_CORRECT, false);
    }

    private static Fill fill(VenueReport report) {
        return Fill.at(Objects.requireNonNull(report.lastQty()), Objects.requireNonNull(report.lastPx()));
    }

    private static Decision moved(Order order, OrdStatus to, OrderEvent.Type event, VenueReport report) {
        return new Decision.Changed(order.withVenueStatus(to, report.reason(), report.text()), event, false);
    }

    /** What an order is that works at the venue. */
    private static OrdStatus working(Order order) {
        return order.cumQty().signum() > 0 ? OrdStatus.PARTIALLY_FILLED : OrdStatus.NEW;
    }

    /** The venue's status once what is executed or what is ordered has become another quantity. */
    static OrdStatus recounted(OrdStatus from, TimeInForce timeInForce, BigDecimal cumQty, BigDecimal orderQty) {
        boolean filled = cumQty.compareTo(orderQty) >= 0;
        return switch (from) {
            case PENDING_NEW, NEW, PARTIALLY_FILLED, FILLED -> {
                if (filled) {
                    yield OrdStatus.FILLED;
                }
                // A bust, or more ordered, brings a filled order back to life.
                yield cumQty.signum() > 0 ? OrdStatus.PARTIALLY_FILLED : OrdStatus.NEW;
            }
            case STOPPED, SUSPENDED -> filled ? OrdStatus.FILLED : from;
            case DONE_FOR_DAY -> filled && timeInForce.outlivesDay() ? OrdStatus.FILLED : from;
            // The end at the venue stands: late fills and busts are booked and reported, and revive nothing.
            case CANCELED, EXPIRED, REJECTED, CALCULATED -> from;
            case DENIED, PENDING_CANCEL, PENDING_REPLACE ->
                throw new IllegalArgumentException("an order that is " + from + " at the venue cannot trade");
        };
    }
}
