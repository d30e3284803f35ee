package io.tradecore.ops.venue.matching;

import static io.tradecore.ops.venue.matching.Orders.NOW;
import static io.tradecore.ops.venue.matching.Orders.cancel;
import static io.tradecore.ops.venue.matching.Orders.limit;
import static io.tradecore.ops.venue.matching.Orders.market;
import static io.tradecore.ops.venue.matching.Orders.touch;
import static io.tradecore.ops.venue.matching.Side.BUY;
import static io.tradecore.ops.venue.matching.Side.SELL;
import static io.tradecore.ops.venue.matching.TimeInForce.CLS;
import static io.tradecore.ops.venue.matching.TimeInForce.DAY;
import static io.tradecore.ops.venue.matching.TimeInForce.FOK;
import static io.tradecore.ops.venue.matching.TimeInForce.GTC;
import static io.tradecore.ops.venue.matching.TimeInForce.IOC;
import static io.tradecore.ops.venue.matching.TimeInForce.OPG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
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
                "SIM",
                Set.of("BTCUSDT")::contains,
                order -> order.orderId().startsWith("refused"),
                pendingReports,
                true);
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
        String type =
                report.execType() == null ? "CANCEL_REJECT" : report.execType().name();
        String state = report.ordStatus() + " " + report.cumQty().toPlainString() + "/"
                + report.leavesQty().toPlainString();
        return switch (report.detail()) {
            case Detail.None _ -> type;
            case Detail.Fill(BigDecimal lastQty, BigDecimal lastPx) ->
                type + " " + lastQty + " @ " + lastPx + " " + state;
            case Detail.Bust(String _) -> type + " " + state;
            case Detail.Correction(String _, BigDecimal lastQty, BigDecimal lastPx) ->
                type + " " + lastQty + " @ " + lastPx + " " + state;
            case Detail.Replacement(String _, Terms terms) ->
                type + " " + terms.orderQty() + " @ " + terms.px() + " " + state;
            case Detail.Restatement(RestatementReason reason, BigDecimal orderQty, BigDecimal _) ->
                type + " " + reason + (orderQty == null ? " " : " " + orderQty + " ") + state;
            case Detail.Refusal refusal -> type + " " + refusal.reason();
            case Detail.CancelRefusal refusal -> type + " " + refusal.responseTo() + " " + refusal.reason();
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

        assertThat(said(step)).containsExactly("CANCEL_REJECT CANCEL TOO_LATE");
        assertThat(step.reports().getFirst().ordStatus()).isEqualTo(OrdStatus.FILLED);
    }

    @Test
    void aSecondCancelUnderAnotherNameComesTooLate() {
        order(limit("o1", BUY, "1", "100", DAY));

        assertThat(cancelOf("o1", "X-1")).containsExactly("PENDING_CANCEL", "CANCELED");
        assertThat(cancelOf("o1", "X-2")).containsExactly("CANCEL_REJECT CANCEL TOO_LATE");
    }

    @Test
    void aCancelOfAnOrderNeverSeenIsFirstPutOffAndThenRejected() {
        CancelRequest cancel = cancel("o1", "X-1");

        assertThat(engine.onCancel(cancel, false, NOW)).isEqualTo(new Answer.OrderUnknown());
        assertThat(said(engine.onCancel(cancel, true, NOW))).containsExactly("CANCEL_REJECT CANCEL UNKNOWN_ORDER");
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

        assertThat(said(engine.onCancel(foreign, true, NOW))).containsExactly("CANCEL_REJECT CANCEL UNKNOWN_ORDER");
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

        Step step = engine.expire(resting -> resting.terms().timeInForce() == DAY, NOW)
                .orElseThrow();

        assertThat(said(step)).containsExactly("EXPIRED");
        assertThat(engine.openOrders()).extracting(VenueOrder::venueOrderId).hasSize(1);
        assertThat(engine.expire(resting -> resting.terms().timeInForce() == DAY, NOW))
                .isEmpty();
        assertThat(cancelOf("day", "X-1")).containsExactly("CANCEL_REJECT CANCEL TOO_LATE");
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

    private List<String> replace(String orderId, String clOrdId, String qty, String px) {
        return said(engine.onReplace(Orders.replace(orderId, clOrdId, qty, px), true, NOW));
    }

    @Test
    void aReplacedOrderHasTheNewTermsAndTheRequestsName() {
        quote("99", "1", "100", "1");
        order(limit("o1", BUY, "3", "100", DAY));

        Step step = taken(engine.onReplace(Orders.replace("o1", "R-1", "5", "98"), true, NOW));

        assertThat(said(step)).containsExactly("PENDING_REPLACE", "REPLACED 5 @ 98 PARTIALLY_FILLED 1/4");
        assertThat(step.reports()).extracting(Report::clOrdId).containsOnly("R-1");
        assertThat(step.reports().getLast().detail())
                .isEqualTo(new Detail.Replacement("C-o1", Orders.terms(OrdType.LIMIT, GTC, "5", "98")));
        Step fill = engine.onQuote(touch("97", "1", "98", "9"), NOW).orElseThrow();
        assertThat(said(fill)).containsExactly("TRADE 4 @ 98 FILLED 5/0");
        assertThat(fill.reports()).extracting(Report::clOrdId).containsExactly("R-1");
    }

    @Test
    void aReplacedOrderThatReachesTheTouchIsFilledAtOnce() {
        quote("99", "1", "100", "2");
        order(limit("o1", BUY, "3", "98", DAY));

        assertThat(replace("o1", "R-1", "3", "101"))
                .containsExactly("PENDING_REPLACE", "REPLACED 3 @ 101 NEW 0/3", "TRADE 2 @ 100 PARTIALLY_FILLED 2/1");
    }

    @Test
    void anOrderReplacedByOneThatMayNotRestIsCanceledForWhatIsLeft() {
        quote("99", "1", "100", "2");
        order(limit("o1", BUY, "3", "98", DAY));

        Terms immediate = Orders.terms(OrdType.LIMIT, IOC, "3", "100");
        assertThat(said(engine.onReplace(Orders.replace("o1", "R-1", "C-o1", immediate), true, NOW)))
                .containsExactly(
                        "PENDING_REPLACE",
                        "REPLACED 3 @ 100 NEW 0/3",
                        "TRADE 2 @ 100 PARTIALLY_FILLED 2/1",
                        "CANCELED");
    }

    @Test
    void aQuantityBelowWhatIsExecutedBecomesWhatIsExecuted() {
        quote("99", "1", "100", "2");
        order(limit("o1", BUY, "3", "100", DAY));

        assertThat(replace("o1", "R-1", "1", "100")).containsExactly("PENDING_REPLACE", "REPLACED 2 @ 100 FILLED 2/0");
        assertThat(engine.openOrders()).isEmpty();
    }

    @Test
    void anotherPriceOrMoreQuantityCostsTheOrderItsPlaceAndLessQuantityDoesNot() {
        for (String name : List.of("priced", "raised", "lowered", "last")) {
            order(limit(name, BUY, "2", "100", DAY));
        }
        replace("priced", "R-1", "2", "99");
        Terms first = Orders.terms(OrdType.LIMIT, GTC, "2", "100");
        engine.onReplace(Orders.replace("priced", "R-2", "R-1", first), true, NOW);
        replace("raised", "R-3", "3", "100");
        replace("lowered", "R-4", "1", "100");

        Step step = engine.onQuote(touch("90", "1", "100", "99"), NOW).orElseThrow();

        assertThat(step.reports()).extracting(Report::orderId).containsExactly("lowered", "last", "priced", "raised");
    }

    @Test
    void aFilledOrderWorksAgainOnMoreQuantityAndOnNothingElse() {
        quote("99", "1", "100", "1");
        order(limit("o1", BUY, "1", "100", DAY));

        assertThat(replace("o1", "R-1", "1", "101")).containsExactly("CANCEL_REJECT REPLACE TOO_LATE");
        assertThat(replace("o1", "R-2", "3", "100"))
                .containsExactly("PENDING_REPLACE", "REPLACED 3 @ 100 PARTIALLY_FILLED 1/2");
        assertThat(quote("99", "1", "100", "7")).containsExactly("TRADE 2 @ 100 FILLED 3/0");
    }

    @Test
    void aReplaceThatCannotBeIsRefusedAndTheOrderStaysAsItIs() {
        quote("99", "1", "100", "1");
        order(Orders.postOnly("post", BUY, "1", "98"));
        order(limit("gone", BUY, "1", "98", DAY));
        cancelOf("gone", "X-1");

        assertThat(replace("post", "R-1", "1", "100")).containsExactly("CANCEL_REJECT REPLACE BROKER_OPTION");
        assertThat(replace("gone", "R-2", "2", "98")).containsExactly("CANCEL_REJECT REPLACE TOO_LATE");
        Terms terms = Orders.terms(OrdType.LIMIT, GTC, "2", "98");
        assertThat(said(engine.onReplace(Orders.replace("post", "R-3", "C-other", terms), true, NOW)))
                .containsExactly("CANCEL_REJECT REPLACE OTHER");
        assertThat(engine.openOrders()).extracting(VenueOrder::clOrdId).containsExactly("C-post");
        assertThat(engine.openOrders()).extracting(VenueOrder::leavesQty).containsExactly(BigDecimal.ONE);
    }

    @Test
    void aReplaceOfAnOrderNeverSeenIsFirstPutOffAndThenRejected() {
        ReplaceRequest replace = Orders.replace("o1", "R-1", "1", "100");

        assertThat(engine.onReplace(replace, false, NOW)).isEqualTo(new Answer.OrderUnknown());
        assertThat(said(engine.onReplace(replace, true, NOW))).containsExactly("CANCEL_REJECT REPLACE UNKNOWN_ORDER");
    }

    @Test
    void aRepeatedReplaceIsAnsweredAsBeforeWithoutItsFills() {
        quote("99", "1", "100", "1");
        order(limit("o1", BUY, "3", "98", DAY));
        Step first = taken(engine.onReplace(Orders.replace("o1", "R-1", "3", "100"), true, NOW));

        assertThat(first.reports()).hasSize(3);
        assertThat(engine.onReplace(Orders.replace("o1", "R-1", "3", "100"), true, NOW))
                .isEqualTo(new Answer.Repeated(first.reports().subList(0, 2)));
    }

    @Test
    void aPostOnlyOrderRestsOrIsRejectedButNeverTakes() {
        assertThat(order(Orders.postOnly("early", BUY, "1", "100"))).containsExactly("PENDING_NEW", "NEW");
        quote("99", "1", "100.5", "1");

        assertThat(order(Orders.postOnly("o1", BUY, "1", "100.5"))).containsExactly("REJECTED POST_ONLY");
        assertThat(order(Orders.postOnly("o2", SELL, "1", "99"))).containsExactly("REJECTED POST_ONLY");
        assertThat(order(Orders.postOnly("o3", BUY, "1", "100.4"))).containsExactly("PENDING_NEW", "NEW");
        assertThat(quote("99", "1", "100.4", "1")).containsExactly("TRADE 1 @ 100.4 FILLED 1/0");
    }

    @Test
    void aGoodTillDateOrderExpiresAtItsTimeAndIsNotFilledAfterIt() {
        Instant end = NOW.plusSeconds(10);
        order(Orders.goodTill(end, "o1", BUY, "1", "100"));

        assertThat(engine.expireDue(end.minusNanos(1))).isEmpty();
        assertThat(engine.onQuote(touch("99", "1", "100", "1"), end)).isEmpty();
        assertThat(said(engine.expireDue(end).orElseThrow())).containsExactly("EXPIRED");
        assertThat(engine.expireDue(end)).isEmpty();
    }

    @Test
    void anOrderWhoseTimeHasRunOutOnTheWayExpiresAtOnce() {
        quote("99", "1", "100", "1");

        assertThat(order(Orders.goodTill(NOW, "o1", BUY, "1", "100"))).containsExactly("PENDING_NEW", "NEW", "EXPIRED");
    }

    @Test
    void aReplaceMovesTheTimeAtWhichAnOrderExpires() {
        Instant end = NOW.plusSeconds(10);
        order(Orders.goodTill(end, "o1", BUY, "1", "100"));
        Terms longer = Orders.goodTill(end.plusSeconds(10), "1", "100");
        engine.onReplace(Orders.replace("o1", "R-1", "C-o1", longer), true, NOW);

        assertThat(engine.expireDue(end)).isEmpty();
        assertThat(engine.expireDue(end.plusSeconds(10))).isPresent();
    }

    @Test
    void anOrderForTheOpeningTradesAtTheNextQuoteAndItsRestIsCanceled() {
        quote("99", "1", "100", "1");

        assertThat(order(limit("o1", BUY, "3", "101", OPG))).containsExactly("PENDING_NEW", "NEW");
        assertThat(quote("99", "1", "100.5", "2")).containsExactly("TRADE 2 @ 100.5 PARTIALLY_FILLED 2/1", "CANCELED");
        assertThat(order(market("o2", BUY, "1", OPG))).containsExactly("PENDING_NEW", "NEW");
        assertThat(quote("99", "1", "100.6", "2")).containsExactly("TRADE 1 @ 100.6 FILLED 1/0");
    }

    @Test
    void anOrderForTheCloseTradesAtTheEndOfTheSessionAndItsRestIsCanceled() {
        quote("99", "1", "100", "1");
        order(limit("close", BUY, "3", "101", CLS));
        order(limit("day", BUY, "1", "50", DAY));
        order(limit("gtc", BUY, "1", "50", GTC));

        assertThat(quote("99", "1", "100.5", "2")).isEmpty();
        assertThat(engine.endSession(NOW.minusNanos(1), NOW)).isEmpty();
        assertThat(said(engine.endSession(NOW, NOW).orElseThrow()))
                .containsExactly("TRADE 2 @ 100.5 PARTIALLY_FILLED 2/1", "CANCELED", "EXPIRED");
        assertThat(engine.openOrders())
                .extracting(order -> order.order().orderId())
                .containsExactly("gtc");
    }

    @Test
    void anOrderForTheCloseIsRejectedWhereSessionsDoNotEnd() {
        Rules endless = new Rules("SIM", _ -> true, _ -> false, true, false);
        MatchingEngine open = new MatchingEngine(endless, new VenueIds("run"));

        assertThat(said(open.onNewOrder(limit("o1", BUY, "1", "1", CLS), NOW))).containsExactly("REJECTED NO_CLOSE");
    }

    private List<String> amend(boolean bust) {
        return engine.amendTrades(NOW.plusSeconds(2), _ -> bust, _ -> !bust, NOW.plusSeconds(2)).stream()
                .flatMap(step -> said(step).stream())
                .toList();
    }

    @Test
    void aBustGivesAnOpenOrderItsQuantityBack() {
        quote("99", "1", "100", "1");
        order(limit("o1", BUY, "3", "100", DAY));
        quote("99", "1", "99.9", "1");

        assertThat(amend(true)).containsExactly("TRADE_CANCEL PARTIALLY_FILLED 1/2", "TRADE_CANCEL NEW 0/3");
        assertThat(quote("99", "1", "99.8", "9")).containsExactly("TRADE 3 @ 99.8 FILLED 3/0");
    }

    @Test
    void aBustNamesItsTradeAndHappensOnce() {
        quote("99", "1", "100", "1");
        Step taken = taken(engine.onNewOrder(limit("o1", BUY, "3", "100", DAY), NOW));

        assertThat(engine.amendTrades(NOW, _ -> true, _ -> true, NOW)).isEmpty();
        List<Step> steps = engine.amendTrades(NOW.plusNanos(1), _ -> true, _ -> true, NOW);

        assertThat(steps.getFirst().reports().getFirst().detail())
                .isEqualTo(new Detail.Bust(taken.reports().getLast().execId()));
        assertThat(amend(true)).isEmpty();
        assertThat(amend(false)).isEmpty();
    }

    @Test
    void aBustDoesNotBringAClosedOrderBack() {
        quote("99", "1", "100", "1");
        order(limit("filled", BUY, "1", "100", DAY));
        quote("99", "1", "100", "2");
        order(limit("canceled", BUY, "3", "100", IOC));

        assertThat(amend(true)).containsExactly("TRADE_CANCEL NEW 0/1", "CANCELED", "TRADE_CANCEL CANCELED 0/0");
        assertThat(engine.openOrders()).isEmpty();
        assertThat(quote("99", "1", "90", "9")).isEmpty();
    }

    @Test
    void aCorrectionStaysInTheSpreadAndWithinTheLimit() {
        quote("99", "1", "100", "1");
        order(limit("buy", BUY, "1", "100", DAY));
        order(limit("sell", SELL, "1", "99", DAY));

        assertThat(amend(false)).containsExactly("TRADE_CORRECT 1 @ 99 FILLED 1/0", "TRADE_CORRECT 1 @ 100 FILLED 1/0");
    }

    @Test
    void whereTheLimitForbidsAnotherPriceACorrectionIsOfTheQuantity() {
        quote("99", "1", "100", "5");
        order(limit("open", BUY, "7", "100", DAY));
        quote("101", "1", "102", "5");

        assertThat(amend(false)).containsExactly("TRADE_CORRECT 2 @ 100 PARTIALLY_FILLED 2/5");
        order(limit("one", BUY, "1", "102", DAY));
        quote("103", "1", "104", "1");
        assertThat(engine.amendTrades(NOW.plusSeconds(9), _ -> false, _ -> true, NOW))
                .as("one cannot be made smaller")
                .isEmpty();
    }

    @Test
    void aFilledOrderThatIsCorrectedToLessIsCanceledForTheRest() {
        quote("99", "1", "100", "4");
        order(limit("o1", BUY, "4", "100", DAY));
        quote("101", "1", "102", "5");

        assertThat(amend(false)).containsExactly("TRADE_CORRECT 2 @ 100 PARTIALLY_FILLED 2/2", "CANCELED");
    }

    @Test
    void aSuspendedOrderIsNotFilledUntilItWorksAgain() {
        order(limit("o1", BUY, "1", "100", DAY));

        assertThat(said(engine.suspend(_ -> true, NOW).orElseThrow())).containsExactly("SUSPENDED");
        assertThat(quote("99", "1", "100", "1")).isEmpty();
        assertThat(engine.suspend(_ -> true, NOW)).as("once only").isEmpty();
        assertThat(said(engine.resume(_ -> true, NOW).orElseThrow())).containsExactly("RESTATED OTHER NEW 0/1");
        assertThat(engine.suspend(_ -> true, NOW)).as("once only").isEmpty();
        assertThat(quote("99", "1", "100", "2")).containsExactly("TRADE 1 @ 100 FILLED 1/0");
    }

    @Test
    void aSuspendedOrderCanBeReplacedAndCanceledButDoesNotTrade() {
        quote("99", "1", "100", "5");
        order(limit("o1", BUY, "1", "98", DAY));
        engine.suspend(_ -> true, NOW);

        assertThat(replace("o1", "R-1", "2", "100"))
                .containsExactly("PENDING_REPLACE", "REPLACED 2 @ 100 SUSPENDED 0/2");
        assertThat(quote("99", "1", "99.9", "5")).isEmpty();
        assertThat(cancelOf("o1", "X-1")).containsExactly("PENDING_CANCEL", "CANCELED");
    }

    @Test
    void halfOfARestingOrderIsDeclinedOnce() {
        quote("99", "1", "100", "1");
        order(limit("o1", BUY, "7", "100", DAY));

        assertThat(said(engine.declinePart(_ -> true, NOW).orElseThrow()))
                .containsExactly("RESTATED PARTIAL_DECLINE 4 PARTIALLY_FILLED 1/3");
        assertThat(engine.declinePart(_ -> true, NOW)).isEmpty();
        assertThat(quote("99", "1", "99.9", "9")).containsExactly("TRADE 3 @ 99.9 FILLED 4/0");
    }

    private static Step taken(Answer answer) {
        return switch (answer) {
            case Answer.Taken(Step step) -> step;
            case Answer.Repeated _, Answer.OrderUnknown _ -> throw new AssertionError("not taken: " + answer);
        };
    }
}
