package io.tradecore.oms.pipeline.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.TransferKind;
import io.tradecore.ledger.pg.PgLedger.HoldKey;
import io.tradecore.ledger.pg.PgLedger.LineKey;
import io.tradecore.ledger.pg.PgLedger.TransferKey;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.pipeline.AccountState.ExecKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a batch has to load, as far as its commands tell.
 *
 * @param accounts in id order, the order they are locked in
 * @param clOrdIds ClOrdIDs the commands use up
 * @param orders orders that cancels and reports are about
 * @param reported orders that reports are about
 * @param rebalanced orders whose hold a request may change: of replaces, and of what may end a held order
 * @param amended orders whose executions are busted or corrected
 * @param trades executions that may be booked already
 * @param repeatable reports that may be recorded already
 * @param resuming reports that are known by the status they move to, unless the order has been done for the day since
 * @param pausing orders that are reported done for the day
 * @param transfers transfers that may be posted already
 * @param lines balances that orders and cash movements change
 * @param bulkRequests ClOrdIDs of requests about several orders
 * @param openOrders open orders that such requests are about
 * @param books accounts of which every balance may change
 * @param switches accounts of which the dead man's switch is looked at
 * @param positions accounts of which every position may be closed
 * @param lists lists that are placed or canceled
 * @param ledgerRequests requests to change books
 * @param reversible transfers that may be reversed
 * @param holds holds that no order has
 * @param withdrawals withdrawals that wait for another operator
 * @param withdrawing accounts whose withdrawals may have to be approved
 * @param splits splits that orders may be restated for already
 * @param acts acts on instruments that may have reached an account already
 * @param margins accounts whose margin is looked at
 * @param outgoing accounts that cash is to leave, or to be held in for something else than orders
 */
record BatchKeys(
        TreeSet<AccountId> accounts,
        Set<ClOrdKey> clOrdIds,
        Set<OrderKey> orders,
        Set<OrderKey> reported,
        Set<OrderKey> rebalanced,
        Set<OrderKey> amended,
        Set<ReportKey> trades,
        Set<ReportKey> repeatable,
        Set<ReportKey> resuming,
        Set<OrderKey> pausing,
        Set<TransferKey> transfers,
        Set<LineKey> lines,
        Set<ClOrdKey> bulkRequests,
        Set<OpenKey> openOrders,
        Set<AccountId> books,
        Set<AccountId> positions,
        Set<AccountId> switches,
        Set<ListKey> lists,
        Set<TransferKey> ledgerRequests,
        Set<TransferKey> reversible,
        Set<HoldKey> holds,
        Set<TransferKey> withdrawals,
        Set<AccountId> withdrawing,
        Set<ActKey> splits,
        Set<ActKey> acts,
        Set<AccountId> margins,
        Set<AccountId> outgoing) {

    /** A split, or another act, by the operator's name of it. */
    record ActKey(AccountId accountId, String actId) {}

    record ListKey(AccountId accountId, ListId listId) {}

    record ClOrdKey(AccountId accountId, ClOrdId clOrdId) {}

    record OrderKey(AccountId accountId, OrderId orderId) {}

    /** The account's open orders of an instrument and a side; null: of all. */
    record OpenKey(
            AccountId accountId,
            @Nullable String symbol,
            @Nullable Side side) {}

    record ReportKey(AccountId accountId, OrderId orderId, ExecKey exec) {}

    static BatchKeys of(List<Command> commands, Instruments instruments) {
        BatchKeys keys = new BatchKeys(
                new TreeSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>());
        for (Command command : commands) {
            keys.accounts.addAll(command.accounts());
            keys.add(command, instruments);
        }
        return keys;
    }

    private void add(Command command, Instruments instruments) {
        switch (command) {
            case Command.PlaceOrder place -> add(place, instruments);
            case Command.PreviewOrder preview -> add(preview.order(), instruments);
            case Command.PlaceList place -> {
                lists.add(new ListKey(place.accountId(), place.listId()));
                place.entries().forEach(entry -> add(entry.order(), instruments));
            }
            case Command.CancelList cancel -> lists.add(new ListKey(cancel.accountId(), cancel.listId()));
            case Command.CancelOrder cancel -> {
                clOrdIds.add(new ClOrdKey(cancel.accountId(), cancel.clOrdId()));
                addRebalanced(cancel.accountId(), cancel.orderId());
            }
            case Command.ReplaceOrder replace -> {
                clOrdIds.add(new ClOrdKey(replace.accountId(), replace.clOrdId()));
                addRebalanced(replace.accountId(), replace.orderId());
            }
            // What may not be sent any more ends instead.
            case Command.TriggerOrder trigger -> addRebalanced(trigger.accountId(), trigger.orderId());
            case Command.MoveTrail move -> orders.add(new OrderKey(move.accountId(), move.orderId()));
            case Command.ExpireOrder expire -> {
                clOrdIds.add(new ClOrdKey(expire.accountId(), expire.clOrdId()));
                addRebalanced(expire.accountId(), expire.orderId());
            }
            case Command.SetDeadMansSwitch set -> switches.add(set.accountId());
            case Command.FireDeadMansSwitch fire -> {
                switches.add(fire.accountId());
                openOrders.add(new OpenKey(fire.accountId(), null, null));
                books.add(fire.accountId());
            }
            case Command.ClosePosition close -> {
                bulkRequests.add(new ClOrdKey(close.accountId(), close.clOrdId()));
                openOrders.add(new OpenKey(close.accountId(), close.symbol(), null));
                books.add(close.accountId());
                positions.add(close.accountId());
            }
            case Command.MassCancel mass -> {
                bulkRequests.add(new ClOrdKey(mass.accountId(), mass.clOrdId()));
                if (mass.orders() == null) {
                    openOrders.add(new OpenKey(mass.accountId(), mass.symbol(), mass.side()));
                } else {
                    mass.orders().forEach(orderId -> orders.add(new OrderKey(mass.accountId(), orderId)));
                }
                books.add(mass.accountId());
            }
            case Command.CancelHalted cancel -> {
                bulkRequests.add(new ClOrdKey(cancel.accountId(), cancel.clOrdId()));
                cancel.orderIds().forEach(orderId -> orders.add(new OrderKey(cancel.accountId(), orderId)));
                books.add(cancel.accountId());
            }
            case Command.ApplyAct apply -> add(apply);
            case Command.ChangeBooks change -> {
                ledgerRequests.add(
                        new TransferKey(change.accountId(), change.requestId().value()));
                change.acts().forEach(this::add);
            }
            case Command.WatchMargin watch -> {
                margins.add(watch.accountId());
                openOrders.add(new OpenKey(watch.accountId(), null, null));
                books.add(watch.accountId());
                positions.add(watch.accountId());
            }
            case Command.ExpireHolds _ -> {}
            case Command.ApplyReport apply -> add(apply.report());
        }
    }

    private void add(Command.ApplyAct apply) {
        AccountId accountId = apply.accountId();
        ActKey key = new ActKey(accountId, apply.act().actId());
        acts.add(key);
        books.add(accountId);
        switch (apply.act().kind()) {
            case FUNDING, DIVIDEND -> {}
            case SETTLEMENT -> positions.add(accountId);
            case SPLIT -> {
                positions.add(accountId);
                splits.add(key);
                openOrders.add(new OpenKey(accountId, apply.act().symbol(), null));
            }
        }
    }

    private void add(BookAct act) {
        AccountId accountId = act.accountId();
        switch (act) {
            case BookAct.Post post -> {
                addTransfer(accountId, post.transferId());
                addLine(accountId, LedgerCode.CASH, post.asset());
                addLine(accountId, Objects.requireNonNull(post.transferKind().counter()), post.asset());
                if (post.transferKind() == TransferKind.WITHDRAWAL) {
                    withdrawals.add(new TransferKey(accountId, post.transferId()));
                    withdrawing.add(accountId);
                    outgoing.add(accountId);
                }
            }
            case BookAct.Convert convert -> {
                addTransfer(accountId, convert.transferId());
                books.add(accountId);
                outgoing.add(accountId);
            }
            case BookAct.Move move -> {
                outgoing.add(accountId);
                for (AccountId side : move.accounts()) {
                    addTransfer(side, move.transferId());
                    addLine(side, LedgerCode.CASH, move.asset());
                    addLine(side, LedgerCode.INTERNAL, move.asset());
                }
            }
            case BookAct.Place place -> {
                outgoing.add(accountId);
                holds.add(new HoldKey(accountId, place.holdId()));
                addLine(accountId, LedgerCode.CASH, place.asset());
            }
            case BookAct.Capture capture -> {
                addTransfer(accountId, capture.transferId());
                withdrawing.add(accountId);
                holds.add(new HoldKey(accountId, capture.holdId()));
                books.add(accountId);
            }
            case BookAct.Release release -> {
                holds.add(new HoldKey(accountId, release.holdId()));
                books.add(accountId);
            }
            case BookAct.Reverse reverse -> {
                for (AccountId side : reverse.accounts()) {
                    addTransfer(side, reverse.transferId());
                    reversible.add(new TransferKey(side, reverse.originalId()));
                    books.add(side);
                    outgoing.add(side);
                }
            }
            case BookAct.ResolveWithdrawal resolve -> {
                addTransfer(accountId, resolve.transferId());
                withdrawals.add(new TransferKey(accountId, resolve.transferId()));
                books.add(accountId);
                outgoing.add(accountId);
            }
        }
    }

    private void addTransfer(AccountId accountId, String transferId) {
        transfers.add(new TransferKey(accountId, transferId));
    }

    private void addRebalanced(AccountId accountId, OrderId orderId) {
        OrderKey order = new OrderKey(accountId, orderId);
        orders.add(order);
        rebalanced.add(order);
    }

    private void add(Command.PlaceOrder place, Instruments instruments) {
        clOrdIds.add(new ClOrdKey(place.accountId(), place.clOrdId()));
        Instrument instrument = instruments.bySymbol(place.symbol());
        if (instrument != null) {
            addLine(place.accountId(), LedgerCode.CASH, instrument.currency());
            addLine(place.accountId(), LedgerCode.CASH, instrument.contract().settlCurrency());
            addLine(place.accountId(), LedgerCode.POSITION, instrument.symbol());
        }
    }

    private void addLine(AccountId accountId, LedgerCode code, String asset) {
        lines.add(new LineKey(accountId, new BalanceKey(code, asset)));
    }

    private void add(VenueReport report) {
        OrderKey order = new OrderKey(report.accountId(), report.orderId());
        ReportKey key =
                new ReportKey(report.accountId(), report.orderId(), new ExecKey(report.venueId(), report.execId()));
        orders.add(order);
        reported.add(order);
        if (report.commission() != null) {
            addLine(report.accountId(), LedgerCode.CASH, report.commission().currency());
            addLine(report.accountId(), LedgerCode.FEES, report.commission().currency());
        }
        switch (report.type()) {
            case TRADE -> trades.add(key);
            case TRADE_CANCEL, TRADE_CORRECT -> {
                trades.add(key);
                amended.add(order);
                // What was charged for the execution may have been charged in any currency.
                books.add(report.accountId());
            }
            // They may leave the status as it is, or it may come back, or they might answer a later request: when they
            // come again, only their ExecID tells.
            case PENDING_NEW, PENDING_CANCEL, PENDING_REPLACE, RESTATED, REPLACED, STOPPED, SUSPENDED, CANCEL_REJECT ->
                repeatable.add(key);
            case DONE_FOR_DAY -> {
                repeatable.add(key);
                pausing.add(order);
            }
            case NEW -> resuming.add(key);
            // They move the status, and are known by it when they come again.
            case CANCELED, REJECTED, CALCULATED, EXPIRED, ORDER_STATUS -> {}
        }
    }
}
