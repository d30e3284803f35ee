package io.tradecore.oms.pipeline;

import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderAct;
import io.tradecore.oms.order.OrderRequest;
import io.tradecore.oms.order.OrderStateMachine;
import io.tradecore.oms.order.OrderStateMachine.Decision;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.SelfTradePlan;
import io.tradecore.oms.risk.SelfTradePrevention;
import io.tradecore.oms.risk.SelfTrades;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cancels and lowers the orders of its own account that an order would trade with. */
final class SelfTradeDecisions {

    /** Who asks for that. */
    static final String ACTOR = "risk:self-trade";

    private final UuidV7 ids;

    SelfTradeDecisions(UuidV7 ids) {
        this.ids = ids;
    }

    /** Does to the others what the verdict on a new order rests on: before the order, as its venue is to take it in that order. */
    void act(PlaceOrder order, Instrument instrument, Verdict verdict, AccountState account) {
        if (order.trigger() == null && restsOnSelfTrades(verdict, account)) {
            act(new SelfTrades(account.selfTradePrevention(), account.orders()).plan(order), instrument, account);
        }
    }

    /** The same of a replace. Where both are to end, so is the order that was to be replaced. */
    void act(Order order, Terms asked, Instrument instrument, Verdict verdict, AccountState account) {
        if (!restsOnSelfTrades(verdict, account)) {
            return;
        }
        SelfTradePlan plan =
                new SelfTrades(account.selfTradePrevention(), account.orders()).planOfReplace(order, asked);
        act(plan, instrument, account);
        boolean both = account.selfTradePrevention() == SelfTradePrevention.CANCEL_BOTH;
        if (both && plan.with() != null && !order.isClosed()) {
            request(order, null, RouteMessage.Kind.CANCEL, account);
        }
    }

    /**
     * An order that was held and goes to its venue now, as far as its account's mode lets it: that may be less of it than there was, which is in
     * effect at once. What is of a list is not lowered, as its quantity follows the list.
     *
     * @return why it ends instead, with the others as that asks for; null where it may go
     */
    OrderAct.@Nullable CalledOff release(Order order, Instrument instrument, AccountState account) {
        SelfTradePlan plan = new SelfTrades(account.selfTradePrevention(), account.orders())
                .plan(new SelfTradePlan.Incoming(
                        order.symbol(),
                        order.side(),
                        order.px(),
                        order.leavesQty(),
                        null,
                        order.membership() == null && order.timeInForce() != TimeInForce.FOK));
        act(plan, instrument, account);
        Verdict.Denied denied = plan.denied();
        if (denied != null) {
            return new OrderAct.CalledOff(denied.reason().name(), denied.message());
        }
        if (plan.lowers(order.leavesQty())) {
            lower(order, plan.sent(), instrument, account);
        }
        return null;
    }

    private static boolean restsOnSelfTrades(Verdict verdict, AccountState account) {
        return account.selfTradePrevention().touchesOthers()
                && switch (verdict) {
                    case Verdict.Passed _ -> true;
                    case Verdict.Denied(Reason reason, String _, Map<String, String> _) -> reason == Reason.SELF_TRADE;
                };
    }

    private void act(SelfTradePlan plan, Instrument instrument, AccountState account) {
        plan.canceled().forEach(other -> request(other, null, RouteMessage.Kind.CANCEL, account));
        if (plan.lowered() != null) {
            lower(plan.lowered().order(), plan.lowered().orderQty(), instrument, account);
        }
    }

    /** Less of it is judged by nobody: it takes nothing, and may be as little as an execution would leave. */
    private void lower(Order other, BigDecimal orderQty, Instrument instrument, AccountState account) {
        BigDecimal shown = other.terms().displayQty();
        TermChange asked = new TermChange(orderQty, null, null, null, shown == null ? null : shown.min(orderQty));
        OrderRequest.Replacement replacement =
                new OrderRequest.Replacement(asked, other.terms().with(asked), other.reservePx());
        request(other, replacement, RouteMessage.Kind.REPLACE, account);
        OrderHolds.set(other(other, account), instrument, account);
    }

    private static Order other(Order before, AccountState account) {
        Order order = account.order(before.orderId());
        if (order == null) {
            throw new IllegalStateException("an order that was lowered is gone: " + before);
        }
        return order;
    }

    private void request(
            Order other, OrderRequest.@Nullable Replacement replacement, RouteMessage.Kind kind, AccountState account) {
        OrderRequest request = new OrderRequest(
                new ClOrdId("stp-" + ids.next()), other.currentClOrdId(), other.orderId(), replacement);
        if (!(OrderStateMachine.decide(other, new OrderAct.Requested(request)) instanceof Decision.Changed changed)) {
            throw new IllegalStateException("an open order that nothing waits for takes no " + kind + ": " + other);
        }
        RequestDecisions.send(request, changed, kind, ACTOR, account);
    }
}
