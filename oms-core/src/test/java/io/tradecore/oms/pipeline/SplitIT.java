package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.bulk.BulkResult;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Command.PlaceList;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.list.ListType;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.SplitRatio;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.position.InstrumentAct;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Open orders are restated for a split, on real PostgreSQL behind real PgBouncer. Every test ends in the reconciliation. */
class SplitIT {

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
    void anOpenOrderIsRestatedOnceHoweverOftenItIsAskedFor() {
        AccountId account = desk.openAccount("2000.00");
        Order order = works(desk.accepted(Desk.limit(account, "X", Side.BUY, "10", "100.00")));
        fills(order, "4", "100.00");
        BigDecimal free = desk.cash(account);

        assertThat(done(split(account, "two", 2, 1)))
                .singleElement()
                .satisfies(result -> assertThat(result.what()).isEqualTo(BulkResult.What.RESTATED));
        assertThat(state(order)).isEqualTo("PARTIALLY_FILLED 20 8 12 50");
        assertThat(desk.cash(account)).isEqualByComparingTo(free);
        assertThat(done(split(account, "two", 2, 1))).isEmpty();
        assertThat(state(order)).isEqualTo("PARTIALLY_FILLED 20 8 12 50");
        assertThat(desk.value("""
                        SELECT concat_ws(' ', reason_code, trim_scale(order_qty), trim_scale(px), substring(reason_text, '^[^-]*')) FROM order_events
                        WHERE event_type = 'RESTATED' AND account_id = '%s'""".formatted(account))).isEqualTo("GT_CORPORATE_ACTION 20 50 split 2:1, two");

        Order filled = fills(order, "12", "50.00");
        assertThat(filled.ordStatus()).isEqualTo(OrdStatus.FILLED);
        assertThat(filled.avgPx()).isEqualByComparingTo("50");
    }

    @Test
    void anExecutionOfBeforeIsTakenBackAndPutRightInTheUnitsOfItsOrder() {
        AccountId account = desk.openAccount("5000.00");
        Order order = works(desk.accepted(Desk.limit(account, "X", Side.BUY, "10", "100.00")));
        String first = fill(order, "4", "100.00");
        String second = fill(order, "2", "100.00");
        done(split(account, "two", 2, 1));
        done(split(account, "three", 3, 1));
        assertThat(state(order)).isEqualTo("PARTIALLY_FILLED 60 36 24 16.66");

        desk.accepted(Desk.bust(order, name(order), first));
        assertThat(state(order)).isEqualTo("PARTIALLY_FILLED 60 12 48 16.66");
        // What is put right after the split is told in the units of after it.
        desk.accepted(Desk.correct(order, name(order), second, "18", "16.60"));
        assertThat(state(order)).isEqualTo("PARTIALLY_FILLED 60 18 42 16.66");
        assertThat(desk.position(account)).isEqualByComparingTo("18");
    }

    @Test
    void aRatioThatDoesNotComeOutEvenLeavesNothingOfWhatIsAllTakenBack() {
        AccountId account = desk.openAccount("5000.00");
        Order order = works(desk.accepted(Desk.limit(account, "X", Side.BUY, "10", "100.00")));
        String first = fill(order, "1", "100.00");
        String second = fill(order, "1", "100.00");
        done(split(account, "third", 1, 3));
        assertThat(state(order)).isEqualTo("PARTIALLY_FILLED 3.333326666667 0.666666666667 2.66666 300");

        desk.accepted(Desk.bust(order, name(order), first));
        Order busted = desk.accepted(Desk.bust(order, name(order), second));
        assertThat(busted.ordStatus()).isEqualTo(OrdStatus.NEW);
        assertThat(busted.cumQty()).isEqualByComparingTo("0");
        assertThat(desk.position(account)).isEqualByComparingTo("0");
    }

    @Test
    void whatIsLeftIsRoundedDownToTheLotAndPricesAwayFromTheMarket() {
        AccountId account = desk.openAccount("2000.00");
        Order buy = works(desk.accepted(Desk.limit(account, "B", Side.BUY, "10", "100.00")));
        fills(buy, "1", "100.00");
        Order sell = works(desk.accepted(Desk.limit(account, "S", Side.SELL, "1", "100.01")));
        Order tiny = works(desk.accepted(Desk.limit(account, "T", Side.BUY, "0.00001", "90.00")));

        assertThat(done(split(account, "reverse", 2, 3)))
                .extracting(BulkResult::what)
                .containsExactly(BulkResult.What.RESTATED, BulkResult.What.RESTATED, BulkResult.What.CANCEL_REQUESTED);
        assertThat(state(buy)).isEqualTo("PARTIALLY_FILLED 6.666666666667 0.666666666667 6 150");
        assertThat(state(sell)).isEqualTo("NEW 0.66666 0 0.66666 150.02");
        assertThat(state(tiny)).isEqualTo("PENDING_CANCEL 0.00001 0 0.00001 90");
        desk.accepted(Desk.report(tiny, name(tiny), ReportType.CANCELED));
        fills(buy, "6", "150.00");
    }

    @Test
    void ordersForTheDayAndThoseOfAfterTheSplitStayAsTheyAre() {
        AccountId account = desk.openAccount("2000.00");
        Order day = desk.accepted(new Command.PlaceOrder(
                account,
                new ClOrdId("D"),
                Desk.SYMBOL,
                Side.BUY,
                OrdType.LIMIT,
                TimeInForce.DAY,
                BigDecimal.ONE,
                new BigDecimal("100"),
                "trader"));
        Order later = desk.accepted(Desk.limit(account, "L", Side.BUY, "1", "100.00"));

        assertThat(done(desk.announced(
                        account, "two", new InstrumentAct.Split(new SplitRatio(2, 1), null), later.createdAt())))
                .isEmpty();
        assertThat(state(day)).isEqualTo("PENDING_NEW 1 0 1 100");
        assertThat(state(later)).isEqualTo("PENDING_NEW 1 0 1 100");
    }

    @Test
    void anOrderWhoseReplaceWaitsIsRestatedOnceThatIsAnswered() {
        AccountId account = desk.openAccount("2000.00");
        Order order = works(desk.accepted(Desk.limit(account, "X", Side.BUY, "10", "100.00")));
        desk.accepted(Desk.replace(order, "R", "8", null));

        assertThat(done(split(account, "two", 2, 1)))
                .singleElement()
                .satisfies(result -> assertThat(result.reason()).isEqualTo(Reason.REPLACE_ALREADY_PENDING));
        desk.accepted(Desk.answer(order, name(order), ReportType.REPLACED, "R"));
        done(split(account, "two", 2, 1));
        assertThat(state(order)).isEqualTo("NEW 16 0 16 50");
    }

    @Test
    void whatAHeldOrderWaitsForIsSplitTooAndATrailEnds() {
        AccountId account = desk.openAccount("2000.00");
        Order stop = desk.accepted(Desk.stop(account, "S", Side.BUY, "1", "105.01"));
        var offset = new TriggerTerms(null, null, new TrailOffset(TrailOffset.Unit.AMOUNT, new BigDecimal("5")));
        Order trail = desk.accepted(Desk.waiting(account, "T", Side.BUY, OrdType.TRAILING_STOP, "1", null, offset));
        BigDecimal free = desk.cash(account);

        done(split(account, "two", 2, 1));
        assertThat(trigger(stop)).isEqualTo("52.5 - -");
        assertThat(state(trail)).isEqualTo("CANCELED 1 0 0 -");
        assertThat(state(stop)).isEqualTo("PENDING_NEW 2 0 2 -");
        assertThat(desk.cash(account)).isGreaterThanOrEqualTo(free);

        Order sent = desk.accepted(Desk.trigger(stop, "53"));
        assertThat(sent.orderQty()).isEqualByComparingTo("2");
        assertThat(desk.value("SELECT reason_code FROM orders WHERE order_id = '" + trail.orderId() + "'"))
                .isEqualTo("GT_CORPORATE_ACTION");
    }

    @Test
    void theOrdersOfAListAreSplitTogether() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> bracket = switch (desk.done(new PlaceList(
                account,
                new ListId("L"),
                ListType.OTOCO,
                List.of(
                        entry(account, "P", Side.BUY, "10", "100.00", null),
                        entry(account, "T", Side.SELL, "10", "110.00", "P"),
                        entry(account, "S", Side.SELL, "10", "120.00", "P")),
                "trader"))) {
            case Outcome.ListAccepted accepted -> accepted.orders();
            case Outcome outcome -> throw new AssertionError("not accepted: " + outcome);
        };
        Order parent = works(bracket.get(0));
        fills(parent, "4", "100.00");
        works(bracket.get(1));
        works(bracket.get(2));

        assertThat(done(split(account, "two", 2, 1))).hasSize(3);
        assertThat(state(parent)).isEqualTo("PARTIALLY_FILLED 20 8 12 50");
        assertThat(state(bracket.get(1))).isEqualTo("NEW 8 0 8 55");
        assertThat(state(bracket.get(2))).isEqualTo("NEW 8 0 8 60");
        assertThat(desk.rows("""
                        SELECT trim_scale(planned_qty) FROM order_list_members WHERE account_id = '%s' ORDER BY seq_no""".formatted(account))).containsExactly("20", "20", "20");

        // The list goes on in the new units.
        fills(parent, "12", "50.00");
        assertThat(desk.value("""
                        SELECT trim_scale(order_qty) FROM order_requests
                        WHERE kind = 'REPLACE' AND order_id = '%s'""".formatted(bracket.get(1).orderId()))).isEqualTo("20");
    }

    private static PlaceList.Entry entry(
            AccountId account, String clOrdId, Side side, String qty, String px, @Nullable String after) {
        return new PlaceList.Entry(
                Desk.limit(account, clOrdId, side, qty, px), after == null ? null : new ClOrdId(after));
    }

    private static Command split(AccountId account, String splitId, int numerator, int denominator) {
        return desk.announced(
                account,
                splitId,
                new InstrumentAct.Split(new SplitRatio(numerator, denominator), new BigDecimal("50.00")),
                Instant.now().plusSeconds(1));
    }

    private static List<BulkResult> done(Command command) {
        return switch (desk.done(command)) {
            case Outcome.ActDone done -> done.orders();
            case Outcome outcome -> throw new AssertionError("not done: " + outcome);
        };
    }

    private Order works(Order order) {
        return desk.accepted(Desk.report(order, name(order), ReportType.NEW));
    }

    private Order fills(Order order, String qty, String px) {
        return desk.accepted(Desk.trade(order, name(order), qty, px));
    }

    /** Tells the ExecID. */
    private String fill(Order order, String qty, String px) {
        String execId = name(order);
        desk.accepted(Desk.trade(order, execId, qty, px));
        return execId;
    }

    private String name(Order order) {
        return order.orderId() + "-" + ++reports;
    }

    /** Status, quantity, executed, left, limit. */
    private static String state(Order order) {
        return Objects.requireNonNull(desk.value("""
                SELECT ord_status || ' ' || trim_scale(order_qty) || ' ' || trim_scale(cum_qty) || ' ' || trim_scale(leaves_qty)
                    || ' ' || coalesce(trim_scale(px)::text, '-')
                FROM orders WHERE order_id = '%s'""".formatted(order.orderId())));
    }

    /** Stop, trail, reference. */
    private static String trigger(Order order) {
        return Objects.requireNonNull(desk.value("""
                SELECT coalesce(trim_scale(stop_px)::text, '-') || ' ' || coalesce(trim_scale(trail_by)::text, '-') || ' '
                    || coalesce(trim_scale(reference_px)::text, '-')
                FROM order_triggers WHERE order_id = '%s'""".formatted(order.orderId())));
    }
}
