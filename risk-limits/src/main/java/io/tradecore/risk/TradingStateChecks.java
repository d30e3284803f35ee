package io.tradecore.risk;

import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.halt.TradingBar;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.Stakes;
import io.tradecore.oms.trigger.Trigger;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the kill switch lets pass. Where trading is halted no order does, where it is restricted one that makes a position
 * smaller does; a replace that only makes its order smaller always does.
 */
final class TradingStateChecks {

    private TradingStateChecks() {}

    static Verdict.@Nullable Denied check(PlaceOrder order, Instrument instrument, AccountView account) {
        TradingBar bar = account.bars().apply(instrument);
        return bar == null ? null : denied(bar, reduces(order, account));
    }

    /** @param trigger what it shall wait for while it is held, else what it waited for */
    static Verdict.@Nullable Denied checkReplace(
            Order order, Terms asked, @Nullable Trigger trigger, Instrument instrument, AccountView account) {
        TradingBar bar = account.bars().apply(instrument);
        return bar == null || isSmaller(order, asked, trigger) ? null : denied(bar, reduces(order, asked, account));
    }

    private static Verdict.@Nullable Denied denied(TradingBar bar, boolean reduces) {
        return switch (bar.state()) {
            case HALTED -> new Verdict.Denied(Reason.TRADING_HALTED, bar.text(), bar.names());
            case REDUCE_ONLY ->
                reduces ? null : new Verdict.Denied(Reason.TRADING_REDUCE_ONLY, bar.text(), bar.names());
            case ACTIVE -> null;
        };
    }

    /** Whether it is the same order of no more. */
    private static boolean isSmaller(Order order, Terms asked, @Nullable Trigger trigger) {
        BigDecimal px = order.px();
        boolean samePx =
                asked.px() == null || px == null ? asked.px() == px : asked.px().compareTo(px) == 0;
        return asked.orderQty().compareTo(order.orderQty()) <= 0
                && samePx
                && asked.timeInForce() == order.timeInForce()
                && Objects.equals(asked.expireTime(), order.terms().expireTime())
                && Objects.equals(trigger, order.trigger());
    }

    /** What closes a leg takes no more than there is of it: another check sees to that. */
    private static boolean reduces(PlaceOrder order, AccountView account) {
        return order.positionEffect() == null
                ? order.orderQty().compareTo(closable(order.symbol(), order.side(), account)) <= 0
                : order.positionEffect() == PositionEffect.CLOSE;
    }

    private static boolean reduces(Order order, Terms asked, AccountView account) {
        Stakes stakes = account.stakes();
        BigDecimal leaves = asked.orderQty().subtract(order.cumQty()).max(BigDecimal.ZERO);
        if (stakes == null) {
            return leaves.compareTo(closable(order.symbol(), order.side(), account)) <= 0;
        }
        return stakes.legs() == null
                ? stakes.opens(order, leaves).compareTo(stakes.closable(order.symbol(), order.side())) <= 0
                : stakes.legs().effects().apply(order.orderId()) == PositionEffect.CLOSE;
    }

    /** How much an order may close beside what open orders close already; of what is paid in full those hold their part. */
    private static BigDecimal closable(String symbol, Side side, AccountView account) {
        return account.stakes() == null
                ? LimitChecks.closable(LimitChecks.position(symbol, account), side)
                : account.stakes().closable(symbol, side);
    }
}
