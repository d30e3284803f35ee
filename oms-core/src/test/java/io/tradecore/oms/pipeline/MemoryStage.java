package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.Execution;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.scenario.Column;
import io.tradecore.oms.scenario.ExecTypes;
import io.tradecore.oms.scenario.Message;
import io.tradecore.oms.scenario.Scenario;
import io.tradecore.oms.scenario.Shown;
import io.tradecore.oms.scenario.Stage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plays scenarios on the pure core: state machine, decisions and book, in memory. */
final class MemoryStage implements Stage {

    private static final String SYMBOL = "SCN";
    private static final String VENUE = "SIM";
    private static final Instrument INSTRUMENT = Scenario.instrument(SYMBOL, VENUE);
    private static final OrderId UNKNOWN = new OrderId(new UUID(9, 9));

    private final MemoryDesk desk = new MemoryDesk(
            INSTRUMENT, Scenario.OPENING_CASH, Scenario.ASK_PX.multiply(BigDecimal.ONE.add(INSTRUMENT.priceCollar())));
    private final Map<String, OrderId> names = new HashMap<>();

    @Override
    public Shown play(Message message) {
        AccountState account = desk.account();
        int events = account.newEvents().size();
        int executions = account.newExecutions().size();
        String says = Shown.NONE;
        String execType = Shown.NONE;
        OrderId subject = subject(message);
        if (message instanceof Message.Status) {
            boolean known = subject != UNKNOWN;
            says = known ? Shown.NONE : "refused " + Reason.ORDER_UNKNOWN;
            execType = known ? "ORDER_STATUS" : Shown.NONE;
        } else {
            Outcome outcome = desk.submit(command(message, subject));
            subject = remember(message, outcome, subject);
            says = says(message, outcome);
        }
        BigDecimal lastQty = null;
        for (OrderEvent event :
                account.newEvents().subList(events, account.newEvents().size())) {
            assertThat(event.clOrdId()).as("ClOrdID of the report").isEqualTo(message.clOrdId());
            execType = ExecTypes.of(event.type());
            lastQty = event.lastQty();
        }
        for (Execution execution : account.newExecutions()
                .subList(executions, account.newExecutions().size())) {
            says = flags(execution);
        }
        return shown(account, account.order(subject))
                .put(Column.EXEC_TYPE, execType)
                .put(Column.LAST_QTY, lastQty)
                .put(Column.SAYS, says)
                .shown();
    }

    /** The order a message is about. */
    private OrderId subject(Message message) {
        String name = switch (message) {
            case Message.NewOrder order -> order.clOrdId();
            case Message.Cancel cancel -> cancel.origClOrdId();
            case Message.Replace replace -> replace.origClOrdId();
            case Message.Status status -> status.clOrdId();
            case Message.Report report -> report.clOrdId();
        };
        return names.getOrDefault(name, UNKNOWN);
    }

    private Command command(Message message, OrderId subject) {
        return switch (message) {
            case Message.NewOrder order ->
                new Command.PlaceOrder(
                        desk.account().accountId(),
                        new ClOrdId(order.clOrdId()),
                        SYMBOL,
                        order.side(),
                        order.px() == null ? OrdType.MARKET : OrdType.LIMIT,
                        Set.of(),
                        new Terms(
                                order.orderQty(), order.px(), order.timeInForce(), expireTime(order.expiresIn()), null),
                        "trader");
            case Message.Cancel cancel ->
                new Command.CancelOrder(
                        desk.account().accountId(),
                        new ClOrdId(cancel.clOrdId()),
                        subject,
                        new ClOrdId(cancel.origClOrdId()),
                        "trader");
            case Message.Replace replace ->
                new Command.ReplaceOrder(
                        desk.account().accountId(),
                        new ClOrdId(replace.clOrdId()),
                        subject,
                        new ClOrdId(replace.origClOrdId()),
                        new TermChange(
                                replace.orderQty(),
                                replace.px(),
                                replace.timeInForce(),
                                expireTime(replace.expiresIn()),
                                null),
                        "trader");
            case Message.Report report -> new Command.ApplyReport(report(report, subject));
            case Message.Status status -> throw new IllegalArgumentException("a status request is no command");
        };
    }

    private static @Nullable Instant expireTime(@Nullable Duration in) {
        return in == null ? null : MemoryDesk.NOW.plus(in);
    }

    private VenueReport report(Message.Report report, OrderId subject) {
        return new VenueReport(
                desk.account().accountId(),
                subject,
                VENUE,
                report.execId(),
                report.type(),
                report.clOrdId(),
                report.execRefId(),
                report.rejected(),
                report.lastQty(),
                report.lastPx(),
                new TermChange(report.orderQty(), report.px(), null, null, null),
                MemoryDesk.NOW,
                report.reason(),
                null,
                "{}");
    }

    /** A request that was taken names its order from now on. */
    private OrderId remember(Message message, Outcome outcome, OrderId subject) {
        Order order = switch (outcome) {
            case Outcome.OrderAccepted accepted -> accepted.order();
            case Outcome.OrderDenied denied -> denied.order();
            case Outcome.CancelAccepted accepted -> accepted.order();
            case Outcome.ReplaceAccepted accepted -> accepted.order();
            case Outcome.ReportApplied applied -> applied.order();
            case Outcome.ReportIgnored ignored -> null;
            case Outcome.ReportQuarantined quarantined -> null;
            case Outcome.Refused refused -> null;
            case Outcome.OrderMoved moved -> moved.order();
            case Outcome.CashMoved moved -> null;
            case Outcome.BulkDone done -> null;
            case Outcome.SwitchStands stands -> null;
            case Outcome.OrderPreviewed previewed -> null;
            case Outcome.ListAccepted accepted -> null;
            case Outcome.ListDenied denied -> null;
            case Outcome.ListCancelAccepted accepted -> null;
        };
        if (order == null) {
            return subject;
        }
        names.put(message.clOrdId(), order.orderId());
        return order.orderId();
    }

    private static String says(Message message, Outcome outcome) {
        return switch (outcome) {
            case Outcome.OrderAccepted accepted -> replayed(accepted.replayed());
            case Outcome.CancelAccepted accepted -> replayed(accepted.replayed());
            case Outcome.ReplaceAccepted accepted -> replayed(accepted.replayed());
            case Outcome.OrderDenied denied ->
                denied.replayed() ? "replayed" : "denied " + coded(message, denied.reason());
            case Outcome.Refused refused -> "refused " + coded(message, refused.reason());
            case Outcome.ReportApplied applied -> Shown.NONE;
            case Outcome.ReportIgnored ignored -> "ignored " + ignored.reason();
            case Outcome.ReportQuarantined quarantined -> "quarantined " + quarantined.reason();
            case Outcome.OrderMoved moved -> throw new IllegalStateException("no scenario waits: " + moved);
            case Outcome.CashMoved moved -> throw new IllegalStateException("no scenario moves cash: " + moved);
            case Outcome.BulkDone done -> throw new IllegalStateException("no scenario asks for it: " + done);
            case Outcome.SwitchStands stands -> throw new IllegalStateException("no scenario asks for it: " + stands);
            case Outcome.OrderPreviewed previewed ->
                throw new IllegalStateException("no scenario asks for it: " + previewed);
            case Outcome.ListAccepted accepted -> throw noLists(accepted);
            case Outcome.ListDenied denied -> throw noLists(denied);
            case Outcome.ListCancelAccepted accepted -> throw noLists(accepted);
        };
    }

    private static IllegalStateException noLists(Outcome outcome) {
        return new IllegalStateException("no scenario places a list: " + outcome);
    }

    private static String replayed(boolean replayed) {
        return replayed ? "replayed" : Shown.NONE;
    }

    private static String coded(Message message, Reason reason) {
        Integer fix = message instanceof Message.NewOrder ? reason.ordRejReason() : reason.cxlRejReason();
        return fix == null ? reason.name() : reason + " " + fix;
    }

    private static String flags(Execution execution) {
        List<Execution.Flag> flags = execution.flags();
        return flags.isEmpty()
                ? Shown.NONE
                : flags.stream()
                        .map(flag -> flag.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" "));
    }

    private static Shown.Builder shown(AccountState account, @Nullable Order order) {
        Position position = account.position(SYMBOL);
        BalanceKey cash = new BalanceKey(LedgerCode.CASH, INSTRUMENT.currency());
        Shown.Builder shown = new Shown.Builder()
                .position(position.qty(), position.avgPx())
                .put(Column.CASH, account.book().balance(cash).posted());
        if (order != null) {
            shown.order(
                            order.ordStatus(),
                            order.orderQty(),
                            order.cumQty(),
                            order.leavesQty(),
                            order.avgPx(),
                            order.currentClOrdId().value())
                    .put(Column.HOLD, account.held(order.orderId()));
        }
        return shown;
    }
}
