package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.TransferKind;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.book.ActResult;
import io.tradecore.oms.book.LedgerRequest;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Command.ChangeBooks;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Transfers, holds, reversals and withdrawals on real PostgreSQL behind real PgBouncer. Every test ends in the reconciliation. */
class BookIT {

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

    private static BookAct.Post post(AccountId account, String id, TransferKind kind, String amount) {
        return new BookAct.Post(account, id, kind, "USDT", new BigDecimal(amount), null);
    }

    private static BookAct.Move move(AccountId from, AccountId to, String id, String amount) {
        return new BookAct.Move(from, to, id, "USDT", new BigDecimal(amount), null);
    }

    private static BookAct.Place hold(AccountId account, UUID holdId, String amount, @Nullable Instant expiresAt) {
        return new BookAct.Place(account, holdId, "USDT", new BigDecimal(amount), expiresAt);
    }

    private static BookAct.Capture capture(AccountId account, UUID holdId, String id, String amount) {
        return new BookAct.Capture(account, holdId, id, TransferKind.FEE, new BigDecimal(amount), false, null);
    }

    private static BookAct.Reverse reverse(AccountId account, String id, String originalId, @Nullable String amount) {
        return new BookAct.Reverse(account, null, id, originalId, Desk.decimal(amount), null);
    }

    private static Outcome done(BookAct act) {
        return desk.done(ChangeBooks.of(act, "ops"));
    }

    private static Outcome group(String requestId, BookAct... acts) {
        return desk.done(ChangeBooks.of(new ClOrdId(requestId), List.of(acts), "ops"));
    }

    private static List<ActResult> results(Outcome outcome) {
        return outcome instanceof Outcome.BooksChanged(LedgerRequest request, boolean _)
                ? request.results()
                : List.of();
    }

    private static Reason reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.BooksRefused refused -> refused.reason();
            case Outcome.Refused refused -> refused.reason();
            default -> throw new AssertionError("not refused: " + outcome);
        };
    }

    private static String rowsOf(AccountId account) {
        return String.join(
                "\n",
                Stream.of("accounts", "ledger_transfers", "ledger_entries", "ledger_balances", "holds", "hold_terms")
                        .flatMap(table -> desk
                                .rows("SELECT t::text FROM " + table + " t WHERE account_id = '" + account
                                        + "' ORDER BY 1")
                                .stream())
                        .toList());
    }

    @Test
    void transfersOfEveryKindAreBookedAgainstTheirCode() {
        AccountId account = desk.openAccount("1000.00");

        for (TransferKind kind : TransferKind.values()) {
            if (kind.counter() != null) {
                assertThat(done(post(account, "one-" + kind, kind, "10.00"))).isInstanceOf(Outcome.BooksChanged.class);
            }
        }

        assertThat(desk.rows("""
                SELECT code || ' ' || trim_scale(posted) FROM ledger_balances WHERE account_id = '%s' ORDER BY code
                """.formatted(account)))
                .containsExactly(
                        "CASH 1050",
                        "CORRECTIONS -10",
                        "DIVIDENDS -10",
                        "EXTERNAL -1000",
                        "FEES 0",
                        "FINANCING -10",
                        "FUNDING -10",
                        "INTEREST -10");
    }

    @Test
    void aGroupIsDoneAsAWholeOrNotAtAllAndSaysWhichMemberFailed() {
        AccountId a = desk.openAccount("100.00");
        AccountId b = desk.openAccount("50.00");
        String before = rowsOf(a) + rowsOf(b);

        Outcome refused = group(
                "g1", move(a, b, "m1", "60.00"), post(b, "f1", TransferKind.FEE, "5.00"), move(b, a, "m2", "200.00"));

        assertThat(refused).isInstanceOfSatisfying(Outcome.BooksRefused.class, answer -> {
            assertThat(answer.reason()).isEqualTo(Reason.CASH_INSUFFICIENT);
            assertThat(answer.numbers())
                    .containsEntry("member", "2")
                    .containsEntry("memberId", "m2")
                    .containsEntry("needed", "200.00")
                    .containsEntry("available", "105.00");
        });
        assertThat(rowsOf(a) + rowsOf(b)).isEqualTo(before);

        // It stays refused, also once there is enough; its members' ids are not used up.
        done(post(b, "more", TransferKind.DEPOSIT, "1000"));
        assertThat(group(
                        "g1",
                        move(a, b, "m1", "60.00"),
                        post(b, "f1", TransferKind.FEE, "5.00"),
                        move(b, a, "m2", "200.00")))
                .isInstanceOfSatisfying(Outcome.BooksRefused.class, answer -> {
                    assertThat(answer.replayed()).isTrue();
                    assertThat(answer.numbers()).isEqualTo(((Outcome.BooksRefused) refused).numbers());
                });
        assertThat(results(group("g2", move(a, b, "m1", "60.00"), move(b, a, "m2", "200.00"))))
                .hasSize(4);
        assertThat(desk.cash(a)).isEqualByComparingTo("240.00");
        assertThat(desk.cash(b)).isEqualByComparingTo("910.00");
    }

    @Test
    void theSameBodyIsAnsweredAsTheFirstTimeHoweverItIsWrittenAndAnotherFieldIsNamed() {
        AccountId account = desk.openAccount("100.00");
        Outcome first = done(post(account, "t1", TransferKind.FEE, "10.0"));
        done(post(account, "t2", TransferKind.FEE, "20"));

        assertThat(done(post(account, "t1", TransferKind.FEE, "10.00")))
                .isInstanceOfSatisfying(Outcome.BooksChanged.class, answer -> {
                    assertThat(answer.replayed()).isTrue();
                    // The balance it was told then, not what it is now.
                    assertThat(results(answer).getFirst().balance()).isEqualByComparingTo("90.00");
                    assertThat(results(answer)).isEqualTo(results(first));
                });
        assertThat(reason(done(post(account, "t1", TransferKind.FEE, "10.01"))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_AMOUNT);
        assertThat(reason(done(post(account, "t1", TransferKind.REBATE, "10"))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_KIND);
        assertThat(done(new BookAct.Post(
                        account,
                        "t1",
                        TransferKind.FEE,
                        "USDT",
                        BigDecimal.TEN,
                        Instant.parse("2026-01-01T00:00:00Z"))))
                .isInstanceOfSatisfying(Outcome.Refused.class, answer -> {
                    assertThat(answer.reason()).isEqualTo(Reason.EXISTS_WITH_DIFFERENT_FIELD);
                    assertThat(answer.numbers()).containsEntry("field", "effectiveAt");
                });
        group("g1", post(account, "t3", TransferKind.FEE, "1"), post(account, "t4", TransferKind.FEE, "1"));
        assertThat(group("g1", post(account, "t3", TransferKind.FEE, "1"), post(account, "t4", TransferKind.FEE, "2")))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        answer -> assertThat(answer.numbers()).containsEntry("field", "acts[1].amount"));
        assertThat(reason(done(post(account, "t3", TransferKind.FEE, "1")))).isEqualTo(Reason.TRANSFER_ID_USED);
    }

    @Test
    void whatCannotBeAnAmountIsRefusedAndTheIdStaysFree() {
        AccountId account = desk.openAccount("100.00");

        assertThat(reason(done(post(account, "t1", TransferKind.FEE, "0.001")))).isEqualTo(Reason.AMOUNT_SCALE);
        assertThat(reason(done(new BookAct.Post(account, "t1", TransferKind.FEE, "NONE", BigDecimal.ONE, null))))
                .isEqualTo(Reason.ASSET_UNKNOWN);
        assertThat(reason(done(post(account, "t1", TransferKind.DEPOSIT, "1" + "0".repeat(24)))))
                .isEqualTo(Reason.AMOUNT_OVERFLOW);
        assertThat(reason(done(post(account, "trade:SIM:1", TransferKind.FEE, "1"))))
                .isEqualTo(Reason.TRANSFER_ID_RESERVED);
        assertThat(reason(done(move(account, new AccountId(new UUID(9, 9)), "t1", "1"))))
                .isEqualTo(Reason.ACCOUNT_UNKNOWN);
        assertThat(done(post(account, "t1", TransferKind.FEE, "1"))).isInstanceOf(Outcome.BooksChanged.class);
    }

    @Test
    void theDatabaseRefusesNaNAndInfinity() {
        AccountId account = desk.openAccount("100.00");
        for (String amount : List.of("NaN", "Infinity", "-Infinity", "1e24")) {
            assertThat(desk.rows("""
                    SELECT pg_input_is_valid('%s', 'signed_amount')::text || pg_input_is_valid('%s', 'unsigned_amount')
                        || pg_input_is_valid('%s', 'positive_amount')
                    """.formatted(amount, amount, amount))).containsExactly("falsefalsefalse");
        }
        assertThat(desk.cash(account)).isEqualByComparingTo("100");
    }

    @Test
    void aConversionPostsTwoLegsAndTheResidueByName() {
        AccountId account = desk.openAccount("100.00");

        List<ActResult> results = results(done(new BookAct.Convert(
                account,
                "fx1",
                "USDT",
                new BigDecimal("10.01"),
                "EUR",
                new BigDecimal("0.92345"),
                RoundingMode.HALF_EVEN,
                null)));

        assertThat(results)
                .extracting(ActResult::amount)
                .map(BigDecimal::toPlainString)
                .containsExactly("-10.01", "9.24");
        // 10.01 x 0.92345 = 9.2437345
        assertThat(desk.rows("""
                SELECT code || ' ' || asset || ' ' || trim_scale(amount) FROM ledger_entries
                WHERE account_id = '%s' AND seq = 2 ORDER BY leg
                """.formatted(account)))
                .containsExactly(
                        "CASH USDT -10.01",
                        "CONVERSION USDT 10.01",
                        "CASH EUR 9.24",
                        "CONVERSION EUR -9.2437345",
                        "ROUNDING EUR 0.0037345");
        assertThat(desk.value("SELECT rate || ' ' || rounding FROM ledger_transfer_details WHERE account_id = '"
                        + account + "'"))
                .isEqualTo("0.92345 HALF_EVEN");
        assertThat(reason(done(reverse(account, "r1", "fx1", "5")))).isEqualTo(Reason.REVERSAL_IN_PART);
        assertThat(done(reverse(account, "r2", "fx1", null))).isInstanceOf(Outcome.BooksChanged.class);
        assertThat(desk.cash(account)).isEqualByComparingTo("100.00");
    }

    @Test
    void aHoldIsCapturedInPartsAndNeverBeyondWhatItHolds() {
        AccountId account = desk.openAccount("100.00");
        UUID holdId = UUID.randomUUID();
        done(hold(account, holdId, "80.00", null));
        assertThat(desk.cash(account)).isEqualByComparingTo("20.00");
        assertThat(reason(done(post(account, "w1", TransferKind.WITHDRAWAL, "20.01"))))
                .isEqualTo(Reason.CASH_INSUFFICIENT);

        assertThat(results(done(capture(account, holdId, "c1", "30.00")))
                        .getFirst()
                        .held())
                .isEqualByComparingTo("50.00");
        assertThat(done(capture(account, holdId, "c2", "50.01")))
                .isInstanceOfSatisfying(Outcome.BooksRefused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.HOLD_EXCEEDED);
                    assertThat(refused.numbers()).containsEntry("remaining", "50.00");
                });
        done(capture(account, holdId, "c3", "10.00"));
        // The hold's own id was used to place it.
        assertThat(reason(done(new BookAct.Release(account, holdId)))).isEqualTo(Reason.EXISTS_WITH_DIFFERENT_KIND);
    }

    @Test
    void aReleaseGivesBackWhatWasNotCapturedAndClosesTheHold() {
        AccountId account = desk.openAccount("100.00");
        UUID holdId = UUID.randomUUID();
        group("g1", hold(account, holdId, "80.00", null), capture(account, holdId, "c1", "30.00"));

        assertThat(group("release-1", new BookAct.Release(account, holdId))).isInstanceOf(Outcome.BooksChanged.class);

        assertThat(desk.cash(account)).isEqualByComparingTo("70.00");
        assertThat(reason(done(capture(account, holdId, "c2", "1.00")))).isEqualTo(Reason.HOLD_CLOSED);
        assertThat(reason(done(capture(account, UUID.randomUUID(), "c3", "1.00"))))
                .isEqualTo(Reason.HOLD_UNKNOWN);
    }

    @Test
    void anOrdersHoldIsNotCaptured() {
        AccountId account = desk.openAccount("1000.00");
        Order order = desk.accepted(Desk.limit(account, "C1", Side.BUY, "2", "100.00"));

        assertThat(reason(done(capture(account, order.orderId().value(), "c1", "1.00"))))
                .isEqualTo(Reason.HOLD_UNKNOWN);
        assertThat(reason(done(hold(account, order.orderId().value(), "1.00", null))))
                .isEqualTo(Reason.HOLD_ID_USED);
    }

    @Test
    void aRefusedHoldStaysRefused() {
        AccountId account = desk.openAccount("100.00");
        UUID holdId = UUID.randomUUID();
        assertThat(reason(done(hold(account, holdId, "100.01", null)))).isEqualTo(Reason.CASH_INSUFFICIENT);

        done(post(account, "more", TransferKind.DEPOSIT, "1000"));

        assertThat(done(hold(account, holdId, "100.01", null)))
                .isInstanceOfSatisfying(
                        Outcome.BooksRefused.class,
                        refused -> assertThat(refused.replayed()).isTrue());
        assertThat(desk.cash(account)).isEqualByComparingTo("1100");
    }

    @Test
    void anExpiredHoldHoldsNothingForTheNextOrderThoughNobodyHasSweptIt() {
        AccountId account = desk.openAccount("250.00");
        UUID holdId = UUID.randomUUID();
        Instant expiresAt = Instant.now().plusMillis(1500);
        assertThat(results(done(hold(account, holdId, "200.00", expiresAt)))).hasSize(1);
        assertThat(desk.done(Desk.limit(account, "C1", Side.BUY, "2", "100.00")))
                .isInstanceOf(Outcome.OrderDenied.class);

        // The database's clock decides.
        assertThat(desk.value("SELECT true FROM (SELECT pg_sleep_until('" + expiresAt + "')) s"))
                .isEqualTo("t");

        assertThat(desk.accepted(Desk.limit(account, "C2", Side.BUY, "2", "100.00"))
                        .leavesQty())
                .isEqualByComparingTo("2");
        assertThat(desk.value("SELECT state FROM hold_terms WHERE hold_id = '" + holdId + "'"))
                .isEqualTo("EXPIRED");
        assertThat(reason(done(capture(account, holdId, "c1", "1.00")))).isEqualTo(Reason.HOLD_EXPIRED);
        assertThat(reason(group("late-release", new BookAct.Release(account, holdId))))
                .isEqualTo(Reason.HOLD_EXPIRED);
        assertThat(reason(done(
                        hold(account, UUID.randomUUID(), "1.00", Instant.now().minusSeconds(1)))))
                .isEqualTo(Reason.HOLD_EXPIRY_PAST);
    }

    @Test
    void theSweepClosesExpiredHoldsAndNoOthers() {
        AccountId account = desk.openAccount("250.00");
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        Instant expiresAt = Instant.now().plusMillis(1000);
        done(hold(account, first, "100.00", expiresAt));
        done(hold(account, second, "100.00", expiresAt.plusSeconds(3600)));
        desk.value("SELECT true FROM (SELECT pg_sleep_until('" + expiresAt + "')) s");

        assertThat(desk.done(new Command.ExpireHolds(account))).isEqualTo(new Outcome.HoldsExpired());

        assertThat(desk.rows("SELECT state FROM hold_terms WHERE account_id = '" + account + "' ORDER BY expires_at"))
                .containsExactly("EXPIRED", "OPEN");
        assertThat(desk.cash(account)).isEqualByComparingTo("150.00");
    }

    @Test
    void captureAgainstReleaseHasOneWinner() {
        AccountId account = desk.openAccount("1000.00");
        try (Desk otherNode = new Desk(2)) {
            for (int i = 0; i < 50; i++) {
                UUID holdId = UUID.randomUUID();
                done(hold(account, holdId, "10.00", null));
                CompletableFuture<Outcome> captured = desk.lanes.submit(ChangeBooks.of(
                        new BookAct.Capture(
                                account, holdId, "c" + i, TransferKind.FEE, new BigDecimal("10.00"), true, null),
                        "ops"));
                CompletableFuture<Outcome> released = otherNode.lanes.submit(ChangeBooks.of(
                        new ClOrdId("release-" + i), List.of(new BookAct.Release(account, holdId)), "ops"));
                assertThat(Stream.of(captured, released)
                                .map(answer ->
                                        answer.orTimeout(20, TimeUnit.SECONDS).join())
                                .filter(Outcome.BooksChanged.class::isInstance))
                        .hasSize(1);
            }
        }
    }

    @Test
    void aGroupOfCapturesAndReleasesIsDoneTogether() {
        AccountId a = desk.openAccount("100.00");
        AccountId b = desk.openAccount("100.00");
        UUID holdA = UUID.randomUUID();
        UUID holdB = UUID.randomUUID();
        group("place", hold(a, holdA, "50.00", null), hold(b, holdB, "50.00", null));

        assertThat(reason(group("both", capture(a, holdA, "c1", "50.00"), capture(b, holdB, "c1", "50.01"))))
                .isEqualTo(Reason.HOLD_EXCEEDED);
        assertThat(desk.cash(a)).isEqualByComparingTo("50.00");
        assertThat(results(group("void", new BookAct.Release(a, holdA), new BookAct.Release(b, holdB))))
                .hasSize(2);
        assertThat(desk.cash(a)).isEqualByComparingTo("100.00");
        assertThat(desk.cash(b)).isEqualByComparingTo("100.00");
    }

    @Test
    void aTransferIsReversedOnceInPartsUpToItsAmountAndAReversalNever() {
        AccountId account = desk.openAccount("100.00");
        done(post(account, "f1", TransferKind.FEE, "30.00"));

        assertThat(done(reverse(account, "r1", "f1", "10.00"))).isInstanceOf(Outcome.BooksChanged.class);
        assertThat(done(reverse(account, "r2", "f1", "20.01")))
                .isInstanceOfSatisfying(Outcome.BooksRefused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.REVERSAL_EXCEEDED);
                    assertThat(refused.numbers()).containsEntry("remaining", "20.00");
                });
        assertThat(results(done(reverse(account, "r3", "f1", null))).getFirst().amount())
                .isEqualByComparingTo("20.00");
        assertThat(reason(done(reverse(account, "r4", "f1", null)))).isEqualTo(Reason.REVERSAL_EXCEEDED);
        assertThat(reason(done(reverse(account, "r5", "r1", null)))).isEqualTo(Reason.REVERSAL_NOT_ALLOWED);
        assertThat(reason(done(reverse(account, "r6", "none", null)))).isEqualTo(Reason.TRANSFER_UNKNOWN);
        assertThat(desk.cash(account)).isEqualByComparingTo("100.00");
    }

    @Test
    void aReversalThatWouldLeaveTheRangeOfBalancesIsRefused() {
        AccountId account = desk.openAccount("1.00");
        String nearlyAll = "9" + "0".repeat(23);
        done(post(account, "d1", TransferKind.DEPOSIT, nearlyAll));
        done(post(account, "w1", TransferKind.WITHDRAWAL, nearlyAll));
        done(post(account, "d2", TransferKind.DEPOSIT, nearlyAll));

        assertThat(reason(done(reverse(account, "r1", "w1", null)))).isEqualTo(Reason.AMOUNT_OVERFLOW);
        assertThat(results(done(reverse(account, "r1", "d2", null)))).hasSize(1);
    }

    @Test
    void ofTwoReversalsAtOnceOneIsDone() {
        AccountId account = desk.openAccount("100.00");
        done(post(account, "f1", TransferKind.FEE, "30.00"));
        try (Desk otherNode = new Desk(2)) {
            List<CompletableFuture<Outcome>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Desk node = i % 2 == 0 ? desk : otherNode;
                answers.add(node.lanes.submit(ChangeBooks.of(reverse(account, "r" + i, "f1", null), "ops")));
            }
            assertThat(answers.stream()
                            .map(answer ->
                                    answer.orTimeout(20, TimeUnit.SECONDS).join())
                            .filter(Outcome.BooksChanged.class::isInstance))
                    .hasSize(1);
        }
    }

    @Test
    void aReversalIsNotEffectiveBeforeItsOriginalAndNotOfATrade() {
        AccountId account = desk.openAccount("1000.00");
        Instant effectiveAt = Instant.parse("2026-03-01T00:00:00Z");
        done(new BookAct.Post(account, "f1", TransferKind.FEE, "USDT", BigDecimal.TEN, effectiveAt));
        Order order = desk.accepted(Desk.limit(account, "C1", Side.BUY, "1", "100.00"));
        desk.accepted(Desk.trade(order, account + "-1", "1", "100.00"));

        assertThat(reason(done(new BookAct.Reverse(account, null, "r1", "f1", null, effectiveAt.minusSeconds(1)))))
                .isEqualTo(Reason.REVERSAL_BEFORE_ORIGINAL);
        assertThat(done(new BookAct.Reverse(account, null, "r2", "f1", null, effectiveAt)))
                .isInstanceOf(Outcome.BooksChanged.class);
        assertThat(reason(done(reverse(account, "r3", "trade:SIM:" + account + "-1", null))))
                .isEqualTo(Reason.REVERSAL_NOT_ALLOWED);
    }

    @Test
    void aMoveIsReversedInBothAccounts() {
        AccountId a = desk.openAccount("100.00");
        AccountId b = desk.openAccount("0.01");
        AccountId c = desk.openAccount("100.00");
        done(move(a, b, "m1", "40.00"));

        assertThat(reason(done(reverse(a, "r1", "m1", null)))).isEqualTo(Reason.REVERSAL_OTHER_ACCOUNT);
        assertThat(reason(done(new BookAct.Reverse(a, c, "r1", "m1", null, null))))
                .isIn(Reason.REVERSAL_OTHER_ACCOUNT, Reason.EXISTS_WITH_DIFFERENT_FIELD);
        assertThat(results(done(new BookAct.Reverse(a, b, "r2", "m1", new BigDecimal("15.00"), null))))
                .hasSize(2);
        assertThat(desk.cash(a)).isEqualByComparingTo("75.00");
        assertThat(desk.cash(b)).isEqualByComparingTo("25.01");
    }

    @Test
    void aFrozenAccountTakesNoNewBusinessButReleasesAndWhatIsTrue() {
        AccountId account = desk.openAccount("100.00");
        UUID holdId = UUID.randomUUID();
        done(hold(account, holdId, "50.00", null));
        status(account, "SUSPENDED");

        assertThat(reason(done(post(account, "d1", TransferKind.DEPOSIT, "1")))).isEqualTo(Reason.ACCOUNT_NOT_ACTIVE);
        assertThat(reason(done(post(account, "w1", TransferKind.WITHDRAWAL, "1"))))
                .isEqualTo(Reason.ACCOUNT_NOT_ACTIVE);
        assertThat(reason(done(hold(account, UUID.randomUUID(), "1", null)))).isEqualTo(Reason.ACCOUNT_NOT_ACTIVE);
        assertThat(reason(done(capture(account, holdId, "c1", "1")))).isEqualTo(Reason.ACCOUNT_NOT_ACTIVE);
        assertThat(done(post(account, "i1", TransferKind.INTEREST, "-1"))).isInstanceOf(Outcome.BooksChanged.class);
        assertThat(group("release-1", new BookAct.Release(account, holdId))).isInstanceOf(Outcome.BooksChanged.class);
        assertThat(desk.cash(account)).isEqualByComparingTo("99.00");

        status(account, "ACTIVE");
        // What was refused stays refused under its id.
        assertThat(reason(done(post(account, "d1", TransferKind.DEPOSIT, "1")))).isEqualTo(Reason.ACCOUNT_NOT_ACTIVE);
        assertThat(done(post(account, "d2", TransferKind.DEPOSIT, "1"))).isInstanceOf(Outcome.BooksChanged.class);
    }

    private static void status(AccountId account, String status) {
        desk.execute(
                DbRole.ADMIN, "UPDATE accounts SET status = '%s' WHERE account_id = '%s'".formatted(status, account));
    }

    @Test
    void whatIsTrueIsBookedBeyondTheCashAndRaised() {
        AccountId account = desk.openAccount("100.00");

        assertThat(done(post(account, "f1", TransferKind.FEE, "130.00"))).isInstanceOf(Outcome.BooksChanged.class);
        done(post(account, "f2", TransferKind.FEE, "5.00"));

        assertThat(desk.rows("""
                SELECT kind || ' ' || asset || ' ' || trim_scale(balance_before) || ' ' || trim_scale(balance_after)
                FROM breaks WHERE account_id = '%s'""".formatted(account))).containsExactly("NEGATIVE_CASH USDT 100 -30");
    }

    @Test
    void aLateFillIsBookedBeyondTheCashAndRaised() {
        AccountId account = desk.openAccount("300.30");
        Order order = desk.accepted(Desk.limit(account, "C1", Side.BUY, "2", "100.00"));
        desk.accepted(Desk.report(order, account + "-0", io.tradecore.oms.execution.ReportType.CANCELED));
        done(post(account, "w1", TransferKind.WITHDRAWAL, "300.00"));

        desk.accepted(Desk.trade(order, account + "-1", "2", "100.00"));

        assertThat(desk.value("SELECT trim_scale(balance_after) FROM breaks WHERE account_id = '" + account + "'"))
                .isEqualTo("-199.9");
    }

    @Test
    void aLargeWithdrawalIsHeldUntilAnotherOperatorApprovesIt() {
        AccountId account = limited("1000.00", "100.00");

        Outcome asked = done(post(account, "w1", TransferKind.WITHDRAWAL, "600.00"));
        assertThat(results(asked).getFirst().what()).isEqualTo(ActResult.What.REQUESTED);
        assertThat(desk.cash(account)).isEqualByComparingTo("400.00");
        assertThat(reason(resolve(account, "x1", "w1", true, "ops"))).isEqualTo(Reason.FOUR_EYES);

        assertThat(results(resolve(account, "x1", "w1", true, "boss"))
                        .getFirst()
                        .seq())
                .isEqualTo(2);
        assertThat(desk.cash(account)).isEqualByComparingTo("400.00");
        assertThat(resolve(account, "x1", "w1", true, "boss"))
                .isInstanceOfSatisfying(
                        Outcome.BooksChanged.class,
                        answer -> assertThat(answer.replayed()).isTrue());
        assertThat(reason(resolve(account, "x2", "w1", false, "boss"))).isEqualTo(Reason.WITHDRAWAL_RESOLVED);
        assertThat(reason(resolve(account, "x3", "none", true, "boss"))).isEqualTo(Reason.WITHDRAWAL_UNKNOWN);
        assertThat(desk.rows("""
                SELECT action || ' ' || outcome FROM audit_trail WHERE account_id = '%s' AND source = 'LEDGER'
                ORDER BY recorded_at""".formatted(account)))
                .containsExactly(
                        "POST DONE",
                        "RESOLVE_WITHDRAWAL DONE",
                        "RESOLVE_WITHDRAWAL WITHDRAWAL_RESOLVED",
                        "RESOLVE_WITHDRAWAL WITHDRAWAL_UNKNOWN");
    }

    @Test
    void aRefusedWithdrawalGivesItsAmountBackAndALargeOneHasNoWayRound() {
        AccountId account = limited("1000.00", "100.00");
        UUID holdId = UUID.randomUUID();
        done(post(account, "w1", TransferKind.WITHDRAWAL, "600.00"));
        assertThat(results(resolve(account, "x1", "w1", false, "boss"))
                        .getFirst()
                        .what())
                .isEqualTo(ActResult.What.REFUSED);
        assertThat(desk.cash(account)).isEqualByComparingTo("1000.00");

        done(hold(account, holdId, "600.00", null));
        assertThat(reason(done(new BookAct.Capture(
                        account, holdId, "c1", TransferKind.WITHDRAWAL, new BigDecimal("600"), false, null))))
                .isEqualTo(Reason.WITHDRAWAL_NEEDS_APPROVAL);
        assertThat(reason(group(
                        "g1",
                        post(account, "w2", TransferKind.WITHDRAWAL, "1"),
                        post(account, "w3", TransferKind.WITHDRAWAL, "100.01"))))
                .isEqualTo(Reason.WITHDRAWAL_NEEDS_APPROVAL);
        assertThat(done(post(account, "w4", TransferKind.WITHDRAWAL, "100.00")))
                .isInstanceOf(Outcome.BooksChanged.class);
    }

    private static AccountId limited(String cash, String most) {
        AccountId account = desk.openAccount(cash);
        desk.execute(DbRole.ADMIN, """
                INSERT INTO withdrawal_limits (account_id, asset, max_amount, updated_by) VALUES ('%s', 'USDT', %s, 'test')
                """.formatted(account, most));
        return account;
    }

    private static Outcome resolve(AccountId account, String requestId, String transferId, boolean approve, String by) {
        return desk.done(ChangeBooks.of(
                new ClOrdId(requestId), List.of(new BookAct.ResolveWithdrawal(account, transferId, approve)), by));
    }

    @Test
    void commandsOfOneBatchSeeEachOthersHoldsAndRequests() {
        AccountId account = desk.openAccount("100.00");
        UUID holdId = UUID.randomUUID();
        List<Outcome> outcomes = desk
                .pipeline
                .execute(List.of(
                        ChangeBooks.of(hold(account, holdId, "60.00", null), "ops"),
                        ChangeBooks.of(hold(account, holdId, "60.0", null), "ops"),
                        ChangeBooks.of(post(account, "w1", TransferKind.WITHDRAWAL, "41"), "ops"),
                        ChangeBooks.of(capture(account, holdId, "c1", "60"), "ops"),
                        ChangeBooks.of(reverse(account, "r1", "c1", null), "ops")))
                .stream()
                .map(settled -> ((Pipeline.Settled.Done) settled).outcome())
                .toList();

        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        Outcome.BooksChanged.class,
                        answer -> assertThat(answer.replayed()).isTrue());
        assertThat(reason(outcomes.get(2))).isEqualTo(Reason.CASH_INSUFFICIENT);
        assertThat(results(outcomes.get(4)).getFirst().balance()).isEqualByComparingTo("100.00");
        assertThat(Objects.requireNonNull(
                        desk.value("SELECT count(*) FROM ledger_requests WHERE account_id = '" + account + "'")))
                .isEqualTo("5");
    }
}
