package io.tradecore.oms.pipeline;

import io.tradecore.ledger.Balance;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.oms.command.Command.PlaceList;
import io.tradecore.oms.command.Command.PlaceList.Entry;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.list.ListShape;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.risk.OpenOrders;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.Reservation;
import io.tradecore.oms.risk.Stakes;
import io.tradecore.oms.risk.Stakes.Beside;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each order of a list may draw on while the list is judged, before anything of it is reserved. */
final class ListFunds {

    private final PlaceList list;
    private final AccountState account;
    private final @Nullable Stakes stakes;
    private final Map<BalanceKey, BigDecimal> reserved = new HashMap<>();
    private OpenOrders besideBuys = OpenOrders.NONE;
    private OpenOrders besideSells = OpenOrders.NONE;
    private Beside beside = Beside.NOTHING;

    ListFunds(PlaceList list, AccountState account, Instruments instruments) {
        this.list = list;
        this.account = account;
        this.stakes = MarginStakes.of(account, instruments);
    }

    /** The account as the order will find it: with what its parent trades, where it only closes that. */
    AccountView view(Entry entry) {
        String user = entry.order().actor();
        BigDecimal entered = enteredFor(entry);
        return new AccountView(
                account.status(),
                account.desk(),
                user,
                account.limits(user),
                line -> balance(line, entry),
                stakes == null ? null : stakes.beside(beside.after(entered)),
                account.dealings().inList(entered, besideBuys, besideSells),
                instrument -> account.halts().bar(user, instrument));
    }

    private Balance balance(BalanceKey line, Entry entry) {
        Balance balance = account.book().balance(line);
        BigDecimal pending = balance.pending().add(reserved.getOrDefault(line, BigDecimal.ZERO));
        return new Balance(balance.posted().add(entered(line, entry)), pending);
    }

    private BigDecimal entered(BalanceKey line, Entry entry) {
        boolean delivered =
                line.equals(new BalanceKey(LedgerCode.POSITION, entry.order().symbol()));
        return delivered ? enteredFor(entry) : BigDecimal.ZERO;
    }

    /** What the parent trades for an order that only closes that: below zero what it sells. */
    private BigDecimal enteredFor(Entry entry) {
        PlaceOrder parent = list.parent();
        if (parent == null
                || entry.order() == parent
                || !ListShape.closes(
                        account.type(), parent.side(), entry.order().side())) {
            return BigDecimal.ZERO;
        }
        return parent.side() == Side.BUY ? parent.orderQty() : parent.orderQty().negate();
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
            beside = beside.and(entry.order().side(), entry.order().orderQty(), passed.closesQty());
        }
    }
}
