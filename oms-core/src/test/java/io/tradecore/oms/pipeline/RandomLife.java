package io.tradecore.oms.pipeline;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.list.ListType;
import io.tradecore.oms.list.OrderList;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ContingencyType;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A trader and a venue that do whatever a random number tells them, legal or not. The same seed does the same. */
final class RandomLife {

    /** What the instrument is of. */
    static final String ASSET = "EUR";

    private static final int MOST_ORDERS = 4;
    private static final Instant LATER = MemoryDesk.NOW.plus(Duration.ofHours(1));
    /** As often as they stand here: what an order's ordinary life is made of comes more often. */
    private static final List<ReportType> REPORTS = List.of(
            ReportType.NEW,
            ReportType.NEW,
            ReportType.TRADE,
            ReportType.TRADE,
            ReportType.TRADE,
            ReportType.TRADE,
            ReportType.TRADE_CANCEL,
            ReportType.TRADE_CORRECT,
            ReportType.REPLACED,
            ReportType.REPLACED,
            ReportType.CANCELED,
            ReportType.CANCEL_REJECT,
            ReportType.PENDING_CANCEL,
            ReportType.PENDING_REPLACE,
            ReportType.RESTATED,
            ReportType.DONE_FOR_DAY,
            ReportType.STOPPED,
            ReportType.SUSPENDED,
            ReportType.EXPIRED,
            ReportType.REJECTED,
            ReportType.CALCULATED,
            ReportType.PENDING_NEW,
            ReportType.ORDER_STATUS);

    private final SplittableRandom random;
    /** Of its own, and in one life of four, so that the others stay what they were. */
    private final @Nullable SplittableRandom charges;

    private final AccountState account;
    private final Instrument instrument;
    private final List<Command> done = new ArrayList<>();
    private int names;

    RandomLife(long seed, AccountState account, Instrument instrument) {
        this.random = new SplittableRandom(seed);
        this.charges = seed % 4 == 3 ? new SplittableRandom(~seed) : null;
        this.account = account;
        this.instrument = instrument;
    }

    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** What comes next. */
    Command next() {
        Command next = draw();
        done.add(next);
        return next;
    }

    private Command draw() {
        List<Order> orders = orders();
        if (orders.isEmpty() || (orders.size() < MOST_ORDERS && chance(10))) {
            return chance(25) ? placeList() : place();
        }
        if (!done.isEmpty() && chance(6)) {
            return any(done);
        }
        if (chance(4)) {
            return several();
        }
        Order order = any(orders);
        if (order.isHeld() && chance(50)) {
            return wait(order);
        }
        int choice = random.nextInt(100);
        if (choice < 14) {
            return new Command.CancelOrder(id(), name(), about(order), orig(order), "trader");
        }
        return choice < 30 ? replace(order) : new Command.ApplyReport(report(order));
    }

    /** What time and the market do to an order that is held. */
    private Command wait(Order order) {
        return switch (random.nextInt(6)) {
            case 0 -> new Command.ExpireOrder(id(), name(), about(order), "time");
            case 1, 2 -> new Command.MoveTrail(id(), about(order), px(), "market");
            default -> new Command.TriggerOrder(id(), about(order), px(), "market");
        };
    }

    /** A request about several orders. */
    private Command several() {
        List<OrderList> lists = account.lists().stream()
                .sorted(Comparator.comparing(list -> list.listId().value()))
                .toList();
        if (!lists.isEmpty() && chance(60)) {
            return new Command.CancelList(id(), any(lists).listId(), "trader");
        }
        return new Command.MassCancel(
                id(),
                name(),
                chance(50) ? instrument.symbol() : null,
                chance(50) ? any(List.of(Side.values())) : null,
                "trader");
    }

    /** In the order they were made: what a hash map says must not decide. */
    private List<Order> orders() {
        return account.orders().stream()
                .sorted(Comparator.comparing(order -> order.clOrdId().value()))
                .toList();
    }

    private Command place() {
        return order(chance(70) ? Side.BUY : Side.SELL, qty(), px());
    }

    /** At the market, at a limit, or held for a price. */
    private Command.PlaceOrder order(Side side, BigDecimal qty, BigDecimal px) {
        OrdType type = chance(60) ? OrdType.LIMIT : chance(40) ? OrdType.MARKET : any(List.of(OrdType.values()));
        TimeInForce timeInForce = any(List.of(TimeInForce.values()));
        boolean limited = switch (type) {
            case LIMIT, STOP_LIMIT, LIMIT_IF_TOUCHED -> true;
            case MARKET, STOP, MARKET_IF_TOUCHED, TRAILING_STOP -> false;
        };
        return new Command.PlaceOrder(
                id(),
                name(),
                chance(3) ? "UNKNOWN" : instrument.symbol(),
                side,
                type,
                Set.of(),
                new Terms(qty, limited ? px : null, timeInForce, expireTime(timeInForce), chance(10) ? qty() : null),
                trigger(type, px),
                "trader");
    }

    private @Nullable TriggerTerms trigger(OrdType type, BigDecimal px) {
        return switch (type) {
            case LIMIT, MARKET -> null;
            case STOP, STOP_LIMIT, MARKET_IF_TOUCHED, LIMIT_IF_TOUCHED -> new TriggerTerms(null, px, null);
            case TRAILING_STOP ->
                new TriggerTerms(null, null, new TrailOffset(any(List.of(TrailOffset.Unit.values())), qty()));
        };
    }

    /** Mostly one that hangs together. */
    private Command placeList() {
        ListType type = any(List.of(ListType.values()));
        Side side = chance(50) ? Side.BUY : Side.SELL;
        BigDecimal qty = qty();
        BigDecimal px = px();
        List<Command.PlaceList.Entry> entries = new ArrayList<>();
        ClOrdId parent = null;
        if (type.hasParent()) {
            Command.PlaceOrder first = order(side, qty, px);
            parent = first.clOrdId();
            entries.add(new Command.PlaceList.Entry(first, null));
        }
        Side siblings = type.hasParent() && chance(80) ? other(side) : side;
        boolean apart = type.siblings() != ContingencyType.OCO && chance(50);
        for (int left = type.hasParent() ? between(1, 2) : between(2, 3); left > 0; left--) {
            Command.PlaceOrder order = order(
                    chance(97) ? siblings : other(siblings),
                    apart ? qty() : qty,
                    type.hasParent() && chance(80) ? away(px, side) : px());
            entries.add(new Command.PlaceList.Entry(order, chance(97) ? parent : null));
        }
        return new Command.PlaceList(id(), new ListId(name().value()), type, entries, "trader");
    }

    /** Where an exit takes its profit. */
    private BigDecimal away(BigDecimal px, Side entered) {
        BigDecimal by = instrument.tickSize().multiply(BigDecimal.valueOf(between(1, 60)));
        return entered == Side.BUY ? px.add(by) : px.subtract(by);
    }

    private static Side other(Side side) {
        return side == Side.BUY ? Side.SELL : Side.BUY;
    }

    private Command replace(Order order) {
        TermChange asked = change();
        return new Command.ReplaceOrder(
                id(),
                name(),
                about(order),
                orig(order),
                asked.isEmpty() ? new TermChange(qty(), null, null, null, null) : asked,
                "trader");
    }

    private TermChange change() {
        TimeInForce timeInForce = chance(15) ? any(List.of(TimeInForce.values())) : null;
        return new TermChange(
                chance(60) ? qty() : null,
                chance(40) ? px() : null,
                timeInForce,
                chance(90) ? expireTime(timeInForce) : LATER,
                null);
    }

    private static @Nullable Instant expireTime(@Nullable TimeInForce timeInForce) {
        return timeInForce == TimeInForce.GTD ? LATER : null;
    }

    private VenueReport report(Order order) {
        ReportType type = any(REPORTS);
        boolean fill = type == ReportType.TRADE || type == ReportType.TRADE_CORRECT;
        boolean amendment = type == ReportType.TRADE_CANCEL || type == ReportType.TRADE_CORRECT;
        boolean terms = (type == ReportType.REPLACED || type == ReportType.RESTATED) && chance(50);
        return new VenueReport(
                id(),
                about(order),
                chance(99) ? instrument.venueId() : "OTHER",
                execId(),
                type,
                reported(order),
                amendment ? executed() : null,
                type == ReportType.CANCEL_REJECT && chance(80) ? any(List.of(RequestKind.values())) : null,
                fill ? fillQty(order) : null,
                fill ? (chance(98) ? px() : BigDecimal.ZERO) : null,
                terms ? change() : TermChange.NONE,
                fill ? commission() : null,
                MemoryDesk.NOW,
                chance(5) ? VenueReport.UNKNOWN_ORDER : null,
                null,
                "{}");
    }

    /** Mostly in what is traded, sometimes given back; or in the currency it is paid in, in another, or not told. */
    private @Nullable Commission commission() {
        if (charges == null || charges.nextInt(3) == 0) {
            return null;
        }
        BigDecimal amount = BigDecimal.valueOf(charges.nextInt(100) - 20, 2);
        return new Commission(
                amount,
                List.of(ASSET, ASSET, ASSET, instrument.currency(), "JPY").get(charges.nextInt(5)));
    }

    /** Often all that is left, seldom more. */
    private BigDecimal fillQty(Order order) {
        BigDecimal leaves = order.leavesQty();
        if (leaves.signum() > 0 && chance(25)) {
            return leaves;
        }
        return leaves.compareTo(BigDecimal.ONE) > 0 && chance(70)
                ? BigDecimal.valueOf(between(1, leaves.intValue()))
                : qty();
    }

    private String execId() {
        List<String> known = account.executions().stream()
                .map(execution -> execution.execId())
                .sorted()
                .toList();
        return !known.isEmpty() && chance(4) ? any(known) : "E" + ++names;
    }

    private String executed() {
        List<String> known = account.executions().stream()
                .map(execution -> execution.execId())
                .sorted()
                .toList();
        return known.isEmpty() || chance(5) ? "E0" : any(known);
    }

    /** Of the request that waits, of the order, of nobody, or none. */
    private @Nullable String reported(Order order) {
        ClOrdId pending = order.pendingClOrdId();
        if (pending != null && chance(70)) {
            return pending.value();
        }
        return chance(80) ? order.currentClOrdId().value() : chance(50) ? null : "Q" + random.nextInt(names + 1);
    }

    private @Nullable ClOrdId orig(Order order) {
        return chance(50) ? null : chance(90) ? order.currentClOrdId() : order.clOrdId();
    }

    private OrderId about(Order order) {
        return chance(98) ? order.orderId() : new OrderId(new UUID(9, 9));
    }

    private AccountId id() {
        return account.accountId();
    }

    private ClOrdId name() {
        return new ClOrdId("Q" + (chance(96) ? ++names : random.nextInt(names + 1)));
    }

    private BigDecimal qty() {
        return BigDecimal.valueOf(between(1, 20));
    }

    /** Around 100, a tick apart. */
    private BigDecimal px() {
        return new BigDecimal("95").add(instrument.tickSize().multiply(BigDecimal.valueOf(between(0, 200))));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
