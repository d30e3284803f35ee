package io.tradecore.oms.pipeline;

import io.tradecore.ledger.Balance;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.oms.command.Command.PlaceList;
import io.tradecore.oms.command.Command.PlaceList.Entry;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.list.ListShape;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.Reservation;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** What each order of a list may draw on while the list is judged, before anything of it is reserved. */
final class ListFunds {

    private final PlaceList list;
    private final AccountState account;
    private final Map<BalanceKey, BigDecimal> reserved = new HashMap<>();

    ListFunds(PlaceList list, AccountState account) {
        this.list = list;
        this.account = account;
    }

    /** The account as the order will find it: with what its parent buys, where it only closes that. */
    AccountView view(Entry entry) {
        String user = entry.order().actor();
        return new AccountView(
                account.status(), account.desk(), user, account.limits(user), line -> balance(line, entry), null);
    }

    private Balance balance(BalanceKey line, Entry entry) {
        Balance balance = account.book().balance(line);
        BigDecimal pending = balance.pending().add(reserved.getOrDefault(line, BigDecimal.ZERO));
        return new Balance(balance.posted().add(bought(line, entry)), pending);
    }

    private BigDecimal bought(BalanceKey line, Entry entry) {
        PlaceOrder parent = list.parent();
        if (parent == null || entry.order() == parent) {
            return BigDecimal.ZERO;
        }
        boolean closes = ListShape.closes(parent.side(), entry.order().side())
                && line.equals(new BalanceKey(LedgerCode.POSITION, parent.symbol()));
        return closes ? parent.orderQty() : BigDecimal.ZERO;
    }

    /** Counts what an order that passed reserves. Of orders that cancel each other only one is executed. */
    void reserve(Entry entry, Reservation reservation) {
        if (entry.order() == list.parent() || !list.type().isExclusive()) {
            reserved.merge(reservation.line(), reservation.amount(), BigDecimal::add);
        }
    }
}
