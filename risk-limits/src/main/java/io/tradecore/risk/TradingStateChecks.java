package io.tradecore.risk;

import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.halt.TradingBar;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.risk.ExposureChecks.Asked;
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
        return bar == null ? null : denied(bar, reduces(order, instrument, account));
    }

    /** @param trigger what it shall wait for while it is held, else what it waited for */
    static Verdict.@Nullable Denied checkReplace(
            Order order, Terms asked, @Nullable Trigger trigger, Instrument instrument, AccountView account) {
        TradingBar bar = account.bars().apply(instrument);
        return bar == null || isSmaller(order, asked, trigger)
                ? null
                : denied(bar, reduces(order, asked, instrument, account));
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

    /** Its price makes no difference to that. */
    private static boolean reduces(PlaceOrder order, Instrument instrument, AccountView account) {
        return ExposureChecks.isReducing(Asked.of(order, instrument, BigDecimal.ZERO), account);
    }

    private static boolean reduces(Order order, Terms asked, Instrument instrument, AccountView account) {
        BigDecimal leaves = asked.orderQty().subtract(order.cumQty()).max(BigDecimal.ZERO);
        boolean heldBack = LimitChecks.isHeldBack(order, account);
        PositionEffect effect = LimitChecks.effect(order, account);
        return ExposureChecks.isReducing(
                Asked.of(order, leaves, order.reservePx(), instrument, effect, heldBack), account);
    }
}
