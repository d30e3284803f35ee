package io.tradecore.oms.pipeline;

import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Command.ApplyAct;
import io.tradecore.oms.command.Command.ApplyReport;
import io.tradecore.oms.command.Command.CancelHalted;
import io.tradecore.oms.command.Command.CancelList;
import io.tradecore.oms.command.Command.CancelOrder;
import io.tradecore.oms.command.Command.ChangeBooks;
import io.tradecore.oms.command.Command.ClosePosition;
import io.tradecore.oms.command.Command.ExpireHolds;
import io.tradecore.oms.command.Command.ExpireOrder;
import io.tradecore.oms.command.Command.FireDeadMansSwitch;
import io.tradecore.oms.command.Command.MassCancel;
import io.tradecore.oms.command.Command.MoveTrail;
import io.tradecore.oms.command.Command.PlaceList;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Command.PreviewOrder;
import io.tradecore.oms.command.Command.ReplaceOrder;
import io.tradecore.oms.command.Command.SetDeadMansSwitch;
import io.tradecore.oms.command.Command.TriggerOrder;
import io.tradecore.oms.command.Command.WatchMargin;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.SelfTradePrevention;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides a batch, command by command, each seeing what its predecessors did. Pure but for the ids it makes: it reads and
 * changes only the state it is given. Safe for use by many threads.
 */
public final class BatchDecider {

    private final NewOrderDecisions orders;
    private final RequestDecisions requests;
    private final WatchDecisions watches;
    private final BulkDecisions bulk;
    private final HaltDecisions halts;
    private final BookDecisions books;
    private final ReportDecisions reports;
    private final ListDecisions lists;
    private final ActDecisions acts;
    private final CreditNeeds credit;
    private final MarginDecisions margins;

    public BatchDecider(Instruments instruments, PreTradeRisk risk, UuidV7 ids) {
        SelfTradeDecisions selfTrades = new SelfTradeDecisions(ids);
        this.requests = new RequestDecisions(instruments, risk, selfTrades);
        this.orders = new NewOrderDecisions(instruments, risk, selfTrades, ids);
        this.watches = new WatchDecisions(instruments, selfTrades);
        this.bulk = new BulkDecisions(instruments, orders, requests, ids);
        this.halts = new HaltDecisions(instruments, requests, ids);
        this.books = new BookDecisions(instruments, risk);
        this.reports = new ReportDecisions(instruments);
        this.lists = new ListDecisions(instruments, risk, orders, selfTrades, ids);
        this.credit = new CreditNeeds(instruments, risk);
        this.margins = new MarginDecisions(instruments, risk, orders, bulk, ids);
        this.acts = new ActDecisions(instruments, new SplitDecisions(requests));
    }

    /** What accounts are to be lent, of credits they have together with others, before the commands are decided. */
    public List<Lending> needs(List<Command> commands, BatchState batch) {
        return credit.of(commands, batch);
    }

    /** One outcome per command, in their order. */
    public List<Outcome> decide(List<Command> commands, BatchState batch) {
        // A hold whose time is over holds nothing, whether or not anybody has been by to close it.
        batch.accounts().forEach(account -> account.book().expire(account.now()));
        List<Outcome> outcomes = new ArrayList<>(commands.size());
        for (Command command : commands) {
            outcomes.add(decide(command, batch));
        }
        return outcomes;
    }

    private Outcome decide(Command command, BatchState batch) {
        AccountState account = batch.account(command.accountId());
        if (command instanceof ApplyReport report) {
            // What an operator tries in vain is kept already.
            BatchState keeping = report.operator() == null ? batch : new BatchState(0, Map.of());
            return report(report, account, keeping);
        }
        if (account == null) {
            return new Outcome.Refused(Reason.ACCOUNT_UNKNOWN, "There is no such account.");
        }
        return switch (command) {
            case PlaceOrder place -> othersFollowed(orders.place(place, account), account);
            case CancelOrder cancel -> lists.followed(requests.cancel(cancel, account), account);
            case ReplaceOrder replace ->
                othersFollowed(lists.followed(requests.replace(replace, account), account), account);
            case PlaceList place -> lists.place(place, account);
            case CancelList cancel -> lists.cancel(cancel, account);
            case PreviewOrder preview -> orders.preview(preview.order(), account);
            case ClosePosition close -> lists.allFollowed(bulk.close(close, account), account);
            case SetDeadMansSwitch set -> bulk.set(set, account);
            case FireDeadMansSwitch fire -> lists.allFollowed(bulk.fire(fire, account), account);
            case MassCancel mass -> lists.allFollowed(bulk.cancel(mass, account), account);
            case CancelHalted cancel -> lists.allFollowed(halts.cancel(cancel, account), account);
            case TriggerOrder trigger ->
                othersFollowed(lists.followed(watches.trigger(trigger, account), account), account);
            case MoveTrail move -> watches.moveTrail(move, account);
            case ExpireOrder expire -> lists.followed(watches.expire(expire, account), account);
            case ApplyAct act -> lists.allFollowed(acts.apply(act, account), account);
            case ChangeBooks change -> books.change(change, account, batch);
            case WatchMargin _ -> lists.allFollowed(margins.watch(account), account);
            case ExpireHolds _ -> new Outcome.HoldsExpired();
            case ApplyReport report -> report(report, account, batch);
        };
    }

    /** Where other orders may have been canceled for it, those of their lists follow. */
    private Outcome othersFollowed(Outcome outcome, AccountState account) {
        return account.selfTradePrevention() == SelfTradePrevention.NONE
                ? outcome
                : lists.allFollowed(outcome, account);
    }

    private Outcome report(ApplyReport command, @Nullable AccountState account, BatchState batch) {
        Order before = account == null ? null : account.order(command.report().orderId());
        Outcome outcome = reports.apply(command, account, batch);
        return account == null || before == null || before.membership() == null
                ? outcome
                : lists.followed(outcome, command.report(), before, account);
    }
}
