package io.tradecore.oms.pipeline;

import io.tradecore.ledger.Balance;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.oms.command.Command.PlaceList;
import io.tradecore.oms.command.Command.PlaceList.Entry;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.list.ListShape;
import io.tradecore.oms.risk.OpenOrders;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.Reservation;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** What each order of a list may draw on while the list is judged, before anything of it is reserved. */
final class ListFunds {

    private final PlaceList list;
    private final AccountState account;
    private final Map<BalanceKey, BigDecimal> reserved = new HashMap<>();
    private OpenOrders besideBuys = OpenOrders.NONE;
    private OpenOrders besideSells = OpenOrders.NONE;

    ListFunds(PlaceList list, AccountState account) {
        this.list = list;
        this.account = account;
    }

    /** The account as the order will find it: with what its parent buys, where it only closes that. */
    AccountView view(Entry entry) {
        String user = entry.order().actor();
        return new AccountView(
                account.status(),
                account.desk(),
                user,
                account.limits(user),
                line -> balance(line, entry),
                null,
                account.dealings().inList(boughtFor(entry), besideBuys, besideSells),
                instrument -> account.halts().bar(user, instrument));
    }

    private Balance balance(BalanceKey line, Entry entry) {
        Balance balance = account.book().balance(line);
        BigDecimal pending = balance.pending().add(reserved.getOrDefault(line, BigDecimal.ZERO));
        return new Balance(balance.posted().add(bought(line, entry)), pending);
    }

    private BigDecimal bought(BalanceKey line, Entry entry) {
        boolean delivered =
                line.equals(new BalanceKey(LedgerCode.POSITION, entry.order().symbol()));
        return delivered ? boughtFor(entry) : BigDecimal.ZERO;
    }

    /** What the parent buys for an order that only closes that. */
    private BigDecimal boughtFor(Entry entry) {
        PlaceOrder parent = list.parent();
        if (parent == null || entry.order() == parent) {
            return BigDecimal.ZERO;
        }
        return ListShape.closes(parent.side(), entry.order().side()) ? parent.orderQty() : BigDecimal.ZERO;
    }

    /** Counts an order that passed, and what it reserves. Of orders that cancel each other only one is executed. */
    void reserve(Entry entry, Verdict.Passed passed) {
        if (entry.order() == list.parent() || !list.type().isExclusive()) {
            Reservation reservation = passed.reservation();
            reserved.merge(reservation.line(), reservation.amount(), BigDecimal::add);
            OpenOrders open = OpenOrders.of(entry.order().orderQty(), passed.reservePx());
            switch (entry.order().side()) {
                case BUY -> besideBuys = besideBuys.plus(open);
                case SELL -> besideSells = besideSells.plus(open);
            }
        }
    }
}
