package io.tradecore.oms.pipeline;

import io.tradecore.ledger.Hold;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.oms.margin.MarginBook;
import io.tradecore.oms.margin.MarginBook.Exposure;
import io.tradecore.oms.margin.MarginStanding;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.position.Position;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** What is booked of an account on margin, as the batch has left it. Its book, positions, open orders and their lists are loaded. */
final class MarginBooks {

    private MarginBooks() {}

    static MarginBook of(AccountState account, MarginStanding standing) {
        TreeMap<String, BigDecimal> cash = new TreeMap<>();
        TreeMap<String, BigDecimal> withheld = new TreeMap<>();
        account.book().balances().forEach((line, balance) -> {
            if (line.code() == LedgerCode.CASH) {
                cash.put(line.asset(), balance.posted());
                if (balance.pending().signum() != 0) {
                    withheld.put(line.asset(), balance.pending());
                }
            }
        });
        account.orders().forEach(order -> give(order.orderId().value(), withheld, account));
        account.lists().forEach(list -> give(list.holdId(), withheld, account));
        return new MarginBook(
                standing.baseCurrency(), standing.baseScale(), standing.settings(), cash, withheld, exposures(account));
    }

    /** What is held for orders is not withheld. */
    private static void give(UUID holdId, TreeMap<String, BigDecimal> withheld, AccountState account) {
        Hold hold = account.book().hold(holdId);
        if (hold != null && hold.line().code() == LedgerCode.CASH) {
            withheld.merge(hold.line().asset(), hold.remaining().negate(), BigDecimal::add);
        }
    }

    private static List<Exposure> exposures(AccountState account) {
        TreeSet<String> symbols = new TreeSet<>();
        account.positions().stream().map(Position::symbol).forEach(symbols::add);
        account.orders().stream().map(Order::symbol).forEach(symbols::add);
        List<Exposure> exposures = new ArrayList<>();
        for (String symbol : symbols) {
            exposures.add(new Exposure(
                    symbol,
                    MarginStakes.positions(symbol, account),
                    pending(symbol, Side.BUY, account),
                    pending(symbol, Side.SELL, account)));
        }
        return exposures;
    }

    private static BigDecimal pending(String symbol, Side side, AccountState account) {
        return Pending.sum(
                account, order -> order.side() == side && order.symbol().equals(symbol), Order::mostLeaves);
    }
}
