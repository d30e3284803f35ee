package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.SplitRatio;
import io.tradecore.oms.position.InstrumentAct;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Positions change without a trade, on real PostgreSQL behind real PgBouncer. Every test ends in the reconciliation.
 */
class ActsIT {

    @SuppressWarnings("NullAway.Init")
    private static Desk desk;

    private int reports;

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
    void fundingMovesCashAndNothingElse() {
        AccountId account = desk.openAccount("2000.00");
        Order order = buys(account, "10", "100.00");
        BigDecimal cash = desk.cash(account);

        apply(funding(account, "f1", "101.234", "0.0001"));
        // 10 x 101.234 x 0.0001 = 0.101234
        assertThat(desk.cash(account)).isEqualByComparingTo(cash.subtract(new BigDecimal("0.10")));
        assertThat(transfer(account)).isEqualTo("FUNDING act:f1 -0.10 FUNDING 0.10");
        assertThat(position(account)).isEqualTo("10 100 0");

        apply(funding(account, "f2", "100", "-0.001"));
        assertThat(transfer(account)).isEqualTo("FUNDING act:f2 1.00 FUNDING -1.00");
        assertThat(order.cumQty()).isEqualByComparingTo("10");
    }

    @Test
    void whatIsPaidIsOfWhatWasHeldWhenItWasAnnounced() {
        AccountId account = desk.openAccount("5000.00");
        buys(account, "10", "100.00");
        Command dividend = dividend(account, "d1", "0.24");
        buys(account, "20", "100.00");

        apply(dividend);
        assertThat(transfer(account)).isEqualTo("DIVIDEND act:d1 2.40 DIVIDENDS -2.40");
    }

    @Test
    void anActReachesAnAccountOnceHoweverManyAskForItAtOnce() {
        AccountId account = desk.openAccount("2000.00");
        buys(account, "10", "100.00");
        Command dividend = dividend(account, "d1", "1");

        IntStream.range(0, 50)
                .mapToObj(_ -> desk.lanes.submit(dividend))
                .toList()
                .forEach(answer -> assertThat(
                                answer.orTimeout(20, TimeUnit.SECONDS).join())
                        .isEqualTo(new Outcome.ActDone(List.of())));
        assertThat(desk.rows("SELECT amount FROM ledger_transfers WHERE kind = 'DIVIDEND' AND account_id = '" + account
                        + "'"))
                .containsExactly("10.00");
    }

    @Test
    void whatNobodyHoldsIsDoneAndPostsNothing() {
        AccountId account = desk.openAccount("100.00");
        apply(dividend(account, "d1", "1"));
        apply(split(account, "s1", 2, 1, null));
        assertThat(desk.rows("SELECT state || ' ' || posted FROM instrument_act_parts WHERE account_id = '" + account
                        + "' ORDER BY act_id"))
                .containsExactly("DONE 0.00", "DONE 0.00");
        assertThat(desk.rows("SELECT kind FROM ledger_transfers WHERE account_id = '" + account + "'"))
                .containsExactly("DEPOSIT");
    }

    @Test
    void anAccountItWasNotAnnouncedToIsLeftAsItIs() {
        AccountId one = desk.openAccount("2000.00");
        AccountId other = desk.openAccount("2000.00");
        buys(one, "10", "100.00");
        Command.ApplyAct dividend = (Command.ApplyAct) dividend(other, "d1", "1");

        apply(new Command.ApplyAct(one, dividend.act(), "ops"));
        assertThat(transfer(one)).startsWith("TRADE ");
    }

    @Test
    void whatIsOwedIsBookedAndRaisesABreakEvenWhereTheAccountIsSuspended() {
        AccountId account = desk.openAccount("1001.00");
        buys(account, "10", "100.00");
        desk.suspend(account);

        apply(funding(account, "f1", "100", "0.01"));
        assertThat(desk.cash(account)).isEqualByComparingTo("-10");
        assertThat(desk.rows("SELECT kind || ' ' || balance_after FROM breaks WHERE account_id = '" + account + "'"))
                .containsExactly("NEGATIVE_CASH -10.00");
    }

    @Test
    void aSplitOfThePositionLeavesItsCostAndTradesGoOn() {
        AccountId account = desk.openAccount("5000.00");
        buys(account, "10", "100.00");
        apply(split(account, "s1", 3, 1, null));
        assertThat(position(account)).isEqualTo("30 33.333333333333 0");
        assertThat(desk.rows("""
                        SELECT e.code || ' ' || e.asset || ' ' || trim_scale(e.amount) FROM ledger_entries e
                        JOIN ledger_transfers t USING (account_id, seq)
                        WHERE t.kind = 'SPLIT' AND t.account_id = '%s' ORDER BY e.leg""".formatted(account))).containsExactly("POSITION BTCUSDT 20", "CLEARING BTCUSDT -20");

        sells(account, "30", "40.00");
        assertThat(position(account)).isEqualTo("0 - 200.00000000001");
    }

    @Test
    void whatIsLessThanALotIsPaidOutAndClosed() {
        AccountId account = desk.openAccount("5000.00");
        buys(account, "0.00015", "100.00");
        apply(split(account, "s1", 1, 10, "2000.00"));
        // 0.000015 is a lot and a half.
        assertThat(position(account)).isEqualTo("0.00001 1000 0.005");
        assertThat(transfer(account)).startsWith("SPLIT act:s1").contains(" 0.01 ");
    }

    @Test
    void aBustOfATradeOfBeforeASplitTakesBackWhatItComesToNow() {
        AccountId account = desk.openAccount("5000.00");
        Order first = works(account, Side.BUY, "10", "100.00");
        String bought = fill(first, "10", "100.00");
        buys(account, "5", "120.00");
        BigDecimal cash = posted(account, LedgerCode.CASH);
        apply(split(account, "s1", 2, 1, null));
        assertThat(position(account)).isEqualTo("30 53.333333333334 0");

        desk.accepted(Desk.bust(first, name(), bought));
        assertThat(position(account)).isEqualTo("10 60 0");
        // The notional and its fee of 0.1 %.
        assertThat(posted(account, LedgerCode.CASH)).isEqualByComparingTo(cash.add(new BigDecimal("1001.00")));
        assertThat(posted(account, LedgerCode.POSITION)).isEqualByComparingTo("10");
    }

    @Test
    void aBustAfterASplitTakesBackWhatWasPaidOutOfIt() {
        AccountId account = desk.openAccount("5000.00");
        Order first = works(account, Side.BUY, "0.00015", "1000.00");
        String bought = fill(first, "0.00015", "1000.00");
        apply(split(account, "s1", 1, 10, "20000.00"));
        // 0.000005 x 20,000.00
        assertThat(transfer(account)).contains(" 0.10 ");

        desk.accepted(Desk.bust(first, name(), bought));
        assertThat(position(account)).isEqualTo("0 - 0");
        assertThat(posted(account, LedgerCode.CASH)).isEqualByComparingTo("5000.00");
    }

    @Test
    void aCorrectionIsToldInTheUnitsOfAfterTheSplit() {
        AccountId account = desk.openAccount("5000.00");
        Order first = works(account, Side.BUY, "10", "100.00");
        String bought = fill(first, "10", "100.00");
        apply(split(account, "s1", 2, 1, null));
        sells(account, "4", "60.00");
        assertThat(position(account)).isEqualTo("16 50 40");

        desk.accepted(Desk.correct(first, name(), bought, "18", "49.00"));
        assertThat(position(account)).isEqualTo("14 49 44");
        assertThat(desk.position(account)).isEqualByComparingTo("14");
    }

    @Test
    void whoWasFlatAtTheSplitHasItsTradesInTheUnitsOfNowAllTheSame() {
        AccountId account = desk.openAccount("5000.00");
        buys(account, "10", "100.00");
        Order sale = works(account, Side.SELL, "10", "110.00");
        String sold = fill(sale, "10", "110.00");
        apply(split(account, "s1", 2, 1, null));

        desk.accepted(Desk.bust(sale, name(), sold));
        assertThat(position(account)).isEqualTo("20 50 0");
        assertThat(posted(account, LedgerCode.POSITION)).isEqualByComparingTo("20");
    }

    @Test
    void noTransferOfAnybodyElseIsNamedAsThoseOfActs() {
        AccountId account = desk.openAccount("5000.00");
        assertThat(desk.done(desk.deposit(account, "act:s1", "1.00")))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason().name()).isEqualTo("TRANSFER_ID_RESERVED"));
    }

    @Test
    void aSplitIsNotReversed() {
        AccountId account = desk.openAccount("5000.00");
        buys(account, "10", "100.00");
        apply(split(account, "s1", 2, 1, null));
        String transferId = Objects.requireNonNull(desk.value(
                "SELECT transfer_id FROM ledger_transfers WHERE kind = 'SPLIT' AND account_id = '" + account + "'"));
        assertThat(desk.done(Command.ChangeBooks.of(
                        new BookAct.Reverse(account, null, "r1", transferId, null, null), "ops")))
                .isInstanceOfSatisfying(
                        Outcome.BooksRefused.class,
                        refused -> assertThat(refused.reason().name()).isEqualTo("REVERSAL_NOT_ALLOWED"));
    }

    private static Command funding(AccountId account, String name, String mark, String rate) {
        return announced(account, name, new InstrumentAct.Funding(new BigDecimal(mark), new BigDecimal(rate)));
    }

    private static Command dividend(AccountId account, String name, String amount) {
        return announced(account, name, new InstrumentAct.Dividend(new BigDecimal(amount)));
    }

    private static Command split(
            AccountId account, String name, int numerator, int denominator, @Nullable String fractionPx) {
        return announced(
                account,
                name,
                new InstrumentAct.Split(new SplitRatio(numerator, denominator), Desk.decimal(fractionPx)));
    }

    private static Command announced(AccountId account, String name, InstrumentAct.Terms terms) {
        return desk.announced(account, name, terms, Instant.now().plusSeconds(1));
    }

    private static void apply(Command command) {
        assertThat(desk.done(command)).isInstanceOf(Outcome.ActDone.class);
    }

    private Order works(AccountId account, Side side, String qty, String px) {
        Order order = desk.accepted(Desk.limit(account, name(), side, qty, px));
        return desk.accepted(Desk.report(order, name(), ReportType.NEW));
    }

    private Order buys(AccountId account, String qty, String px) {
        return desk.accepted(Desk.trade(works(account, Side.BUY, qty, px), name(), qty, px));
    }

    private Order sells(AccountId account, String qty, String px) {
        return desk.accepted(Desk.trade(works(account, Side.SELL, qty, px), name(), qty, px));
    }

    /** Tells the ExecID. */
    private String fill(Order order, String qty, String px) {
        String execId = name();
        desk.accepted(Desk.trade(order, execId, qty, px));
        return execId;
    }

    private String name() {
        return "acts-" + System.identityHashCode(this) + "-" + ++reports;
    }

    /** Without what orders hold: a bust lets its order work again. */
    private static BigDecimal posted(AccountId account, LedgerCode code) {
        return new BigDecimal(Objects.requireNonNull(
                desk.value("SELECT posted FROM ledger_balances WHERE account_id = '%s' AND code = '%s'"
                        .formatted(account, code))));
    }

    /** Quantity, average, realised. */
    private static String position(AccountId account) {
        return Objects.requireNonNull(desk.value("""
                SELECT trim_scale(qty) || ' ' || coalesce(trim_scale(avg_px)::text, '-') || ' ' || trim_scale(realised_pnl)
                FROM positions WHERE account_id = '%s'""".formatted(account)));
    }

    /** The last one: kind, name, cash, the code on the other side and what that has. */
    private static String transfer(AccountId account) {
        return Objects.requireNonNull(desk.value("""
                SELECT t.kind || ' ' || regexp_replace(t.transfer_id, '-.*', '') || ' ' || t.amount || ' '
                    || string_agg(e.code || ' ' || e.amount, ' ' ORDER BY e.leg) FILTER (WHERE e.code <> '%s')
                FROM ledger_transfers t JOIN ledger_entries e USING (account_id, seq)
                WHERE t.account_id = '%s' GROUP BY t.account_id, t.seq, t.kind, t.transfer_id, t.amount ORDER BY t.seq DESC""".formatted(LedgerCode.CASH, account)));
    }
}
