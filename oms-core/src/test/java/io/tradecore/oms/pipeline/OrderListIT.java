package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Command.PlaceList;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.list.ListType;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.HeldBy;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lists of orders on real PostgreSQL behind real PgBouncer. Every test ends in the reconciliation. */
class OrderListIT {

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

    private static PlaceList.Entry entry(
            AccountId account, String clOrdId, Side side, String qty, String px, @Nullable String after) {
        return new PlaceList.Entry(
                Desk.limit(account, clOrdId, side, qty, px), after == null ? null : new ClOrdId(after));
    }

    private static PlaceList list(AccountId account, ListType type, PlaceList.Entry... entries) {
        return new PlaceList(account, new ListId("L"), type, List.of(entries), "trader");
    }

    /** A buy of 10 at 100 with exits at 110 and 120. */
    private static PlaceList bracket(AccountId account) {
        return list(
                account,
                ListType.OTOCO,
                entry(account, "P", Side.BUY, "10", "100.00", null),
                entry(account, "T", Side.SELL, "10", "110.00", "P"),
                entry(account, "S", Side.SELL, "10", "120.00", "P"));
    }

    private static PlaceList oco(AccountId account) {
        return list(
                account,
                ListType.OCO,
                entry(account, "A", Side.BUY, "10", "100.00", null),
                entry(account, "B", Side.BUY, "10", "90.00", null));
    }

    private static List<Order> placed(Command command) {
        return switch (desk.done(command)) {
            case Outcome.ListAccepted accepted -> accepted.orders();
            case Outcome outcome -> throw new AssertionError("not accepted: " + outcome);
        };
    }

    private static @Nullable Reason reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused refused -> refused.reason();
            case Outcome.ListDenied denied -> denied.reason();
            default -> null;
        };
    }

    private Order says(Order order, ReportType type) {
        return desk.accepted(Desk.report(order, nextExecId(order), type));
    }

    private Order fills(Order order, String qty) {
        return desk.accepted(Desk.trade(order, nextExecId(order), qty, "100.00"));
    }

    private String nextExecId(Order order) {
        return order.orderId() + "-" + ++reports;
    }

    /** The order as the book has it: status, quantity, executed, left. */
    private static String state(Order order) {
        return Objects.requireNonNull(desk.value("""
                SELECT ord_status || ' ' || trim_scale(order_qty) || ' ' || trim_scale(cum_qty) || ' ' || trim_scale(leaves_qty)
                FROM orders WHERE order_id = '%s'""".formatted(order.orderId())));
    }

    /** What is to be brought to the venue for the order, such as {@code REPLACE 6}. */
    private static List<String> routes(Order order) {
        return desk.rows("""
                SELECT r.kind || coalesce(' ' || trim_scale(q.order_qty), '') FROM outbox r
                LEFT JOIN order_requests q ON (q.account_id, q.cl_ord_id) = (r.account_id, r.cl_ord_id) AND r.kind = 'REPLACE'
                WHERE r.order_id = '%s' ORDER BY r.seq""".formatted(order.orderId()));
    }

    @Test
    void aBracketRoutesItsEntryAndHoldsItsExitsWhichReserveNothing() {
        AccountId account = desk.openAccount("2000.00");

        List<Order> orders = placed(bracket(account));

        assertThat(orders).extracting(Order::isHeld).containsExactly(false, true, true);
        assertThat(routes(orders.get(0))).containsExactly("NEW_ORDER");
        assertThat(routes(orders.get(1))).isEmpty();
        assertThat(state(orders.get(1))).isEqualTo("PENDING_NEW 10 0 10");
        assertThat(desk.cash(account)).isEqualByComparingTo("999.00");
        assertThat(desk.position(account)).isEqualByComparingTo("0");
    }

    @Test
    void eachPartOfTheEntryActivatesItsShareOfTheExitsWhichReserveItOnce() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(bracket(account));
        Order takeProfit = orders.get(1);
        Order stop = orders.get(2);

        fills(orders.getFirst(), "3");

        assertThat(state(takeProfit)).isEqualTo("PENDING_NEW 3 0 3");
        assertThat(routes(takeProfit)).containsExactly("NEW_ORDER");
        assertThat(desk.position(account)).as("3 bought, 3 held once").isEqualByComparingTo("0");

        says(takeProfit, ReportType.NEW);
        says(stop, ReportType.NEW);
        fills(orders.getFirst(), "7");

        assertThat(state(takeProfit)).isEqualTo("PENDING_REPLACE 3 0 3");
        assertThat(routes(takeProfit)).containsExactly("NEW_ORDER", "REPLACE 10");
        assertThat(desk.position(account))
                .as("what the exits will be is reserved before the venue has confirmed it")
                .isEqualByComparingTo("0");

        says(takeProfit, ReportType.REPLACED);
        assertThat(state(takeProfit)).isEqualTo("NEW 10 0 10");
    }

    @Test
    void aRestartBetweenTheStepsChangesNothing() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(bracket(account));
        fills(orders.getFirst(), "3");
        try (Desk restarted = new Desk(1)) {
            restarted.accepted(Desk.report(orders.get(1), nextExecId(orders.get(1)), ReportType.NEW));
            restarted.accepted(Desk.trade(orders.getFirst(), nextExecId(orders.getFirst()), "2", "100.00"));
        }

        assertThat(routes(orders.get(1))).containsExactly("NEW_ORDER", "REPLACE 5");
        assertThat(routes(orders.get(2))).as("not acknowledged yet").containsExactly("NEW_ORDER");
        says(orders.get(2), ReportType.NEW);
        assertThat(routes(orders.get(2))).containsExactly("NEW_ORDER", "REPLACE 5");
    }

    @Test
    void aFillThatComesWhileARequestWaitsIsFollowedOnceThatIsAnswered() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(bracket(account));
        Order takeProfit = orders.get(1);
        fills(orders.getFirst(), "3");
        says(takeProfit, ReportType.NEW);
        fills(orders.getFirst(), "2");
        fills(orders.getFirst(), "5");

        assertThat(routes(takeProfit)).containsExactly("NEW_ORDER", "REPLACE 5");
        says(takeProfit, ReportType.REPLACED);
        assertThat(routes(takeProfit)).containsExactly("NEW_ORDER", "REPLACE 5", "REPLACE 10");
        assertThat(desk.position(account)).isEqualByComparingTo("0");
    }

    /** A buy of 10 at 100 with a take-profit at 110 and a stop. */
    private static PlaceList bracketWithStop(AccountId account) {
        return list(
                account,
                ListType.OTOCO,
                entry(account, "P", Side.BUY, "10", "100.00", null),
                entry(account, "T", Side.SELL, "10", "110.00", "P"),
                new PlaceList.Entry(Desk.stop(account, "S", Side.SELL, "10", "95.00"), new ClOrdId("P")));
    }

    @Test
    void aStopThatIsActivatedWaitsForItsPriceAndFollowsWithoutItsVenue() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(bracketWithStop(account));
        Order stop = orders.get(2);
        assertThat(desk.done(Desk.trigger(stop, "94.00")))
                .as("its entry is not executed")
                .isInstanceOfSatisfying(
                        Outcome.OrderMoved.class,
                        moved -> assertThat(moved.changed()).isFalse());

        fills(orders.getFirst(), "3");
        assertThat(desk.value("SELECT held_by FROM orders WHERE order_id = '" + stop.orderId() + "'"))
                .isEqualTo("TRIGGER");
        assertThat(state(stop)).isEqualTo("PENDING_NEW 3 0 3");
        fills(orders.getFirst(), "7");
        assertThat(state(stop)).as("no venue has to be asked").isEqualTo("PENDING_NEW 10 0 10");
        says(orders.get(1), ReportType.NEW);
        says(orders.get(1), ReportType.REPLACED);
        fills(orders.get(1), "4");
        assertThat(state(stop)).isEqualTo("PENDING_NEW 6 0 6");
        assertThat(routes(stop)).isEmpty();

        desk.accepted(Desk.trigger(stop, "94.00"));
        assertThat(routes(stop)).containsExactly("NEW_ORDER");
        fills(stop, "6");
        assertThat(routes(orders.get(1))).endsWith("CANCEL");
        says(orders.get(1), ReportType.CANCELED);
        assertThat(desk.position(account)).isEqualByComparingTo("0");
    }

    @Test
    void aCanceledListGivesBackWhatAnEntryHadReservedThatWaitsForItsPrice() {
        AccountId account = desk.openAccount("2000.00");
        placed(list(
                account,
                ListType.OTO,
                new PlaceList.Entry(Desk.stop(account, "P", Side.BUY, "1", "105.00"), null),
                entry(account, "T", Side.SELL, "1", "110.00", "P")));
        assertThat(desk.cash(account)).isLessThan(new BigDecimal("2000.00"));

        desk.done(new Command.CancelList(account, new ListId("L"), "trader"));

        assertThat(desk.cash(account)).isEqualByComparingTo("2000.00");
    }

    @Test
    void anOrderShowsNoMoreThanWorksOfItAndAsMuchAsItWasPlacedWithOnceThatWorks() {
        AccountId account = desk.openAccount("2000.00");
        Command.PlaceOrder exit = Desk.limit(account, "T", Side.SELL, "10", "110.00");
        List<Order> orders = placed(list(
                account,
                ListType.OTO,
                entry(account, "P", Side.BUY, "10", "100.00", null),
                new PlaceList.Entry(
                        new Command.PlaceOrder(
                                account,
                                exit.clOrdId(),
                                exit.symbol(),
                                exit.side(),
                                exit.ordType(),
                                exit.execInst(),
                                new Terms(exit.orderQty(), exit.px(), exit.timeInForce(), null, new BigDecimal("5")),
                                exit.actor()),
                        new ClOrdId("P"))));
        Order child = orders.get(1);

        fills(orders.getFirst(), "3");
        assertThat(displayed(child)).isEqualTo("3");
        says(child, ReportType.NEW);
        fills(orders.getFirst(), "7");
        says(child, ReportType.REPLACED);

        assertThat(state(child)).isEqualTo("NEW 10 0 10");
        assertThat(displayed(child)).isEqualTo("5");
    }

    private static @Nullable String displayed(Order order) {
        return desk.value("SELECT trim_scale(display_qty) FROM orders WHERE order_id = '" + order.orderId() + "'");
    }

    @Test
    void aStopThatIsNotNeededAnyMoreEndsAtOnce() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(bracketWithStop(account));
        fills(orders.getFirst(), "10");

        fills(orders.get(1), "10");

        assertThat(state(orders.get(2))).isEqualTo("CANCELED 10 0 0");
        assertThat(desk.done(Desk.trigger(orders.get(2), "94.00")))
                .isInstanceOfSatisfying(
                        Outcome.OrderMoved.class,
                        moved -> assertThat(moved.changed()).isFalse());
        assertThat(routes(orders.get(2))).isEmpty();
    }

    @Test
    void aTrailBeginsAtWhatTheEntryCost() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(list(
                account,
                ListType.OTO,
                entry(account, "P", Side.BUY, "10", "100.00", null),
                new PlaceList.Entry(
                        Desk.waiting(
                                account,
                                "S",
                                Side.SELL,
                                OrdType.TRAILING_STOP,
                                "10",
                                null,
                                new TriggerTerms(
                                        null, null, new TrailOffset(TrailOffset.Unit.AMOUNT, new BigDecimal("5")))),
                        new ClOrdId("P"))));

        desk.accepted(Desk.trade(orders.getFirst(), nextExecId(orders.getFirst()), "10", "99.00"));

        assertThat(desk.value("SELECT reference_px FROM order_triggers WHERE order_id = '"
                        + orders.get(1).orderId() + "'"))
                .isEqualTo("99.000000000000");
    }

    @Test
    void aHeldChildTakesAnotherPriceAtOnceAndExpiresWithItsTime() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(bracket(account));

        Order replaced = desk.accepted(Desk.replace(orders.get(1), "X1", null, "112.00"));
        assertThat(replaced.px()).isEqualByComparingTo("112");
        assertThat(replaced.heldBy()).isEqualTo(HeldBy.LIST);
        Instant expireTime = Instant.now().plusMillis(400);
        TermChange goodTill = new TermChange(null, null, TimeInForce.GTD, expireTime, null);
        desk.accepted(Desk.change(orders.get(2), "X2", null, goodTill));
        desk.waitUntil(expireTime);
        desk.accepted(new Command.ExpireOrder(
                account, new ClOrdId("X3"), orders.get(2).orderId(), "time"));
        assertThat(state(orders.get(2))).isEqualTo("EXPIRED 10 0 0");
        fills(orders.getFirst(), "10");
        assertThat(routes(orders.get(1))).containsExactly("NEW_ORDER");
        assertThat(routes(orders.get(2))).isEmpty();
        assertThat(desk.done(bracket(account)))
                .as("what it was placed with is remembered")
                .isInstanceOf(Outcome.ListAccepted.class);
    }

    @Test
    void anExitThatFillsTakesItFromTheOtherAndThePositionIsClosed() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(bracket(account));
        fills(orders.getFirst(), "10");
        says(orders.get(1), ReportType.NEW);
        says(orders.get(2), ReportType.NEW);

        fills(orders.get(1), "4");
        assertThat(routes(orders.get(2))).containsExactly("NEW_ORDER", "REPLACE 6");
        says(orders.get(2), ReportType.REPLACED);
        fills(orders.get(1), "6");
        assertThat(routes(orders.get(2))).containsExactly("NEW_ORDER", "REPLACE 6", "CANCEL");
        says(orders.get(2), ReportType.CANCELED);

        assertThat(state(orders.get(2))).isEqualTo("CANCELED 6 0 0");
        assertThat(desk.position(account)).isEqualByComparingTo("0");
    }

    @Test
    void fillsOfBothSiblingsThatCrossAreBothBooked() {
        AccountId account = desk.openAccount("5000.00");
        List<Order> orders = placed(oco(account));
        says(orders.get(0), ReportType.NEW);
        says(orders.get(1), ReportType.NEW);

        fills(orders.get(0), "7");
        fills(orders.get(1), "5");

        assertThat(routes(orders.get(0))).as("3 were left, 5 are executed").containsExactly("NEW_ORDER", "CANCEL");
        assertThat(routes(orders.get(1))).containsExactly("NEW_ORDER", "REPLACE 3");
        says(orders.get(1), ReportType.REPLACED);
        says(orders.get(0), ReportType.CANCELED);
        assertThat(state(orders.get(1))).isEqualTo("FILLED 5 5 0");
        assertThat(desk.position(account)).isEqualByComparingTo("12");
        assertThat(desk.value("SELECT sum(pending) FROM ledger_balances WHERE account_id = '" + account + "'"))
                .as("nothing is held")
                .isIn("0", "0.00");
    }

    @Test
    void siblingsReserveOnceTheLarger() {
        AccountId account = desk.openAccount("1001.00");

        placed(oco(account));

        assertThat(desk.cash(account)).as("10 at 100 with the fee").isEqualByComparingTo("0");
    }

    @Test
    void aBustAfterActivationMakesTheExitsLess() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(bracket(account));
        Order parent = orders.getFirst();
        desk.accepted(Desk.trade(parent, parent.orderId() + "-a", "6", "100.00"));
        desk.accepted(Desk.trade(parent, parent.orderId() + "-b", "4", "100.00"));
        says(orders.get(1), ReportType.NEW);
        says(orders.get(2), ReportType.NEW);

        says(orders.get(1), ReportType.REPLACED);
        says(orders.get(2), ReportType.REPLACED);

        desk.accepted(Desk.bust(parent, parent.orderId() + "-c", parent.orderId() + "-b"));
        assertThat(routes(orders.get(1))).containsExactly("NEW_ORDER", "REPLACE 10", "REPLACE 6");
        assertThat(desk.position(account))
                .as("the exits hold no more than there is")
                .isEqualByComparingTo("0");
        says(orders.get(1), ReportType.REPLACED);

        desk.accepted(Desk.bust(parent, parent.orderId() + "-d", parent.orderId() + "-a"));
        assertThat(routes(orders.get(1))).containsExactly("NEW_ORDER", "REPLACE 10", "REPLACE 6", "CANCEL");
        says(orders.get(1), ReportType.CANCELED);
        says(orders.get(2), ReportType.REPLACED);
        says(orders.get(2), ReportType.CANCELED);
        assertThat(desk.position(account)).isEqualByComparingTo("0");
    }

    @Test
    void anEntryThatEndsUnfilledEndsItsExitsWithoutAskingTheVenue() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(bracket(account));

        says(orders.getFirst(), ReportType.REJECTED);

        assertThat(state(orders.get(1))).isEqualTo("CANCELED 10 0 0");
        assertThat(routes(orders.get(1))).isEmpty();
        assertThat(desk.value("SELECT reason_code FROM orders WHERE order_id = '"
                        + orders.get(2).orderId() + "'"))
                .isEqualTo(Reason.LIST_PARENT_ENDED.name());
        assertThat(desk.cash(account)).isEqualByComparingTo("2000.00");
    }

    @Test
    void aLateFillOfACanceledEntryMakesItsExitsMore() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(bracket(account));
        fills(orders.getFirst(), "3");
        says(orders.get(1), ReportType.NEW);
        says(orders.get(2), ReportType.NEW);
        says(orders.getFirst(), ReportType.CANCELED);

        fills(orders.getFirst(), "1");

        assertThat(routes(orders.get(1))).containsExactly("NEW_ORDER", "REPLACE 4");
        assertThat(desk.position(account)).isEqualByComparingTo("0");
    }

    @Test
    void aHeldOrderIsCanceledAtOnceAndTheRequestIsIdempotent() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(bracket(account));
        Command cancel = Desk.cancel(orders.get(1), "X1");

        assertThat(desk.accepted(cancel).ordStatus()).isEqualTo(OrdStatus.CANCELED);
        assertThat(desk.done(cancel))
                .isInstanceOfSatisfying(
                        Outcome.CancelAccepted.class,
                        replay -> assertThat(replay.replayed()).isTrue());
        assertThat(routes(orders.get(1))).isEmpty();

        fills(orders.getFirst(), "10");
        assertThat(state(orders.get(1))).isEqualTo("CANCELED 10 0 0");
        assertThat(state(orders.get(2))).isEqualTo("PENDING_NEW 10 0 10");
    }

    @Test
    void aReportOfAnOrderThatIsHeldIsQuarantined() {
        AccountId account = desk.openAccount("2000.00");
        Order held = placed(bracket(account)).get(1);

        assertThat(desk.done(Desk.trade(held, nextExecId(held), "1", "110.00")))
                .isInstanceOf(Outcome.ReportQuarantined.class);
        assertThat(desk.done(Desk.report(held, nextExecId(held), ReportType.NEW)))
                .isInstanceOf(Outcome.ReportQuarantined.class);
    }

    @Test
    void aShrinkThatIsRefusedBecomesACancel() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(oco(account));
        says(orders.get(0), ReportType.NEW);
        says(orders.get(1), ReportType.NEW);
        fills(orders.get(0), "4");

        says(orders.get(1), ReportType.CANCEL_REJECT);
        assertThat(routes(orders.get(1))).containsExactly("NEW_ORDER", "REPLACE 6", "CANCEL");
        says(orders.get(1), ReportType.CANCEL_REJECT);
        assertThat(routes(orders.get(1))).as("it is not asked for ever").hasSize(3);
        fills(orders.get(0), "1");
        assertThat(routes(orders.get(1))).endsWith("REPLACE 5");
    }

    @Test
    void aCanceledListEndsAndAnswersTheSameWhenAskedAgain() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(bracket(account));
        fills(orders.getFirst(), "3");
        Command cancel = new Command.CancelList(account, new ListId("L"), "trader");

        assertThat(desk.done(cancel))
                .isInstanceOfSatisfying(
                        Outcome.ListCancelAccepted.class,
                        done -> assertThat(done.replayed()).isFalse());
        assertThat(desk.done(cancel))
                .isInstanceOfSatisfying(
                        Outcome.ListCancelAccepted.class,
                        done -> assertThat(done.replayed()).isTrue());
        for (Order order : orders) {
            assertThat(routes(order)).containsExactly("NEW_ORDER", "CANCEL");
            says(order, ReportType.CANCELED);
        }
        assertThat(desk.position(account)).isEqualByComparingTo("3");
        assertThat(reason(desk.done(new Command.CancelList(account, new ListId("M"), "trader"))))
                .isEqualTo(Reason.LIST_UNKNOWN);
    }

    @Test
    void aMassCancelEndsWhatIsHeldAndWhatWorksAndGivesBackWhatTheyReserve() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> held = placed(bracket(account));

        assertThat(desk.done(new Command.MassCancel(account, new ClOrdId("M1"), null, null, null, "trader")))
                .isInstanceOf(Outcome.BulkDone.class);

        assertThat(state(held.get(1))).isEqualTo("CANCELED 10 0 0");
        assertThat(routes(held.get(1))).isEmpty();
        says(held.getFirst(), ReportType.CANCELED);
        assertThat(desk.cash(account)).isEqualByComparingTo("2000.00");
    }

    @Test
    void anOrderThatIsDeniedDeniesTheListAndIsNamed() {
        AccountId account = desk.openAccount("2000.00");
        PlaceList list = list(
                account,
                ListType.OTO,
                entry(account, "P", Side.BUY, "10", "100.00", null),
                entry(account, "C", Side.BUY, "20", "90.00", "P"));

        for (boolean replayed : new boolean[] {false, true}) {
            assertThat(desk.done(list)).isInstanceOfSatisfying(Outcome.ListDenied.class, denied -> {
                assertThat(denied.denied().clOrdId().value()).isEqualTo("C");
                assertThat(denied.reason()).isEqualTo(Reason.CASH_INSUFFICIENT);
                assertThat(denied.replayed()).isEqualTo(replayed);
                assertThat(denied.orders()).extracting(Order::ordStatus).containsOnly(OrdStatus.DENIED);
                assertThat(denied.orders().getFirst().reasonCode()).isEqualTo(Reason.LIST_MEMBER_DENIED.name());
            });
        }
        assertThat(desk.cash(account)).isEqualByComparingTo("2000.00");
    }

    @Test
    void childrenThatOpenReserveWhenTheListIsPlaced() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(list(
                account,
                ListType.OTO,
                entry(account, "P", Side.BUY, "10", "100.00", null),
                entry(account, "C", Side.BUY, "5", "90.00", "P")));
        assertThat(desk.cash(account)).as("1001.00 and 450.45").isEqualByComparingTo("548.55");

        says(orders.getFirst(), ReportType.CANCELED);
        assertThat(desk.cash(account)).isEqualByComparingTo("2000.00");
    }

    @Test
    void theSameListGetsTheStoredAnswerAlsoOnceItHasMovedAndAnotherIsNamed() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(bracket(account));
        fills(orders.getFirst(), "3");

        assertThat(desk.done(bracket(account)))
                .isInstanceOfSatisfying(
                        Outcome.ListAccepted.class,
                        again -> assertThat(again.replayed()).isTrue());
        PlaceList.Entry parent = entry(account, "P", Side.BUY, "10", "100.00", null);
        PlaceList.Entry exit = entry(account, "T", Side.SELL, "10", "110.00", "P");
        assertThat(reason(desk.done(list(
                        account, ListType.OTOCO, parent, exit, entry(account, "S", Side.SELL, "10", "121.00", "P")))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_PX);
        assertThat(reason(desk.done(list(account, ListType.OTO, parent, exit))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_LIST_TYPE);
        assertThat(reason(desk.done(list(
                        account, ListType.OTOCO, parent, exit, entry(account, "U", Side.SELL, "10", "120.00", "P")))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_ORDERS);
        assertThat(reason(desk.done(Desk.limit(account, "T", Side.SELL, "10", "110.00"))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_KIND);
    }

    @Test
    void aListWithAClOrdIdThatIsUsedUpLeavesNoTrace() {
        AccountId account = desk.openAccount("2000.00");
        desk.accepted(Desk.limit(account, "T", Side.BUY, "1", "100.00"));

        assertThat(reason(desk.done(bracket(account)))).isEqualTo(Reason.EXISTS_WITH_DIFFERENT_KIND);
        assertThat(desk.value("SELECT count(*) FROM orders WHERE account_id = '" + account + "'"))
                .isEqualTo("1");
    }

    @Test
    void thePriceOfAMemberCanBeReplacedItsQuantityCannot() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(bracket(account));
        fills(orders.getFirst(), "10");
        Order takeProfit = says(orders.get(1), ReportType.NEW);

        assertThat(reason(desk.done(Desk.replace(takeProfit, "X1", "9", null)))).isEqualTo(Reason.LIST_QTY_FOLLOWS);
        assertThat(desk.accepted(Desk.replace(takeProfit, "X2", null, "111.00")).ordStatus())
                .isEqualTo(OrdStatus.PENDING_REPLACE);
        says(orders.get(2), ReportType.NEW);
        fills(orders.get(2), "4");
        says(takeProfit, ReportType.REPLACED);
        assertThat(routes(takeProfit)).containsExactly("NEW_ORDER", "REPLACE 10", "REPLACE 6");
        assertThat(desk.position(account)).isEqualByComparingTo("0");
    }

    @Test
    void aRepeatedFillFollowsOnce() {
        AccountId account = desk.openAccount("2000.00");
        List<Order> orders = placed(bracket(account));
        Command fill = Desk.trade(orders.getFirst(), nextExecId(orders.getFirst()), "3", "100.00");

        desk.accepted(fill);
        assertThat(desk.done(fill)).isInstanceOf(Outcome.ReportIgnored.class);
        assertThat(routes(orders.get(1))).containsExactly("NEW_ORDER");
    }

    @Test
    void aStormOnBracketsKeepsTheBooksRight() {
        List<AccountId> accounts =
                Arrays.asList(desk.openAccount("50000.00"), desk.openAccount("50000.00"), desk.openAccount("50000.00"));
        Random random = new Random(1385);
        for (AccountId account : accounts) {
            List<Order> orders = placed(bracket(account));
            for (int step = 0; step < 60; step++) {
                Order order = orders.get(random.nextInt(3));
                List<CompletableFuture<Outcome>> wave = List.of(
                        desk.lanes.submit(act(order, random)),
                        desk.lanes.submit(act(orders.get(random.nextInt(3)), random)));
                wave.forEach(CompletableFuture::join);
            }
            assertThat(desk.violations()).isEmpty();
        }
    }

    private Command act(Order order, Random random) {
        String execId = nextExecId(order);
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> Desk.trade(order, execId, Integer.toString(1 + random.nextInt(3)), "100.00");
            case 3 -> Desk.report(order, execId, ReportType.REPLACED);
            case 4 -> Desk.report(order, execId, ReportType.CANCEL_REJECT);
            case 5 -> Desk.report(order, execId, ReportType.NEW);
            case 6 -> Desk.report(order, execId, ReportType.CANCELED);
            default -> Desk.cancel(order, "X" + execId.substring(execId.length() - 12));
        };
    }
}
