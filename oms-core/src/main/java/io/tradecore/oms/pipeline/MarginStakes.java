package io.tradecore.oms.pipeline;

import io.tradecore.oms.account.AccountType;
import io.tradecore.oms.account.PositionMode;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.margin.MarginStanding;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.position.SettledPosition;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.Stakes;
import io.tradecore.oms.risk.Stakes.Beside;
import io.tradecore.oms.risk.Stakes.LegStake;
import io.tradecore.oms.risk.Stakes.Legs;
import io.tradecore.oms.risk.Stakes.Stake;
import io.tradecore.oms.risk.Stakes.Whole;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What an account has at stake, as the batch has left it. */
final class MarginStakes {

    private MarginStakes() {}

    /** The account as a check sees what this user asks for. */
    static AccountView view(AccountState account, String user, Instruments instruments) {
        return new AccountView(
                account.status(),
                account.desk(),
                user,
                account.limits(user),
                line -> account.book().balance(line),
                of(account, instruments),
                account.dealings(),
                instrument -> account.halts().bar(user, instrument));
    }

    static @Nullable Stakes of(AccountState account, Instruments instruments) {
        if (account.type() == AccountType.CASH) {
            return null;
        }
        TreeSet<String> symbols = new TreeSet<>();
        account.positions().stream().map(Position::symbol).forEach(symbols::add);
        account.orders().stream()
                .filter(order -> account.closesQty(order.orderId()).signum() > 0)
                .map(Order::symbol)
                .forEach(symbols::add);
        List<Stake> stakes = new ArrayList<>();
        for (String symbol : symbols) {
            stakes.add(new Stake(
                    instruments.bySymbol(symbol),
                    positions(symbol, account),
                    closing(symbol, Side.BUY, account),
                    closing(symbol, Side.SELL, account)));
        }
        MarginStanding standing = account.margin();
        return new Stakes(
                stakes,
                account::closesQty,
                symbol -> openSells(symbol, account),
                account.mode() == PositionMode.HEDGING ? legs(symbols, account) : null,
                standing == null
                        ? null
                        : new Whole(MarginBooks.of(account, standing), instruments, account.ratePairs()),
                account::isHeldBack,
                Beside.NOTHING);
    }

    private static BigDecimal openSells(String symbol, AccountState account) {
        return Pending.sum(
                account,
                order -> order.side() == Side.SELL
                        && order.symbol().equals(symbol)
                        && account.effect(order.orderId()) != PositionEffect.CLOSE,
                Order::mostLeaves);
    }

    /** What settlements have not paid yet: the one position, or the legs. */
    static List<Position> positions(String symbol, AccountState account) {
        return account.settled(symbol).stream().map(SettledPosition::unpaid).toList();
    }

    /** An order closes a leg that holds it no more only where a bust has taken it: then it is asked of an empty one. */
    private static Legs legs(Collection<String> symbols, AccountState account) {
        List<LegStake> legs = new ArrayList<>();
        for (String symbol : symbols) {
            for (Leg leg : List.of(Leg.LONG, Leg.SHORT)) {
                BigDecimal size = leg.size(account.position(symbol, leg).qty());
                legs.add(new LegStake(symbol, leg, size, closing(symbol, leg, account)));
            }
        }
        return new Legs(legs, account::effect);
    }

    private static BigDecimal closing(String symbol, Leg leg, AccountState account) {
        return Pending.sum(
                account,
                order -> order.symbol().equals(symbol)
                        && account.effect(order.orderId()) == PositionEffect.CLOSE
                        && account.leg(order.orderId(), order.side()) == leg,
                Order::mostLeaves);
    }

    private static BigDecimal closing(String symbol, Side side, AccountState account) {
        return Pending.sum(
                account,
                order -> order.side() == side && order.symbol().equals(symbol),
                order -> Stakes.closing(account.closesQty(order.orderId()), order));
    }
}
