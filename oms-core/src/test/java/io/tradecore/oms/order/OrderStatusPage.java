package io.tradecore.oms.order;

import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.order.OrderStateMachine.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes docs/order-status.md from what the state machine answers: the page cannot say anything else. */
final class OrderStatusPage {

    /** What a venue can say; pending requests are laid over it. */
    static final List<OrdStatus> VENUE_STATUSES = Arrays.stream(OrdStatus.values())
            .filter(status -> status != OrdStatus.PENDING_CANCEL && status != OrdStatus.PENDING_REPLACE)
            .toList();

    private static final String HEAD = """
            # The order's status

            This page is written from `OrderStateMachine` by `OrderStatusPageTest`, which fails when they differ;
            `mvn -pl oms-core -am test -Dtest=OrderStatusPageTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true` writes it
            again.

            An order has the status its venue last said, and over it at most one request of ours that waits for an answer. Reported
            (OrdStatus, FIX 39) is of the venue's status, Filled where all is executed, and Pending Cancel or Pending Replace where a
            request waits, the one with the highest precedence:

            """;

    private static final String LEGEND = """

            In the tables below an order of 10 in the status on the left is met by what stands above. A cell is the status reported
            afterwards, or:

            | | |
            |---|---|
            | `=` | recorded, the status stays |
            | `.` | ignored: a repetition, or news that is overtaken; nothing changes |
            | `!` | quarantined for an operator; nothing changes |
            | `-` | cannot be: nothing was executed |
            | `no:` and a number | refused with this CxlRejReason (FIX 102); nothing changes |

            """;

    private OrderStatusPage() {}

    static String page() {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("| OrdStatus | precedence | closed |\n|---|---|---|\n");
        Arrays.stream(OrdStatus.values())
                .sorted((a, b) -> b.precedence() - a.precedence())
                .forEach(status ->
                        page.append("| `%s` | %d | %s |%n".formatted(status, status.precedence(), closed(status))));
        page.append(LEGEND);
        table(page, "Executions", "A bust takes back 1 that was executed, a correction makes it 2.", executions());
        table(page, "The venue accepts, pauses and ends", "", statusReports());
        table(
                page,
                "The venue changes the order unasked",
                "`RESTATED` alone, and with OrderQty 20 or 1; `REPLACED` to 20 of a request nobody here sent.",
                changes());
        requests(page);
        answers(page);
        held(page);
        return page.toString();
    }

    private static String closed(OrdStatus status) {
        if (status == OrdStatus.DONE_FOR_DAY) {
            return "unless GTC or GTD";
        }
        return status.isClosed(TimeInForce.DAY) ? "yes" : "";
    }

    /** An order of 10 in this status: partly executed where the status says so, and where executions may be busted. */
    static Order standing(OrdStatus venueStatus, TimeInForce timeInForce) {
        String cumQty = switch (venueStatus) {
            case FILLED -> "10";
            case PARTIALLY_FILLED -> "3";
            default -> "0";
        };
        Terms terms = Orders.placed("10", timeInForce).terms();
        return Orders.order(venueStatus, terms, cumQty, null);
    }

    private static Order executed(OrdStatus venueStatus, TimeInForce timeInForce) {
        Order order = standing(venueStatus, timeInForce);
        boolean can =
                venueStatus != OrdStatus.PENDING_NEW && venueStatus != OrdStatus.NEW && venueStatus != OrdStatus.DENIED;
        return can && order.cumQty().signum() == 0 ? Orders.order(venueStatus, order.terms(), "3", null) : order;
    }

    static List<OrderAct> reports() {
        List<OrderAct> reports = new ArrayList<>();
        executions().values().forEach(reports::add);
        statusReports().values().forEach(reports::add);
        changes().values().forEach(reports::add);
        for (ReportType type : List.of(
                ReportType.PENDING_CANCEL, ReportType.PENDING_REPLACE, ReportType.REPLACED, ReportType.CANCEL_REJECT)) {
            reports.add(Orders.report(type, null));
        }
        return reports;
    }

    private static Map<String, OrderAct> executions() {
        Map<String, OrderAct> acts = new LinkedHashMap<>();
        acts.put("`TRADE` of 1", Orders.trade("1", "100"));
        acts.put("`TRADE` of 10", Orders.trade("10", "100"));
        acts.put("`TRADE_CANCEL`", Orders.bust("1", "100"));
        acts.put("`TRADE_CORRECT`", Orders.correct("1", "100", "2", "100"));
        return acts;
    }

    private static Map<String, OrderAct> statusReports() {
        Map<String, OrderAct> acts = new LinkedHashMap<>();
        for (ReportType type : List.of(
                ReportType.PENDING_NEW,
                ReportType.NEW,
                ReportType.REJECTED,
                ReportType.STOPPED,
                ReportType.SUSPENDED,
                ReportType.DONE_FOR_DAY,
                ReportType.CANCELED,
                ReportType.EXPIRED,
                ReportType.CALCULATED,
                ReportType.ORDER_STATUS)) {
            acts.put("`" + type + "`", Orders.report(type, null));
        }
        return acts;
    }

    private static Map<String, OrderAct> changes() {
        Map<String, OrderAct> acts = new LinkedHashMap<>();
        acts.put("`RESTATED`", Orders.report(ReportType.RESTATED, null));
        acts.put("`RESTATED` to 20", Orders.report(ReportType.RESTATED, null, Orders.change("20", null)));
        acts.put("`RESTATED` to 1", Orders.report(ReportType.RESTATED, null, Orders.change("1", null)));
        acts.put("`REPLACED` to 20", Orders.report(ReportType.REPLACED, "W", Orders.change("20", null)));
        return acts;
    }

    private static void table(StringBuilder page, String title, String text, Map<String, OrderAct> acts) {
        page.append("## ").append(title).append("\n\n").append(text.isEmpty() ? "" : text + "\n\n");
        page.append("| from | ")
                .append(String.join(" | ", acts.keySet()))
                .append(" |\n|---|")
                .append("---|".repeat(acts.size()))
                .append('\n');
        for (Map.Entry<String, Order> row : rows(title.equals("Executions")).entrySet()) {
            page.append("| ").append(row.getKey()).append(" |");
            acts.values()
                    .forEach(act ->
                            page.append(' ').append(cell(row.getValue(), act)).append(" |"));
            page.append('\n');
        }
        page.append('\n');
    }

    private static Map<String, Order> rows(boolean executed) {
        Map<String, Order> rows = new LinkedHashMap<>();
        for (OrdStatus status : VENUE_STATUSES) {
            rows.put(
                    "`" + status + "`",
                    executed ? executed(status, TimeInForce.DAY) : standing(status, TimeInForce.DAY));
            if (status == OrdStatus.DONE_FOR_DAY) {
                rows.put(
                        "`" + status + "` GTC",
                        executed ? executed(status, TimeInForce.GTC) : standing(status, TimeInForce.GTC));
            }
        }
        return rows;
    }

    private static void requests(StringBuilder page) {
        page.append("## We ask\n\n| from | cancel | replace | replace to 20 |\n|---|---|---|---|\n");
        Map<String, Order> rows = rows(false);
        Order pendingCancel = standing(OrdStatus.NEW, TimeInForce.DAY);
        rows.put("`PENDING_CANCEL`", pendingCancel.withPending(Orders.cancel(pendingCancel, "Y")));
        rows.put("`PENDING_REPLACE`", pendingCancel.withPending(Orders.replace(pendingCancel, "Y", "20", null)));
        rows.forEach((name, order) -> page.append("| %s | %s | %s | %s |%n"
                .formatted(
                        name,
                        cell(order, new OrderAct.Requested(Orders.cancel(order, "Z"))),
                        cell(order, new OrderAct.Requested(Orders.replace(order, "Z", null, "99"))),
                        cell(order, new OrderAct.Requested(Orders.replace(order, "Z", "20", null))))));
        page.append('\n');
    }

    private static void answers(StringBuilder page) {
        page.append(
                "## The venue answers\n\nThe request asks to cancel the order, or to replace its 10 by 20 or by 1.\n\n");
        page.append("| from | canceling: `PENDING_CANCEL` | `CANCELED` | `OrderCancelReject` ");
        page.append(
                "| to 20: `PENDING_REPLACE` | `REPLACED` | `CANCELED` that names it | `OrderCancelReject` | to 1: `REPLACED` |\n");
        page.append("|---|---|---|---|---|---|---|---|---|\n");
        rows(true).forEach((name, order) -> {
            if (order.venueStatus() == OrdStatus.DENIED) {
                return;
            }
            Order canceling = order.withPending(Orders.cancel(order, "Y"));
            Order raising = order.withPending(Orders.replace(order, "Y", "20", null));
            Order lowering = order.withPending(Orders.replace(order, "Y", "1", null));
            page.append("| ").append(name).append(" |");
            for (String cell : List.of(
                    cell(canceling, Orders.report(ReportType.PENDING_CANCEL, "Y")),
                    cell(canceling, Orders.report(ReportType.CANCELED, "Y")),
                    cell(canceling, Orders.report(ReportType.CANCEL_REJECT, "Y")),
                    cell(raising, Orders.report(ReportType.PENDING_REPLACE, "Y")),
                    cell(raising, Orders.report(ReportType.REPLACED, "Y")),
                    cell(raising, Orders.report(ReportType.CANCELED, "Y")),
                    cell(raising, Orders.report(ReportType.CANCEL_REJECT, "Y")),
                    cell(lowering, Orders.report(ReportType.REPLACED, "Y")))) {
                page.append(' ').append(cell).append(" |");
            }
            page.append('\n');
        });
    }

    private static void held(StringBuilder page) {
        Order held = Orders.held("10");
        page.append("\n## While it is held\n\n");
        page.append(
                "An order that waits for a price is `PENDING_NEW` and no venue knows it. What ends its waiting happens once.\n\n");
        page.append(
                "| from | cancel | replace | its price has come | its time is over | any report |\n|---|---|---|---|---|---|\n");
        Map<String, Order> rows = new LinkedHashMap<>();
        rows.put("held", held);
        rows.put("sent", held.released());
        rows.put("canceled", held.withVenueStatus(OrdStatus.CANCELED, null, null));
        rows.forEach((name, order) -> page.append("| %s | %s | %s | %s | %s | %s |%n"
                .formatted(
                        name,
                        cell(order, new OrderAct.Requested(Orders.cancel(order, "Z"))),
                        cell(order, new OrderAct.Requested(Orders.replace(order, "Z", "20", null))),
                        order.isHeld() ? "sent" : cell(order, new OrderAct.Released(OrderEvent.Type.TRIGGERED)),
                        cell(order, new OrderAct.TimeOver()),
                        name.equals("sent") ? "as above" : cell(order, Orders.report(ReportType.NEW, null)))));
    }

    private static String cell(Order order, OrderAct act) {
        if (act instanceof OrderAct.Reported reported
                && reported.superseded() != null
                && order.cumQty().signum() == 0
                && order.venueStatus() != OrdStatus.DENIED) {
            return "-";
        }
        return switch (OrderStateMachine.decide(order, act)) {
            case Decision.Changed changed ->
                changed.order().ordStatus() == order.ordStatus()
                        ? "="
                        : "`" + changed.order().ordStatus() + "`";
            case Decision.Ignored _ -> ".";
            case Decision.Contradiction _ -> "!";
            case Decision.Refused refused -> "no: " + refused.reason().cxlRejReason();
        };
    }
}
