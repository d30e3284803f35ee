package io.tradecore.ops.venue.nats;

import io.tradecore.ops.venue.matching.ExecType;
import io.tradecore.ops.venue.matching.Report;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an ill-behaved venue makes of reports that are published together: some come behind the next one of their order, some
 * come twice. Since all of them are published before any counts as sent, nothing is lost by it.
 *
 * @param duplicated which reports come twice
 * @param delayed which come late
 */
public record Disorder(Predicate<Report> duplicated, Predicate<Report> delayed) {

    /** A report and the id by which the stream recognises repetitions of it. */
    public record Message(String id, Report report) {}

    /** The same report of the same order has the same name whenever the venue was started, which its ExecID has not. */
    public static String name(Report report) {
        return report.orderId() + ":" + report.clOrdId() + ":" + report.execType() + ":"
                + report.cumQty().stripTrailingZeros().toPlainString();
    }

    /** What to publish, in this order. */
    public List<Message> of(List<Report> reports) {
        List<Report> order = reordered(reports);
        List<Message> messages = new ArrayList<>(order.size());
        order.forEach(report -> messages.add(new Message(id(report), report)));
        for (Report report : order) {
            if (duplicated.test(report)) {
                // Another id, or the stream would drop what is meant to reach the reader.
                messages.add(new Message(id(report) + ":again", report));
            }
        }
        return messages;
    }

    private static String id(Report report) {
        return report.venueId() + ":" + report.execId();
    }

    private List<Report> reordered(List<Report> reports) {
        List<Report> order = new ArrayList<>(reports);
        Set<Report> moved = new HashSet<>();
        for (int i = 0; i < order.size(); i++) {
            Report report = order.get(i);
            boolean late = isNewsOfWork(report.execType()) && delayed.test(report) && !moved.contains(report);
            int next = late ? nextOfSameOrder(order, i) : -1;
            // What came late already is not overtaken a second time: the two would be in their order again.
            if (next > 0 && !moved.contains(order.get(next)) && mayComeFirst(order.get(next))) {
                order.remove(i);
                order.add(next, report);
                moved.add(report);
                i--;
            }
        }
        return order;
    }

    private static int nextOfSameOrder(List<Report> reports, int from) {
        String orderId = reports.get(from).orderId();
        for (int i = from + 1; i < reports.size(); i++) {
            if (reports.get(i).orderId().equals(orderId)) {
                return i;
            }
        }
        return -1;
    }

    /** Not what happened to a trade: that means nothing to a reader who does not know the trade yet. */
    private static boolean mayComeFirst(Report later) {
        return later.execType() != ExecType.TRADE_CANCEL && later.execType() != ExecType.TRADE_CORRECT;
    }

    /** What may come late: an end stays an end, and a change of the order stays before the next one. */
    private static boolean isNewsOfWork(@Nullable ExecType type) {
        return type != null
                && switch (type) {
                    case PENDING_NEW, NEW, TRADE, PENDING_CANCEL, PENDING_REPLACE -> true;
                    case CANCELED, REPLACED, REJECTED, EXPIRED, TRADE_CANCEL, TRADE_CORRECT, SUSPENDED, RESTATED ->
                        false;
                };
    }
}
