package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.HeldBy;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.TriggerChange;
import io.tradecore.oms.trigger.TriggerPriceType;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Orders that wait for a price, through the pipeline. Every test ends in the reconciliation. */
class HeldOrderIT {

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
    void aStopIsReservedWhenItIsAcceptedAndSentOnceItIsTriggered() {
        AccountId account = desk.openAccount("1000.00");

        Order held = desk.accepted(Desk.stop(account, "S", Side.BUY, "2", "105.00"));
        assertThat(held.ordStatus()).isEqualTo(OrdStatus.PENDING_NEW);
        assertThat(held.heldBy()).isEqualTo(HeldBy.TRIGGER);
        assertThat(desk.cash(account)).isEqualByComparingTo("599.60");
        assertThat(routes(account)).isEmpty();

        desk.committed.clear();
        Order sent = desk.accepted(Desk.trigger(held, "105.50"));
        assertThat(sent.heldBy()).isNull();
        assertThat(routes(account)).containsExactly("NEW_ORDER S");
        assertThat(events(account)).containsExactly("ORDER_ACCEPTED", "TRIGGERED");
        RouteMessage route = desk.committed.stream()
                .flatMap(batch -> batch.routes().stream())
                .findFirst()
                .orElseThrow();
        assertThat(route.ordType()).isEqualTo(OrdType.MARKET);

        desk.accepted(Desk.report(held, account + "-1", ReportType.NEW));
        Order filled = desk.accepted(Desk.trade(held, account + "-2", "2", "106.00"));
        assertThat(filled.ordStatus()).isEqualTo(OrdStatus.FILLED);
        assertThat(desk.cash(account)).isEqualByComparingTo("787.79");
    }

    @Test
    void howeverOftenItIsTriggeredItIsSentOnce() {
        AccountId account = desk.openAccount("1000.00");
        Order held = desk.accepted(Desk.stop(account, "S", Side.BUY, "1", "105.00"));

        List<CompletableFuture<Outcome>> answers = Stream.generate(() -> desk.lanes.submit(Desk.trigger(held, "105")))
                .limit(20)
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).filter(HeldOrderIT::changed))
                .hasSize(1);
        assertThat(desk.done(Desk.trigger(held, "106"))).isEqualTo(new Outcome.OrderMoved(stored(held), false));
        assertThat(routes(account)).containsExactly("NEW_ORDER S");
    }

    @Test
    void aHeldOrderIsCanceledAtOnceAndIsNotTriggeredAnyMore() {
        AccountId account = desk.openAccount("1000.00");
        Order held = desk.accepted(Desk.stop(account, "S", Side.BUY, "1", "105.00"));

        Order canceled = desk.accepted(Desk.cancel(held, "Y"));
        assertThat(canceled.ordStatus()).isEqualTo(OrdStatus.CANCELED);
        assertThat(desk.cash(account)).isEqualByComparingTo("1000");
        assertThat(changed(desk.done(Desk.trigger(held, "105")))).isFalse();
        assertThat(desk.done(Desk.cancel(held, "Y"))).isInstanceOf(Outcome.CancelAccepted.class);
        assertThat(desk.done(Desk.cancel(held, "Z")))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.CANCEL_TOO_LATE));
        assertThat(routes(account)).isEmpty();
        assertThat(events(account)).containsExactly("ORDER_ACCEPTED", "CANCELED");
    }

    @Test
    void aHeldOrderIsReplacedAtOnceAndSentOnItsNewTerms() {
        AccountId account = desk.openAccount("1000.00");
        Order held = desk.accepted(Desk.stop(account, "S", Side.BUY, "1", "105.00"));

        Order replaced = desk.accepted(Desk.replace(held, "R", "2", null));
        assertThat(replaced.ordStatus()).isEqualTo(OrdStatus.PENDING_NEW);
        assertThat(replaced.orderQty()).isEqualByComparingTo("2");
        assertThat(desk.cash(account)).isEqualByComparingTo("599.60");
        assertThat(desk.done(Desk.replace(held, "R", "2", null)))
                .isInstanceOfSatisfying(
                        Outcome.ReplaceAccepted.class,
                        accepted -> assertThat(accepted.replayed()).isTrue());
        assertThat(routes(account)).isEmpty();

        desk.committed.clear();
        desk.accepted(Desk.trigger(held, "105"));
        assertThat(routes(account)).containsExactly("NEW_ORDER R");
        assertThat(desk.committed.stream().flatMap(batch -> batch.routes().stream()))
                .singleElement()
                .satisfies(route -> assertThat(route.terms().orderQty()).isEqualByComparingTo("2"));
        desk.accepted(Desk.trade(held, account + "-1", "2", "106.00"));
        assertThat(events(account)).containsExactly("ORDER_ACCEPTED", "REPLACED", "TRIGGERED", "TRADE");
    }

    @Test
    void aHeldOrderWaitsForTheStopPriceItWasReplacedWith() {
        AccountId account = desk.openAccount("1000.00");
        Command.PlaceOrder asked = Desk.stop(account, "S", Side.BUY, "1", "105.00");
        Order held = desk.accepted(asked);

        Order replaced = desk.accepted(stopAt(held, "R", "110.00"));
        assertThat(level(replaced)).isEqualByComparingTo("110");
        assertThat(routes(account)).isEmpty();
        // The watch had seen the old price reached when the replace was committed.
        assertThat(changed(desk.done(Desk.trigger(held, "105.50")))).isFalse();
        assertThat(desk.done(stopAt(held, "R", "110.0")))
                .isInstanceOfSatisfying(
                        Outcome.ReplaceAccepted.class,
                        accepted -> assertThat(accepted.replayed()).isTrue());
        assertThat(refusal(stopAt(held, "R", "111.00"))).isEqualTo(Reason.EXISTS_WITH_DIFFERENT_STOP_PX);
        // The order itself is still known by what it was placed with.
        assertThat(desk.done(asked))
                .isInstanceOfSatisfying(
                        Outcome.OrderAccepted.class,
                        accepted -> assertThat(accepted.replayed()).isTrue());
        assertThat(refusal(Desk.stop(account, "S", Side.BUY, "1", "110.00")))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_STOP_PX);

        desk.accepted(Desk.trigger(held, "110.00"));
        assertThat(routes(account)).containsExactly("NEW_ORDER R");
        assertThat(refusal(stopAt(desk.accepted(Desk.report(held, account + "-1", ReportType.NEW)), "R2", "120.00")))
                .isEqualTo(Reason.TRIGGER_TOO_LATE);
        assertThat(events(account)).containsExactly("ORDER_ACCEPTED", "REPLACED", "TRIGGERED", "NEW");
        assertThat(desk.rows("SELECT reason_text FROM order_events WHERE account_id = '" + account
                        + "' AND event_type = 'REPLACED'"))
                .containsExactly("stopPx 110.00");
    }

    @Test
    void aReplaceAndATriggerThatRaceHaveOneWinner() {
        for (int round = 0; round < 20; round++) {
            AccountId account = desk.openAccount("1000.00");
            Order held = desk.accepted(Desk.stop(account, "S", Side.BUY, "1", "105.00"));

            CompletableFuture<Outcome> fired = CompletableFuture.supplyAsync(
                            () -> desk.lanes.submit(Desk.trigger(held, "105.00")))
                    .thenCompose(answer -> answer);
            Outcome replaced = desk.done(stopAt(held, "R", "110.00"));

            boolean won = replaced instanceof Outcome.ReplaceAccepted;
            assertThat(changed(fired.orTimeout(20, TimeUnit.SECONDS).join())).isEqualTo(!won);
            assertThat(routes(account)).hasSize(won ? 0 : 1);
        }
    }

    @Test
    void aReplacedTrailKeepsTheBestPriceItHasSeen() {
        AccountId account = desk.openAccount("1000.00");
        Order held = desk.accepted(trailing(account));
        desk.accepted(follow(held, "98"));

        Order replaced = desk.accepted(trailBy(held, "R", TrailOffset.Unit.PERCENT, "10"));
        assertThat(level(replaced)).isEqualByComparingTo("107.8");
        assertThat(refusal(trailBy(held, "R", TrailOffset.Unit.AMOUNT, "10")))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_TRAIL);
        assertThat(desk.done(trailing(account))).isInstanceOf(Outcome.OrderAccepted.class);
        assertThat(changed(desk.done(Desk.trigger(held, "104")))).isFalse();
        // The watch has seen a better price than the one that is kept.
        Command fires =
                new Command.TriggerOrder(account, held.orderId(), new BigDecimal("105"), new BigDecimal("95"), "watch");
        assertThat(changed(desk.done(fires))).isTrue();
    }

    @Test
    void onlyWhatAnOrderWaitsForCanBeReplaced() {
        AccountId account = desk.openAccount("1000.00");
        Order stop = desk.accepted(Desk.stop(account, "S", Side.BUY, "1", "105.00"));
        Order trail = desk.accepted(trailing(account));
        Order limit = desk.accepted(Desk.limit(account, "L", Side.BUY, "1", "100.00"));
        desk.accepted(Desk.report(limit, account + "-1", ReportType.NEW));

        assertThat(refusal(trailBy(stop, "R", TrailOffset.Unit.AMOUNT, "5"))).isEqualTo(Reason.TRAIL_NOT_ALLOWED);
        assertThat(refusal(stopAt(trail, "R", "105.00"))).isEqualTo(Reason.STOP_PX_NOT_ALLOWED);
        assertThat(refusal(stopAt(limit, "R", "105.00"))).isEqualTo(Reason.STOP_PX_NOT_ALLOWED);
        assertThat(refusal(stopAt(stop, "R", "105.001"))).isEqualTo(Reason.STOP_PX_SCALE);
        assertThat(events(account)).containsExactly("ORDER_ACCEPTED", "ORDER_ACCEPTED", "ORDER_ACCEPTED", "NEW");
    }

    @Test
    void aHeldOrderWhoseTimeIsOverExpires() {
        AccountId account = desk.openAccount("1000.00");
        Instant expireTime = Instant.now().plusMillis(400);
        Order held = desk.accepted(Desk.stop(account, "S", Side.BUY, "1", "105.00"));
        desk.accepted(Desk.change(held, "R", null, new TermChange(null, null, TimeInForce.GTD, expireTime, null)));

        Order expired = expiredOnceItsTimeIsOver(held, expireTime);
        assertThat(expired.ordStatus()).isEqualTo(OrdStatus.EXPIRED);
        assertThat(desk.cash(account)).isEqualByComparingTo("1000");
        assertThat(changed(desk.done(expire(held, "E2")))).isFalse();
        assertThat(changed(desk.done(Desk.trigger(held, "105")))).isFalse();
        assertThat(routes(account)).isEmpty();
    }

    @Test
    void aPriceThatComesAfterTheOrdersTimeEndsIt() {
        AccountId account = desk.openAccount("1000.00");
        Order held = desk.accepted(Desk.stop(account, "S", Side.BUY, "1", "105.00"));
        Instant expireTime = Instant.now().plusMillis(400);
        desk.accepted(Desk.change(held, "R", null, new TermChange(null, null, TimeInForce.GTD, expireTime, null)));
        desk.waitUntil(expireTime);

        assertThat(desk.accepted(Desk.trigger(held, "105")).ordStatus()).isEqualTo(OrdStatus.EXPIRED);
        assertThat(desk.cash(account)).isEqualByComparingTo("1000");
        assertThat(routes(account)).isEmpty();
        assertThat(events(account)).containsExactly("ORDER_ACCEPTED", "REPLACED", "EXPIRED");
    }

    @Test
    void anOrderOfAnAccountThatMayNotTradeAnyMoreEndsWhenItsPriceComes() {
        AccountId account = desk.openAccount("1000.00");
        Order held = desk.accepted(Desk.stop(account, "S", Side.BUY, "1", "105.00"));
        desk.suspend(account);

        Order ended = desk.accepted(Desk.trigger(held, "105"));
        assertThat(ended.ordStatus()).isEqualTo(OrdStatus.CANCELED);
        assertThat(ended.reasonCode()).isEqualTo("ACCOUNT_NOT_ACTIVE");
        assertThat(desk.cash(account)).isEqualByComparingTo("1000");
        assertThat(routes(account)).isEmpty();
        assertThat(desk.value("SELECT reason_code FROM order_events WHERE event_type = 'CANCELED' AND account_id = '"
                        + account + "'"))
                .isEqualTo("ACCOUNT_NOT_ACTIVE");
    }

    @Test
    void anOrderThatIsGoodTillItIsCanceledDoesNotExpire() {
        AccountId account = desk.openAccount("1000.00");
        Order held = desk.accepted(Desk.stop(account, "S", Side.BUY, "1", "105.00"));
        Order sent = desk.accepted(Desk.limit(account, "X", Side.BUY, "1", "100.00"));

        assertThat(changed(desk.done(expire(held, "E1")))).isFalse();
        assertThat(changed(desk.done(expire(sent, "E2")))).isFalse();
        assertThat(events(account)).containsExactly("ORDER_ACCEPTED", "ORDER_ACCEPTED");
    }

    @Test
    void anOrderThatWasGivenMoreTimeSinceSomebodyLookedGoesOn() {
        AccountId account = desk.openAccount("1000.00");
        Order held = desk.accepted(Desk.stop(account, "S", Side.BUY, "1", "105.00"));
        Instant inAnHour = Instant.now().plusSeconds(3_600);
        desk.accepted(Desk.change(held, "R", null, new TermChange(null, null, TimeInForce.GTD, inAnHour, null)));

        assertThat(changed(desk.done(expire(held, "E")))).isFalse();
        assertThat(events(account)).containsExactly("ORDER_ACCEPTED", "REPLACED");
    }

    @Test
    void ofAnOrderAtItsVenueTheVenueIsAskedToCancelWhatIsLeft() {
        AccountId account = desk.openAccount("1000.00");
        Instant expireTime = Instant.now().plusMillis(400);
        Order order = desk.accepted(Desk.goodTill(account, "X", Side.BUY, "2", "100.00", expireTime));
        desk.accepted(Desk.report(order, account + "-1", ReportType.NEW));

        Order pending = expiredOnceItsTimeIsOver(order, expireTime);
        assertThat(pending.ordStatus()).isEqualTo(OrdStatus.PENDING_CANCEL);
        assertThat(changed(desk.done(expire(order, "E")))).isFalse();
        assertThat(changed(desk.done(expire(order, "E2")))).isFalse();
        assertThat(routes(account)).containsExactly("NEW_ORDER X", "CANCEL E");
        desk.accepted(Desk.report(order, account + "-2", ReportType.CANCELED));
        assertThat(changed(desk.done(expire(order, "E3")))).isFalse();
    }

    @Test
    void aTrailingStopKeepsTheBestPriceItHasSeen() {
        AccountId account = desk.openAccount("1000.00");
        Order held = desk.accepted(trailing(account));
        // A buy watches the offer, 101.
        assertThat(level(held)).isEqualByComparingTo("106");

        assertThat(level(desk.accepted(follow(held, "98")))).isEqualByComparingTo("103");
        assertThat(changed(desk.done(follow(held, "99")))).isFalse();
        assertThat(desk.value("SELECT reference_px FROM order_triggers WHERE order_id = '" + held.orderId() + "'"))
                .isEqualTo("98");
        assertThat(events(account)).containsExactly("ORDER_ACCEPTED");
        desk.accepted(Desk.trigger(held, "103"));
        assertThat(changed(desk.done(follow(held, "90")))).isFalse();
    }

    @Test
    void aReportOfAnOrderNoVenueKnowsIsQuarantined() {
        AccountId account = desk.openAccount("1000.00");
        Order held = desk.accepted(Desk.stop(account, "S", Side.BUY, "1", "105.00"));

        assertThat(desk.done(Desk.report(held, account + "-1", ReportType.NEW)))
                .isInstanceOf(Outcome.ReportQuarantined.class);
        assertThat(desk.done(Desk.trade(held, account + "-2", "1", "105")))
                .isInstanceOf(Outcome.ReportQuarantined.class);
    }

    @Test
    void theSameOrderIsAnsweredFromWhatIsStoredAndAnotherTriggerIsNamed() {
        AccountId account = desk.openAccount("1000.00");
        TriggerTerms asked = new TriggerTerms(TriggerPriceType.BEST_MID, new BigDecimal("105"), null);
        Command order = stopLimit(account, asked);
        desk.accepted(order);

        assertThat(desk.done(order))
                .isInstanceOfSatisfying(
                        Outcome.OrderAccepted.class,
                        accepted -> assertThat(accepted.replayed()).isTrue());
        assertThat(refusal(stopLimit(account, new TriggerTerms(TriggerPriceType.BEST_MID, BigDecimal.TEN, null))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_STOP_PX);
        assertThat(refusal(stopLimit(account, new TriggerTerms(null, new BigDecimal("105"), null))))
                .isEqualTo(Reason.EXISTS_WITH_DIFFERENT_TRIGGER_PRICE_TYPE);
    }

    private static Command.ReplaceOrder stopAt(Order order, String clOrdId, String stopPx) {
        return waitingFor(order, clOrdId, new TriggerChange(new BigDecimal(stopPx), null));
    }

    private static Command.ReplaceOrder trailBy(Order order, String clOrdId, TrailOffset.Unit unit, String by) {
        return waitingFor(order, clOrdId, new TriggerChange(null, new TrailOffset(unit, new BigDecimal(by))));
    }

    private static Command.ReplaceOrder waitingFor(Order order, String clOrdId, TriggerChange trigger) {
        return new Command.ReplaceOrder(
                order.accountId(), new ClOrdId(clOrdId), order.orderId(), null, TermChange.NONE, trigger, "trader");
    }

    /** A buy of 1 that trails by 5. */
    private static Command.PlaceOrder trailing(AccountId account) {
        var trail = new TriggerTerms(null, null, new TrailOffset(TrailOffset.Unit.AMOUNT, new BigDecimal("5")));
        return Desk.waiting(account, "T", Side.BUY, OrdType.TRAILING_STOP, "1", null, trail);
    }

    /** Before its time nothing happens to it. */
    private static Order expiredOnceItsTimeIsOver(Order order, Instant expireTime) {
        if (Instant.now().isBefore(expireTime.minusMillis(200))) {
            assertThat(changed(desk.done(expire(order, "early")))).isFalse();
        }
        desk.waitUntil(expireTime);
        return desk.accepted(expire(order, "E"));
    }

    private static Command stopLimit(AccountId account, TriggerTerms trigger) {
        return Desk.waiting(account, "S", Side.BUY, OrdType.STOP_LIMIT, "1", "106.00", trigger);
    }

    private static @Nullable Reason refusal(Command command) {
        return desk.done(command) instanceof Outcome.Refused refused ? refused.reason() : null;
    }

    private static boolean changed(Outcome outcome) {
        return outcome instanceof Outcome.OrderMoved moved && moved.changed();
    }

    private static BigDecimal level(Order order) {
        return Objects.requireNonNull(order.trigger()).level();
    }

    /** The order as the database has it. */
    private static Order stored(Order order) {
        Outcome outcome = desk.done(Desk.trigger(order, "1"));
        if (outcome instanceof Outcome.OrderMoved moved && !moved.changed()) {
            return moved.order();
        }
        throw new AssertionError("read by an act that was to change nothing: " + outcome);
    }

    private static Command follow(Order order, String px) {
        return new Command.MoveTrail(order.accountId(), order.orderId(), new BigDecimal(px), "watch");
    }

    private static Command expire(Order order, String clOrdId) {
        return new Command.ExpireOrder(order.accountId(), new ClOrdId(clOrdId), order.orderId(), "clock");
    }

    private static List<String> routes(AccountId account) {
        return desk.rows(
                "SELECT kind || ' ' || cl_ord_id FROM outbox WHERE account_id = '" + account + "' ORDER BY seq");
    }

    private static List<String> events(AccountId account) {
        return desk.rows("SELECT event_type FROM order_events WHERE account_id = '" + account + "' ORDER BY seq");
    }
}
