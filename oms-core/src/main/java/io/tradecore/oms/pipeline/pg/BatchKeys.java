package io.tradecore.oms.pipeline.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.pg.PgLedger.LineKey;
import io.tradecore.ledger.pg.PgLedger.TransferKey;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.pipeline.AccountState.ExecKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which rows a batch has to load, as far as its commands tell.
 *
 * @param accounts in id order, the order they are locked in
 * @param clOrdIds ClOrdIDs the commands use up
 * @param orders orders that cancels and reports are about
 * @param reported orders that reports are about
 * @param trades executions that may be booked already
 * @param repeatable reports that may be recorded already
 * @param transfers transfers that may be posted already
 * @param lines balances that orders and cash movements change
 */
record BatchKeys(
        TreeSet<AccountId> accounts,
        Set<ClOrdKey> clOrdIds,
        Set<OrderKey> orders,
        Set<OrderKey> reported,
        Set<ReportKey> trades,
        Set<ReportKey> repeatable,
        Set<TransferKey> transfers,
        Set<LineKey> lines) {

    record ClOrdKey(AccountId accountId, ClOrdId clOrdId) {}

    record OrderKey(AccountId accountId, OrderId orderId) {}

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
                new LinkedHashSet<>());
        for (Command command : commands) {
            keys.accounts.add(command.accountId());
            keys.add(command, instruments);
        }
        return keys;
    }

    private void add(Command command, Instruments instruments) {
        switch (command) {
            case Command.PlaceOrder place -> {
                clOrdIds.add(new ClOrdKey(place.accountId(), place.clOrdId()));
                Instrument instrument = instruments.bySymbol(place.symbol());
                if (instrument != null) {
                    addLine(place.accountId(), LedgerCode.CASH, instrument.currency());
                    addLine(place.accountId(), LedgerCode.POSITION, instrument.symbol());
                }
            }
            case Command.CancelOrder cancel -> {
                // A request moves nothing: the hold stays until the venue answers.
                clOrdIds.add(new ClOrdKey(cancel.accountId(), cancel.clOrdId()));
                orders.add(new OrderKey(cancel.accountId(), cancel.orderId()));
            }
            case Command.MoveCash move -> {
                transfers.add(
                        new TransferKey(move.accountId(), move.transferId().value()));
                addLine(move.accountId(), LedgerCode.CASH, move.asset());
                addLine(move.accountId(), LedgerCode.EXTERNAL, move.asset());
            }
            case Command.ApplyReport apply -> add(apply.report());
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
        if (report.type() == ReportType.TRADE) {
            trades.add(key);
        } else if (mayLeaveStatusAsIs(report.type())) {
            repeatable.add(key);
        }
    }

    /** A report that moves the status is known by the status when it comes again; these are known by their ExecID alone. */
    private static boolean mayLeaveStatusAsIs(ReportType type) {
        return switch (type) {
            case PENDING_NEW, PENDING_CANCEL, RESTATED, DONE_FOR_DAY -> true;
            case NEW,
                    CANCELED,
                    REPLACED,
                    STOPPED,
                    REJECTED,
                    SUSPENDED,
                    CALCULATED,
                    EXPIRED,
                    PENDING_REPLACE,
                    TRADE,
                    TRADE_CORRECT,
                    TRADE_CANCEL,
                    ORDER_STATUS,
                    CANCEL_REJECT -> false;
        };
    }
}
