package io.tradecore.oms.pipeline;

import io.tradecore.oms.command.Command;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.margin.Marking;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.SelfTradePlan;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.valuation.RatePair;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Another risk check, after orders were kept from trading with others of their account. */
record KeptApart(PreTradeRisk risk) implements PreTradeRisk {

    @Override
    public @Nullable BigDecimal creditNeeded(List<Wanted> orders, AccountView account) {
        return risk.creditNeeded(orders, account);
    }

    @Override
    public Marking look(Instruments instruments, Collection<RatePair> pairs) {
        return risk.look(instruments, pairs);
    }

    @Override
    public Verdict check(Command.PlaceOrder order, Instrument instrument, AccountView account) {
        if (order.trigger() != null) {
            return risk.check(order, instrument, account);
        }
        SelfTradePlan plan = account.dealings().selfTrades().plan(order);
        Verdict.Denied denied = plan.denied();
        return denied != null
                ? denied
                : plan.applied(risk.check(order.of(plan.sent()), instrument, account), order.orderQty());
    }

    @Override
    public Sized checkByCash(
            Command.PlaceOrder order, BigDecimal cashOrderQty, Instrument instrument, AccountView account) {
        return switch (risk.checkByCash(order, cashOrderQty, instrument, account)) {
            case Sized.BelowLot belowLot -> belowLot;
            case Sized.Judged(Command.PlaceOrder sized, Verdict _) ->
                new Sized.Judged(sized, check(sized, instrument, account));
        };
    }

    @Override
    public Verdict checkReplace(
            Order order,
            Terms asked,
            @Nullable Trigger trigger,
            Instrument instrument,
            AccountView account,
            BigDecimal held) {
        Verdict.Denied denied =
                account.dealings().selfTrades().planOfReplace(order, asked).denied();
        return denied != null ? denied : risk.checkReplace(order, asked, trigger, instrument, account, held);
    }
}
