package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.oms.bulk.BulkRequest;
import io.tradecore.oms.bulk.BulkResult;
import io.tradecore.oms.bulk.BulkResult.What;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.halt.TradingBar;
import io.tradecore.oms.halt.TradingScope;
import io.tradecore.oms.halt.TradingState;
import io.tradecore.oms.halt.TradingStates;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.pipeline.AccountState.Route;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a halt does to the orders of an account, decided in memory. */
class HaltDecisionsTest {

    private static final BalanceKey CASH = new BalanceKey(LedgerCode.CASH, "USDT");

    private final MemoryDesk desk = new MemoryDesk(Desk.INSTRUMENT, "10000", new BigDecimal("100"));
    private final AccountState account = desk.account();
    private final AccountId accountId = account.accountId();

    private static TradingBar bar(TradingScope scope, String scopeId, TradingState state) {
        return new TradingBar(scope, scopeId, state, "ops");
    }

    private void set(TradingScope scope, String scopeId, TradingState state) {
        account.halts().load(new TradingStates(1, List.of(bar(scope, scopeId, state))));
    }

    private void halt() {
        set(TradingScope.FIRM, TradingScope.ALL, TradingState.HALTED);
    }

    private Order place(String clOrdId) {
        desk.submit(Desk.limit(accountId, clOrdId, Side.BUY, "1", "100.00"));
        return order(clOrdId);
    }

    private Order working(String clOrdId) {
        desk.submit(Desk.report(place(clOrdId), "new-" + clOrdId, ReportType.NEW));
        return order(clOrdId);
    }

    private Order order(String clOrdId) {
        return Objects.requireNonNull(account.order(new ClOrdId(clOrdId)));
    }

    private List<BulkResult> cancelHalted(String clOrdId) {
        List<OrderId> all = account.orders().stream().map(Order::orderId).toList();
        return switch (desk.submit(new Command.CancelHalted(accountId, new ClOrdId(clOrdId), all))) {
            case Outcome.BulkDone(BulkRequest request, boolean _) -> request.results();
            case Outcome other -> throw new AssertionError("not done: " + other);
        };
    }

    private List<What> whats(String clOrdId) {
        return cancelHalted(clOrdId).stream().map(BulkResult::what).toList();
    }

    private void unpublished(Order order, RouteMessage.Kind kind) {
        account.halts().loadUnpublished(new Route(order.orderId(), 1, kind, "SIM", "any"));
    }

    private OrderEvent lastEvent() {
        return account.newEvents().getLast();
    }

    @Test
    void whatItsVenueHasIsAskedToBeCancelledInTheNameOfWhoHalted() {
        Order order = working("A");
        halt();

        List<BulkResult> results = cancelHalted("halt:1");

        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.what()).isEqualTo(What.CANCEL_REQUESTED);
            assertThat(result.orderId()).isEqualTo(order.orderId());
        });
        assertThat(order("A").ordStatus()).isEqualTo(OrdStatus.PENDING_CANCEL);
        assertThat(account.newRoutes().getLast().kind()).isEqualTo(RouteMessage.Kind.CANCEL);
        assertThat(lastEvent().actor()).isEqualTo("ops");
        assertThat(account.newBulkRequests())
                .singleElement()
                .satisfies(request -> assertThat(request.actor()).isEqualTo("ops"));
    }

    @Test
    void askedAgainItFindsNothingLeftToAskFor() {
        working("A");
        halt();
        cancelHalted("halt:1");

        assertThat(cancelHalted("halt:1")).isEmpty();
        assertThat(account.newBulkRequests()).hasSize(1);
    }

    @Test
    void onlyTheOrdersThatAreNamedAreCancelled() {
        Order first = working("A");
        Order second = working("B");
        halt();

        var one = new Command.CancelHalted(accountId, new ClOrdId("halt:1"), List.of(second.orderId()));
        assertThat(desk.submit(one)).isInstanceOf(Outcome.BulkDone.class);

        assertThat(account.order(first.orderId())).isEqualTo(first);
        assertThat(order("B").ordStatus()).isEqualTo(OrdStatus.PENDING_CANCEL);
    }

    @Test
    void anOrderThatIsNotThereIsLeftOut() {
        halt();
        var unknown = new Command.CancelHalted(
                accountId, new ClOrdId("halt:1"), List.of(new OrderId(new UUID(0x7000, Long.MIN_VALUE))));
        assertThat(desk.submit(unknown)).isInstanceOf(Outcome.BulkDone.class);
        assertThat(account.newBulkRequests()).isEmpty();
    }

    @Test
    void whereNothingIsHaltedNothingIsCancelled() {
        working("A");
        set(TradingScope.INSTRUMENT, "ETHUSDT", TradingState.HALTED);
        assertThat(cancelHalted("halt:1")).isEmpty();
        set(TradingScope.FIRM, TradingScope.ALL, TradingState.REDUCE_ONLY);
        assertThat(cancelHalted("halt:1")).isEmpty();
        assertThat(account.newBulkRequests()).isEmpty();
    }

    @Test
    void ofAUserWhatHePlacedIsCancelled() {
        Order hers = working("A");
        working("B");
        account.halts().load(hers.orderId(), "anna");
        set(TradingScope.USER, "anna", TradingState.HALTED);

        assertThat(cancelHalted("halt:1")).extracting(BulkResult::orderId).containsExactly(hers.orderId());
    }

    @Test
    void whatIsKnownToBeUnpublishedEndsWithoutItsVenueAndGivesBackWhatItHolds() {
        Order order = place("A");
        unpublished(order, RouteMessage.Kind.NEW_ORDER);
        halt();

        assertThat(whats("halt:1")).containsExactly(What.CANCELED);

        assertThat(order("A").venueStatus()).isEqualTo(OrdStatus.CANCELED);
        assertThat(order("A").reasonCode()).isEqualTo("TRADING_HALTED");
        assertThat(lastEvent().type()).isEqualTo(OrderEvent.Type.CANCELED);
        assertThat(lastEvent().reasonCode()).isEqualTo("TRADING_HALTED");
        assertThat(account.newRoutes()).extracting(Route::kind).containsExactly(RouteMessage.Kind.NEW_ORDER);
        assertThat(account.retiredRoutes()).extracting(Route::kind).containsExactly(RouteMessage.Kind.NEW_ORDER);
        assertThat(account.book().balance(CASH).pending()).isZero();
    }

    @Test
    void whatMayHaveBeenPublishedIsFollowedByACancel() {
        place("A");
        halt();

        assertThat(whats("halt:1")).containsExactly(What.CANCEL_REQUESTED);

        assertThat(account.newRoutes())
                .extracting(Route::kind)
                .containsExactly(RouteMessage.Kind.NEW_ORDER, RouteMessage.Kind.CANCEL);
        assertThat(account.retiredRoutes()).isEmpty();
    }

    @Test
    void whenItsVenueDoesNotKnowItWhileItIsHaltedItEnds() {
        Order order = place("A");
        halt();
        ClOrdId cancel =
                Objects.requireNonNull(cancelHalted("halt:1").getFirst().clOrdId());

        desk.submit(Desk.cancelOfUnknown(order, "u1", cancel.value()));

        assertThat(order("A").ordStatus()).isEqualTo(OrdStatus.CANCELED);
        assertThat(order("A").reasonCode()).isEqualTo("TRADING_HALTED");
        assertThat(account.retiredRoutes())
                .extracting(Route::kind)
                .containsExactlyInAnyOrder(RouteMessage.Kind.NEW_ORDER, RouteMessage.Kind.CANCEL);
        assertThat(account.book().balance(CASH).pending()).isZero();
    }

    @Test
    void whenItsVenueDoesNotKnowItAndNothingIsHaltedItGoesOnToItsVenue() {
        Order order = place("A");
        desk.submit(Desk.cancel(order, "C1"));

        desk.submit(Desk.cancelOfUnknown(order, "u1", "C1"));

        assertThat(order("A").ordStatus()).isEqualTo(OrdStatus.PENDING_NEW);
        assertThat(account.retiredRoutes()).extracting(Route::kind).containsExactly(RouteMessage.Kind.CANCEL);
    }

    @Test
    void whatItsVenueHasSpokenOfDoesNotEndBecauseItSaysLaterThatItDoesNotKnowIt() {
        Order order = working("A");
        halt();
        ClOrdId cancel =
                Objects.requireNonNull(cancelHalted("halt:1").getFirst().clOrdId());

        desk.submit(Desk.cancelOfUnknown(order, "u1", cancel.value()));

        assertThat(order("A").ordStatus()).isEqualTo(OrdStatus.NEW);
        assertThat(whats("halt:1")).containsExactly(What.CANCEL_REQUESTED);
    }

    @Test
    void aReplaceNobodyHasIsTakenBackAndItsOrderCancelled() {
        Order order = working("A");
        desk.submit(Desk.replace(order, "R1", "3", null));
        unpublished(order, RouteMessage.Kind.REPLACE);
        halt();

        assertThat(whats("halt:1")).containsExactly(What.CANCEL_REQUESTED);

        assertThat(account.newEvents().get(account.newEvents().size() - 2))
                .satisfies(event -> assertThat(event.type()).isEqualTo(OrderEvent.Type.REPLACE_REJECTED))
                .satisfies(event -> assertThat(event.clOrdId()).isEqualTo("R1"));
        assertThat(account.retiredRoutes()).extracting(Route::kind).contains(RouteMessage.Kind.REPLACE);
        assertThat(account.book().balance(CASH).pending()).isEqualByComparingTo("100.10");
    }

    @Test
    void aReplaceItsVenueMayHaveIsAnsweredFirst() {
        Order order = working("A");
        desk.submit(Desk.replace(order, "R1", "3", null));
        halt();

        assertThat(cancelHalted("halt:1"))
                .extracting(BulkResult::reason)
                .containsExactly(Reason.CANCEL_ALREADY_PENDING);

        desk.submit(Desk.answer(order("A"), "r1", ReportType.REPLACED, "R1"));
        assertThat(whats("halt:1")).containsExactly(What.CANCEL_REQUESTED);
        assertThat(account.newBulkRequests()).as("what was done first is kept").hasSize(1);
    }

    @Test
    void whatIsHeldEndsAtOnce() {
        desk.submit(Desk.stop(accountId, "S", Side.BUY, "1", "105.00"));
        halt();

        assertThat(whats("halt:1")).containsExactly(What.CANCELED);

        assertThat(order("S").reasonCode()).isEqualTo("TRADING_HALTED");
        assertThat(account.newRoutes()).isEmpty();
        assertThat(account.book().balance(CASH).pending()).isZero();
    }

    @Test
    void anOrderWhosePriceComesWhileItIsHaltedIsNotSent() {
        desk.submit(Desk.stop(accountId, "S", Side.BUY, "1", "105.00"));
        halt();

        desk.submit(Desk.trigger(order("S"), "105.00"));

        assertThat(order("S").ordStatus()).isEqualTo(OrdStatus.CANCELED);
        assertThat(order("S").reasonCode()).isEqualTo("TRADING_HALTED");
        assertThat(account.newRoutes()).isEmpty();
    }

    @Test
    void whereOnlyWhatClosesIsTradedASaleIsSentWhenItsPriceComesAndABuyIsNot() {
        Order bought = working("A");
        desk.submit(Desk.trade(bought, "t1", "1", "100.00"));
        desk.submit(Desk.stop(accountId, "SELL", Side.SELL, "1", "95.00"));
        desk.submit(Desk.stop(accountId, "BUY", Side.BUY, "1", "105.00"));
        set(TradingScope.ACCOUNT, accountId.toString(), TradingState.REDUCE_ONLY);

        desk.submit(Desk.trigger(order("SELL"), "95.00"));
        desk.submit(Desk.trigger(order("BUY"), "105.00"));

        assertThat(account.newRoutes().getLast().orderId())
                .isEqualTo(order("SELL").orderId());
        assertThat(order("BUY").reasonCode()).isEqualTo("TRADING_REDUCE_ONLY");
    }
}
