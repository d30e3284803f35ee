package io.tradecore.ops.venue.matching;

import static io.tradecore.ops.venue.matching.Orders.NOW;
import static io.tradecore.ops.venue.matching.Orders.cancel;
import static io.tradecore.ops.venue.matching.Orders.limit;
import static io.tradecore.ops.venue.matching.Orders.market;
import static io.tradecore.ops.venue.matching.Orders.touch;
import static io.tradecore.ops.venue.matching.Side.BUY;
import static io.tradecore.ops.venue.matching.Side.SELL;
import static io.tradecore.ops.venue.matching.TimeInForce.DAY;
import static io.tradecore.ops.venue.matching.TimeInForce.FOK;
import static io.tradecore.ops.venue.matching.TimeInForce.GTC;
import static io.tradecore.ops.venue.matching.TimeInForce.IOC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatchingEngineTest {

    private final MatchingEngine engine = engine(true);

    private static MatchingEngine engine(boolean pendingReports) {
        Rules rules = new Rules(
                "SIM", Set.of("BTCUSDT")::contains, order -> order.orderId().startsWith("refused"), pendingReports);
        return new MatchingEngine(rules, new VenueIds("run"));
    }

    /** What was said, one line per report: type, and for a trade quantity, price, cum and leaves. */
    private static List<String> said(Answer answer) {
        return switch (answer) {
            case Answer.Taken(Step step) -> said(step);
            case Answer.Repeated(List<Report> reports) ->
                reports.stream().map(MatchingEngineTest::said).toList();
            case Answer.OrderUnknown() -> List.of();
        };
    }

    private static List<String> said(Step step) {
        return step.reports().stream().map(MatchingEngineTest::said).toList();
    }

    private static String said(Report report) {
        String reason = report.reason() == null ? "" : " " + report.reason();
        if (report.execType() == null) {
            return "CANCEL_REJECT" + reason;
        }
        return switch (report.execType()) {
            case TRADE ->
                "TRADE " + report.lastQty() + " @ " + report.lastPx() + " " + report.ordStatus() + " "
                        + report.cumQty().toPlainString() + "/"
                        + report.leavesQty().toPlainString();
            case PENDING_NEW, NEW, PENDING_CANCEL, CANCELED, REJECTED, EXPIRED -> report.execType() + reason;
        };
    }

    private List<String> quote(String bidPx, String bidQty, String askPx, String askQty) {
        return engine.onQuote(touch(bidPx, bidQty, askPx, askQty), NOW)
                .map(MatchingEngineTest::said)
                .orElse(List.of());
    }

    private List<String> order(NewOrder order) {
        return said(engine.onNewOrder(order, NOW));
    }

    private List<String> cancelOf(String orderId, String clOrdId) {
        return said(engine.onCancel(cancel(orderId, clOrdId), true, NOW));
    }

    @Test
    void aBuyThatCrossesFillsAtTheAskAndNotAtItsLimit() {
        quote("99", "5", "100", "5");

        assertThat(order(limit("o1", BUY, "2", "101", DAY)))
                .containsExactly("PENDING_NEW", "NEW", "TRADE 2 @ 100 FILLED 2/0");
    }

    @Test
    void aSellThatCrossesFillsAtTheBid() {
        quote("99", "5", "100", "5");

        assertThat(order(limit("o1", SELL, "2", "98.5", DAY)))
                .containsExactly("PENDING_NEW", "NEW", "TRADE 2 @ 99 FILLED 2/0");
    }

    @Test
    void aLimitEqualToTheTouchIsMarketable() {
        quote("99", "5", "100.00", "5");

        assertThat(order(limit("o1", BUY, "2", "100", DAY))).contains("TRADE 2 @ 100.00 FILLED 2/0");
    }

    @Test
    void aLimitThatDoesNotCrossRestsAndFillsWhenTheTouchComesToIt() {
        quote("99", "5", "100", "5");

        assertThat(order(limit("o1", BUY, "2", "99.5", GTC))).containsExactly("PENDING_NEW", "NEW");
        assertThat(quote("99", "5", "99.6", "5")).isEmpty();
        assertThat(quote("99", "5", "99.4", "5")).containsExactly("TRADE 2 @ 99.4 FILLED 2/0");
        assertThat(engine.openOrders()).isEmpty();
    }

    @Test
    void anOrderLargerThanTheTouchIsFilledInParts() {
        quote("99", "5", "100", "1.5");

        assertThat(order(limit("o1", BUY, "4", "100", DAY)))
                .containsExactly("PENDING_NEW", "NEW", "TRADE 1.5 @ 100 PARTIALLY_FILLED 1.5/2.5");
        assertThat(quote("99", "5", "99.9", "2")).containsExactly("TRADE 2 @ 99.9 PARTIALLY_FILLED 3.5/0.5");
        assertThat(quote("99", "5", "99.8", "2")).containsExactly("TRADE 0.5 @ 99.8 FILLED 4.0/0.0");
    }

    @Test
    void whatWasTakenFromAQuoteIsNotThereForTheNextOrder() {
        quote("99", "5", "100", "3");

        assertThat(order(limit("o1", BUY, "2", "100", DAY))).contains("TRADE 2 @ 100 FILLED 2/0");
        assertThat(order(limit("o2", BUY, "2", "100", DAY))).contains("TRADE 1 @ 100 PARTIALLY_FILLED 1/1");
        assertThat(order(limit("o3", BUY, "2", "100", DAY))).containsExactly("PENDING_NEW", "NEW");
    }

    @Test
    void aQuoteThatMovesOnlyTheBidDoesNotOfferTheAskAgain() {
        quote("99", "5", "100", "1");
        order(limit("o1", BUY, "3", "100", DAY));

        assertThat(quote("99.1", "5", "100", "1")).isEmpty();
        assertThat(quote("99.1", "5", "100", "1.2")).containsExactly("TRADE 1.2 @ 100 PARTIALLY_FILLED 2.2/0.8");
    }

    @Test
    void theTwoSidesOfAQuoteAreConsumedApart() {
        quote("99", "2", "100", "2");

        assertThat(order(limit("o1", BUY, "2", "100", DAY))).contains("TRADE 2 @ 100 FILLED 2/0");
        assertThat(order(limit("o2", SELL, "2", "99", DAY))).contains("TRADE 2 @ 99 FILLED 2/0");
    }

    @Test
    void restingOrdersAreFilledByPriceThenByArrivalAndMarketFirst() {
        order(limit("low", BUY, "1", "99", DAY));
        order(limit("first", BUY, "1", "100", DAY));
        order(limit("second", BUY, "1", "100", DAY));
        quote("90", "1", "200", "1");
        order(market("consumed", BUY, "1", DAY));
        order(market("market", BUY, "1", DAY));

        Step step = engine.onQuote(touch("90", "1", "98", "3.5"), NOW).orElseThrow();

        assertThat(step.reports()).extracting(Report::orderId).containsExactly("market", "first", "second", "low");
        assertThat(said(step)).last().isEqualTo("TRADE 0.5 @ 98 PARTIALLY_FILLED 0.5/0.5");
    }

    @Test
    void restingSellsAreFilledFromTheLowestUp() {
        order(limit("high", SELL, "1", "101", DAY));
        order(limit("low", SELL, "1", "100", DAY));

        Step step = engine.onQuote(touch("102", "1", "103", "1"), NOW).orElseThrow();

        assertThat(step.reports()).extracting(Report::orderId).containsExactly("low");
    }

    @Test
    void anImmediateOrCancelOrderTakesWhatIsThereAndTheRestIsCanceled() {
        quote("99", "5", "100", "1");

        assertThat(order(limit("o1", BUY, "3", "100", IOC)))
                .containsExactly("PENDING_NEW", "NEW", "TRADE 1 @ 100 PARTIALLY_FILLED 1/2", "CANCELED");
        Report last = taken(engine.onNewOrder(limit("o2", BUY, "3", "100", IOC), NOW))
                .reports()
                .getLast();
        assertThat(last.cumQty()).isZero();
        assertThat(last.leavesQty()).isZero();
    }

    @Test
    void anImmediateOrCancelOrderThatDoesNotCrossIsCanceledWithNothingFilled() {
        quote("99", "5", "100", "1");

        assertThat(order(limit("o1", BUY, "3", "99.5", IOC))).containsExactly("PENDING_NEW", "NEW", "CANCELED");
    }

    @Test
    void aFillOrKillOrderIsFilledWhole() {
        quote("99", "5", "100", "3");

        assertThat(order(limit("o1", BUY, "3", "100", FOK)))
                .containsExactly("PENDING_NEW", "NEW", "TRADE 3 @ 100 FILLED 3/0");
    }

    @Test
    void aFillOrKillOrderThatCannotBeFilledWholeTakesNothing() {
        quote("99", "5", "100", "3");

        assertThat(order(limit("o1", BUY, "3.1", "100", FOK))).containsExactly("PENDING_NEW", "NEW", "CANCELED");
        assertThat(order(limit("o2", BUY, "3", "100", FOK))).contains("TRADE 3 @ 100 FILLED 3/0");
    }

    @Test
    void aMarketOrderFillsAtTheTouchAndItsRestWaitsForTheNextQuotes() {
        quote("99", "5", "100", "1");

        assertThat(order(market("o1", BUY, "3", DAY))).contains("TRADE 1 @ 100 PARTIALLY_FILLED 1/2");
        assertThat(quote("99", "5", "107", "5")).containsExactly("TRADE 2 @ 107 FILLED 3/0");
    }

    @Test
    void aMarketOrderThatMayNotRestIsCanceledForWhatIsLeft() {
        quote("99", "1", "100", "1");

        assertThat(order(market("o1", SELL, "3", IOC))).endsWith("TRADE 1 @ 99 PARTIALLY_FILLED 1/2", "CANCELED");
        assertThat(order(market("o2", BUY, "3", FOK))).containsExactly("PENDING_NEW", "NEW", "CANCELED");
    }

    @Test
    void aLimitOrderRestsWhileThereIsNoQuote() {
        assertThat(order(limit("o1", BUY, "1", "100", DAY))).containsExactly("PENDING_NEW", "NEW");
        assertThat(quote("99", "1", "100", "1")).containsExactly("TRADE 1 @ 100 FILLED 1/0");
    }

    @Test
    void whatNeedsAQuoteIsRejectedWhileThereIsNone() {
        assertThat(order(market("o1", BUY, "1", DAY))).containsExactly("REJECTED NO_QUOTE");
        assertThat(order(limit("o2", BUY, "1", "100", IOC))).containsExactly("REJECTED NO_QUOTE");
        assertThat(order(limit("o3", BUY, "1", "100", FOK))).containsExactly("REJECTED NO_QUOTE");
        assertThat(engine.openOrders()).isEmpty();
    }

    @Test
    void aSymbolNotTradedHereIsRejected() {
        NewOrder order = Orders.order("o1", "DOGEUSDT", BUY, OrdType.LIMIT, DAY, "1", "1");

        assertThat(order(order)).containsExactly("REJECTED UNKNOWN_SYMBOL");
    }

    @Test
    void theShareToBeRefusedIsRejected() {
        assertThat(order(limit("refused-1", BUY, "1", "1", DAY))).containsExactly("REJECTED VENUE_OPTION");
    }

    @Test
    void nothingIsTakenFromASideThatOffersNothing() {
        quote("99", "0", "100", "0");

        assertThat(order(limit("o1", BUY, "1", "100", DAY))).containsExactly("PENDING_NEW", "NEW");
        assertThat(order(market("o2", SELL, "1", IOC))).containsExactly("PENDING_NEW", "NEW", "CANCELED");
    }

    @Test
    void anOpenOrderIsCanceledInAnswerToTheRequest() {
        order(limit("o1", BUY, "1", "100", DAY));

        Step step = taken(engine.onCancel(cancel("o1", "X-1"), true, NOW));

        assertThat(said(step)).containsExactly("PENDING_CANCEL", "CANCELED");
        assertThat(step.reports()).extracting(Report::clOrdId).containsOnly("X-1");
        assertThat(step.reports().getLast().leavesQty()).isZero();
        assertThat(quote("99", "1", "100", "1")).isEmpty();
    }

    @Test
    void aCanceledOrderKeepsWhatWasFilled() {
        quote("99", "1", "100", "1");
        order(limit("o1", BUY, "3", "100", DAY));

        Step step = taken(engine.onCancel(cancel("o1", "X-1"), true, NOW));

        assertThat(step.reports().getFirst().leavesQty()).isEqualByComparingTo("2");
        assertThat(step.reports().getLast().cumQty()).isEqualByComparingTo("1");
    }

    @Test
    void aCancelOfAFilledOrderComesTooLate() {
        quote("99", "1", "100", "1");
        order(limit("o1", BUY, "1", "100", DAY));

        Step step = taken(engine.onCancel(cancel("o1", "X-1"), true, NOW));

        assertThat(said(step)).containsExactly("CANCEL_REJECT TOO_LATE");
        assertThat(step.reports().getFirst().ordStatus()).isEqualTo(OrdStatus.FILLED);
    }

    @Test
    void aSecondCancelUnderAnotherNameComesTooLate() {
        order(limit("o1", BUY, "1", "100", DAY));

        assertThat(cancelOf("o1", "X-1")).containsExactly("PENDING_CANCEL", "CANCELED");
        assertThat(cancelOf("o1", "X-2")).containsExactly("CANCEL_REJECT TOO_LATE");
    }

    @Test
    void aCancelOfAnOrderNeverSeenIsFirstPutOffAndThenRejected() {
        CancelRequest cancel = cancel("o1", "X-1");

        assertThat(engine.onCancel(cancel, false, NOW)).isEqualTo(new Answer.OrderUnknown());
        assertThat(said(engine.onCancel(cancel, true, NOW))).containsExactly("CANCEL_REJECT UNKNOWN_ORDER");
    }

    @Test
    void aCancelThatOvertookItsOrderCancelsItOnceTheOrderIsHere() {
        engine.onCancel(cancel("o1", "X-1"), false, NOW);
        order(limit("o1", BUY, "1", "100", DAY));

        assertThat(said(engine.onCancel(cancel("o1", "X-1"), false, NOW)))
                .containsExactly("PENDING_CANCEL", "CANCELED");
    }

    @Test
    void anotherAccountsOrderCannotBeCanceled() {
        order(limit("o1", BUY, "1", "100", DAY));
        CancelRequest foreign = new CancelRequest("m", "other", "o1", "X-1", "C-o1", "BTCUSDT", NOW);

        assertThat(said(engine.onCancel(foreign, true, NOW))).containsExactly("CANCEL_REJECT UNKNOWN_ORDER");
        assertThat(engine.openOrders()).hasSize(1);
    }

    @Test
    void aRepeatedOrderIsAnsweredAsBeforeAndMakesNoSecondOrder() {
        quote("99", "1", "100", "5");
        List<Report> first =
                taken(engine.onNewOrder(limit("o1", BUY, "1", "100", DAY), NOW)).reports();

        Answer again = engine.onNewOrder(limit("o1", BUY, "1", "100", DAY), NOW.plusSeconds(300));

        assertThat(again).isEqualTo(new Answer.Repeated(first.subList(0, 2)));
        assertThat(engine.orders()).hasSize(1);
    }

    @Test
    void aRepeatedOrderWithOtherValuesMakesNoSecondOrderEither() {
        order(limit("o1", BUY, "1", "100", DAY));

        assertThat(order(limit("o1", SELL, "7", "50", GTC))).containsExactly("PENDING_NEW", "NEW");
        assertThat(engine.orders()).hasSize(1);
    }

    @Test
    void aRepeatedOrderThatWasRejectedIsRejectedAgainWithTheSameExecId() {
        Step first = taken(engine.onNewOrder(market("o1", BUY, "1", DAY), NOW));
        quote("99", "1", "100", "5");

        assertThat(engine.onNewOrder(market("o1", BUY, "1", DAY), NOW)).isEqualTo(new Answer.Repeated(first.reports()));
    }

    @Test
    void aRepeatedCancelIsAnsweredAsBefore() {
        order(limit("o1", BUY, "1", "100", DAY));
        Step first = taken(engine.onCancel(cancel("o1", "X-1"), true, NOW));

        assertThat(engine.onCancel(cancel("o1", "X-1"), true, NOW)).isEqualTo(new Answer.Repeated(first.reports()));
    }

    @Test
    void theOrdersMeantExpireAndTheOthersStay() {
        order(limit("day", BUY, "1", "100", DAY));
        order(limit("gtc", BUY, "1", "100", GTC));

        Step step = engine.expire(resting -> resting.order().timeInForce() == DAY, NOW)
                .orElseThrow();

        assertThat(said(step)).containsExactly("EXPIRED");
        assertThat(engine.openOrders()).extracting(VenueOrder::venueOrderId).hasSize(1);
        assertThat(engine.expire(resting -> resting.order().timeInForce() == DAY, NOW))
                .isEmpty();
        assertThat(cancelOf("day", "X-1")).containsExactly("CANCEL_REJECT TOO_LATE");
    }

    @Test
    void withoutPendingReportsOnlyTheRealAnswersAreGiven() {
        MatchingEngine terse = engine(false);

        assertThat(said(terse.onNewOrder(limit("o1", BUY, "1", "100", DAY), NOW)))
                .containsExactly("NEW");
        assertThat(said(terse.onCancel(cancel("o1", "X-1"), true, NOW))).containsExactly("CANCELED");
    }

    @Test
    void noExecIdIsGivenTwice() {
        Set<String> execIds = new HashSet<>();
        quote("99", "1", "100", "1");
        for (int i = 0; i < 20; i++) {
            Step step = taken(engine.onNewOrder(limit("o" + i, BUY, "1", "100", IOC), NOW));
            step.reports()
                    .forEach(report -> assertThat(execIds.add(report.execId())).isTrue());
        }
    }

    @ParameterizedTest
    @EnumSource(TimeInForce.class)
    void aFillIsNeverWorseThanTheLimit(TimeInForce timeInForce) {
        quote("99", "5", "100", "5");

        assertThat(order(limit("buy", BUY, "1", "99.99", timeInForce))).noneMatch(said -> said.startsWith("TRADE"));
        assertThat(order(limit("sell", SELL, "1", "99.01", timeInForce))).noneMatch(said -> said.startsWith("TRADE"));
    }

    @Test
    void anOrderThatMakesNoSenseCannotBeMade() {
        assertThatThrownBy(() -> limit("o1", BUY, "0", "1", DAY)).hasMessageContaining("orderQty");
        assertThatThrownBy(() -> limit("o1", BUY, "1", "-1", DAY)).hasMessageContaining("px");
        assertThatThrownBy(() -> Orders.order("o1", "BTCUSDT", BUY, OrdType.LIMIT, DAY, "1", null))
                .hasMessageContaining("px");
    }

    private static Step taken(Answer answer) {
        return switch (answer) {
            case Answer.Taken(Step step) -> step;
            case Answer.Repeated _, Answer.OrderUnknown _ -> throw new AssertionError("not taken: " + answer);
        };
    }
}
