package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Command.PreviewOrder;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.pipeline.AccountState.Route;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.PreTradeRisk.Warning;
import io.tradecore.oms.risk.SelfTradePrevention;
import io.tradecore.oms.scenario.AccountKind;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is recorded, routed and answered where orders of one account would trade with each other, decided in memory. */
class SelfTradeDecisionsTest {

    private final MemoryDesk desk = desk(SelfTradePrevention.DECREMENT);
    private final AccountState account = desk.account();
    private final AccountId accountId = account.accountId();

    private static MemoryDesk desk(SelfTradePrevention prevention) {
        return new MemoryDesk(
                new OneInstrument(Desk.INSTRUMENT),
                "USDT",
                "10000",
                new BigDecimal("100"),
                AccountKind.CASH,
                prevention);
    }

    private PlaceOrder limit(String clOrdId, Side side, String qty) {
        return Desk.limit(accountId, clOrdId, side, qty, "100.00");
    }

    private Order order(String clOrdId) {
        return Objects.requireNonNull(account.order(new ClOrdId(clOrdId)));
    }

    /** Of which the venue shows so much. */
    private PlaceOrder showing(String clOrdId, String qty, String displayQty) {
        return new PlaceOrder(
                accountId,
                new ClOrdId(clOrdId),
                Desk.SYMBOL,
                Side.BUY,
                OrdType.LIMIT,
                Set.of(),
                new Terms(
                        new BigDecimal(qty),
                        new BigDecimal("100.00"),
                        TimeInForce.GTC,
                        null,
                        new BigDecimal(displayQty)),
                "trader");
    }

    private void own(String qty) {
        desk.submit(limit("own", Side.BUY, qty));
        desk.submit(Desk.trade(order("own"), "own", qty, "100.00"));
    }

    @Test
    void whatIsLoweredSaysSoInItsAnswerItsEventAndEveryRepetition() {
        own("3");
        desk.submit(limit("A", Side.SELL, "3"));

        Outcome answer = desk.submit(showing("B", "10", "8"));

        assertThat(answer).isInstanceOfSatisfying(Outcome.OrderAccepted.class, accepted -> {
            assertThat(accepted.order().orderQty()).isEqualByComparingTo("7");
            assertThat(accepted.order().terms().displayQty()).isEqualByComparingTo("7");
            assertThat(accepted.order().placed().orderQty()).isEqualByComparingTo("10");
            assertThat(accepted.warnings()).singleElement().satisfies(warning -> {
                assertThat(warning.reason()).isEqualTo(Reason.SELF_TRADE);
                assertThat(warning.numbers())
                        .containsEntry("asked", "10")
                        .containsEntry("orderQty", "7")
                        .containsEntry("orderId", order("A").orderId().toString());
            });
        });
        assertThat(account.held(order("B").orderId())).isEqualByComparingTo("700.70");
        OrderEvent event = account.newEvents().getLast();
        assertThat(event.type()).isEqualTo(OrderEvent.Type.ORDER_ACCEPTED);
        assertThat(event.tellsTerms()).isTrue();
        assertThat(event.reasonCode()).isEqualTo("SELF_TRADE");
        assertThat(event.reasonText()).contains("asked 10, orderQty 7");
        assertThat(account.ordersWithOtherTerms()).contains(order("B"));
        assertThat(account.newRoutes().stream().map(Route::kind))
                .endsWith(RouteMessage.Kind.CANCEL, RouteMessage.Kind.NEW_ORDER);
        Outcome again = desk.submit(showing("B", "10", "8"));
        assertThat(again).isInstanceOfSatisfying(Outcome.OrderAccepted.class, accepted -> {
            assertThat(accepted.replayed()).isTrue();
            assertThat(accepted.order()).isEqualTo(order("B"));
            assertThat(accepted.warnings()).extracting(Warning::reason).containsExactly(Reason.SELF_TRADE);
        });
        assertThat(desk.submit(showing("B", "7", "7")))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.EXISTS_WITH_DIFFERENT_ORDER_QTY));
    }

    @Test
    void whatRestsIsLoweredByAReplaceOfOursAndHoldsAllUntilThatIsConfirmed() {
        own("8");
        desk.submit(limit("A", Side.SELL, "8"));
        desk.submit(Desk.report(order("A"), "new", ReportType.NEW));

        desk.submit(limit("B", Side.BUY, "3"));

        assertThat(order("B").venueStatus()).isEqualTo(OrdStatus.DENIED);
        Order lowered = order("A");
        assertThat(lowered.ordStatus()).isEqualTo(OrdStatus.PENDING_REPLACE);
        assertThat(lowered.leavesIfReplaced()).isEqualByComparingTo("5");
        assertThat(account.held(lowered.orderId())).isEqualByComparingTo("8");
        assertThat(account.newRoutes().getLast().kind()).isEqualTo(RouteMessage.Kind.REPLACE);
        assertThat(account.newRequests().getLast().clOrdId().value()).startsWith("stp-");
        OrderEvent requested = account.newEvents().get(account.newEvents().size() - 2);
        assertThat(requested.type()).isEqualTo(OrderEvent.Type.REPLACE_REQUESTED);
        assertThat(requested.actor()).isEqualTo("risk:self-trade");
        desk.submit(Desk.report(lowered, "replaced", ReportType.REPLACED));
        assertThat(account.held(lowered.orderId())).isEqualByComparingTo("5");
    }

    @Test
    void whereTheRestIsNotPaidForNothingIsCancelled() {
        own("3");
        desk.submit(limit("A", Side.SELL, "3"));
        int events = account.newEvents().size();

        assertThat(desk.submit(limit("B", Side.BUY, "103")))
                .isInstanceOfSatisfying(
                        Outcome.OrderDenied.class,
                        denied -> assertThat(denied.reason()).isEqualTo(Reason.CASH_INSUFFICIENT));

        assertThat(order("A").ordStatus()).isEqualTo(OrdStatus.PENDING_NEW);
        assertThat(account.newEvents()).hasSize(events + 1);
        assertThat(desk.submit(limit("C", Side.BUY, "99")))
                .as("96 of it are paid for, 99 would not be")
                .isInstanceOf(Outcome.OrderAccepted.class);
    }

    @Test
    void aPreviewTellsWhatWouldBeSentAndDoesNothing() {
        own("3");
        desk.submit(limit("A", Side.SELL, "3"));
        int events = account.newEvents().size();

        assertThat(desk.submit(new PreviewOrder(limit("B", Side.BUY, "10"))))
                .isInstanceOfSatisfying(Outcome.OrderPreviewed.class, previewed -> {
                    assertThat(previewed.preview().verdict())
                            .isInstanceOfSatisfying(
                                    Verdict.Passed.class,
                                    passed -> assertThat(passed.loweredTo()).isEqualByComparingTo("7"));
                    assertThat(Objects.requireNonNull(previewed.preview().figures())
                                    .resultingPosition())
                            .isEqualByComparingTo("10");
                });
        assertThat(account.newEvents()).hasSize(events);
    }

    @ParameterizedTest(name = "{0}: the replaced order is {1}, the other {2}, routed are {3}")
    @CsvSource({
        "NONE, PENDING_REPLACE, NEW, REPLACE",
        "CANCEL_NEWEST, NEW, NEW, ''",
        "CANCEL_OLDEST, PENDING_REPLACE, PENDING_CANCEL, CANCEL REPLACE",
        "CANCEL_BOTH, PENDING_CANCEL, PENDING_CANCEL, CANCEL CANCEL",
        "DECREMENT, NEW, NEW, ''"
    })
    void aReplaceIsKeptFromTradingAsANewOrderIs(
            SelfTradePrevention mode, OrdStatus replaced, OrdStatus other, String routed) {
        MemoryDesk some = desk(mode);
        some.submit(limit("own", Side.BUY, "3"));
        some.submit(Desk.trade(order(some, "own"), "own", "3", "100.00"));
        some.submit(limit("A", Side.SELL, "3"));
        some.submit(Desk.report(order(some, "A"), "newA", ReportType.NEW));
        some.submit(Desk.limit(accountId, "B", Side.BUY, "2", "99.00"));
        some.submit(Desk.report(order(some, "B"), "newB", ReportType.NEW));
        int routes = some.account().newRoutes().size();

        Outcome answer = some.submit(Desk.replace(order(some, "B"), "R", null, "100.00"));

        assertThat(order(some, "B").ordStatus()).isEqualTo(replaced);
        assertThat(order(some, "A").ordStatus()).isEqualTo(other);
        assertThat(some.account().newRoutes().stream()
                        .skip(routes)
                        .map(route -> route.kind().name())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(routed);
        assertThat(answer)
                .isInstanceOf(
                        replaced == OrdStatus.PENDING_REPLACE ? Outcome.ReplaceAccepted.class : Outcome.Refused.class);
    }

    private static Order order(MemoryDesk desk, String clOrdId) {
        return Objects.requireNonNull(desk.account().order(new ClOrdId(clOrdId)));
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource({
        "NONE, PENDING_NEW, PENDING_NEW",
        "CANCEL_NEWEST, PENDING_NEW, DENIED",
        "CANCEL_OLDEST, PENDING_CANCEL, PENDING_NEW",
        "CANCEL_BOTH, PENDING_CANCEL, DENIED",
        "DECREMENT, PENDING_CANCEL, DENIED"
    })
    void twoOrdersOfOneBatchAreKeptApart(SelfTradePrevention mode, OrdStatus first, OrdStatus second) {
        MemoryDesk other = desk(mode);

        other.submit(limit("own", Side.BUY, "3"));
        other.submit(
                Desk.trade(Objects.requireNonNull(other.account().order(new ClOrdId("own"))), "own", "3", "100.00"));
        other.submit(limit("A", Side.SELL, "3"));
        other.submit(limit("B", Side.BUY, "3"));

        assertThat(Objects.requireNonNull(other.account().order(new ClOrdId("A")))
                        .ordStatus())
                .isEqualTo(first);
        assertThat(Objects.requireNonNull(other.account().order(new ClOrdId("B")))
                        .ordStatus())
                .isEqualTo(second);
    }
}
