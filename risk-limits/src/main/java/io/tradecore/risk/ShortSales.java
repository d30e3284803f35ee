package io.tradecore.risk;

import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.risk.Limit;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.Stakes;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Whether a stock that is sold short has been located: what the account may be short of, once all open orders that sell it are
 * executed and none that buys it, is within what was located for it. Of nothing located nothing is sold short.
 */
final class ShortSales {

    private ShortSales() {}

    static Verdict.@Nullable Denied check(PlaceOrder order, Instrument instrument, AccountView account) {
        Stakes stakes = account.stakes();
        return stakes == null || order.side() != Side.SELL || order.positionEffect() == PositionEffect.CLOSE
                ? null
                : check(order.orderQty(), instrument, account, stakes);
    }

    /** @param leaves what is to be left of it */
    static Verdict.@Nullable Denied checkReplace(
            Order order, BigDecimal leaves, Instrument instrument, AccountView account) {
        Stakes stakes = account.stakes();
        if (stakes == null
                || order.side() != Side.SELL
                || (stakes.legs() != null && stakes.legs().effects().apply(order.orderId()) == PositionEffect.CLOSE)) {
            return null;
        }
        return check(leaves.subtract(order.mostLeaves()), instrument, account, stakes);
    }

    /** @param more than open orders sell by now */
    private static Verdict.@Nullable Denied check(
            BigDecimal more, Instrument instrument, AccountView account, Stakes stakes) {
        if (instrument.contract().securityType() != SecurityType.CS) {
            return null;
        }
        BigDecimal mayBeShort = stakes.mayBeShort(instrument.symbol()).add(more);
        if (mayBeShort.signum() <= 0) {
            return null;
        }
        Limit located = account.limits().hard(LimitKind.MAX_SHORT_QTY, instrument);
        if (located == null) {
            return LimitChecks.denied(
                    Reason.LOCATE_MISSING,
                    "The order would sell stock short of which none was located.",
                    "shortQty",
                    mayBeShort);
        }
        return mayBeShort.compareTo(located.value()) <= 0
                ? null
                : LimitChecks.denied(
                        Reason.LOCATE_EXCEEDED,
                        "The order would sell more stock short than was located.",
                        "shortQty",
                        mayBeShort,
                        "locatedQty",
                        located.value());
    }
}
