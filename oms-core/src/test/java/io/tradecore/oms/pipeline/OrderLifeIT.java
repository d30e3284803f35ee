package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.TransferKind;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ExecInst;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Replaces, busts, corrections and restatements through the pipeline. Every test ends in the reconciliation. */
class OrderLifeIT {

    @SuppressWarnings("NullAway.Init")
    private static Desk desk;

    @BeforeAll
    static void open() {
        desk = new Desk(2);
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @AfterEach
    void theBooksAreRight() {
        assertThat(desk.violations()).isEmpty();
    }

    @Test
    void aReplacedOrderIsOnItsNewTermsOnceTheVenueSaysSo() {
        AccountId account = desk.openAccount("1000.00");
        Order order = accepted(account, "2", "100.00");

        Order pending = desk.accepted(Desk.replace(order, "Y", "3", "110.00"));
        assertThat(pending.ordStatus()).isEqualTo(OrdStatus.PENDING_REPLACE);
        assertThat(pending.orderQty()).isEqualByComparingTo("2");
        // The larger of the two is reserved: 3 at 110 and its fee.
        assertThat(desk.cash(account)).isEqualByComparingTo("669.67");
        assertThat(unanswered(account)).containsExactly("REPLACE Y");

        desk.accepted(Desk.answer(order, account + "-2", ReportType.PENDING_REPLACE, "Y"));
        assertThat(unanswered(account)).isEmpty();
        Order crossed = desk.accepted(Desk.trade(order, account + "-3", "0.5", "100.00"));
        assertThat(crossed.ordStatus()).isEqualTo(OrdStatus.PENDING_REPLACE);
        assertThat(desk.cash(account)).isEqualByComparingTo("674.67");

        Order replaced = desk.accepted(Desk.answer(order, account + "-4", ReportType.REPLACED, "Y"));
        assertThat(replaced.ordStatus()).isEqualTo(OrdStatus.PARTIALLY_FILLED);
        assertThat(replaced.leavesQty()).isEqualByComparingTo("2.5");
        assertThat(desk.value(
                        "SELECT order_qty || ' at ' || px || ' as ' || current_cl_ord_id FROM orders WHERE order_id = '"
                                + order.orderId() + "'"))
                .isEqualTo("3 at 110.00 as Y");

        Order filled = desk.accepted(Desk.trade(order, account + "-5", "2.5", "110.00"));
        assertThat(filled.ordStatus()).isEqualTo(OrdStatus.FILLED);
        assertThat(desk.cash(account)).isEqualByComparingTo("674.68");
    }

    @Test
    void aSmallerOrderReservesTheOldAmountUntilTheVenueHasConfirmedIt() {
        AccountId account = desk.openAccount("1000.00");
        Order order = accepted(account, "2", "100.00");

        desk.accepted(Desk.replace(order, "Y", "1", null));
        assertThat(desk.cash(account)).isEqualByComparingTo("799.80");
        Order restored = desk.accepted(Desk.answer(order, account + "-2", ReportType.CANCEL_REJECT, "Y"));
        assertThat(restored.ordStatus()).isEqualTo(OrdStatus.NEW);
        assertThat(desk.cash(account)).isEqualByComparingTo("799.80");

        desk.accepted(Desk.replace(order, "Z", "1", null));
        desk.accepted(Desk.answer(order, account + "-3", ReportType.REPLACED, "Z"));
        assertThat(desk.cash(account)).isEqualByComparingTo("899.90");
        assertThat(unanswered(account)).isEmpty();
    }

    @Test
    void aReplaceThatIsRejectedGivesBackWhatItReserved() {
        AccountId account = desk.openAccount("1000.00");
        Order order = accepted(account, "2", "100.00");

        desk.accepted(Desk.replace(order, "Y", "5", null));
        assertThat(desk.cash(account)).isEqualByComparingTo("499.50");
        desk.accepted(Desk.answer(order, account + "-2", ReportType.CANCEL_REJECT, "Y"));

        assertThat(desk.cash(account)).isEqualByComparingTo("799.80");
        assertThat(desk.value("SELECT event_type FROM order_events WHERE account_id = '" + account
                        + "' ORDER BY seq DESC LIMIT 1"))
                .isEqualTo("REPLACE_REJECTED");
    }

    @Test
    void aReplaceThatTheCashDoesNotCoverIsRefusedAndLeavesNothing() {
        AccountId account = desk.openAccount("300.30");
        Order order = accepted(account, "2", "100.00");

        assertThat(reason(desk.done(Desk.replace(order, "Y", "3.1", null)))).isEqualTo(Reason.CASH_INSUFFICIENT);
        assertThat(desk.value("SELECT count(*) FROM order_requests WHERE account_id = '" + account + "'"))
                .isEqualTo("0");
        // What the order holds already is there for it.
        desk.accepted(Desk.replace(order, "Y", "3", null));
        assertThat(desk.cash(account)).isEqualByComparingTo("0");
    }

    @Test
    void theSameReplaceGetsTheStoredAnswerAndAnotherBodyIsNamed() {
        AccountId account = desk.openAccount("1000.00");
        Order order = accepted(account, "2", "100.00");
        Order pending = desk.accepted(Desk.replace(order, "Y", "3", "110.00"));

        assertThat(desk.done(Desk.replace(order, "Y", "3.0", "110")))
                .isEqualTo(new Outcome.ReplaceAccepted(pending, true));
        assertThat(reason(desk.done(Desk.replace(order, "Y", "4", "110"))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_ORDER_QTY);
        assertThat(reason(desk.done(Desk.replace(order, "Y", "3", null)))).isEqualTo(Reason.EXISTS_WITH_DIFFERENT_PX);
        assertThat(reason(desk.done(Desk.change(
                        order,
                        "Y",
                        null,
                        new TermChange(new BigDecimal("3"), new BigDecimal("110"), TimeInForce.DAY, null, null)))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_TIME_IN_FORCE);
        assertThat(reason(desk.done(Desk.cancel(order, "Y")))).isEqualTo(Reason.EXISTS_WITH_DIFFERENT_KIND);
        assertThat(reason(desk.done(Desk.replace(order, "C1", "3", null))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_KIND);
        assertThat(reason(desk.done(Desk.limit(account, "Y", Side.BUY, "3", "110"))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_KIND);
    }

    @Test
    void thePlacementIsStillKnownByItsOwnTermsOnceTheOrderIsReplaced() {
        AccountId account = desk.openAccount("1000.00");
        Order order = accepted(account, "2", "100.00");
        desk.accepted(Desk.replace(order, "Y", "3", "110.00"));
        desk.accepted(Desk.answer(order, account + "-2", ReportType.REPLACED, "Y"));

        assertThat(desk.done(Desk.limit(account, "C1", Side.BUY, "2", "100.00")))
                .isInstanceOfSatisfying(Outcome.OrderAccepted.class, again -> {
                    assertThat(again.replayed()).isTrue();
                    assertThat(again.order().orderQty()).isEqualByComparingTo("3");
                });
        assertThat(reason(desk.done(Desk.limit(account, "C1", Side.BUY, "3", "110.00"))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_ORDER_QTY);
    }

    @Test
    void aReplaceThatDoesNotFitIsRefusedWithItsReason() {
        AccountId account = desk.openAccount("1000.00");
        Order fresh = desk.accepted(Desk.limit(account, "C1", Side.BUY, "2", "100.00"));
        assertThat(reason(desk.done(Desk.replace(fresh, "Y", "3", null)))).isEqualTo(Reason.REPLACE_TOO_EARLY);
        desk.accepted(Desk.report(fresh, account + "-1", ReportType.NEW));

        assertThat(reason(desk.done(Desk.replace(fresh, "Y", null, "100.001")))).isEqualTo(Reason.PX_SCALE);
        assertThat(reason(desk.done(Desk.replace(fresh, "Y", "2.000001", null))))
                .isEqualTo(Reason.QTY_SCALE);
        assertThat(reason(desk.done(Desk.change(
                        fresh,
                        "Y",
                        null,
                        new TermChange(
                                null, null, TimeInForce.GTD, Instant.now().minusSeconds(1), null)))))
                .isEqualTo(Reason.EXPIRE_TIME_PAST);
        assertThat(reason(desk.done(
                        Desk.change(fresh, "Y", null, new TermChange(null, null, TimeInForce.GTD, null, null)))))
                .isEqualTo(Reason.EXPIRE_TIME_MISSING);
        assertThat(reason(desk.done(
                        Desk.change(fresh, "Y", null, new TermChange(null, null, null, null, new BigDecimal("2.1"))))))
                .isEqualTo(Reason.DISPLAY_QTY_EXCEEDS_ORDER_QTY);
        assertThat(reason(desk.done(
                        Desk.change(fresh, "Y", "W", new TermChange(new BigDecimal("3"), null, null, null, null)))))
                .isEqualTo(Reason.ORIG_CL_ORD_ID_MISMATCH);

        desk.accepted(Desk.cancel(fresh, "X1"));
        assertThat(reason(desk.done(Desk.replace(fresh, "Y", "3", null)))).isEqualTo(Reason.REPLACE_ALREADY_PENDING);
        desk.accepted(Desk.answer(fresh, account + "-2", ReportType.CANCELED, "X1"));
        assertThat(reason(desk.done(Desk.replace(fresh, "Y", "3", null)))).isEqualTo(Reason.REPLACE_TOO_LATE);
    }

    @Test
    void aFilledOrderReplacedUpwardsWorksAgain() {
        AccountId account = desk.openAccount("1000.00");
        Order order = accepted(account, "2", "100.00");
        desk.accepted(Desk.trade(order, account + "-2", "2", "100.00"));
        assertThat(desk.cash(account)).isEqualByComparingTo("799.80");

        desk.accepted(Desk.replace(order, "Y", "5", null));
        assertThat(desk.cash(account)).isEqualByComparingTo("499.50");
        Order replaced = desk.accepted(Desk.answer(order, account + "-3", ReportType.REPLACED, "Y"));
        assertThat(replaced.ordStatus()).isEqualTo(OrdStatus.PARTIALLY_FILLED);
        assertThat(replaced.leavesQty()).isEqualByComparingTo("3");

        desk.accepted(Desk.trade(order, account + "-4", "3", "100.00"));
        assertThat(desk.cash(account)).isEqualByComparingTo("499.50");
        assertThat(desk.position(account)).isEqualByComparingTo("5");
    }

    @Test
    void aReplaceToLessThanIsExecutedFillsTheOrderWithWhatIsExecuted() {
        AccountId account = desk.openAccount("1000.00");
        Order order = accepted(account, "5", "100.00");
        desk.accepted(Desk.replace(order, "Y", "2", null));
        desk.accepted(Desk.trade(order, account + "-2", "3", "100.00"));
        Order filled = desk.accepted(Desk.answer(order, account + "-3", ReportType.REPLACED, "Y"));

        assertThat(filled.ordStatus()).isEqualTo(OrdStatus.FILLED);
        assertThat(filled.orderQty()).isEqualByComparingTo("3");
        assertThat(desk.cash(account)).isEqualByComparingTo("699.70");
    }

    @Test
    void aSellIsReplacedWithinWhatThePositionCovers() {
        AccountId account = desk.openAccount("1000.00");
        Order buy = desk.accepted(Desk.limit(account, "C1", Side.BUY, "2", "100.00"));
        desk.accepted(Desk.trade(buy, account + "-1", "2", "100.00"));
        Order sell = desk.accepted(Desk.limit(account, "C2", Side.SELL, "1", "110.00"));
        desk.accepted(Desk.report(sell, account + "-2", ReportType.NEW));

        assertThat(reason(desk.done(Desk.replace(sell, "Y", "2.1", null)))).isEqualTo(Reason.POSITION_INSUFFICIENT);
        desk.accepted(Desk.replace(sell, "Y", "2", null));
        assertThat(desk.position(account)).isEqualByComparingTo("0");
        desk.accepted(Desk.answer(sell, account + "-3", ReportType.REPLACED, "Y"));
        desk.accepted(Desk.report(sell, account + "-4", ReportType.CANCELED));
        assertThat(desk.position(account)).isEqualByComparingTo("2");
    }

    @Test
    void aRestatementMovesQuantityPriceAndWhatIsReserved() {
        AccountId account = desk.openAccount("1000.00");
        Order order = accepted(account, "2", "100.00");
        TermChange change = new TermChange(new BigDecimal("3"), new BigDecimal("90.00"), null, null, null);
        Command restated = Desk.terms(order, account + "-2", ReportType.RESTATED, null, change);

        Order after = desk.accepted(restated);
        assertThat(after.orderQty()).isEqualByComparingTo("3");
        assertThat(desk.cash(account)).isEqualByComparingTo("729.73");
        assertThat(desk.done(restated)).isInstanceOf(Outcome.ReportIgnored.class);
    }

    @Test
    void aReplaceNobodyHereSentIsFollowedWhereItNamesTheTermsAndKeptOtherwise() {
        AccountId account = desk.openAccount("1000.00");
        Order order = accepted(account, "2", "100.00");

        assertThat(desk.done(Desk.answer(order, account + "-2", ReportType.REPLACED, "V1")))
                .isInstanceOf(Outcome.ReportQuarantined.class);
        TermChange change = new TermChange(new BigDecimal("1"), null, null, null, null);
        Order after = desk.accepted(Desk.terms(order, account + "-3", ReportType.REPLACED, "V1", change));
        assertThat(after.currentClOrdId()).isEqualTo(new ClOrdId("V1"));
        assertThat(desk.cash(account)).isEqualByComparingTo("899.90");
    }

    @Test
    void anOrderGoodTillCancelKeepsWhatItReservesWhenItIsDoneForTheDay() {
        AccountId account = desk.openAccount("1000.00");
        Order order = accepted(account, "2", "100.00");

        Order done = desk.accepted(Desk.report(order, account + "-2", ReportType.DONE_FOR_DAY));
        assertThat(done.ordStatus()).isEqualTo(OrdStatus.DONE_FOR_DAY);
        assertThat(done.leavesQty()).isEqualByComparingTo("2");
        assertThat(desk.cash(account)).isEqualByComparingTo("799.80");
        Order nextDay = desk.accepted(Desk.report(order, account + "-3", ReportType.RESTATED));
        assertThat(nextDay.ordStatus()).isEqualTo(OrdStatus.NEW);
        assertThat(desk.done(Desk.report(order, account + "-2", ReportType.DONE_FOR_DAY)))
                .isInstanceOf(Outcome.ReportIgnored.class);
    }

    @Test
    void expireTimeDisplayQuantityAndInstructionsAreKept() {
        AccountId account = desk.openAccount("1000.00");
        Instant end = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MICROS);
        Terms terms =
                new Terms(new BigDecimal("2"), new BigDecimal("100.00"), TimeInForce.GTD, end, new BigDecimal("0.5"));
        Command place = new Command.PlaceOrder(
                account,
                new ClOrdId("C1"),
                Desk.SYMBOL,
                Side.BUY,
                OrdType.LIMIT,
                EnumSet.of(ExecInst.POST_ONLY),
                terms,
                "trader");
        Order order = desk.accepted(place);

        assertThat(desk.done(place)).isEqualTo(new Outcome.OrderAccepted(order, true));
        desk.accepted(Desk.report(order, account + "-1", ReportType.NEW));
        desk.accepted(Desk.change(order, "Y", null, new TermChange(null, null, TimeInForce.DAY, null, null)));
        Order replaced = desk.accepted(Desk.answer(order, account + "-2", ReportType.REPLACED, "Y"));
        assertThat(replaced.terms().expireTime()).isNull();
        assertThat(desk.done(place))
                .isInstanceOfSatisfying(
                        Outcome.OrderAccepted.class,
                        again -> assertThat(again.order().placed()).isEqualTo(terms));
    }

    @Test
    void aBustTakesBackPositionCashAndFeeAndBringsTheOrderBackToLife() {
        AccountId account = desk.openAccount("1000.00");
        Order order = accepted(account, "2", "100.00");
        desk.accepted(Desk.trade(order, account + "-2", "0.5", "90.00"));
        desk.accepted(Desk.trade(order, account + "-3", "1.5", "100.00"));
        Command bust = Desk.bust(order, account + "-4", account + "-2");

        Order busted = desk.accepted(bust);
        assertThat(busted.ordStatus()).isEqualTo(OrdStatus.PARTIALLY_FILLED);
        assertThat(busted.avgPx()).isEqualByComparingTo("100");
        assertThat(desk.position(account)).isEqualByComparingTo("1.5");
        // 1000 - 150 - 0.15 fee - 50.05 held again for the half that is open
        assertThat(desk.cash(account)).isEqualByComparingTo("799.80");
        assertThat(desk.rows("SELECT kind || ' ' || amount FROM ledger_transfers WHERE account_id = '" + account
                        + "' ORDER BY seq DESC LIMIT 1"))
                .containsExactly("TRADE_CANCEL 45.05");

        assertThat(desk.done(bust)).isInstanceOf(Outcome.ReportIgnored.class);
        assertThat(quarantined(desk.done(Desk.bust(order, account + "-5", account + "-2"))))
                .isEqualTo(Reason.REPORT_CONTRADICTS);
        assertThat(quarantined(desk.done(Desk.bust(order, account + "-6", account + "-99"))))
                .isEqualTo(Reason.REPORT_EXECUTION_UNKNOWN);
        assertThat(quarantined(desk.done(Desk.bust(order, account + "-4", account + "-3"))))
                .isEqualTo(Reason.EXEC_ID_REUSED);
        assertThat(quarantined(desk.done(Desk.bust(order, account + "-3", account + "-3"))))
                .isEqualTo(Reason.EXEC_ID_REUSED);
    }

    @Test
    void aBustReplaysWhatCameAfterIt() {
        AccountId account = desk.openAccount("1000.00");
        Order first = desk.accepted(Desk.limit(account, "C1", Side.BUY, "1", "100.00"));
        desk.accepted(Desk.trade(first, account + "-1", "1", "100.00"));
        Order second = desk.accepted(Desk.limit(account, "C2", Side.BUY, "1", "200.00"));
        desk.accepted(Desk.trade(second, account + "-2", "1", "200.00"));
        Order sell = desk.accepted(Desk.limit(account, "C3", Side.SELL, "1", "300.00"));
        desk.accepted(Desk.trade(sell, account + "-3", "1", "300.00"));
        assertThat(position(account)).isEqualTo("1 avg 150 realised 150 fees 0.6");

        desk.accepted(Desk.bust(first, account + "-4", account + "-1"));
        assertThat(position(account)).isEqualTo("0 avg - realised 100 fees 0.5");
    }

    @Test
    void aCanceledOrderStaysCanceledWhenItsFillIsBusted() {
        AccountId account = desk.openAccount("1000.00");
        Order order = accepted(account, "2", "100.00");
        desk.accepted(Desk.trade(order, account + "-2", "1", "100.00"));
        desk.accepted(Desk.report(order, account + "-3", ReportType.CANCELED));

        Order busted = desk.accepted(Desk.bust(order, account + "-4", account + "-2"));
        assertThat(busted.ordStatus()).isEqualTo(OrdStatus.CANCELED);
        assertThat(busted.cumQty()).isEqualByComparingTo("0");
        assertThat(desk.cash(account)).isEqualByComparingTo("1000");
    }

    @Test
    void aCorrectionTakesThePlaceOfTheFillAndOfEarlierCorrections() {
        AccountId account = desk.openAccount("1000.00");
        Order order = accepted(account, "2", "100.00");
        desk.accepted(Desk.trade(order, account + "-2", "2", "100.00"));

        Order once = desk.accepted(Desk.correct(order, account + "-3", account + "-2", "1.5", "90.00"));
        assertThat(once.ordStatus()).isEqualTo(OrdStatus.PARTIALLY_FILLED);
        assertThat(position(account)).isEqualTo("1.5 avg 90 realised 0 fees 0.14");
        // By the id of the trade as by that of the latest correction.
        desk.accepted(Desk.correct(order, account + "-4", account + "-2", "2", "90.00"));
        Order thrice = desk.accepted(Desk.correct(order, account + "-5", account + "-4", "2", "95.00"));

        assertThat(thrice.ordStatus()).isEqualTo(OrdStatus.FILLED);
        assertThat(thrice.avgPx()).isEqualByComparingTo("95");
        assertThat(position(account)).isEqualTo("2 avg 95 realised 0 fees 0.19");
        assertThat(desk.cash(account)).isEqualByComparingTo("809.81");
        assertThat(desk.rows("SELECT exec_type FROM live_executions WHERE account_id = '" + account + "'"))
                .containsExactly("TRADE_CORRECT");
    }

    @Test
    void aCorrectionTooSmallToMoveMoneyIsRecordedAllTheSame() {
        AccountId account = desk.openAccount("1000.00");
        Order order = accepted(account, "0.1", "100.00");
        desk.accepted(Desk.trade(order, account + "-2", "0.1", "99.99"));

        Order corrected = desk.accepted(Desk.correct(order, account + "-3", account + "-2", "0.1", "100.00"));
        assertThat(corrected.avgPx()).isEqualByComparingTo("100");
        assertThat(desk.value("SELECT count(*) FROM executions WHERE transfer_seq IS NULL AND account_id = '" + account
                        + "'"))
                .isEqualTo("1");
    }

    @Test
    void aCorrectionMayDriveTheCashBelowZero() {
        AccountId account = desk.openAccount("100.10");
        Order order = accepted(account, "1", "100.00");
        desk.accepted(Desk.trade(order, account + "-2", "1", "100.00"));
        assertThat(desk.cash(account)).isEqualByComparingTo("0");

        desk.accepted(Desk.correct(order, account + "-3", account + "-2", "1", "120.00"));
        assertThat(desk.cash(account)).isEqualByComparingTo("-20.02");
        assertThat(reason(desk.done(desk.move(account, "w1", TransferKind.WITHDRAWAL, "0.01"))))
                .isEqualTo(Reason.CASH_INSUFFICIENT);
    }

    @Test
    void aTradeItsBustAndAReplaceOfOneBatchSeeEachOther() {
        AccountId account = desk.openAccount("1000.00");
        Order order = accepted(account, "2", "100.00");
        List<Command> batch = List.of(
                Desk.trade(order, account + "-2", "2", "100.00"),
                Desk.bust(order, account + "-3", account + "-2"),
                Desk.replace(order, "Y", "3", null),
                Desk.answer(order, account + "-4", ReportType.REPLACED, "Y"));

        assertThat(desk.pipeline.execute(batch))
                .allSatisfy(settled -> assertThat(settled)
                        .isInstanceOfSatisfying(
                                Pipeline.Settled.Done.class,
                                done -> assertThat(done.outcome())
                                        .isNotInstanceOfAny(Outcome.Refused.class, Outcome.ReportQuarantined.class)));
        assertThat(desk.cash(account)).isEqualByComparingTo("699.70");
        assertThat(desk.position(account)).isEqualByComparingTo("0");
    }

    @Test
    void aClosedOrderHoldsNothingThoughItsCancelStillWaits() {
        AccountId account = desk.openAccount("1000.00");
        Order order = accepted(account, "2", "100.00");
        desk.accepted(Desk.cancel(order, "Y"));
        Order expired = desk.accepted(Desk.report(order, account + "-2", ReportType.EXPIRED));
        assertThat(expired.ordStatus()).isEqualTo(OrdStatus.PENDING_CANCEL);
        assertThat(desk.violations()).isEmpty();

        setHold(order, "OPEN");
        assertThat(desk.violations()).singleElement().asString().contains("5 no open hold on a closed order");
        setHold(order, "CLOSED");
    }

    private static void setHold(Order order, String status) {
        desk.execute(DbRole.WRITER, """
                BEGIN; SET LOCAL app.account_ids = '%s';
                UPDATE holds SET status = '%s' WHERE hold_id = '%s'; COMMIT
                """.formatted(order.accountId(), status, order.orderId()));
    }

    /** A buy the venue has accepted, by the report -1. */
    private static Order accepted(AccountId account, String qty, String px) {
        Order order = desk.accepted(Desk.limit(account, "C1", Side.BUY, qty, px));
        return desk.accepted(Desk.report(order, account + "-1", ReportType.NEW));
    }

    private static List<String> unanswered(AccountId account) {
        return desk.rows("SELECT kind || ' ' || cl_ord_id FROM outbox WHERE retired_at IS NULL AND account_id = '"
                + account + "' ORDER BY seq");
    }

    private static String position(AccountId account) {
        return String.valueOf(desk.value("""
                SELECT trim_scale(qty) || ' avg ' || coalesce(CAST(trim_scale(avg_px) AS text), '-') || ' realised '
                    || trim_scale(realised_pnl) || ' fees ' || trim_scale(fees)
                FROM positions WHERE account_id = '%s'""".formatted(account)));
    }

    private static Reason reason(Outcome outcome) {
        if (outcome instanceof Outcome.BooksRefused refused) {
            return refused.reason();
        }
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).reason();
    }

    private static Reason quarantined(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.ReportQuarantined.class);
        return ((Outcome.ReportQuarantined) outcome).reason();
    }
}
