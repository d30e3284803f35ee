package io.tradecore.ops.venue.nats;

import static io.tradecore.ops.venue.matching.Orders.NOW;
import static io.tradecore.ops.venue.matching.Orders.limit;
import static io.tradecore.ops.venue.matching.Orders.touch;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ops.venue.matching.Answer;
import io.tradecore.ops.venue.matching.ExecType;
import io.tradecore.ops.venue.matching.MatchingEngine;
import io.tradecore.ops.venue.matching.Report;
import io.tradecore.ops.venue.matching.Rules;
import io.tradecore.ops.venue.matching.Side;
import io.tradecore.ops.venue.matching.TimeInForce;
import io.tradecore.ops.venue.matching.VenueIds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DisorderTest {

    private static final Disorder NONE = new Disorder(_ -> false, _ -> false);

    /** Two orders, each acknowledged and filled, the second one's fill busted afterwards. */
    private static List<Report> reports() {
        Rules rules = new Rules("SIM", _ -> true, _ -> false, false, false);
        MatchingEngine engine = new MatchingEngine(rules, new VenueIds("run"));
        List<Report> reports = new ArrayList<>();
        for (String orderId : List.of("o1", "o2")) {
            engine.onQuote(touch("99", "1", "100", orderId.substring(1)), NOW);
            Answer answer = engine.onNewOrder(limit(orderId, Side.BUY, "1", "100", TimeInForce.DAY), NOW);
            reports.addAll(((Answer.Taken) answer).step().reports());
        }
        engine.amendTrades(NOW.plusSeconds(1), trade -> trade.orderId().equals("o2"), _ -> false, NOW)
                .forEach(step -> reports.addAll(step.reports()));
        return reports;
    }

    private static List<String> said(Disorder disorder) {
        return disorder.of(reports()).stream()
                .map(message -> message.id() + " " + message.report().orderId() + " "
                        + message.report().execType())
                .toList();
    }

    @Test
    void withoutItReportsArePublishedAsTheyHappenedUnderTheirExecIds() {
        assertThat(said(NONE))
                .containsExactly(
                        "SIM:run-1 o1 NEW",
                        "SIM:run-2 o1 TRADE",
                        "SIM:run-3 o2 NEW",
                        "SIM:run-4 o2 TRADE",
                        "SIM:run-5 o2 TRADE_CANCEL",
                        "SIM:run-6 o2 CANCELED");
    }

    @Test
    void aDuplicateIsTheSameReportUnderAnIdTheStreamDoesNotKnow() {
        Predicate<Report> trades = report -> report.execType() == ExecType.TRADE;

        assertThat(said(new Disorder(trades, _ -> false)))
                .hasSize(8)
                .endsWith("SIM:run-2:again o1 TRADE", "SIM:run-4:again o2 TRADE");
    }

    @Test
    void aDelayedReportComesBehindTheNextOneOfItsOrderButNoTradeBehindItsBust() {
        assertThat(said(new Disorder(_ -> false, _ -> true)))
                .containsExactly(
                        "SIM:run-2 o1 TRADE",
                        "SIM:run-1 o1 NEW",
                        "SIM:run-4 o2 TRADE",
                        "SIM:run-3 o2 NEW",
                        "SIM:run-5 o2 TRADE_CANCEL",
                        "SIM:run-6 o2 CANCELED");
    }

    @Test
    void whatIsInAShareIsToldByTheReportAndNotByItsExecId() {
        List<Report> reports = reports();
        Report later = new Report(
                "SIM",
                "later-1",
                reports.get(0).execType(),
                reports.get(0).ordStatus(),
                reports.get(0).accountId(),
                reports.get(0).orderId(),
                "later-O1",
                reports.get(0).clOrdId(),
                reports.get(0).cumQty(),
                reports.get(0).leavesQty(),
                NOW,
                reports.get(0).detail());

        assertThat(Disorder.name(later)).isEqualTo(Disorder.name(reports.get(0)));
        assertThat(reports.stream().map(Disorder::name)).doesNotHaveDuplicates();
    }
}
