package io.tradecore.oms.pipeline;

import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.command.Command.CancelOrder;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.SelfTradePrevention;
import io.tradecore.oms.risk.SelfTrades;
import java.util.List;
import java.util.Map;

/** Cancels the orders of its own account that an order would trade with. */
final class SelfTradeDecisions {

    /** Who asks for such cancels. */
    static final String ACTOR = "risk:self-trade";

    private final RequestDecisions requests;
    private final UuidV7 ids;

    SelfTradeDecisions(RequestDecisions requests, UuidV7 ids) {
        this.requests = requests;
        this.ids = ids;
    }

    /**
     * What becomes of a verdict. The cancels go out before the order, which the venue takes in that order; where one of the others cannot
     * be canceled now, because a replace of it waits, the order is denied.
     */
    Verdict apply(PlaceOrder order, Verdict verdict, AccountState account) {
        SelfTradePrevention mode = account.selfTradePrevention();
        if (mode != SelfTradePrevention.CANCEL_OLDEST && mode != SelfTradePrevention.CANCEL_BOTH
                || order.trigger() != null) {
            return verdict;
        }
        boolean denied = verdict instanceof Verdict.Denied(Reason reason, String _, Map<String, String> _)
                && (reason != Reason.SELF_TRADE || mode != SelfTradePrevention.CANCEL_BOTH);
        if (denied) {
            return verdict;
        }
        List<Order> crossed =
                new SelfTrades(mode, account.orders()).crossed(order.symbol(), order.side(), order.px(), null);
        for (Order other : crossed) {
            boolean replaced = other.pending() != null && other.pending().kind() == RequestKind.REPLACE;
            if (replaced && verdict instanceof Verdict.Passed) {
                return new Verdict.Denied(
                        Reason.SELF_TRADE,
                        "The order would trade with another of its account, which waits to be replaced.",
                        Map.of("orderId", other.orderId().toString()));
            }
        }
        crossed.stream().filter(other -> other.pending() == null).forEach(other -> cancel(other, account));
        return verdict;
    }

    private void cancel(Order other, AccountState account) {
        ClOrdId clOrdId = new ClOrdId("stp-" + ids.next());
        CancelOrder cancel = new CancelOrder(account.accountId(), clOrdId, other.orderId(), ACTOR);
        if (!(requests.cancel(cancel, account) instanceof Outcome.CancelAccepted)) {
            throw new IllegalStateException("an open order that nothing waits for could not be canceled: " + other);
        }
    }
}
