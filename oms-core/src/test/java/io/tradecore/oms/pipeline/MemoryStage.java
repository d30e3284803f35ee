package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.Hold;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.oms.bulk.BulkResult;
import io.tradecore.oms.bulk.BulkResult.What;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.DayQuantity;
import io.tradecore.oms.execution.Execution;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.list.ListMember;
import io.tradecore.oms.list.OrderList;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.position.SettledPosition;
import io.tradecore.oms.risk.SelfTradePrevention;
import io.tradecore.oms.scenario.AccountKind;
import io.tradecore.oms.scenario.Column;
import io.tradecore.oms.scenario.ExecTypes;
import io.tradecore.oms.scenario.Message;
import io.tradecore.oms.scenario.Scenario;
import io.tradecore.oms.scenario.Shown;
import io.tradecore.oms.scenario.Stage;
import io.tradecore.oms.trigger.HeldOrder;
import io.tradecore.oms.trigger.HeldOrders;
import io.tradecore.oms.trigger.MarketPrices;
import io.tradecore.oms.trigger.Trigger;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plays scenarios on the pure core: state machine, decisions and book, in memory. */
final class MemoryStage implements Stage {

    private static final String SYMBOL = Scenario.SYMBOL;
    private static final String VENUE = "SIM";
    private static final Instrument INSTRUMENT = Scenario.instrument(SYMBOL, VENUE);
    private static final String TRADER = "trader";
    private static final OrderId UNKNOWN = new OrderId(new UUID(9, 9));

    /** The instruments of the tables. */
    private record Traded(Map<String, Instrument> bySymbol) implements Instruments {

        static Traded inTables(AccountKind account) {
            return new Traded(Scenario.SYMBOLS.stream()
                    .collect(
                            Collectors.toMap(symbol -> symbol, symbol -> Scenario.instrument(symbol, VENUE, account))));
        }

        @Override
        public @Nullable Instrument bySymbol(String symbol) {
            return bySymbol.get(symbol);
        }

        @Override
        public List<Instrument> all() {
            return List.copyOf(bySymbol.values());
        }

        @Override
        public @Nullable Integer assetScale(String asset) {
            return asset.equals(INSTRUMENT.currency()) || asset.equals("EUR") ? INSTRUMENT.currencyScale() : null;
        }
    }

    private final MemoryDesk desk;
    private final HeldOrders held = new HeldOrders(Duration.ofSeconds(5));
    private final Map<String, OrderId> names = new HashMap<>();
    /** What the last message did: events, and what a request about several orders said of each. */
    private List<OrderEvent> caused = List.of();

    private List<BulkResult> results = List.of();

    private int daysBeforeToday;

    MemoryStage(AccountKind account, SelfTradePrevention prevention) {
        desk = new MemoryDesk(
                Traded.inTables(account),
                INSTRUMENT.currency(),
                Scenario.OPENING_CASH,
                Scenario.ASK_PX.multiply(BigDecimal.ONE.add(INSTRUMENT.priceCollar())),
                account,
                prevention);
    }

    @Override
    public void begin(int days) {
        daysBeforeToday = days;
    }

    @Override
    public Shown play(Message message) {
        AccountState account = desk.account();
        if (message instanceof Message.Look look) {
            OrderId subject = named(look.clOrdId());
            return shown(subject).put(Column.SAYS, said(subject)).shown();
        }
        int events = account.newEvents().size();
        int executions = account.newExecutions().size();
        String name = reported(message.clOrdId());
        String says = submit(message);
        caused = List.copyOf(
                account.newEvents().subList(events, account.newEvents().size()));
        for (Execution execution : account.newExecutions()
                .subList(executions, account.newExecutions().size())) {
            says = flags(execution);
        }
        OrderId subject = subject(message);
        boolean isAsked = message instanceof Message.Status && subject != UNKNOWN;
        expectName(name, message, subject);
        Shown.Builder shown = shown(subject).put(Column.SAYS, says);
        return (isAsked ? shown.put(Column.EXEC_TYPE, "ORDER_STATUS") : shown).shown();
    }

    /** Does what the message asks for; what is answered. */
    private String submit(Message message) {
        results = List.of();
        switch (message) {
            case Message.Status status -> {
                return named(status.clOrdId()) == UNKNOWN ? "refused " + Reason.ORDER_UNKNOWN : Shown.NONE;
            }
            case Message.Quote quote -> {
                move(quote);
                return Shown.NONE;
            }
            case Message.NextDay _ -> {
                daysBeforeToday--;
                return Shown.NONE;
            }
            default -> {
                Outcome outcome = desk.submit(command(message));
                remember(message, outcome);
                return says(message, outcome);
            }
        }
    }

    /** What the watch of the market does: orders whose price has come are triggered, trails follow. */
    private void move(Message.Quote quote) {
        AccountState account = desk.account();
        for (Order order : account.orders()) {
            Trigger trigger = order.trigger();
            held.remove(order.orderId());
            if (trigger != null && order.isTriggerWatched() && order.symbol().equals(SYMBOL)) {
                held.put(new HeldOrder(account.accountId(), order.orderId(), trigger));
            }
        }
        MarketPrices market = new MarketPrices(quote.bidPx(), quote.askPx(), null, MemoryDesk.NOW);
        for (HeldOrder fired : held.firedBy(market, MemoryDesk.NOW)) {
            BigDecimal px = Objects.requireNonNull(fired.trigger().priceType().of(market));
            desk.submit(new Command.TriggerOrder(account.accountId(), fired.orderId(), px, "watch"));
        }
        for (HeldOrder moved : held.takeMoved()) {
            if (moved.trigger() instanceof Trigger.Trail trail) {
                desk.submit(new Command.MoveTrail(account.accountId(), moved.orderId(), trail.reference(), "watch"));
            }
        }
    }

    /** The report goes by the name of what it is about. */
    private void expectName(String name, Message message, OrderId subject) {
        boolean isOurs = message instanceof Message.Quote || message instanceof Message.Close;
        caused.stream()
                .filter(event -> event.order().orderId().equals(subject) && !isOurs)
                .findFirst()
                .ifPresent(event ->
                        assertThat(event.clOrdId()).as("ClOrdID of the report").isEqualTo(name));
    }

    /** The order a message is about. */
    private OrderId subject(Message message) {
        return switch (message) {
            case Message.NewOrder order -> named(order.clOrdId());
            case Message.Cancel cancel -> named(cancel.origClOrdId());
            case Message.Replace replace -> named(replace.origClOrdId());
            case Message.Status status -> named(status.clOrdId());
            case Message.Report report -> named(report.clOrdId());
            case Message.Quote quote -> named(quote.clOrdId());
            case Message.Close close -> named(close.clOrdId());
            case Message.Look look -> named(look.clOrdId());
            case Message.NextDay day -> named(day.clOrdId());
            case Message.NewList list -> UNKNOWN;
            case Message.CancelList cancel -> UNKNOWN;
            case Message.MassCancel cancel -> UNKNOWN;
        };
    }

    private OrderId named(String clOrdId) {
        return names.getOrDefault(Scenario.orderName(clOrdId), UNKNOWN);
    }

    /** A name of the tables as the report has it: that of a request of ours is known to the order alone. */
    private String reported(String clOrdId) {
        Order order = desk.account().order(named(clOrdId));
        if (order == null || !Scenario.isOurs(clOrdId)) {
            return clOrdId;
        }
        ClOrdId pending = order.pendingClOrdId();
        return (pending == null ? order.currentClOrdId() : pending).value();
    }

    private Command command(Message message) {
        AccountId account = desk.account().accountId();
        return switch (message) {
            case Message.NewOrder order -> placeOrder(order);
            case Message.NewList list ->
                new Command.PlaceList(
                        account,
                        new ListId(list.clOrdId()),
                        list.type(),
                        list.entries().stream()
                                .map(entry -> new Command.PlaceList.Entry(
                                        placeOrder(entry.order()),
                                        entry.after() == null ? null : new ClOrdId(entry.after())))
                                .toList(),
                        TRADER);
            case Message.CancelList cancel -> new Command.CancelList(account, new ListId(cancel.clOrdId()), TRADER);
            case Message.MassCancel cancel ->
                new Command.MassCancel(account, new ClOrdId(cancel.clOrdId()), cancel.symbol(), cancel.side(), TRADER);
            case Message.Close close ->
                new Command.ClosePosition(
                        account,
                        new ClOrdId(close.clOrdId()),
                        SYMBOL,
                        close.orderQty(),
                        close.percent(),
                        close.px(),
                        close.cancelOrders(),
                        TRADER);
            case Message.Cancel cancel ->
                new Command.CancelOrder(
                        account,
                        new ClOrdId(cancel.clOrdId()),
                        named(cancel.origClOrdId()),
                        new ClOrdId(cancel.origClOrdId()),
                        TRADER);
            case Message.Replace replace ->
                new Command.ReplaceOrder(
                        account,
                        new ClOrdId(replace.clOrdId()),
                        named(replace.origClOrdId()),
                        new ClOrdId(replace.origClOrdId()),
                        new TermChange(
                                replace.orderQty(),
                                replace.px(),
                                replace.timeInForce(),
                                expireTime(replace.expiresIn()),
                                null),
                        TRADER);
            case Message.Report report -> new Command.ApplyReport(report(report, named(report.clOrdId())));
            case Message.Status _, Message.Quote _, Message.NextDay _, Message.Look _ ->
                throw new IllegalArgumentException("it is no command: " + message);
        };
    }

    private Command.PlaceOrder placeOrder(Message.NewOrder order) {
        return new Command.PlaceOrder(
                desk.account().accountId(),
                new ClOrdId(order.clOrdId()),
                order.symbol(),
                order.side(),
                order.ordType(),
                Set.of(),
                new Terms(order.orderQty(), order.px(), order.timeInForce(), expireTime(order.expiresIn()), null),
                order.trigger(),
                null,
                order.effect(),
                TRADER);
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
                reported(report.clOrdId()),
                report.execRefId(),
                report.rejected(),
                report.lastQty(),
                report.lastPx(),
                new TermChange(report.orderQty(), report.px(), null, null, null),
                report.charged(),
                MemoryDesk.NOW.minus(Duration.ofDays(daysBeforeToday)),
                report.reason(),
                null,
                "{}");
    }

    /** A request that was taken names its order from now on. */
    private void remember(Message message, Outcome outcome) {
        Order order = switch (outcome) {
            case Outcome.OrderAccepted accepted -> accepted.order();
            case Outcome.OrderDenied denied -> denied.order();
            case Outcome.CancelAccepted accepted -> accepted.order();
            case Outcome.ReplaceAccepted accepted -> accepted.order();
            case Outcome.BulkDone done -> {
                results = done.request().results();
                yield placed();
            }
            case Outcome.ListAccepted accepted -> named(accepted.orders());
            case Outcome.ListDenied denied -> named(denied.orders());
            case Outcome.ListCancelAccepted _,
                    Outcome.ReportApplied _,
                    Outcome.ReportIgnored _,
                    Outcome.ReportQuarantined _,
                    Outcome.Refused _ -> null;
            case Outcome.OrderMoved _,
                    Outcome.BooksChanged _,
                    Outcome.BooksRefused _,
                    Outcome.HoldsExpired _,
                    Outcome.ActDone _,
                    Outcome.MarginWatched _,
                    Outcome.SwitchStands _,
                    Outcome.OrderPreviewed _ -> throw new IllegalStateException("no scenario asks for it: " + outcome);
        };
        if (order != null) {
            names.put(message.clOrdId(), order.orderId());
        }
    }

    private @Nullable Order named(List<Order> orders) {
        orders.forEach(order -> names.put(order.clOrdId().value(), order.orderId()));
        return null;
    }

    /** The order that closes the position. */
    private @Nullable Order placed() {
        return results.stream()
                .filter(result -> result.what() == What.ORDER_PLACED || result.what() == What.ORDER_DENIED)
                .findFirst()
                .map(result -> desk.account().order(Objects.requireNonNull(result.orderId())))
                .orElse(null);
    }

    private static String says(Message message, Outcome outcome) {
        return switch (outcome) {
            case Outcome.OrderAccepted accepted -> replayed(accepted.replayed());
            case Outcome.CancelAccepted accepted -> replayed(accepted.replayed());
            case Outcome.ReplaceAccepted accepted -> replayed(accepted.replayed());
            case Outcome.ListAccepted accepted -> replayed(accepted.replayed());
            case Outcome.ListCancelAccepted accepted -> replayed(accepted.replayed());
            case Outcome.BulkDone done
            when message instanceof Message.Close && !done.replayed() ->
                said(done.request().results().getLast());
            case Outcome.BulkDone done -> replayed(done.replayed());
            case Outcome.OrderDenied denied ->
                denied.replayed() ? "replayed" : "denied " + coded(message, denied.reason());
            case Outcome.ListDenied denied ->
                denied.replayed() ? "replayed" : "denied " + coded(message, denied.reason());
            case Outcome.Refused refused -> "refused " + coded(message, refused.reason());
            case Outcome.ReportApplied applied -> Shown.NONE;
            case Outcome.ReportIgnored ignored -> "ignored " + ignored.reason();
            case Outcome.ReportQuarantined quarantined -> "quarantined " + quarantined.reason();
            case Outcome.OrderMoved _,
                    Outcome.BooksChanged _,
                    Outcome.BooksRefused _,
                    Outcome.HoldsExpired _,
                    Outcome.ActDone _,
                    Outcome.MarginWatched _,
                    Outcome.SwitchStands _,
                    Outcome.OrderPreviewed _ -> throw new IllegalStateException("no scenario asks for it: " + outcome);
        };
    }

    /** What the last message, if it was about several orders, did with this one. */
    private String said(OrderId orderId) {
        return results.stream()
                .filter(result -> orderId.equals(result.orderId()))
                .findFirst()
                .map(MemoryStage::said)
                .orElse(Shown.NONE);
    }

    private static String said(BulkResult result) {
        Reason reason = result.reason();
        return switch (result.what()) {
            case CANCEL_REQUESTED -> "requested";
            case CANCELED -> "canceled";
            case RESTATED -> "restated";
            case ORDER_PLACED -> Shown.NONE;
            case ORDER_DENIED ->
                "denied " + coded(reason, Objects.requireNonNull(reason).ordRejReason());
            case REFUSED -> {
                Integer fix = result.orderId() == null
                        ? Objects.requireNonNull(reason).ordRejReason()
                        : Objects.requireNonNull(reason).cxlRejReason();
                yield "refused " + coded(reason, fix);
            }
        };
    }

    private static String replayed(boolean replayed) {
        return replayed ? "replayed" : Shown.NONE;
    }

    private static String coded(Message message, Reason reason) {
        boolean isNew = message instanceof Message.NewOrder
                || message instanceof Message.NewList
                || message instanceof Message.Close;
        return coded(reason, isNew ? reason.ordRejReason() : reason.cxlRejReason());
    }

    private static String coded(@Nullable Reason reason, @Nullable Integer fix) {
        return fix == null ? String.valueOf(reason) : reason + " " + fix;
    }

    private static String flags(Execution execution) {
        List<Execution.Flag> flags = execution.flags();
        return flags.isEmpty()
                ? Shown.NONE
                : flags.stream()
                        .map(flag -> flag.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" "));
    }

    /** The order and the books, and what the last message did to it. */
    private Shown.Builder shown(OrderId orderId) {
        AccountState account = desk.account();
        BalanceKey cash = new BalanceKey(LedgerCode.CASH, INSTRUMENT.currency());
        Shown.Builder shown = new Shown.Builder()
                .put(Column.CASH, account.book().balance(cash).posted());
        for (SettledPosition held : account.settled(SYMBOL)) {
            shown.andPosition(held.position().qty(), held.position().avgPx());
        }
        Order order = account.order(orderId);
        if (order != null) {
            shown.order(
                            order.ordStatus(),
                            order.orderQty(),
                            order.cumQty(),
                            order.leavesQty(),
                            order.avgPx(),
                            goesBy(order))
                    .put(Column.HOLD, held(order));
            events(orderId, shown);
            if (daysBeforeToday == 0 && order.timeInForce().outlivesDay()) {
                DayQuantity day = day(order, account);
                shown.day(day.orderQty(), day.cumQty(), day.avgPx());
            }
        }
        return shown;
    }

    private void events(OrderId orderId, Shown.Builder shown) {
        List<OrderEvent> own = caused.stream()
                .filter(event -> event.order().orderId().equals(orderId))
                .toList();
        if (!own.isEmpty()) {
            shown.put(
                            Column.EXEC_TYPE,
                            own.stream()
                                    .map(event -> ExecTypes.of(event.type()))
                                    .collect(Collectors.joining(" ")))
                    .put(Column.LAST_QTY, own.getFirst().lastQty());
        }
    }

    private String goesBy(Order order) {
        String current = order.currentClOrdId().value();
        return names.containsKey(current)
                ? current
                : Scenario.ours(names.entrySet().stream()
                        .filter(name -> name.getValue().equals(order.orderId()))
                        .map(Map.Entry::getKey)
                        .min(Comparator.naturalOrder())
                        .orElseThrow());
    }

    /** What the order holds; one of a list that is no parent, what the list's orders hold together. */
    private BigDecimal held(Order order) {
        AccountState account = desk.account();
        OrderList list = ListHolds.listOf(order, account);
        ListMember parent = list == null ? null : list.parent();
        if (list == null || (parent != null && parent.orderId().equals(order.orderId()))) {
            return account.held(order.orderId());
        }
        Hold hold = account.book().hold(list.holdId());
        return hold == null ? BigDecimal.ZERO : hold.remaining();
    }

    private static DayQuantity day(Order order, AccountState account) {
        return DayQuantity.of(
                order.orderQty(),
                order.cumQty(),
                Objects.requireNonNull(INSTRUMENT.calendar().lastEndOfDay(MemoryDesk.NOW)),
                account.executions().stream()
                        .filter(execution -> execution.orderId().equals(order.orderId()))
                        .toList());
    }
}
