package io.tradecore.oms.order;

import static io.tradecore.oms.order.Orders.bust;
import static io.tradecore.oms.order.Orders.cancel;
import static io.tradecore.oms.order.Orders.change;
import static io.tradecore.oms.order.Orders.correct;
import static io.tradecore.oms.order.Orders.placed;
import static io.tradecore.oms.order.Orders.replace;
import static io.tradecore.oms.order.Orders.report;
import static io.tradecore.oms.order.Orders.trade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.order.OrderStateMachine.Decision;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderStateMachineTest {

    @ParameterizedTest(name = "{0} + {1} -> {2}")
    @DisplayName("What a report does to the venue's status (M = moved to, I = ignored, C = contradiction)")
    @CsvSource(delimiter = '|', textBlock = """
                PENDING_NEW      | PENDING_NEW  | M PENDING_NEW
                PENDING_NEW      | NEW          | M NEW
                PENDING_NEW      | REJECTED     | M REJECTED
                PENDING_NEW      | CANCELED     | M CANCELED
                PENDING_NEW      | EXPIRED      | M EXPIRED
                PENDING_NEW      | CALCULATED   | C REPORT_CONTRADICTS
                NEW              | NEW          | I REPORT_DUPLICATE
                NEW              | PENDING_NEW  | I REPORT_OUT_OF_SEQUENCE
                NEW              | REJECTED     | M REJECTED
                NEW              | CANCELED     | M CANCELED
                NEW              | EXPIRED      | M EXPIRED
                NEW              | STOPPED      | M STOPPED
                NEW              | SUSPENDED    | M SUSPENDED
                NEW              | DONE_FOR_DAY | M DONE_FOR_DAY
                NEW              | RESTATED     | M NEW
                NEW              | ORDER_STATUS | I REPORT_INFORMATIVE
                NEW              | REPLACED     | C REPORT_CONTRADICTS
                NEW              | TRADE_CANCEL | C REPORT_EXECUTION_UNKNOWN
                NEW              | PENDING_CANCEL | I REPORT_OUT_OF_SEQUENCE
                NEW              | PENDING_REPLACE | I REPORT_OUT_OF_SEQUENCE
                NEW              | CANCEL_REJECT | I REPORT_OUT_OF_SEQUENCE
                PARTIALLY_FILLED | NEW          | I REPORT_OUT_OF_SEQUENCE
                PARTIALLY_FILLED | CANCELED     | M CANCELED
                PARTIALLY_FILLED | REJECTED     | C REPORT_CONTRADICTS
                PARTIALLY_FILLED | SUSPENDED    | M SUSPENDED
                FILLED           | CANCELED     | I REPORT_OUT_OF_SEQUENCE
                FILLED           | REJECTED     | C REPORT_CONTRADICTS
                FILLED           | CALCULATED   | M CALCULATED
                CANCELED         | CANCELED     | I REPORT_DUPLICATE
                CANCELED         | EXPIRED      | I REPORT_OUT_OF_SEQUENCE
                CANCELED         | NEW          | I REPORT_OUT_OF_SEQUENCE
                CANCELED         | RESTATED     | M CANCELED
                REJECTED         | NEW          | C REPORT_CONTRADICTS
                SUSPENDED        | RESTATED     | M NEW
                SUSPENDED        | CANCELED     | M CANCELED
                STOPPED          | SUSPENDED    | M SUSPENDED
                DENIED           | NEW          | C REPORT_CONTRADICTS
                """)
    void reportMovesTheVenueStatus(OrdStatus from, ReportType type, String expected) {
        Order order = standing(from, TimeInForce.DAY);
        assertThat(describe(OrderStateMachine.decide(order, report(type, null))))
                .isEqualTo(expected);
    }

    @Test
    void everyStatusHasAnAnswerToEveryReportAndNoneRevivesWhatHasEnded() {
        for (OrdStatus from : OrderStatusPage.VENUE_STATUSES) {
            for (OrderAct act : OrderStatusPage.reports()) {
                Order order = standing(from, TimeInForce.DAY);
                Decision decision = OrderStateMachine.decide(order, act);
                boolean reopens = from == OrdStatus.FILLED;
                if (order.isClosed() && !reopens && decision instanceof Decision.Changed changed) {
                    assertThat(changed.order().isClosed())
                            .as("%s + %s", from, act)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void aDayOrderDoneForTheDayIsClosedAndLeavesNothing() {
        Order done =
                after(placed("10000", TimeInForce.DAY), trade("3000", "100"), report(ReportType.DONE_FOR_DAY, null));

        assertStands(done, OrdStatus.DONE_FOR_DAY, "10000", "3000", "0");
        assertThat(done.isClosed()).isTrue();
    }

    @Test
    void aGoodTillCancelOrderDoneForTheDayKeepsItsLeavesUntilTheNextDay() {
        Order done =
                after(placed("10000", TimeInForce.GTC), trade("2000", "100"), report(ReportType.DONE_FOR_DAY, null));
        assertStands(done, OrdStatus.DONE_FOR_DAY, "10000", "2000", "8000");

        Order nextDay = after(done, report(ReportType.RESTATED, null));
        assertStands(nextDay, OrdStatus.PARTIALLY_FILLED, "10000", "2000", "8000");
        assertStands(
                after(
                        after(placed("10000", TimeInForce.GTC), report(ReportType.DONE_FOR_DAY, null)),
                        report(ReportType.NEW, null)),
                OrdStatus.NEW,
                "10000",
                "0",
                "10000");
    }

    @Test
    void aFillWhileACancelIsPendingLeavesItPending() {
        Order order = after(placed("10000", TimeInForce.DAY), report(ReportType.NEW, null), trade("2000", "100"));
        Order pending = asked(order, cancel(order, "Y"));

        Order filledMore = after(pending, trade("3000", "100"), trade("1000", "100"));
        assertStands(filledMore, OrdStatus.PENDING_CANCEL, "10000", "6000", "4000");
        assertStands(after(filledMore, report(ReportType.CANCELED, "Y")), OrdStatus.CANCELED, "10000", "6000", "0");
    }

    @Test
    void anOrderFilledWhileItsCancelIsPendingIsFilledOnceTheCancelIsRejected() {
        Order order = after(placed("10", TimeInForce.DAY), report(ReportType.NEW, null));
        Order pending = after(asked(order, cancel(order, "Y")), trade("10", "100"));
        assertStands(pending, OrdStatus.PENDING_CANCEL, "10", "10", "0");

        assertStands(after(pending, report(ReportType.CANCEL_REJECT, "Y")), OrdStatus.FILLED, "10", "10", "0");
    }

    @Test
    void aReplacedOrderGoesByTheNewNameAndOnTheNewTerms() {
        Order order = after(placed("10000", TimeInForce.DAY), report(ReportType.NEW, null), trade("1000", "100"));
        Order pending =
                after(asked(order, replace(order, "Y", "12000", "101")), report(ReportType.PENDING_REPLACE, "Y"));
        Order crossed = after(pending, trade("100", "100"));
        assertStands(crossed, OrdStatus.PENDING_REPLACE, "10000", "1100", "8900");
        assertThat(crossed.currentClOrdId()).hasToString("X");
        assertThat(crossed.px()).isEqualByComparingTo("100");

        Order replaced = after(crossed, report(ReportType.REPLACED, "Y"));
        assertStands(replaced, OrdStatus.PARTIALLY_FILLED, "12000", "1100", "10900");
        assertThat(replaced.currentClOrdId()).hasToString("Y");
        assertThat(replaced.clOrdId()).hasToString("X");
        assertThat(replaced.px()).isEqualByComparingTo("101");
        assertThat(replaced.reservePx()).isEqualByComparingTo("101");
        assertThat(replaced.placed().orderQty()).isEqualByComparingTo("10000");
    }

    @Test
    void aReplacedOrderOfWhichNothingIsExecutedIsNew() {
        Order order = after(placed("10000", TimeInForce.DAY), report(ReportType.NEW, null));
        Order pending = asked(order, replace(order, "Y", "11000", null));

        assertStands(after(pending, report(ReportType.REPLACED, "Y")), OrdStatus.NEW, "11000", "0", "11000");
    }

    @Test
    void aFilledOrderReplacedUpwardsIsPartiallyFilledAgain() {
        Order filled = after(placed("10000", TimeInForce.DAY), trade("10000", "100"));
        Order pending = asked(filled, replace(filled, "Y", "12000", null));
        assertStands(pending, OrdStatus.PENDING_REPLACE, "10000", "10000", "0");
        assertThat(pending.leavesIfReplaced()).isEqualByComparingTo("2000");

        assertStands(
                after(pending, report(ReportType.REPLACED, "Y")), OrdStatus.PARTIALLY_FILLED, "12000", "10000", "2000");
    }

    @ParameterizedTest(name = "replaced to {0} with {1} executed: {2}")
    @CsvSource({"7000, 7000, 7000", "7000, 8000, 8000"})
    void aReplaceToNoMoreThanIsExecutedLeavesTheOrderFilled(String asked, String executed, String orderQty) {
        Order order = after(placed("10000", TimeInForce.DAY), report(ReportType.NEW, null));
        Order crossed = after(asked(order, replace(order, "Y", asked, null)), trade(executed, "100"));

        assertStands(after(crossed, report(ReportType.REPLACED, "Y")), OrdStatus.FILLED, orderQty, executed, "0");
    }

    @Test
    void aReplaceThatIsRejectedLeavesTheOrderAsItWas() {
        Order order = after(placed("10000", TimeInForce.DAY), report(ReportType.NEW, null), trade("1000", "100"));
        Order pending = after(asked(order, replace(order, "Y", "8000", null)), trade("9000", "100"));
        Order restored = after(pending, report(ReportType.CANCEL_REJECT, "Y"));

        assertStands(restored, OrdStatus.FILLED, "10000", "10000", "0");
        assertThat(restored.currentClOrdId()).hasToString("X");
    }

    @Test
    void theVenueMayReplaceToOtherTermsThanWereAsked() {
        Order order = after(placed("10", TimeInForce.DAY), report(ReportType.NEW, null));
        Order pending = asked(order, replace(order, "Y", "20", null));

        Order replaced = after(pending, report(ReportType.REPLACED, "Y", change("15", "99")));
        assertStands(replaced, OrdStatus.NEW, "15", "0", "15");
        assertThat(replaced.reservePx()).isEqualByComparingTo("99");
    }

    @Test
    void aSecondRequestIsRefusedWhileOneWaits() {
        Order order = after(placed("10", TimeInForce.DAY), report(ReportType.NEW, null));
        Order pending = asked(order, replace(order, "Y", "20", null));

        assertThat(refusal(pending, replace(pending, "Z", "30", null))).isEqualTo(Reason.REPLACE_ALREADY_PENDING);
        assertThat(refusal(pending, cancel(pending, "Z"))).isEqualTo(Reason.CANCEL_ALREADY_PENDING);
        assertThat(Reason.REPLACE_ALREADY_PENDING.cxlRejReason()).isEqualTo(3);
    }

    @Test
    void aVenueThatAnswersAReplaceNobodyHereSentIsFollowedWhereItNamesTheTerms() {
        Order order = after(placed("10000", TimeInForce.DAY), report(ReportType.NEW, null), trade("1000", "100"));
        Order first = after(asked(order, replace(order, "Y", "8000", null)), report(ReportType.REPLACED, "Y"));

        Order second = after(first, report(ReportType.REPLACED, "Z", change("7000", null)));
        assertStands(second, OrdStatus.PARTIALLY_FILLED, "7000", "1000", "6000");
        assertThat(second.currentClOrdId()).hasToString("Z");
        assertThat(describe(OrderStateMachine.decide(first, report(ReportType.REPLACED, "Z"))))
                .isEqualTo("C REPORT_CONTRADICTS");
        assertThat(describe(OrderStateMachine.decide(first, report(ReportType.REPLACED, "Y"))))
                .isEqualTo("I REPORT_DUPLICATE");
    }

    @Test
    void aReplaceNobodyHereSentLeavesOurOwnRequestPending() {
        Order order = after(placed("10000", TimeInForce.DAY), report(ReportType.NEW, null), trade("1000", "100"));
        Order pending = asked(order, replace(order, "Z", "7000", null));

        Order other = after(pending, report(ReportType.REPLACED, "Y", change("8000", null)));
        assertStands(other, OrdStatus.PENDING_REPLACE, "8000", "1000", "7000");
        assertStands(
                after(other, report(ReportType.REPLACED, "Z")), OrdStatus.PARTIALLY_FILLED, "7000", "1000", "6000");
    }

    @Test
    void aRestatementTakesTheValuesItNames() {
        Order order = after(placed("10000", TimeInForce.DAY), report(ReportType.NEW, null));
        Order more = after(order, report(ReportType.RESTATED, null, change("11000", null)), trade("1000", "100"));

        assertStands(
                after(more, report(ReportType.RESTATED, null, change("12000", "50"))),
                OrdStatus.PARTIALLY_FILLED,
                "12000",
                "1000",
                "11000");
        assertStands(
                after(more, report(ReportType.RESTATED, null, change("500", null))),
                OrdStatus.FILLED,
                "1000",
                "1000",
                "0");
    }

    @Test
    void whatIsStoppedIsNoTrade() {
        Order order = after(placed("10000", TimeInForce.DAY), report(ReportType.NEW, null));
        Order stopped = after(order, report(ReportType.STOPPED, null, "1000", "100", TermChange.NONE, null));
        assertStands(stopped, OrdStatus.STOPPED, "10000", "0", "10000");

        assertStands(after(stopped, trade("1000", "100")), OrdStatus.STOPPED, "10000", "1000", "9000");
    }

    @Test
    void aSuspendedOrderThatIsRestatedIsAgainWhatItsFillsSay() {
        Order suspended = after(placed("10", TimeInForce.DAY), trade("3", "100"), report(ReportType.SUSPENDED, null));

        assertThat(after(suspended, report(ReportType.RESTATED, null)).ordStatus())
                .isEqualTo(OrdStatus.PARTIALLY_FILLED);
    }

    @Test
    void aBustBringsAFilledOrderBackToLife() {
        Order filled = after(placed("10000", TimeInForce.DAY), trade("1000", "90"), trade("9000", "110"));

        Order busted = after(filled, bust("1000", "90"));
        assertStands(busted, OrdStatus.PARTIALLY_FILLED, "10000", "9000", "1000");
        assertThat(busted.avgPx()).isEqualByComparingTo("110");
    }

    @Test
    void aCanceledOrderStaysCanceledWhateverIsBustedOrFilledLate() {
        Order canceled =
                after(placed("10000", TimeInForce.DAY), trade("5000", "100"), report(ReportType.CANCELED, null));

        Order busted = after(canceled, bust("5000", "100"));
        assertStands(busted, OrdStatus.CANCELED, "10000", "0", "0");
        assertStands(after(busted, trade("4000", "100")), OrdStatus.CANCELED, "10000", "4000", "0");
    }

    @Test
    void aLateFillThatCompletesACanceledOrderIsReportedAsFilledUntilItIsBusted() {
        Order canceled = after(placed("10", TimeInForce.DAY), trade("5", "100"), report(ReportType.CANCELED, null));

        Order completed = after(canceled, trade("5", "100"));
        assertStands(completed, OrdStatus.FILLED, "10", "10", "0");
        assertThat(refusal(completed, replace(completed, "Y", "20", null))).isEqualTo(Reason.REPLACE_TOO_LATE);
        assertStands(after(completed, bust("5", "100")), OrdStatus.CANCELED, "10", "5", "0");
    }

    @Test
    void aCorrectionChangesQuantityAndAverage() {
        Order filled = after(placed("12000", TimeInForce.DAY), trade("12000", "100"));

        Order corrected = after(filled, correct("12000", "100", "10500", "102"));
        assertStands(corrected, OrdStatus.PARTIALLY_FILLED, "12000", "10500", "1500");
        assertThat(corrected.avgPx()).isEqualByComparingTo("102");
        assertStands(
                after(corrected, correct("10500", "102", "12000", "102")), OrdStatus.FILLED, "12000", "12000", "0");
    }

    @Test
    void anOverfilledOrderStaysFilledWhileEnoughIsLeftOfIt() {
        Order overfilled = after(placed("10", TimeInForce.DAY), trade("10", "100"), trade("5", "100"));
        assertStands(overfilled, OrdStatus.FILLED, "10", "15", "0");

        assertStands(after(overfilled, bust("5", "100")), OrdStatus.FILLED, "10", "10", "0");
    }

    @ParameterizedTest(name = "replace of an order that is {0}: {1}")
    @CsvSource({
        "PENDING_NEW, REPLACE_TOO_EARLY, 2",
        "REJECTED, REPLACE_TOO_LATE, 0",
        "DENIED, REPLACE_TOO_LATE, 0",
        "CANCELED, REPLACE_TOO_LATE, 0",
        "EXPIRED, REPLACE_TOO_LATE, 0",
        "DONE_FOR_DAY, REPLACE_TOO_LATE, 0",
        "CALCULATED, REPLACE_TOO_LATE, 0",
        "FILLED, REPLACE_TOO_LATE, 0"
    })
    void aReplaceIsRefusedWhereItCannotBe(OrdStatus from, Reason reason, int cxlRejReason) {
        Order order = standing(from, TimeInForce.DAY);

        assertThat(refusal(order, replace(order, "Y", null, "99"))).isEqualTo(reason);
        assertThat(reason.cxlRejReason()).isEqualTo(cxlRejReason);
    }

    @Test
    void aRequestThatNamesAnotherOrigClOrdIdIsRefused() {
        Order order = after(placed("10", TimeInForce.DAY), report(ReportType.NEW, null));
        OrderRequest wrong = OrderRequest.cancel(new ClOrdId("Y"), new ClOrdId("W"), order.orderId());

        assertThat(refusal(order, wrong)).isEqualTo(Reason.ORIG_CL_ORD_ID_MISMATCH);
        assertThat(Reason.ORIG_CL_ORD_ID_MISMATCH.cxlRejReason()).isEqualTo(1);
    }

    @Test
    void anAnswerToARequestThatDoesNotWaitIsIgnored() {
        Order order = after(placed("10", TimeInForce.DAY), report(ReportType.NEW, null));
        Order pending = asked(order, replace(order, "Y", "20", null));

        assertThat(describe(OrderStateMachine.decide(pending, report(ReportType.CANCEL_REJECT, "W"))))
                .isEqualTo("I REPORT_OUT_OF_SEQUENCE");
        assertThat(describe(OrderStateMachine.decide(pending, report(ReportType.PENDING_CANCEL, "Y"))))
                .isEqualTo("I REPORT_OUT_OF_SEQUENCE");
    }

    @Test
    void anOrderThatEndsWhileAReplaceWaitsIsPendingReplaceUntilThatIsAnswered() {
        Order order = after(placed("10", TimeInForce.DAY), report(ReportType.NEW, null));
        Order pending = after(asked(order, replace(order, "Y", "20", null)), report(ReportType.EXPIRED, null));
        assertStands(pending, OrdStatus.PENDING_REPLACE, "10", "0", "0");
        assertThat(pending.leavesIfReplaced()).isEqualByComparingTo("0");

        assertStands(after(pending, report(ReportType.CANCEL_REJECT, "Y")), OrdStatus.EXPIRED, "10", "0", "0");
        assertStands(after(pending, report(ReportType.CANCELED, "Y")), OrdStatus.EXPIRED, "10", "0", "0");
    }

    @Test
    void aCanceledReportThatNamesTheReplaceAnswersIt() {
        Order order = after(placed("10", TimeInForce.DAY), report(ReportType.NEW, null));
        Order pending = asked(order, replace(order, "Y", "20", null));

        assertStands(after(pending, report(ReportType.CANCELED, "Y")), OrdStatus.CANCELED, "10", "0", "0");
        assertStands(after(pending, report(ReportType.CANCELED, null)), OrdStatus.PENDING_REPLACE, "10", "0", "0");
    }

    @Test
    void aTimeInForceOtherThanGoodTillDateDropsTheExpireTime() {
        Instant end = Instant.parse("2030-01-01T00:00:00Z");
        Terms terms = new Terms(new BigDecimal("1"), null, TimeInForce.GTD, end, null);

        assertThat(terms.with(new TermChange(null, null, TimeInForce.DAY, null, null))
                        .expireTime())
                .isNull();
        assertThat(new TermChange(null, null, TimeInForce.DAY, end, null).misfit(terms))
                .isEqualTo(Reason.EXPIRE_TIME_NOT_ALLOWED);
        assertThat(new TermChange(null, null, TimeInForce.GTD, null, null)
                        .misfit(terms.with(new TermChange(null, null, TimeInForce.DAY, null, null))))
                .isEqualTo(Reason.EXPIRE_TIME_MISSING);
        assertThat(change(null, "5").misfit(terms)).isEqualTo(Reason.PX_NOT_ALLOWED);
    }

    @ParameterizedTest(name = "{0}: partly {1}, all {2}")
    @CsvSource({
        "PENDING_NEW, PARTIALLY_FILLED, FILLED",
        "NEW, PARTIALLY_FILLED, FILLED",
        "PARTIALLY_FILLED, PARTIALLY_FILLED, FILLED",
        "STOPPED, STOPPED, FILLED",
        "SUSPENDED, SUSPENDED, FILLED",
        "CANCELED, CANCELED, FILLED",
        "EXPIRED, EXPIRED, FILLED",
        "REJECTED, REJECTED, FILLED",
        "DONE_FOR_DAY, DONE_FOR_DAY, DONE_FOR_DAY",
        "CALCULATED, CALCULATED, CALCULATED"
    })
    void aTradeIsBookedInEveryStatusAndTheHighestByPrecedenceIsReported(
            OrdStatus from, OrdStatus partly, OrdStatus all) {
        Order order = standing(from, TimeInForce.DAY);

        assertThat(after(order, trade("1", "100")).ordStatus()).isEqualTo(partly);
        assertThat(after(order, trade("10", "100")).ordStatus()).isEqualTo(all);
    }

    @Test
    void aDeniedOrderCannotTrade() {
        assertThat(describe(OrderStateMachine.decide(standing(OrdStatus.DENIED, TimeInForce.DAY), trade("1", "100"))))
                .isEqualTo("C REPORT_CONTRADICTS");
    }

    @Test
    void pendingIsReportedWhateverTheVenueLastSaid() {
        for (OrdStatus status : OrderStatusPage.VENUE_STATUSES) {
            Order order = standing(status, TimeInForce.DAY);
            assertThat(order.withPending(cancel(order, "Y")).ordStatus()).isEqualTo(OrdStatus.PENDING_CANCEL);
            assertThat(order.withPending(replace(order, "Y", "20", null)).ordStatus())
                    .isEqualTo(OrdStatus.PENDING_REPLACE);
        }
        assertThatThrownBy(() -> standing(OrdStatus.PENDING_CANCEL, TimeInForce.DAY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** An order of 10 in this status, with as much executed as the status says. */
    private static Order standing(OrdStatus venueStatus, TimeInForce timeInForce) {
        return OrderStatusPage.standing(venueStatus, timeInForce);
    }

    private static Order after(Order order, OrderAct... acts) {
        Order standing = order;
        for (OrderAct act : acts) {
            Decision decision = OrderStateMachine.decide(standing, act);
            assertThat(decision).as("%s on %s", act, standing.ordStatus()).isInstanceOf(Decision.Changed.class);
            standing = ((Decision.Changed) decision).order();
        }
        return standing;
    }

    private static Order asked(Order order, OrderRequest request) {
        return after(order, new OrderAct.Requested(request));
    }

    private static @Nullable Reason refusal(Order order, OrderRequest request) {
        return OrderStateMachine.decide(order, new OrderAct.Requested(request))
                        instanceof Decision.Refused(Reason reason)
                ? reason
                : null;
    }

    private static void assertStands(Order order, OrdStatus status, String orderQty, String cumQty, String leavesQty) {
        List<String> stands = new ArrayList<>();
        for (BigDecimal value : List.of(order.orderQty(), order.cumQty(), order.leavesQty())) {
            stands.add(value.stripTrailingZeros().toPlainString());
        }
        assertThat(order.ordStatus() + " " + String.join("-", stands))
                .isEqualTo(status + " " + String.join("-", List.of(orderQty, cumQty, leavesQty)));
    }

    private static String describe(Decision decision) {
        return switch (decision) {
            case Decision.Changed changed -> "M " + changed.order().ordStatus();
            case Decision.Ignored ignored -> "I " + ignored.reason();
            case Decision.Contradiction contradiction -> "C " + contradiction.reason();
            case Decision.Refused refused -> "R " + refused.reason();
        };
    }
}
