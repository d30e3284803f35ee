package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.TransferKind;
import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pipeline on real PostgreSQL behind real PgBouncer. Every test ends in the reconciliation. */
class PipelineIT {

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
    void anAcceptedBuyHoldsItsCostWithFeeAndWaitsForTheVenue() {
        AccountId account = desk.openAccount("1000.00");

        Order order = desk.accepted(Desk.limit(account, "C1", Side.BUY, "2", "100.00"));

        assertThat(order.ordStatus()).isEqualTo(OrdStatus.PENDING_NEW);
        assertThat(desk.cash(account)).isEqualByComparingTo("799.80");
        assertThat(desk.value("SELECT count(*) FROM outbox WHERE retired_at IS NULL AND order_id = '" + order.orderId()
                        + "'"))
                .isEqualTo("1");
    }

    @Test
    void fillsCaptureTheHoldMoveThePositionAndGiveTheRestBack() {
        AccountId account = desk.openAccount("1000.00");
        Order order = desk.accepted(Desk.limit(account, "C1", Side.BUY, "2", "100.00"));

        desk.accepted(Desk.report(order, account + "-1", ReportType.NEW));
        Order partly = desk.accepted(Desk.trade(order, account + "-2", "0.5", "90.00"));
        assertThat(partly.ordStatus()).isEqualTo(OrdStatus.PARTIALLY_FILLED);
        // 1000 - 45 - 0.04 fee (0.045 to even) - 150.15 held for what is left
        assertThat(desk.cash(account)).isEqualByComparingTo("804.81");

        Order filled = desk.accepted(Desk.trade(order, account + "-3", "1.5", "100.00"));
        assertThat(filled.ordStatus()).isEqualTo(OrdStatus.FILLED);
        assertThat(filled.avgPx()).isEqualByComparingTo("97.5");
        // The fees are the differences of the rounded total: 0.195 posts 0.20 in all.
        assertThat(desk.cash(account)).isEqualByComparingTo("804.80");
        assertThat(desk.position(account)).isEqualByComparingTo("2");
        assertThat(desk.value("SELECT retired_at IS NOT NULL FROM outbox WHERE order_id = '" + order.orderId() + "'"))
                .isEqualTo("t");
    }

    @Test
    void aSellHoldsWhatItDelivers() {
        AccountId account = desk.openAccount("1000.00");
        Order buy = desk.accepted(Desk.limit(account, "C1", Side.BUY, "2", "100.00"));
        desk.accepted(Desk.trade(buy, account + "-1", "2", "100.00"));

        Order sell = desk.accepted(Desk.limit(account, "C2", Side.SELL, "1.5", "110.00"));
        assertThat(desk.position(account)).isEqualByComparingTo("0.5");
        assertThat(desk.done(Desk.limit(account, "C3", Side.SELL, "0.6", "110.00")))
                .isInstanceOfSatisfying(
                        Outcome.OrderDenied.class,
                        denied -> assertThat(denied.reason()).isEqualTo(Reason.POSITION_INSUFFICIENT));

        desk.accepted(Desk.trade(sell, account + "-2", "1.5", "110.00"));
        assertThat(desk.value("SELECT realised_pnl FROM positions WHERE account_id = '" + account + "'"))
                .satisfies(
                        pnl -> assertThat(new BigDecimal(String.valueOf(pnl))).isEqualByComparingTo("15"));
    }

    @Test
    void theSameRequestGetsTheStoredAnswerAndAnotherBodyIsNamed() {
        AccountId account = desk.openAccount("1000.00");
        Order order = desk.accepted(Desk.limit(account, "C1", Side.BUY, "2", "100.00"));

        assertThat(desk.done(Desk.limit(account, "C1", Side.BUY, "2.0", "100")))
                .isEqualTo(new Outcome.OrderAccepted(order, true));
        assertThat(reason(desk.done(Desk.limit(account, "C1", Side.BUY, "2", "100.01"))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_PX);
        assertThat(reason(desk.done(Desk.limit(account, "C1", Side.SELL, "2", "100"))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_SIDE);
        assertThat(reason(desk.done(Desk.cancel(order, "C1")))).isEqualTo(Reason.EXISTS_WITH_DIFFERENT_KIND);
        assertThat(reason(desk.done(desk.move(account, "opening", TransferKind.DEPOSIT, "999"))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_AMOUNT);
        assertThat(desk.value("SELECT count(*) FROM orders WHERE account_id = '" + account + "'"))
                .isEqualTo("1");
    }

    @Test
    void aDeniedOrderIsRecordedAndStaysDenied() {
        AccountId account = desk.openAccount("100.00");

        assertThat(desk.done(Desk.limit(account, "C1", Side.BUY, "1", "100.00")))
                .isInstanceOf(Outcome.OrderDenied.class);
        desk.done(desk.deposit(account, "more", "1000"));

        assertThat(desk.done(Desk.limit(account, "C1", Side.BUY, "1", "100.00")))
                .isInstanceOfSatisfying(
                        Outcome.OrderDenied.class,
                        denied -> assertThat(denied.replayed()).isTrue());
        assertThat(desk.value("SELECT count(*) FROM outbox WHERE account_id = '" + account + "'"))
                .isEqualTo("0");
    }

    @Test
    void commandsOfOneBatchSeeEachOther() {
        AccountId account = desk.openAccount("150.00");
        Command first = Desk.limit(account, "C1", Side.BUY, "1", "100.00");
        Command again = Desk.limit(account, "C1", Side.BUY, "1", "100.00");
        Command tooMuch = Desk.limit(account, "C2", Side.BUY, "1", "100.00");

        List<Outcome> outcomes = desk.pipeline.execute(List.of(first, again, tooMuch)).stream()
                .map(settled -> ((Pipeline.Settled.Done) settled).outcome())
                .toList();

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.OrderAccepted.class);
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.OrderAccepted.class);
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.OrderDenied.class);
        assertThat(desk.value("SELECT count(*) FROM orders WHERE account_id = '" + account + "'"))
                .isEqualTo("2");
    }

    @Test
    void aCancelCrossedByFillsEndsAsFixHasIt() {
        AccountId account = desk.openAccount("1000.00");
        Order order = desk.accepted(Desk.limit(account, "C1", Side.BUY, "2", "100.00"));
        desk.accepted(Desk.report(order, account + "-1", ReportType.NEW));

        assertThat(desk.accepted(Desk.cancel(order, "X1")).ordStatus()).isEqualTo(OrdStatus.PENDING_CANCEL);
        assertThat(reason(desk.done(Desk.cancel(order, "X2")))).isEqualTo(Reason.CANCEL_ALREADY_PENDING);
        desk.accepted(Desk.answer(order, account + "-2", ReportType.PENDING_CANCEL, "X1"));
        assertThat(desk.accepted(Desk.trade(order, account + "-3", "0.5", "100.00"))
                        .ordStatus())
                .isEqualTo(OrdStatus.PENDING_CANCEL);
        Order canceled = desk.accepted(Desk.answer(order, account + "-4", ReportType.CANCELED, "X1"));

        assertThat(canceled.ordStatus()).isEqualTo(OrdStatus.CANCELED);
        assertThat(canceled.cumQty()).isEqualByComparingTo("0.5");
        assertThat(desk.cash(account)).isEqualByComparingTo("949.95");
        assertThat(reason(desk.done(Desk.cancel(order, "X3")))).isEqualTo(Reason.CANCEL_TOO_LATE);
        assertThat(desk.done(Desk.cancel(order, "X1"))).isEqualTo(new Outcome.CancelAccepted(canceled, true));
    }

    @Test
    void aFilledOrderStaysPendingCancelUntilTheVenueRefusesTheCancel() {
        AccountId account = desk.openAccount("1000.00");
        Order order = desk.accepted(Desk.limit(account, "C1", Side.BUY, "2", "100.00"));
        desk.accepted(Desk.cancel(order, "X1"));
        assertThat(desk.accepted(Desk.trade(order, account + "-1", "2", "100.00"))
                        .ordStatus())
                .isEqualTo(OrdStatus.PENDING_CANCEL);

        Order restored = desk.accepted(Desk.answer(order, account + "-2", ReportType.CANCEL_REJECT, "X1"));

        assertThat(restored.ordStatus()).isEqualTo(OrdStatus.FILLED);
        assertThat(desk.value(
                        "SELECT count(*) FROM outbox WHERE retired_at IS NULL AND account_id = '" + account + "'"))
                .isEqualTo("0");
    }

    @Test
    void anOrderTheVenueDoesNotKnowGoesOnBeingRouted() {
        AccountId account = desk.openAccount("1000.00");
        Order order = desk.accepted(Desk.limit(account, "C1", Side.BUY, "2", "100.00"));
        desk.accepted(Desk.cancel(order, "X1"));

        Order restored = desk.accepted(Desk.cancelOfUnknown(order, account + "-1", "X1"));

        assertThat(restored.ordStatus()).isEqualTo(OrdStatus.PENDING_NEW);
        assertThat(desk.rows("SELECT kind FROM outbox WHERE retired_at IS NULL AND account_id = '" + account + "'"))
                .containsExactly("NEW_ORDER");
    }

    @Test
    void lateFillsAndOverfillsAreBookedAndFlagged() {
        AccountId account = desk.openAccount("1000.00");
        Order order = desk.accepted(Desk.limit(account, "C1", Side.BUY, "1", "100.00"));
        desk.accepted(Desk.report(order, account + "-1", ReportType.EXPIRED));
        desk.accepted(Desk.trade(order, account + "-2", "0.4", "100.00"));
        Order filled = desk.accepted(Desk.trade(order, account + "-3", "0.7", "100.00"));

        assertThat(filled.ordStatus()).isEqualTo(OrdStatus.FILLED);
        assertThat(filled.cumQty()).isEqualByComparingTo("1.1");
        assertThat(desk.rows("SELECT array_to_string(flags, '+') FROM executions WHERE account_id = '" + account
                        + "' ORDER BY event_seq"))
                .containsExactly("LATE", "LATE+OVERFILL");
    }

    @Test
    void anExecutionIsBookedOnceAndItsIdIsNotTakenForAnother() {
        AccountId account = desk.openAccount("1000.00");
        Order order = desk.accepted(Desk.limit(account, "C1", Side.BUY, "2", "100.00"));
        Command trade = Desk.trade(order, account + "-1", "1", "100.00");
        desk.accepted(trade);

        assertThat(desk.done(trade)).isInstanceOf(Outcome.ReportIgnored.class);
        assertThat(desk.done(Desk.trade(order, account + "-1", "1", "100.01")))
                .isInstanceOfSatisfying(
                        Outcome.ReportQuarantined.class,
                        kept -> assertThat(kept.reason()).isEqualTo(Reason.EXEC_ID_REUSED));
        assertThat(desk.position(account)).isEqualByComparingTo("1");
    }

    @Test
    void aReportNobodyCanPlaceIsKeptForAnOperator() {
        AccountId account = desk.openAccount("1000.00");
        Order order = desk.accepted(Desk.limit(account, "C1", Side.BUY, "2", "100.00"));
        OrderId unknown = new OrderId(new UuidV7(Clock.systemUTC()).next());

        assertThat(desk.done(Desk.report(account, unknown, "SIM", account + "-1", ReportType.NEW, null, null, null)))
                .isInstanceOfSatisfying(
                        Outcome.ReportQuarantined.class,
                        kept -> assertThat(kept.reason()).isEqualTo(Reason.REPORT_ORDER_UNKNOWN));
        assertThat(desk.done(Desk.report(
                        account, order.orderId(), "OTHER", account + "-2", ReportType.NEW, null, null, null)))
                .isInstanceOfSatisfying(
                        Outcome.ReportQuarantined.class,
                        kept -> assertThat(kept.reason()).isEqualTo(Reason.REPORT_WRONG_VENUE));
        assertThat(desk.value("SELECT count(*) FROM quarantine WHERE account_id = '" + account + "'"))
                .isEqualTo("2");
    }

    @Test
    void repeatedReportsLeaveNoSecondEvent() {
        AccountId account = desk.openAccount("1000.00");
        Order order = desk.accepted(Desk.limit(account, "C1", Side.BUY, "2", "100.00"));
        for (ReportType type : List.of(ReportType.PENDING_NEW, ReportType.NEW, ReportType.RESTATED)) {
            Command report = Desk.report(order, account + "-" + type, type);
            desk.accepted(report);
            assertThat(desk.done(report)).as("%s again", type).isInstanceOf(Outcome.ReportIgnored.class);
        }

        assertThat(desk.rows("SELECT event_type FROM order_events WHERE account_id = '" + account + "' ORDER BY seq"))
                .containsExactly("ORDER_ACCEPTED", "PENDING_NEW", "NEW", "RESTATED");
    }

    @Test
    void oneBadCommandNeverFailsItsNeighbours() {
        AccountId account = desk.openAccount("1000.00");
        // No column takes 24 digits, and no check of this desk looks for it: the database refuses the whole batch.
        Command bad = Desk.limit(account, "HUGE", Side.BUY, "1" + "0".repeat(24), "100.00");
        Command good = Desk.limit(account, "C1", Side.BUY, "1", "100.00");

        List<Pipeline.Settled> settled = desk.pipeline.execute(List.of(bad, good));

        assertThat(settled.get(0)).isInstanceOf(Pipeline.Settled.Failed.class);
        assertThat(settled.get(1)).isInstanceOf(Pipeline.Settled.Done.class);
    }

    @Test
    void whatBreaksABatchOffLeavesNothingLocked() {
        AccountId account = desk.openAccount("1000.00");
        AtomicReference<String> within = new AtomicReference<>();
        List<Command> commands = List.of(Desk.limit(account, "C1", Side.BUY, "1", "100.00"));

        assertThatThrownBy(() -> desk.store.inTransaction(commands, _ -> List.of(), _ -> {
                    within.set(locksOnAccounts());
                    throw new AssertionError("broken");
                }))
                .isInstanceOf(AssertionError.class);

        assertThat(within).hasValue("1");
        assertThat(locksOnAccounts()).isEqualTo("0");
    }

    private static String locksOnAccounts() {
        return Objects.requireNonNull(desk.value("""
                SELECT count(*) FROM pg_locks
                WHERE relation = 'accounts'::regclass AND mode = 'RowShareLock' AND pid <> pg_backend_pid()"""));
    }

    @Test
    void aReportTheDatabaseRefusesIsQuarantined() {
        AccountId account = desk.openAccount("1000.00");
        Order order = desk.accepted(Desk.limit(account, "C1", Side.BUY, "1", "100.00"));

        assertThat(desk.done(Desk.trade(order, account + "-1", "1" + "0".repeat(24), "1")))
                .isInstanceOfSatisfying(
                        Outcome.ReportQuarantined.class,
                        kept -> assertThat(kept.reason()).isEqualTo(Reason.REPORT_UNBOOKABLE));
    }

    @Test
    void withdrawalsNeverTouchWhatIsHeld() {
        AccountId account = desk.openAccount("1000.00");
        desk.accepted(Desk.limit(account, "C1", Side.BUY, "2", "100.00"));

        assertThat(reason(desk.done(desk.move(account, "w1", TransferKind.WITHDRAWAL, "799.81"))))
                .isEqualTo(Reason.CASH_INSUFFICIENT);
        assertThat(desk.done(desk.move(account, "w2", TransferKind.WITHDRAWAL, "799.80")))
                .isInstanceOf(Outcome.BooksChanged.class);
        assertThat(desk.cash(account)).isEqualByComparingTo("0");
    }

    @Test
    void outOfHundredParallelOrdersForTheWholeBalanceExactlyOneIsAccepted() {
        AccountId account = desk.openAccount("100.10");
        try (Desk otherNode = new Desk(2)) {
            List<CompletableFuture<Outcome>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Lanes lanes = i % 2 == 0 ? desk.lanes : otherNode.lanes;
                answers.add(lanes.submit(Desk.limit(account, "C" + i, Side.BUY, "1", "100.00")));
            }

            assertThat(answers.stream()
                            .map(answer ->
                                    answer.orTimeout(30, TimeUnit.SECONDS).join())
                            .filter(Outcome.OrderAccepted.class::isInstance))
                    .hasSize(1);
        }
    }

    @Test
    void twoNodesRacingOverTheSameAccountsLoseAndDoubleNothing() {
        List<AccountId> accounts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            accounts.add(desk.openAccount("100000.00"));
        }
        Random random = new Random(20_260_101);
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            AccountId account = accounts.get(random.nextInt(accounts.size()));
            // Every seventh request is sent twice.
            String clOrdId = "C" + (i % 7 == 0 ? i - 1 : i);
            commands.add(Desk.limit(
                    i % 7 == 0 && i > 0 ? commands.getLast().accountId() : account,
                    clOrdId,
                    Side.BUY,
                    "0.01",
                    "100.00"));
        }
        try (Desk otherNode = new Desk(3)) {
            List<CompletableFuture<Outcome>> answers = new ArrayList<>();
            for (int i = 0; i < commands.size(); i++) {
                answers.add((i % 2 == 0 ? desk.lanes : otherNode.lanes).submit(commands.get(i)));
            }
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(
                                    answer.orTimeout(60, TimeUnit.SECONDS).join())
                            .isInstanceOf(Outcome.OrderAccepted.class));
        }

        long distinct = commands.stream()
                .map(command -> command.accountId()
                        + ((Command.PlaceOrder) command).clOrdId().value())
                .distinct()
                .count();
        String ids =
                String.join("','", accounts.stream().map(AccountId::toString).toList());
        assertThat(desk.value("SELECT count(*) FROM orders WHERE account_id IN ('" + ids + "')"))
                .isEqualTo(Long.toString(distinct));
    }

    @Test
    void anUnknownAccountIsRefused() {
        AccountId nobody = new AccountId(new UuidV7(Clock.systemUTC()).next());

        assertThat(reason(desk.done(Desk.limit(nobody, "C1", Side.BUY, "1", "100.00"))))
                .isEqualTo(Reason.ACCOUNT_UNKNOWN);
    }

    @Test
    void aRequestInAnOutageIsAnsweredAsUnknownAndResolvedByItsId() {
        AccountId account = desk.openAccount("1000.00");
        desk.servers.servers().pgbouncer().stop();
        try {
            assertThatThrownBy(() -> desk.done(Desk.limit(account, "C1", Side.BUY, "1", "100.00")))
                    .hasRootCauseInstanceOf(ConnectException.class)
                    .cause()
                    .isInstanceOf(OutcomeUnknownException.class);
        } finally {
            desk.servers.servers().pgbouncer().start();
        }

        assertThat(desk.done(Desk.limit(account, "C1", Side.BUY, "1", "100.00")))
                .isInstanceOf(Outcome.OrderAccepted.class);
    }

    private static Reason reason(Outcome outcome) {
        if (outcome instanceof Outcome.BooksRefused refused) {
            return refused.reason();
        }
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).reason();
    }
}
