package io.tradecore.oms.pipeline;

import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.bulk.BulkRequest;
import io.tradecore.oms.bulk.BulkRequest.Kind;
import io.tradecore.oms.bulk.BulkResult;
import io.tradecore.oms.bulk.BulkResult.What;
import io.tradecore.oms.command.Command.CancelHalted;
import io.tradecore.oms.command.Command.CancelOrder;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.halt.TradingBar;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderAct;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.OrderRequest;
import io.tradecore.oms.order.OrderStateMachine;
import io.tradecore.oms.order.OrderStateMachine.Decision;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.outbox.RouteMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends what is open in a halted scope. What no venue has, and none will get while the scope is halted, ends here and now; of
 * anything else its venue is asked to cancel it.
 */
final class HaltDecisions {

    private final Instruments instruments;
    private final RequestDecisions requests;
    private final UuidV7 ids;

    HaltDecisions(Instruments instruments, RequestDecisions requests, UuidV7 ids) {
        this.instruments = instruments;
        this.requests = requests;
        this.ids = ids;
    }

    Outcome cancel(CancelHalted command, AccountState account) {
        List<BulkResult> results = new ArrayList<>();
        String actor = command.actor();
        for (OrderId orderId : command.orderIds()) {
            Order order = account.order(orderId);
            if (order == null || !mayBeAsked(order)) {
                continue;
            }
            TradingBar halt = account.halts().halt(order);
            if (halt != null) {
                results.add(cancel(order, halt, account));
                actor = halt.setBy();
            }
        }
        BulkRequest done = new BulkRequest(command.clOrdId(), Kind.MASS_CANCEL, Map.of(), results, actor);
        if (!results.isEmpty() && account.bulkRequest(command.clOrdId()) == null) {
            account.add(done);
        }
        return new Outcome.BulkDone(done, false);
    }

    /** Whether it is open, and nobody has asked for it to be cancelled yet. */
    private static boolean mayBeAsked(Order order) {
        OrderRequest pending = order.pending();
        return pending == null ? order.leavesQty().signum() > 0 : pending.kind() == RequestKind.REPLACE;
    }

    private BulkResult cancel(Order order, TradingBar halt, AccountState account) {
        if (order.isHeld()) {
            return end(order, new OrderAct.CalledOff(Reason.TRADING_HALTED.name(), halt.text()), halt, account);
        }
        if (account.halts().isUnpublished(order.orderId(), RouteMessage.Kind.NEW_ORDER)) {
            return end(order, new OrderAct.Recalled(Reason.TRADING_HALTED.name(), halt.text()), halt, account);
        }
        if (order.pending() != null && account.halts().isUnpublished(order.orderId(), RouteMessage.Kind.REPLACE)) {
            recallReplace(order, order.pending(), halt, account);
        }
        return request(order, halt, account);
    }

    private static BulkResult end(Order order, OrderAct act, TradingBar halt, AccountState account) {
        if (!(OrderStateMachine.decide(order, act) instanceof Decision.Changed ended)) {
            throw new IllegalStateException("an order that is " + order.ordStatus() + " has not reached its venue");
        }
        account.change(ended.order());
        account.book().close(order.orderId().value());
        account.retire(order.orderId(), RouteMessage.Kind.NEW_ORDER);
        record(ended, order.currentClOrdId(), halt, account);
        return result(order, What.CANCELED, null, null);
    }

    /** It would keep the order from being cancelled, and no venue will ever answer it. */
    private void recallReplace(Order order, OrderRequest replace, TradingBar halt, AccountState account) {
        if (OrderStateMachine.decide(order, new OrderAct.ReplaceRecalled()) instanceof Decision.Changed changed) {
            account.change(changed.order());
            account.retire(order.orderId(), RouteMessage.Kind.REPLACE);
            Instrument instrument = instruments.bySymbol(order.symbol());
            if (instrument != null) {
                OrderHolds.set(changed.order(), instrument, account);
            }
            record(changed, replace.clOrdId(), halt, account);
        }
    }

    private BulkResult request(Order order, TradingBar halt, AccountState account) {
        ClOrdId clOrdId = new ClOrdId("ks-" + ids.next());
        CancelOrder cancel = new CancelOrder(account.accountId(), clOrdId, order.orderId(), halt.setBy());
        return switch (requests.cancel(cancel, account)) {
            case Outcome.CancelAccepted _ -> result(order, What.CANCEL_REQUESTED, clOrdId, null);
            case Outcome.Refused refused -> result(order, What.REFUSED, null, refused.reason());
            case Outcome other -> throw new IllegalStateException("a cancel was answered with " + other);
        };
    }

    private static BulkResult result(Order order, What what, @Nullable ClOrdId clOrdId, @Nullable Reason reason) {
        return new BulkResult(order.symbol(), what, order.orderId(), clOrdId, null, reason);
    }

    private static void record(Decision.Changed changed, ClOrdId clOrdId, TradingBar halt, AccountState account) {
        account.record(EventDraft.ofRequest(
                changed.event(),
                changed.order(),
                clOrdId.value(),
                Reason.TRADING_HALTED.name(),
                halt.text(),
                halt.setBy(),
                account.now()));
    }
}
