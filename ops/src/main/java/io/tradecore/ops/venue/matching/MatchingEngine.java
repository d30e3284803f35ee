package io.tradecore.ops.venue.matching;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Matches orders against the touch of a quote stream. Orders never meet each other: the other side is always the quote.
 *
 * <p>Every fill is at the touch, never worse than the limit, for at most what the touch still offers. Each change is decided
 * first and then applied from the {@link Step} that is journaled, so {@link #replay} of the same steps gives the same state.
 * What is left of the last quote is not part of it: after a restart the venue knows no quote until the next one.
 *
 * <p>Confined to one thread; knows no clock, no network and no file.
 */
public final class MatchingEngine {

    private static final Comparator<VenueOrder> BY_EXPIRE_TIME = Comparator.comparing(
                    (VenueOrder order) -> order.terms().expireTime(), Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparingLong(VenueOrder::arrival);

    private final Rules rules;
    private final VenueIds ids;
    private final Map<String, VenueOrder> orders = new LinkedHashMap<>();
    private final Map<String, VenueOrder> openOrders = new LinkedHashMap<>();
    private final NavigableSet<VenueOrder> goodTillDate = new TreeSet<>(BY_EXPIRE_TIME);
    private final Map<RequestKey, List<Report>> answeredRequests = new HashMap<>();
    private final Map<String, Book> books = new HashMap<>();
    private final Deque<Execution> trades = new ArrayDeque<>();
    private long arrivals;

    public MatchingEngine(Rules rules, VenueIds ids) {
        this.rules = rules;
        this.ids = ids;
    }

    /** Cancel and replace requests share the names of their account. */
    private record RequestKey(String accountId, String clOrdId) {}

    /** Takes an order, or answers a repetition of it (same orderId) as before. */
    public Answer onNewOrder(NewOrder order, Instant now) {
        VenueOrder known = orders.get(order.orderId());
        if (known != null) {
            return new Answer.Repeated(known.acknowledgement());
        }
        Draft draft = new Draft(rules, ids, new VenueOrder(order, ids.nextVenueOrderId(), 0), now);
        Detail.Refusal refusal = rules.refused().test(order)
                ? new Detail.Refusal("VENUE_OPTION", "refused as a share of all orders is")
                : refusal(order, order.terms());
        if (refusal != null) {
            draft.rejected(refusal);
        } else {
            draft.accepted();
            trade(draft);
        }
        Step step = new Step.OrderTaken(order, draft.order().venueOrderId(), draft.reports());
        replay(step);
        return new Answer.Taken(step);
    }

    private Draft draft(VenueOrder order, Instant now) {
        return new Draft(rules, ids, order.copy(), now);
    }

    /** Why an order cannot be taken on these terms. */
    private Detail.@Nullable Refusal refusal(NewOrder order, Terms terms) {
        String symbol = order.symbol();
        if (!rules.listed().test(symbol)) {
            return new Detail.Refusal("UNKNOWN_SYMBOL", symbol + " is not traded here");
        }
        if (terms.timeInForce() == TimeInForce.CLS && !rules.closes()) {
            return new Detail.Refusal("NO_CLOSE", "the session has no end");
        }
        Touch touch = book(symbol).touch();
        boolean needsTouch =
                terms.ordType() == OrdType.MARKET || !terms.timeInForce().rests();
        if (needsTouch && !terms.timeInForce().waits() && touch == null) {
            return new Detail.Refusal("NO_QUOTE", "there is no quote for " + symbol);
        }
        boolean takes = touch != null && terms.accepts(order.side(), Book.oppositePx(touch, order.side()));
        if (order.execInst().contains(ExecInst.POST_ONLY) && takes) {
            return new Detail.Refusal("POST_ONLY", "it would be executed on arrival");
        }
        return null;
    }

    /** Lets an order that has just got its terms trade, unless its moment is still to come. */
    private void trade(Draft draft) {
        Terms terms = draft.order().terms();
        if (terms.isOver(draft.now())) {
            draft.expired();
        } else if (!terms.timeInForce().waits()) {
            tradeNow(draft);
        }
    }

    private void tradeNow(Draft draft) {
        VenueOrder order = draft.order();
        TimeInForce timeInForce = order.terms().timeInForce();
        Side side = order.order().side();
        Book book = book(order.order().symbol());
        Touch touch = book.touch();
        BigDecimal fillable = touch == null ? BigDecimal.ZERO : fillable(order, book, touch);
        boolean whole = fillable.compareTo(order.leavesQty()) == 0;
        if (touch != null && fillable.signum() > 0 && (whole || timeInForce != TimeInForce.FOK)) {
            draft.trade(fillable, Book.oppositePx(touch, side));
            book.consume(side, fillable);
        }
        if (!whole && !timeInForce.rests()) {
            draft.canceled(order.clOrdId());
        }
    }

    private static BigDecimal fillable(VenueOrder order, Book book, Touch touch) {
        Side side = order.order().side();
        return order.terms().accepts(side, Book.oppositePx(touch, side))
                ? order.leavesQty().min(book.available(side))
                : BigDecimal.ZERO;
    }

    /**
     * Cancels an open order, or says why not. A request seen before (same account and clOrdId) is answered as before.
     *
     * @param rejectUnknown whether a cancel of an order never seen is rejected; otherwise it is left unanswered, because the
     *     order itself may be delivered again only later
     */
    public Answer onCancel(CancelRequest cancel, boolean rejectUnknown, Instant now) {
        Request request = new Request(
                cancel.accountId(), cancel.orderId(), cancel.clOrdId(), CxlRejResponseTo.CANCEL, cancel.origClOrdId());
        return onRequest(
                request,
                rejectUnknown,
                now,
                order -> cancel(cancel, request, order, now),
                reports -> new Step.CancelAnswered(cancel, reports));
    }

    /**
     * Gives an order other terms and lets it trade on them, or says why not; repetitions and unknown orders as in
     * {@link #onCancel}. A filled order works again when it gets more quantity; no other closed one comes back.
     */
    public Answer onReplace(ReplaceRequest replace, boolean rejectUnknown, Instant now) {
        Request request = new Request(
                replace.accountId(),
                replace.orderId(),
                replace.clOrdId(),
                CxlRejResponseTo.REPLACE,
                replace.origClOrdId());
        return onRequest(
                request,
                rejectUnknown,
                now,
                order -> replace(replace, request, order, now),
                reports -> new Step.ReplaceAnswered(replace, reports));
    }

    /** What a cancel and a replace request have in common. */
    private record Request(
            String accountId, String orderId, String clOrdId, CxlRejResponseTo responseTo, String origClOrdId) {

        RequestKey key() {
            return new RequestKey(accountId, clOrdId);
        }

        Detail.CancelRefusal refusal(CxlRejReason reason, String text) {
            return new Detail.CancelRefusal(responseTo, origClOrdId, reason, text);
        }
    }

    private Answer onRequest(
            Request request,
            boolean rejectUnknown,
            Instant now,
            Function<VenueOrder, List<Report>> decision,
            Function<List<Report>, Step> recording) {
        List<Report> earlier = answeredRequests.get(request.key());
        if (earlier != null) {
            return new Answer.Repeated(earlier);
        }
        VenueOrder order = orders.get(request.orderId());
        boolean known = order != null && order.order().accountId().equals(request.accountId());
        if (!known && !rejectUnknown) {
            return new Answer.OrderUnknown();
        }
        List<Report> reports = order == null || !known ? List.of(unknownOrder(request, now)) : decision.apply(order);
        Step step = recording.apply(reports);
        replay(step);
        return new Answer.Taken(step);
    }

    private List<Report> cancel(CancelRequest cancel, Request request, VenueOrder order, Instant now) {
        Draft draft = draft(order, now);
        if (order.isOpen()) {
            draft.canceledOnRequest(cancel);
        } else {
            draft.requestRefused(cancel.clOrdId(), tooLate(request, order));
        }
        return draft.reports();
    }

    private List<Report> replace(ReplaceRequest replace, Request request, VenueOrder order, Instant now) {
        Draft draft = draft(order, now);
        Detail.CancelRefusal refusal = replaceRefusal(replace, request, order);
        if (refusal != null) {
            draft.requestRefused(replace.clOrdId(), refusal);
        } else {
            draft.replacedOnRequest(replace);
            if (draft.order().isOpen() && !draft.order().isSuspended()) {
                trade(draft);
            }
        }
        return draft.reports();
    }

    private Detail.@Nullable CancelRefusal replaceRefusal(ReplaceRequest replace, Request request, VenueOrder order) {
        boolean fillsOn = order.ordStatus() == OrdStatus.FILLED
                && replace.terms().orderQty().compareTo(order.cumQty()) > 0;
        if (!order.isOpen() && !fillsOn) {
            return tooLate(request, order);
        }
        if (!replace.origClOrdId().equals(order.clOrdId())) {
            return request.refusal(CxlRejReason.OTHER, "the order's clOrdId is " + order.clOrdId());
        }
        Detail.Refusal refusal = refusal(order.order(), replace.terms());
        return refusal == null
                ? null
                : request.refusal(CxlRejReason.BROKER_OPTION, refusal.reason() + ": " + refusal.text());
    }

    private static Detail.CancelRefusal tooLate(Request request, VenueOrder order) {
        return request.refusal(CxlRejReason.TOO_LATE, "the order is " + order.ordStatus());
    }

    private Report unknownOrder(Request request, Instant now) {
        return new Report(
                rules.venueId(),
                ids.nextExecId(),
                null,
                OrdStatus.REJECTED,
                request.accountId(),
                request.orderId(),
                null,
                request.clOrdId(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                now,
                request.refusal(CxlRejReason.UNKNOWN_ORDER, "no such order was received"));
    }

    /**
     * Takes a new touch, fills what rests against it and opens the market for the orders that wait for the opening. Empty if
     * nothing happened to any order.
     */
    public Optional<Step> onQuote(Touch touch, Instant now) {
        Book book = book(touch.symbol());
        book.quote(touch);
        List<Report> reports = new ArrayList<>();
        for (Side side : Side.values()) {
            fillResting(book, touch, side, reports, now);
        }
        for (VenueOrder waiting : book.opening()) {
            Draft draft = draft(waiting, now);
            tradeNow(draft);
            reports.addAll(draft.reports());
        }
        return moved(reports);
    }

    private void fillResting(Book book, Touch touch, Side side, List<Report> reports, Instant now) {
        for (VenueOrder resting : book.resting(side)) {
            BigDecimal fillable = fillable(resting, book, touch);
            if (fillable.signum() == 0) {
                return;
            }
            if (!resting.terms().isOver(now)) {
                Draft draft = draft(resting, now);
                draft.trade(fillable, Book.oppositePx(touch, side));
                reports.addAll(draft.reports());
                book.consume(side, fillable);
            }
        }
    }

    /**
     * Ends a session: orders for the close are executed at the touch of this moment and the rest of them is canceled, DAY orders
     * expire. Empty if there were none.
     *
     * @param end orders accepted later belong to the next session
     */
    public Optional<Step> endSession(Instant end, Instant now) {
        List<Report> reports = new ArrayList<>();
        for (VenueOrder order : openOrders.values()) {
            TimeInForce timeInForce = order.terms().timeInForce();
            if (order.acceptedAt().isAfter(end)) {
                continue;
            }
            Draft draft = draft(order, now);
            if (timeInForce == TimeInForce.CLS) {
                tradeNow(draft);
            } else if (timeInForce == TimeInForce.DAY) {
                draft.expired();
            }
            reports.addAll(draft.reports());
        }
        return moved(reports);
    }

    /** Expires the GTD orders whose time has run out. Empty if there were none. */
    public Optional<Step> expireDue(Instant now) {
        List<Report> reports = new ArrayList<>();
        for (VenueOrder order : goodTillDate) {
            if (!order.terms().isOver(now)) {
                break;
            }
            Draft draft = draft(order, now);
            draft.expired();
            reports.addAll(draft.reports());
        }
        return moved(reports);
    }

    /** Expires the open orders that are meant. Empty if there were none. */
    public Optional<Step> expire(Predicate<VenueOrder> meant, Instant now) {
        return unasked(meant, Draft::expired, now);
    }

    /** Suspends the resting orders that are meant, each once at most. Empty if there were none. */
    public Optional<Step> suspend(Predicate<VenueOrder> meant, Instant now) {
        return unasked(meant.and(order -> order.suspendedAt() == null && rests(order)), Draft::suspended, now);
    }

    /** Lets the suspended orders that are meant work again. Empty if there were none. */
    public Optional<Step> resume(Predicate<VenueOrder> meant, Instant now) {
        return unasked(meant.and(VenueOrder::isSuspended), Draft::resumed, now);
    }

    /** Declines part of the resting orders that are meant, each once at most and if it is large enough. Empty if there were none. */
    public Optional<Step> declinePart(Predicate<VenueOrder> meant, Instant now) {
        return unasked(
                meant.and(order -> !order.isRestated() && rests(order)),
                draft -> half(draft.order().leavesQty())
                        .ifPresent(left ->
                                draft.partlyDeclined(draft.order().cumQty().add(left))),
                now);
    }

    private static boolean rests(VenueOrder order) {
        return order.terms().timeInForce().rests() && !order.isSuspended();
    }

    private Optional<Step> unasked(Predicate<VenueOrder> meant, Consumer<Draft> act, Instant now) {
        List<Report> reports = new ArrayList<>();
        for (VenueOrder order : openOrders.values()) {
            if (meant.test(order)) {
                Draft draft = draft(order, now);
                act.accept(draft);
                reports.addAll(draft.reports());
            }
        }
        return moved(reports);
    }

    /**
     * Busts or corrects those meant of the trades made before a moment that were not looked at yet since the start; no trade is
     * amended twice. One step each, since several may be of one order.
     */
    public List<Step> amendTrades(
            Instant before, Predicate<Execution> busted, Predicate<Execution> corrected, Instant now) {
        List<Step> steps = new ArrayList<>();
        for (Execution trade = trades.peekFirst();
                trade != null && trade.transactTime().isBefore(before);
                trade = trades.peekFirst()) {
            trades.removeFirst();
            VenueOrder order = orders.get(trade.orderId());
            if (order == null || order.isAmended(trade)) {
                continue;
            }
            Draft draft = draft(order, now);
            if (busted.test(trade)) {
                draft.busted(trade);
            } else if (corrected.test(trade)) {
                correct(draft, trade);
            }
            moved(draft.reports()).ifPresent(steps::add);
        }
        return steps;
    }

    /** To the other side of the spread of this moment where the limit allows that, otherwise to half the quantity. */
    private void correct(Draft draft, Execution trade) {
        NewOrder order = draft.order().order();
        Touch touch = book(order.symbol()).touch();
        BigDecimal px = touch == null ? trade.lastPx() : Book.ownPx(touch, order.side());
        boolean moves =
                px.compareTo(trade.lastPx()) != 0 && draft.order().terms().accepts(order.side(), px);
        if (moves) {
            draft.corrected(trade, trade.lastQty(), px);
        } else {
            half(trade.lastQty()).ifPresent(less -> draft.corrected(trade, less, trade.lastPx()));
        }
    }

    /** About half of a quantity without a digit more than it has; empty if there is no such quantity. */
    private static Optional<BigDecimal> half(BigDecimal qty) {
        BigDecimal stripped = qty.stripTrailingZeros();
        BigDecimal half = new BigDecimal(stripped.unscaledValue().shiftRight(1), stripped.scale());
        return half.signum() == 0 ? Optional.empty() : Optional.of(half);
    }

    private Optional<Step> moved(List<Report> reports) {
        if (reports.isEmpty()) {
            return Optional.empty();
        }
        Step step = new Step.OrdersMoved(reports);
        replay(step);
        return Optional.of(step);
    }

    /** Applies a step, at once or as read from the journal. */
    public void replay(Step step) {
        switch (step) {
            case Step.OrderTaken taken -> {
                VenueOrder order = new VenueOrder(taken.order(), taken.venueOrderId(), arrivals++);
                orders.put(taken.order().orderId(), order);
                enter(order);
            }
            case Step.CancelAnswered(CancelRequest cancel, List<Report> reports) ->
                answeredRequests.put(new RequestKey(cancel.accountId(), cancel.clOrdId()), reports);
            case Step.ReplaceAnswered(ReplaceRequest replace, List<Report> reports) ->
                answeredRequests.put(
                        new RequestKey(replace.accountId(), replace.clOrdId()),
                        reports.stream().filter(MatchingEngine::answersReplace).toList());
            case Step.OrdersMoved _ -> {}
        }
        step.reports().forEach(this::apply);
    }

    /** What follows from the new terms is no part of the answer: a fill is not said again. */
    private static boolean answersReplace(Report report) {
        ExecType type = report.execType();
        return type == null || type == ExecType.PENDING_REPLACE || type == ExecType.REPLACED;
    }

    private void apply(Report report) {
        VenueOrder order = orders.get(report.orderId());
        if (order == null || report.execType() == null) {
            return;
        }
        if (changesPlace(order, report)) {
            Terms before = order.terms();
            leave(order);
            order.apply(report);
            if (order.terms().loseThePlaceOf(before)) {
                order.arriveAnew(arrivals++);
            }
            enter(order);
        } else {
            order.apply(report);
        }
        if (report.detail() instanceof Detail.Fill) {
            trades.addLast(order.executions().getLast());
        }
    }

    private static boolean changesPlace(VenueOrder order, Report report) {
        boolean otherTerms =
                report.detail() instanceof Detail.Replacement || report.detail() instanceof Detail.Restatement;
        return otherTerms
                || report.execType() == ExecType.SUSPENDED
                || order.isOpen() == report.ordStatus().isClosed();
    }

    /** Takes an open order to where it is found when something happens to it; a suspended one does not trade. */
    private void enter(VenueOrder order) {
        if (!order.isOpen()) {
            return;
        }
        openOrders.put(order.order().orderId(), order);
        if (!order.isSuspended()) {
            book(order.order().symbol()).add(order);
        }
        if (order.terms().expireTime() != null) {
            goodTillDate.add(order);
        }
    }

    private void leave(VenueOrder order) {
        openOrders.remove(order.order().orderId());
        book(order.order().symbol()).remove(order);
        goodTillDate.remove(order);
    }

    private Book book(String symbol) {
        return books.computeIfAbsent(symbol, _ -> new Book());
    }

    /** Every order ever taken, in order of arrival. */
    public Collection<VenueOrder> orders() {
        return Collections.unmodifiableCollection(orders.values());
    }

    /** The orders that can still be executed. */
    public Collection<VenueOrder> openOrders() {
        return Collections.unmodifiableCollection(openOrders.values());
    }
}
