package io.tradecore.oms.command;

import io.tradecore.oms.account.DeadMansSwitch;
import io.tradecore.oms.book.LedgerRequest;
import io.tradecore.oms.bulk.BulkRequest;
import io.tradecore.oms.bulk.BulkResult;
import io.tradecore.oms.list.OrderList;
import io.tradecore.oms.margin.MarginFact;
import io.tradecore.oms.margin.MarginState;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.risk.OrderPreview;
import io.tradecore.oms.risk.PreTradeRisk.Warning;
import java.util.List;
import java.util.Map;

/** What became of a command. By the time one is handed out, what it says is committed. */
public sealed interface Outcome {

    /**
     * The order is ours and will be routed: acknowledged, not yet accepted by the venue.
     *
     * @param replayed true when the same request had been answered before; the order is as it stands now
     * @param warnings SOFT limits it is beyond, empty on a replay; and that it was lowered, always
     */
    record OrderAccepted(Order order, boolean replayed, List<Warning> warnings) implements Outcome {

        public OrderAccepted {
            warnings = List.copyOf(warnings);
        }

        public OrderAccepted(Order order, boolean replayed) {
            this(order, replayed, List.of());
        }
    }

    /**
     * A risk check refused the order; it is recorded as DENIED.
     *
     * @param numbers what was compared, by name, as decimal strings; empty on a replay
     */
    record OrderDenied(Order order, Reason reason, String message, Map<String, String> numbers, boolean replayed)
            implements Outcome {}

    /** The cancel request will be routed; the order is pending cancel until the venue answers. */
    record CancelAccepted(Order order, boolean replayed) implements Outcome {}

    /** The replace request will be routed; the order is pending replace, on its old terms, until the venue answers. */
    record ReplaceAccepted(Order order, boolean replayed, List<Warning> warnings) implements Outcome {

        public ReplaceAccepted {
            warnings = List.copyOf(warnings);
        }

        public ReplaceAccepted(Order order, boolean replayed) {
            this(order, replayed, List.of());
        }
    }

    /** A request about several orders is done, with what became of each. */
    record BulkDone(BulkRequest request, boolean replayed) implements Outcome {}

    /** What placing the order would come to now; nothing was written. */
    record OrderPreviewed(OrderPreview preview) implements Outcome {}

    /**
     * The account's dead man's switch stands so.
     *
     * @param results what became of each order where it fired just now, else empty
     */
    record SwitchStands(DeadMansSwitch deadMansSwitch, List<BulkResult> results) implements Outcome {}

    /**
     * What the market or time did to an order is done.
     *
     * @param changed false when it had been done before, or the order had moved on
     */
    record OrderMoved(Order order, boolean changed) implements Outcome {}

    /**
     * The orders of the list are ours: those that wait for none will be routed, the others are held.
     *
     * @param orders in the order of the list's members
     * @param replayed true when the same request had been answered before; the orders are as they stand now
     */
    record ListAccepted(OrderList list, List<Order> orders, boolean replayed) implements Outcome {

        public ListAccepted {
            orders = List.copyOf(orders);
        }
    }

    /**
     * A risk check refused an order of the list, and so the whole of it; all its orders are recorded as DENIED.
     *
     * @param orders in the order of the list's members
     * @param denied the order that was refused
     * @param numbers what was compared, by name, as decimal strings; empty on a replay
     */
    record ListDenied(
            OrderList list,
            List<Order> orders,
            Order denied,
            Reason reason,
            String message,
            Map<String, String> numbers,
            boolean replayed)
            implements Outcome {

        public ListDenied {
            orders = List.copyOf(orders);
        }
    }

    /** What is held has ended, for what works a cancel will be routed; the list is left to end. */
    record ListCancelAccepted(OrderList list, List<Order> orders, boolean replayed) implements Outcome {

        public ListCancelAccepted {
            orders = List.copyOf(orders);
        }
    }

    /** What was asked of books is done; a repetition is answered as the first time. */
    record BooksChanged(LedgerRequest request, boolean replayed) implements Outcome {}

    /**
     * What was asked of books was refused, all of it, and stays refused: no book was changed.
     *
     * @param numbers what was compared, by name; of several acts also which of them, as member and memberId
     */
    record BooksRefused(String requestId, Reason reason, String message, Map<String, String> numbers, boolean replayed)
            implements Outcome {}

    /**
     * The act has reached the account, or had before.
     *
     * @param orders what became of its orders just now
     */
    record ActDone(List<BulkResult> orders) implements Outcome {

        public ActDone {
            orders = List.copyOf(orders);
        }
    }

    /** No hold of the account is open whose time is over. */
    record HoldsExpired() implements Outcome {}

    /**
     * The account's margin was looked at.
     *
     * @param state as it was then
     * @param done what was raised, cleared, begun or done because of it
     */
    record MarginWatched(MarginState state, List<MarginFact> done) implements Outcome {

        public MarginWatched {
            done = List.copyOf(done);
        }
    }

    /** The report changed the order, and the books where it was a trade. */
    record ReportApplied(Order order) implements Outcome {}

    /** The report changed nothing: a repetition, or news we had. */
    record ReportIgnored(Reason reason, String message) implements Outcome {}

    /** The report could not be applied and is kept for an operator. */
    record ReportQuarantined(Reason reason, String message) implements Outcome {}

    /**
     * Nothing was written.
     *
     * @param numbers what was compared, by name
     */
    record Refused(Reason reason, String message, Map<String, String> numbers) implements Outcome {

        public Refused(Reason reason, String message) {
            this(reason, message, Map.of());
        }
    }
}
