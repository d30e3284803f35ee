package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tradecore.ledger.AccountId;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.bulk.BulkRequest;
import io.tradecore.oms.bulk.BulkResult;
import io.tradecore.oms.bulk.BulkResult.What;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests about several orders on real PostgreSQL. Every test ends in the reconciliation. */
class BulkIT {

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

    private static Command.MassCancel massCancel(AccountId account, String clOrdId, @Nullable Side side) {
        return new Command.MassCancel(account, new ClOrdId(clOrdId), null, side, "trader");
    }

    private static BulkRequest bulk(Command command) {
        return switch (desk.done(command)) {
            case Outcome.BulkDone done -> done.request();
            case Outcome outcome -> throw new AssertionError("not done: " + outcome);
        };
    }

    private static Order buy(AccountId account, String clOrdId) {
        Order order = desk.accepted(Desk.limit(account, clOrdId, Side.BUY, "1", "100.00"));
        return desk.accepted(Desk.report(order, account + "-new-" + clOrdId, ReportType.NEW));
    }

    private static Reason reason(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused ? refused.reason() : Reason.REPORT_UNSUPPORTED;
    }

    @Test
    void aMassCancelTellsOfEachOpenOrderWhatBecameOfIt() {
        AccountId account = desk.openAccount("10000.00");
        Order open = buy(account, "OPEN");
        Order pending = buy(account, "PENDING");
        desk.accepted(Desk.cancel(pending, "C1"));
        Order filled = buy(account, "FILLED");
        desk.accepted(Desk.replace(filled, "R1", "2", null));
        desk.accepted(Desk.trade(filled, account + "-t", "1", "100.00"));
        Order closed = buy(account, "CLOSED");
        desk.accepted(Desk.report(closed, account + "-c", ReportType.CANCELED));

        List<BulkResult> results = bulk(massCancel(account, "M1", null)).results();

        assertThat(results)
                .extracting(BulkResult::orderId, BulkResult::what, BulkResult::reason)
                .containsExactly(
                        tuple(open.orderId(), What.CANCEL_REQUESTED, null),
                        tuple(pending.orderId(), What.REFUSED, Reason.CANCEL_ALREADY_PENDING),
                        tuple(filled.orderId(), What.REFUSED, Reason.CANCEL_TOO_LATE));
        assertThat(desk.value("SELECT ord_status || ' ' || pending_cl_ord_id FROM orders WHERE order_id = '"
                        + open.orderId() + "'"))
                .isEqualTo("PENDING_CANCEL " + results.getFirst().clOrdId());
    }

    @Test
    void theSameMassCancelIsAnsweredFromWhatIsStoredAndCancelsNothingNew() {
        AccountId account = desk.openAccount("10000.00");
        buy(account, "B1");
        BulkRequest first = bulk(massCancel(account, "M1", Side.BUY));
        Order later = buy(account, "B2");

        assertThat(desk.done(massCancel(account, "M1", Side.BUY))).isEqualTo(new Outcome.BulkDone(first, true));
        assertThat(desk.value("SELECT ord_status FROM orders WHERE order_id = '" + later.orderId() + "'"))
                .isEqualTo("NEW");
        assertThat(reason(desk.done(massCancel(account, "M1", Side.SELL))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_SIDE);
        assertThat(reason(desk.done(massCancel(account, "M1", null)))).isEqualTo(Reason.EXISTS_WITH_DIFFERENT_SIDE);
        assertThat(reason(
                        desk.done(new Command.MassCancel(account, new ClOrdId("M1"), Desk.SYMBOL, Side.BUY, "trader"))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_SYMBOL);
    }

    @Test
    void aMassCancelHeedsSideInstrumentAndTheOrdersItNames() {
        AccountId account = desk.openAccount("10000.00");
        Order first = buy(account, "B1");
        Order second = buy(account, "B2");

        assertThat(bulk(massCancel(account, "M1", Side.SELL)).results()).isEmpty();
        assertThat(bulk(new Command.MassCancel(account, new ClOrdId("M2"), "ETHUSDT", null, "trader"))
                        .results())
                .isEmpty();
        assertThat(bulk(new Command.MassCancel(
                                account, new ClOrdId("M3"), null, null, Set.of(second.orderId()), "trader"))
                        .results())
                .extracting(BulkResult::orderId)
                .containsExactly(second.orderId());
        assertThat(bulk(massCancel(account, "M4", Side.BUY)).results())
                .extracting(BulkResult::orderId, BulkResult::what)
                .containsExactly(tuple(first.orderId(), What.CANCEL_REQUESTED), tuple(second.orderId(), What.REFUSED));
    }

    @Test
    void aThousandOrdersAreCancelledByOneTransaction() {
        AccountId account = desk.openAccount("1000000.00");
        List<CompletableFuture<Outcome>> placed = new ArrayList<>();
        IntStream.range(0, 1_000)
                .forEach(i -> placed.add(desk.lanes.submit(Desk.limit(account, "B" + i, Side.BUY, "1", "100.00"))));
        CompletableFuture.allOf(placed.toArray(CompletableFuture[]::new)).join();

        assertThat(bulk(massCancel(account, "M1", null)).results())
                .hasSize(1_000)
                .allMatch(result -> result.what() == What.CANCEL_REQUESTED);

        assertThat(desk.value("SELECT count(*) || ' ' || count(DISTINCT tx_id) FROM outbox WHERE account_id = '"
                        + account + "' AND kind = 'CANCEL'"))
                .isEqualTo("1000 1");
    }

    @Test
    void anOrderPlacedInTheSameBatchIsCancelledAsWell() {
        AccountId account = desk.openAccount("10000.00");
        List<Pipeline.Settled> settled = desk.pipeline.execute(
                List.of(Desk.limit(account, "B1", Side.BUY, "1", "100.00"), massCancel(account, "M1", null)));

        assertThat(settled.getLast())
                .isInstanceOfSatisfying(
                        Pipeline.Settled.Done.class,
                        done -> assertThat(done.outcome())
                                .isInstanceOfSatisfying(
                                        Outcome.BulkDone.class,
                                        bulk -> assertThat(bulk.request().results())
                                                .extracting(BulkResult::what)
                                                .containsExactly(What.CANCEL_REQUESTED)));
    }

    private static Command.ClosePosition close(
            AccountId account,
            String clOrdId,
            @Nullable String orderQty,
            @Nullable String percent,
            boolean cancelOrders) {
        return new Command.ClosePosition(
                account,
                new ClOrdId(clOrdId),
                Desk.SYMBOL,
                Desk.decimal(orderQty),
                Desk.decimal(percent),
                null,
                cancelOrders,
                "trader");
    }

    private static AccountId openAccountWithPosition(String qty) {
        AccountId account = desk.openAccount("100000.00");
        Order order = desk.accepted(Desk.limit(account, "OPENING", Side.BUY, qty, "100.00"));
        desk.accepted(Desk.trade(order, account + "-opening", qty, "100.00"));
        return account;
    }

    @Test
    void aPositionIsClosedInWholeInPartAndByQuantityNeverFurther() {
        AccountId account = openAccountWithPosition("3");

        assertThat(bulk(close(account, "X1", null, "33.3335", false)).results())
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.what()).isEqualTo(What.ORDER_PLACED);
                    // 1.000005 rounded down to the lot of 0.00001
                    assertThat(result.quantity()).isEqualByComparingTo("1");
                });
        assertThat(bulk(close(account, "X2", "0.5", null, false))
                        .results()
                        .getFirst()
                        .quantity())
                .isEqualByComparingTo("0.5");
        assertThat(reason(desk.done(close(account, "X3", "1.6", null, false))))
                .isEqualTo(Reason.POSITION_HELD_BY_ORDERS);
        assertThat(reason(desk.done(close(account, "X3", "3.1", null, false))))
                .isEqualTo(Reason.CLOSE_QTY_EXCEEDS_POSITION);
        assertThat(reason(desk.done(close(account, "X3", null, "0.0001", false))))
                .isEqualTo(Reason.POSITION_BELOW_LOT);
        BulkResult rest =
                bulk(close(account, "X3", null, null, false)).results().getFirst();
        assertThat(rest.quantity()).isEqualByComparingTo("1.5");
        assertThat(reason(desk.done(close(account, "X4", null, null, false))))
                .isEqualTo(Reason.POSITION_HELD_BY_ORDERS);
        assertThat(desk.value(
                        "SELECT side || ' ' || ord_type || ' ' || time_in_force || ' ' || array_to_string(exec_inst, ',')"
                                + " FROM orders WHERE order_id = '" + rest.orderId() + "'"))
                .isEqualTo("SELL MARKET IOC REDUCE_ONLY");
    }

    @Test
    void aCloseIsDoneOnceAndRefusedWhenFlat() {
        AccountId account = openAccountWithPosition("1");
        BulkRequest first = bulk(close(account, "X1", null, null, false));
        Order order = desk.accepted(Desk.report(
                account,
                Objects.requireNonNull(first.results().getFirst().orderId()),
                "SIM",
                account + "-sold",
                ReportType.TRADE,
                null,
                "1",
                "101.00"));
        assertThat(order.leavesQty()).isZero();

        assertThat(desk.done(close(account, "X1", null, null, false))).isEqualTo(new Outcome.BulkDone(first, true));
        assertThat(reason(desk.done(close(account, "X1", null, "50", false))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_PERCENT);
        assertThat(reason(desk.done(massCancel(account, "X1", null)))).isEqualTo(Reason.EXISTS_WITH_DIFFERENT_KIND);
        assertThat(reason(desk.done(close(account, "X2", null, null, false)))).isEqualTo(Reason.POSITION_FLAT);
        assertThat(reason(desk.done(new Command.ClosePosition(
                        account, new ClOrdId("X2"), null, null, null, null, false, "trader"))))
                .isEqualTo(Reason.POSITION_FLAT);
    }

    @Test
    void aCloseThatCancelsTakesWhatIsFreeAndSaysWhatWillBe() {
        AccountId account = openAccountWithPosition("3");
        Order sell = desk.accepted(Desk.limit(account, "S1", Side.SELL, "2", "110.00"));
        Order more = buy(account, "B1");

        List<BulkResult> results = bulk(close(account, "X1", null, null, true)).results();

        assertThat(results)
                .extracting(BulkResult::what, BulkResult::orderId)
                .contains(tuple(What.CANCEL_REQUESTED, sell.orderId()), tuple(What.CANCEL_REQUESTED, more.orderId()));
        assertThat(results.getLast().what()).isEqualTo(What.ORDER_PLACED);
        assertThat(results.getLast().quantity()).isEqualByComparingTo("1");
        desk.accepted(Desk.report(sell, account + "-gone", ReportType.CANCELED));
        assertThat(bulk(close(account, "X2", null, null, false))
                        .results()
                        .getFirst()
                        .quantity())
                .isEqualByComparingTo("2");
    }

    @Test
    void aPreviewTellsWhatPlacingWouldComeToAndWritesNothing() {
        AccountId account = openAccountWithPosition("1");
        List<String> before = rowsOf(account);

        assertThat(desk.done(new Command.PreviewOrder(Desk.limit(account, "P1", Side.BUY, "2", "100.00"))))
                .isInstanceOfSatisfying(Outcome.OrderPreviewed.class, previewed -> {
                    var figures = Objects.requireNonNull(previewed.preview().figures());
                    assertThat(figures.reservation().amount()).isEqualByComparingTo("200.20");
                    assertThat(figures.fee()).isEqualByComparingTo("0.20");
                    assertThat(figures.position()).isEqualByComparingTo("1");
                    assertThat(figures.resultingPosition()).isEqualByComparingTo("3");
                    assertThat(figures.available()).isEqualByComparingTo(desk.cash(account));
                });
        assertThat(desk.done(new Command.PreviewOrder(Desk.limit(account, "P1", Side.SELL, "2", "100.00"))))
                .isInstanceOfSatisfying(
                        Outcome.OrderPreviewed.class,
                        previewed -> assertThat(previewed.preview().figures()).isNull());
        assertThat(reason(desk.done(new Command.PreviewOrder(Desk.limit(account, "P1", Side.BUY, "2", "100.001")))))
                .isEqualTo(Reason.PX_SCALE);
        assertThat(reason(desk.done(new Command.PreviewOrder(Desk.limit(account, "OPENING", Side.BUY, "1", "100.00")))))
                .isEqualTo(Reason.CL_ORD_ID_USED);

        assertThat(rowsOf(account)).isEqualTo(before);
    }

    /** Every row an account has, its row versions among them: what is written leaves one. */
    private static List<String> rowsOf(AccountId account) {
        List<String> rows = new ArrayList<>();
        for (String table : desk.rows("""
                SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'account_id'
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                    AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1""")) {
            rows.addAll(desk.rows("SELECT '" + table + " ' || t.ctid || t.xmin || t::text FROM " + table
                    + " t WHERE account_id = '" + account + "' ORDER BY 1"));
        }
        return rows;
    }

    private static Outcome.SwitchStands stands(Command command) {
        return switch (desk.done(command)) {
            case Outcome.SwitchStands stands -> stands;
            case Outcome outcome -> throw new AssertionError("not done: " + outcome);
        };
    }

    /** Waits for the database's clock to get there, not for a time of our own. */
    private static void untilDue(AccountId account) {
        desk.value(
                "SELECT pg_sleep(greatest(0, extract(epoch FROM fires_at - clock_timestamp()))) FROM dead_mans_switches"
                        + " WHERE account_id = '" + account + "'");
    }

    @Test
    void aSwitchThatIsNotSetAnewCancelsEverythingOnce() {
        AccountId account = desk.openAccount("10000.00");
        Order order = buy(account, "B1");
        Command fire = new Command.FireDeadMansSwitch(account);
        assertThat(reason(desk.done(fire))).isEqualTo(Reason.SWITCH_NOT_SET);

        stands(new Command.SetDeadMansSwitch(account, 60, "trader"));
        assertThat(stands(fire).results()).isEmpty();
        stands(new Command.SetDeadMansSwitch(account, 1, "trader"));
        untilDue(account);
        Outcome.SwitchStands fired = stands(fire);

        assertThat(fired.results())
                .extracting(BulkResult::orderId, BulkResult::what)
                .containsExactly(tuple(order.orderId(), What.CANCEL_REQUESTED));
        assertThat(fired.deadMansSwitch().firedAt()).isNotNull();
        assertThat(fired.deadMansSwitch().firesAt()).isNull();
        buy(account, "B2");
        assertThat(stands(fire).results()).isEmpty();
        assertThat(desk.value("SELECT string_agg(DISTINCT actor, ',') FROM order_events WHERE account_id = '" + account
                        + "' AND event_type = 'CANCEL_REQUESTED'"))
                .isEqualTo("dead-mans-switch");
    }

    @Test
    void aSwitchSetToNothingIsOffAndOneSetAnewCountsFromThen() {
        AccountId account = desk.openAccount("10000.00");
        buy(account, "B1");
        stands(new Command.SetDeadMansSwitch(account, 1, "trader"));
        untilDue(account);
        var anew = stands(new Command.SetDeadMansSwitch(account, 60, "trader"));
        assertThat(anew.deadMansSwitch().firesAt()).isNotNull();
        assertThat(stands(new Command.FireDeadMansSwitch(account)).results()).isEmpty();

        var off = stands(new Command.SetDeadMansSwitch(account, 0, "trader"));
        assertThat(off.deadMansSwitch().firesAt()).isNull();
        assertThat(desk.value("SELECT ord_status FROM orders WHERE account_id = '" + account + "'"))
                .isEqualTo("NEW");
    }

    @Test
    void aSwitchComesBackForAnOrderWhoseReplaceWaited() {
        AccountId account = desk.openAccount("10000.00");
        Order order = buy(account, "B1");
        desk.accepted(Desk.replace(order, "R1", "2", null));
        stands(new Command.SetDeadMansSwitch(account, 1, "trader"));
        untilDue(account);
        Command fire = new Command.FireDeadMansSwitch(account);

        Outcome.SwitchStands first = stands(fire);
        assertThat(first.results()).extracting(BulkResult::reason).containsExactly(Reason.CANCEL_ALREADY_PENDING);
        // Somebody is there again, and has a replace waiting as well.
        Order later = buy(account, "B2");
        desk.accepted(Desk.replace(later, "R2", "2", null));
        desk.accepted(Desk.answer(order, account + "-r", ReportType.REPLACED, "R1"));
        untilDue(account);
        Outcome.SwitchStands second = stands(fire);

        assertThat(second.results())
                .extracting(BulkResult::orderId, BulkResult::what)
                .containsExactly(tuple(order.orderId(), What.CANCEL_REQUESTED));
        assertThat(second.deadMansSwitch().firesAt()).isNull();
        assertThat(second.deadMansSwitch().firedAt())
                .isEqualTo(first.deadMansSwitch().firedAt());
    }

    @Test
    void aFilledOrderThatABustBringsBackIsFoundAmongTheOpenOnes() {
        AccountId account = desk.openAccount("10000.00");
        Order order = buy(account, "B1");
        desk.accepted(Desk.trade(order, account + "-f", "1", "100.00"));
        // As a mass cancel leaves it later: nothing as old as that is open.
        desk.execute(DbRole.WRITER, """
                BEGIN; SET LOCAL app.account_ids = '%s';
                UPDATE accounts SET open_from = 'ffffffff-ffff-ffff-ffff-ffffffffffff' WHERE account_id = '%s'; COMMIT
                """.formatted(account, account));
        assertThat(bulk(massCancel(account, "M1", null)).results()).isEmpty();

        desk.accepted(Desk.bust(order, account + "-b", account + "-f"));
        assertThat(bulk(massCancel(account, "M2", null)).results())
                .extracting(BulkResult::orderId, BulkResult::what)
                .containsExactly(tuple(order.orderId(), What.CANCEL_REQUESTED));
    }

    @Test
    void whatIsOlderThanTheOldestOpenOrderIsNotLookedAtAgain() {
        AccountId account = desk.openAccount("10000.00");
        Order order = buy(account, "B1");
        desk.done(massCancel(account, "M1", null));

        String from = desk.value("SELECT open_from::text FROM accounts WHERE account_id = '" + account + "'");
        assertThat(from)
                .isLessThanOrEqualTo(order.orderId().toString())
                .isGreaterThan("00000000-0000-7000-8000-000000000000");
    }

    @Test
    void anAccountThatIsNotThereIsUnknown() {
        AccountId nobody = new AccountId(UUID.randomUUID());
        assertThat(reason(desk.done(massCancel(nobody, "M1", null)))).isEqualTo(Reason.ACCOUNT_UNKNOWN);
    }
}
