package io.tradecore.ops.venue.matching;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final Rules rules;
    private final VenueIds ids;
    private final Map<String, VenueOrder> orders = new LinkedHashMap<>();
    private final Map<String, VenueOrder> openOrders = new LinkedHashMap<>();
    private final Map<CancelKey, List<Report>> answeredCancels = new HashMap<>();
    private final Map<String, Book> books = new HashMap<>();

    public MatchingEngine(Rules rules, VenueIds ids) {
        this.rules = rules;
        this.ids = ids;
    }

    private record CancelKey(String accountId, String clOrdId) {}

    /** Takes an order, or answers a repetition of it (same orderId) as before. */
    public Answer onNewOrder(NewOrder order, Instant now) {
        VenueOrder known = orders.get(order.orderId());
        if (known != null) {
            return new Answer.Repeated(known.acknowledgement());
        }
        VenueOrder draft = new VenueOrder(order, ids.nextVenueOrderId(), 0);
        List<Report> reports = new ArrayList<>(4);
        Refusal refusal = refusal(order);
        if (refusal != null) {
            reports.add(closed(draft, ExecType.REJECTED, order.clOrdId(), BigDecimal.ZERO, now, refusal));
        } else {
            acknowledge(draft, reports, now);
            fillOnArrival(draft, reports, now);
        }
        Step step = new Step.OrderTaken(order, draft.venueOrderId(), reports);
        replay(step);
        return new Answer.Taken(step);
    }

    private record Refusal(String reason, String text) {}

    private @Nullable Refusal refusal(NewOrder order) {
        if (!rules.listed().test(order.symbol())) {
            return new Refusal("UNKNOWN_SYMBOL", order.symbol() + " is not traded here");
        }
        if (rules.refused().test(order)) {
            return new Refusal("VENUE_OPTION", "refused as a share of all orders is");
        }
        boolean needsTouch =
                order.ordType() == OrdType.MARKET || !order.timeInForce().rests();
        if (needsTouch && book(order.symbol()).touch() == null) {
            return new Refusal("NO_QUOTE", "there is no quote for " + order.symbol());
        }
        return null;
    }

    private void acknowledge(VenueOrder draft, List<Report> reports, Instant now) {
        if (rules.pendingReports()) {
            reports.add(open(
                    draft,
                    ExecType.PENDING_NEW,
                    OrdStatus.PENDING_NEW,
                    draft.order().clOrdId(),
                    now));
        }
        reports.add(open(draft, ExecType.NEW, OrdStatus.NEW, draft.order().clOrdId(), now));
    }

    private void fillOnArrival(VenueOrder draft, List<Report> reports, Instant now) {
        NewOrder order = draft.order();
        Book book = book(order.symbol());
        Touch touch = book.touch();
        BigDecimal fillable = touch == null ? BigDecimal.ZERO : fillable(draft, book, touch);
        boolean whole = fillable.compareTo(order.orderQty()) == 0;
        if (order.timeInForce() == TimeInForce.FOK && !whole) {
            fillable = BigDecimal.ZERO;
        }
        if (touch != null && fillable.signum() > 0) {
            reports.add(trade(draft, fillable, Book.oppositePx(touch, order.side()), now));
            book.consume(order.side(), fillable);
        }
        if (!whole && !order.timeInForce().rests()) {
            reports.add(closed(draft, ExecType.CANCELED, order.clOrdId(), fillable, now, null));
        }
    }

    private static BigDecimal fillable(VenueOrder resting, Book book, Touch touch) {
        Side side = resting.order().side();
        return resting.order().accepts(Book.oppositePx(touch, side))
                ? resting.leavesQty().min(book.available(side))
                : BigDecimal.ZERO;
    }

    /**
     * Cancels an open order, or says why not. A request seen before (same account and clOrdId) is answered as before.
     *
     * @param rejectUnknown whether a cancel of an order never seen is rejected; otherwise it is left unanswered, because the
     *     order itself may be delivered again only later
     */
    public Answer onCancel(CancelRequest cancel, boolean rejectUnknown, Instant now) {
        List<Report> earlier = answeredCancels.get(new CancelKey(cancel.accountId(), cancel.clOrdId()));
        if (earlier != null) {
            return new Answer.Repeated(earlier);
        }
        VenueOrder order = orders.get(cancel.orderId());
        boolean known = order != null && order.order().accountId().equals(cancel.accountId());
        if (!known && !rejectUnknown) {
            return new Answer.OrderUnknown();
        }
        List<Report> reports = new ArrayList<>(2);
        if (order == null || !known) {
            reports.add(cancelOfUnknownRejected(cancel, now));
        } else if (order.isOpen()) {
            if (rules.pendingReports()) {
                reports.add(open(order, ExecType.PENDING_CANCEL, OrdStatus.PENDING_CANCEL, cancel.clOrdId(), now));
            }
            reports.add(closed(order, ExecType.CANCELED, cancel.clOrdId(), order.cumQty(), now, null));
        } else {
            reports.add(cancelTooLate(order, cancel, now));
        }
        Step step = new Step.CancelAnswered(cancel, reports);
        replay(step);
        return new Answer.Taken(step);
    }

    /** Takes a new touch and fills what rests against it. Empty if nothing was filled. */
    public Optional<Step> onQuote(Touch touch, Instant now) {
        Book book = book(touch.symbol());
        book.quote(touch);
        List<Report> reports = new ArrayList<>();
        for (Side side : Side.values()) {
            fillResting(book, touch, side, reports, now);
        }
        return moved(reports);
    }

    private void fillResting(Book book, Touch touch, Side side, List<Report> reports, Instant now) {
        for (VenueOrder resting : book.resting(side)) {
            BigDecimal fillable = fillable(resting, book, touch);
            if (fillable.signum() == 0) {
                return;
            }
            reports.add(trade(resting, fillable, Book.oppositePx(touch, side), now));
            book.consume(side, fillable);
        }
    }

    /** Expires the open orders that are meant. Empty if there were none. */
    public Optional<Step> expire(Predicate<VenueOrder> meant, Instant now) {
        List<Report> reports = new ArrayList<>();
        for (VenueOrder order : openOrders.values()) {
            if (meant.test(order)) {
                String clOrdId = order.order().clOrdId();
                reports.add(closed(order, ExecType.EXPIRED, clOrdId, order.cumQty(), now, null));
            }
        }
        return moved(reports);
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
                VenueOrder order = new VenueOrder(taken.order(), taken.venueOrderId(), orders.size());
                orders.put(taken.order().orderId(), order);
                openOrders.put(taken.order().orderId(), order);
                book(taken.order().symbol()).resting(taken.order().side()).add(order);
            }
            case Step.CancelAnswered answered ->
                answeredCancels.put(
                        new CancelKey(
                                answered.cancel().accountId(), answered.cancel().clOrdId()),
                        answered.reports());
            case Step.OrdersMoved _ -> {}
        }
        step.reports().forEach(this::apply);
    }

    private void apply(Report report) {
        VenueOrder order = orders.get(report.orderId());
        if (order == null || report.execType() == null) {
            return;
        }
        order.apply(report);
        if (!order.isOpen()) {
            openOrders.remove(report.orderId());
            book(order.order().symbol()).resting(order.order().side()).remove(order);
        }
    }

    private Book book(String symbol) {
        return books.computeIfAbsent(symbol, _ -> new Book());
    }

    /** Every order ever taken, in order of arrival. */
    public Collection<VenueOrder> orders() {
        return Collections.unmodifiableCollection(orders.values());
    }

    /** The orders in the book. */
    public Collection<VenueOrder> openOrders() {
        return Collections.unmodifiableCollection(openOrders.values());
    }

    private Report open(VenueOrder order, ExecType type, OrdStatus status, String clOrdId, Instant now) {
        return report(order, type, status, clOrdId, order.cumQty(), order.leavesQty(), now, null);
    }

    private Report closed(
            VenueOrder order,
            ExecType type,
            String clOrdId,
            BigDecimal cumQty,
            Instant now,
            @Nullable Refusal refusal) {
        OrdStatus status = OrdStatus.valueOf(type.name());
        return report(order, type, status, clOrdId, cumQty, BigDecimal.ZERO, now, refusal);
    }

    private Report trade(VenueOrder order, BigDecimal lastQty, BigDecimal lastPx, Instant now) {
        NewOrder asked = order.order();
        BigDecimal cumQty = order.cumQty().add(lastQty);
        BigDecimal leavesQty = asked.orderQty().subtract(cumQty);
        OrdStatus status = leavesQty.signum() == 0 ? OrdStatus.FILLED : OrdStatus.PARTIALLY_FILLED;
        return new Report(
                rules.venueId(),
                ids.nextExecId(),
                ExecType.TRADE,
                status,
                asked.accountId(),
                asked.orderId(),
                order.venueOrderId(),
                asked.clOrdId(),
                lastQty,
                lastPx,
                cumQty,
                leavesQty,
                now,
                null,
                null);
    }

    private Report cancelTooLate(VenueOrder order, CancelRequest cancel, Instant now) {
        Refusal refusal = new Refusal("TOO_LATE", "the order is " + order.ordStatus());
        return report(order, null, order.ordStatus(), cancel.clOrdId(), order.cumQty(), BigDecimal.ZERO, now, refusal);
    }

    private Report cancelOfUnknownRejected(CancelRequest cancel, Instant now) {
        return new Report(
                rules.venueId(),
                ids.nextExecId(),
                null,
                OrdStatus.REJECTED,
                cancel.accountId(),
                cancel.orderId(),
                null,
                cancel.clOrdId(),
                null,
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                now,
                "UNKNOWN_ORDER",
                "no such order was received");
    }

    private Report report(
            VenueOrder order,
            @Nullable ExecType type,
            OrdStatus status,
            String clOrdId,
            BigDecimal cumQty,
            BigDecimal leavesQty,
            Instant now,
            @Nullable Refusal refusal) {
        return new Report(
                rules.venueId(),
                ids.nextExecId(),
                type,
                status,
                order.order().accountId(),
                order.order().orderId(),
                order.venueOrderId(),
                clOrdId,
                null,
                null,
                cumQty,
                leavesQty,
                now,
                refusal == null ? null : refusal.reason(),
                refusal == null ? null : refusal.text());
    }
}
