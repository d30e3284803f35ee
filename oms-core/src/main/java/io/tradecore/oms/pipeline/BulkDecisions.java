package io.tradecore.oms.pipeline;

import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.account.DeadMansSwitch;
import io.tradecore.oms.account.PositionMode;
import io.tradecore.oms.bulk.BulkRequest;
import io.tradecore.oms.bulk.BulkRequest.Kind;
import io.tradecore.oms.bulk.BulkResult;
import io.tradecore.oms.bulk.BulkResult.What;
import io.tradecore.oms.command.Command.CancelOrder;
import io.tradecore.oms.command.Command.ClosePosition;
import io.tradecore.oms.command.Command.FireDeadMansSwitch;
import io.tradecore.oms.command.Command.MassCancel;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Command.SetDeadMansSwitch;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ExecInst;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.position.Position;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decides requests about several orders: each order is decided on as if it had been asked for alone. */
final class BulkDecisions {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Instruments instruments;
    private final NewOrderDecisions orders;
    private final RequestDecisions requests;
    private final UuidV7 ids;

    BulkDecisions(Instruments instruments, NewOrderDecisions orders, RequestDecisions requests, UuidV7 ids) {
        this.instruments = instruments;
        this.orders = orders;
        this.requests = requests;
        this.ids = ids;
    }

    Outcome cancel(MassCancel command, AccountState account) {
        Map<String, String> asked = new LinkedHashMap<>();
        put(asked, "symbol", command.symbol());
        put(asked, "side", command.side() == null ? null : command.side().name());
        Outcome earlier = replay(command.clOrdId(), Kind.MASS_CANCEL, asked, account);
        if (earlier != null) {
            return earlier;
        }
        List<BulkResult> results = cancelAll(
                order -> isAskedFor(order, command.symbol(), command.side())
                        && (command.orders() == null || command.orders().contains(order.orderId())),
                command.actor(),
                account);
        return done(new BulkRequest(command.clOrdId(), Kind.MASS_CANCEL, asked, results, command.actor()), account);
    }

    private static boolean isAskedFor(Order order, @Nullable String symbol, @Nullable Side side) {
        return (symbol == null || symbol.equals(order.symbol())) && (side == null || side == order.side());
    }

    /** A cancel for each open order of the predicate, the oldest first. */
    List<BulkResult> cancelAll(Predicate<Order> wanted, String actor, AccountState account) {
        return account.orders().stream()
                .filter(order -> order.leavesQty().signum() > 0 || order.pending() != null)
                .filter(wanted)
                .sorted(Comparator.comparing(order -> order.orderId().value()))
                .toList()
                .stream()
                .map(order -> cancel(order, actor, account))
                .toList();
    }

    private BulkResult cancel(Order order, String actor, AccountState account) {
        ClOrdId clOrdId = name("mc-");
        CancelOrder command = new CancelOrder(account.accountId(), clOrdId, order.orderId(), actor);
        return switch (requests.cancel(command, account)) {
            case Outcome.CancelAccepted(Order after, boolean _) ->
                new BulkResult(
                        order.symbol(),
                        after.isClosed() ? What.CANCELED : What.CANCEL_REQUESTED,
                        order.orderId(),
                        clOrdId,
                        null,
                        null);
            case Outcome.Refused refused ->
                new BulkResult(order.symbol(), What.REFUSED, order.orderId(), null, null, refused.reason());
            case Outcome other -> throw new IllegalStateException("a cancel was answered with " + other);
        };
    }

    Outcome set(SetDeadMansSwitch command, AccountState account) {
        DeadMansSwitch next = DeadMansSwitch.set(command.timeoutSeconds(), account.now(), command.actor());
        account.change(next);
        return new Outcome.SwitchStands(next, List.of());
    }

    /**
     * What cannot be cancelled because a replace of it waits is asked for again once that is answered; what was placed after
     * the switch had fired is left alone, somebody is there again.
     */
    Outcome fire(FireDeadMansSwitch command, AccountState account) {
        DeadMansSwitch before = account.deadMansSwitch();
        if (before == null) {
            return new Outcome.Refused(Reason.SWITCH_NOT_SET, "The dead man's switch was never set.");
        }
        if (!before.isDue(account.now())) {
            return new Outcome.SwitchStands(before, List.of());
        }
        Instant firedAt = before.firedAt();
        Predicate<Order> meant = order -> firedAt == null || order.createdAt().isBefore(firedAt);
        List<BulkResult> results = cancelAll(meant, command.actor(), account);
        boolean ordersLeft = account.orders().stream()
                .filter(meant)
                .anyMatch(order -> order.pending() != null && order.pending().kind() == RequestKind.REPLACE);
        DeadMansSwitch after = before.fired(account.now(), ordersLeft);
        account.change(after);
        if (before.firedAt() == null) {
            account.add(new BulkRequest(name("dms-"), Kind.MASS_CANCEL, Map.of(), results, command.actor()));
        }
        return new Outcome.SwitchStands(after, results);
    }

    Outcome close(ClosePosition command, AccountState account) {
        Map<String, String> asked = asked(command);
        Outcome earlier = replay(command.clOrdId(), Kind.CLOSE_POSITION, asked, account);
        if (earlier != null) {
            return earlier;
        }
        if (command.leg() != null && account.mode() == PositionMode.NETTING) {
            return new Outcome.Refused(
                    Reason.LEG_NOT_ALLOWED,
                    "The positions of a NETTING account have no legs.",
                    Map.of("positionMode", account.mode().name()));
        }
        List<Position> open = account.positions().stream()
                .filter(position -> position.qty().signum() != 0)
                .filter(position -> command.symbol() == null || command.symbol().equals(position.symbol()))
                .filter(position -> command.leg() == null || command.leg() == position.leg())
                .sorted(Comparator.comparing(Position::symbol).thenComparing(Position::leg))
                .toList();
        if (open.isEmpty()) {
            return new Outcome.Refused(Reason.POSITION_FLAT, "There is no position to close.");
        }
        List<BulkResult> results = new ArrayList<>();
        Outcome last = null;
        for (Position position : open) {
            if (command.cancelOrders()) {
                results.addAll(cancelAll(order -> isOf(position, order, account), command.actor(), account));
            }
            last = close(position, command, account);
            results.add(result(position.symbol(), last));
        }
        // Where nothing at all was done, nothing is kept: the refusal says why, with its figures.
        return command.symbol() != null && results.size() == 1 && last instanceof Outcome.Refused refused
                ? refused
                : done(
                        new BulkRequest(command.clOrdId(), Kind.CLOSE_POSITION, asked, results, command.actor()),
                        account);
    }

    static boolean isOf(Position position, Order order, AccountState account) {
        return order.symbol().equals(position.symbol()) && account.leg(order.orderId(), order.side()) == position.leg();
    }

    private static Map<String, String> asked(ClosePosition command) {
        Map<String, String> asked = new LinkedHashMap<>();
        put(asked, "symbol", command.symbol());
        put(asked, "orderQty", text(command.orderQty()));
        put(asked, "percent", text(command.percent()));
        put(asked, "px", text(command.px()));
        put(asked, "cancelOrders", command.cancelOrders() ? "true" : null);
        put(asked, "leg", command.leg() == null ? null : command.leg().name());
        return asked;
    }

    /** 1.0 and 1.00 are the same. */
    private static @Nullable String text(@Nullable BigDecimal value) {
        return value == null ? null : value.stripTrailingZeros().toPlainString();
    }

    /** One order that takes from the position no more than what is there and no other order takes: it never flips. */
    private Outcome close(Position position, ClosePosition command, AccountState account) {
        Instrument instrument = instruments.bySymbol(position.symbol());
        if (instrument == null) {
            return InstrumentRules.unknown(position.symbol());
        }
        Side side = position.qty().signum() > 0 ? Side.SELL : Side.BUY;
        BigDecimal size = position.qty().abs();
        BigDecimal free = size.subtract(taken(position, side, account));
        BigDecimal wanted = wanted(command, size, instrument.lotSize());
        if (wanted.signum() == 0) {
            return refused(Reason.POSITION_BELOW_LOT, "What is to be closed is less than a lot.", wanted, size, free);
        }
        if (wanted.compareTo(size) > 0) {
            return refused(Reason.CLOSE_QTY_EXCEEDS_POSITION, "The position is smaller.", wanted, size, free);
        }
        BigDecimal quantity = command.orderQty() == null ? wanted.min(lots(free, instrument.lotSize())) : wanted;
        if (quantity.signum() <= 0 || quantity.compareTo(free) > 0) {
            return refused(
                    Reason.POSITION_HELD_BY_ORDERS,
                    "Open orders that close the position leave too little of it.",
                    wanted,
                    size,
                    free);
        }
        BigDecimal px = command.px();
        PositionEffect effect = position.leg().effect(side);
        return orders.place(
                new PlaceOrder(
                        account.accountId(),
                        name("cp-"),
                        position.symbol(),
                        side,
                        px == null ? OrdType.MARKET : OrdType.LIMIT,
                        // A leg of which more was closed than there was is made up for.
                        effect == PositionEffect.OPEN ? Set.of() : Set.of(ExecInst.REDUCE_ONLY),
                        Terms.of(quantity, px, px == null ? TimeInForce.IOC : TimeInForce.GTC),
                        null,
                        null,
                        effect,
                        command.actor()),
                account);
    }

    /** What open orders may still take from the position, also once a replace that waits is confirmed. */
    static BigDecimal taken(Position position, Side side, AccountState account) {
        return Pending.sum(account, order -> order.side() == side && isOf(position, order, account), Order::mostLeaves);
    }

    private static BigDecimal wanted(ClosePosition command, BigDecimal size, BigDecimal lot) {
        if (command.orderQty() != null) {
            return command.orderQty();
        }
        BigDecimal percent = command.percent();
        return lots(percent == null ? size : size.multiply(percent).divide(HUNDRED), lot);
    }

    /** Rounded down to whole lots. */
    private static BigDecimal lots(BigDecimal quantity, BigDecimal lot) {
        return quantity.divideToIntegralValue(lot).multiply(lot);
    }

    private static Outcome refused(
            Reason reason, String message, BigDecimal wanted, BigDecimal position, BigDecimal free) {
        return new Outcome.Refused(
                reason,
                message,
                Map.of(
                        "orderQty", wanted.toPlainString(),
                        "position", position.toPlainString(),
                        "free", free.toPlainString()));
    }

    private static BulkResult result(String symbol, Outcome outcome) {
        return switch (outcome) {
            case Outcome.OrderAccepted(Order order, boolean _, var _) -> ofNew(order, What.ORDER_PLACED, null);
            case Outcome.OrderDenied denied -> ofNew(denied.order(), What.ORDER_DENIED, denied.reason());
            case Outcome.Refused refused -> new BulkResult(symbol, What.REFUSED, null, null, null, refused.reason());
            default -> throw new IllegalStateException("an order was answered with " + outcome);
        };
    }

    private static BulkResult ofNew(Order order, What what, @Nullable Reason reason) {
        return new BulkResult(order.symbol(), what, order.orderId(), order.clOrdId(), order.orderQty(), reason);
    }

    /** A ClOrdID nobody else has. */
    private ClOrdId name(String prefix) {
        return new ClOrdId(prefix + ids.next());
    }

    private static Outcome done(BulkRequest request, AccountState account) {
        account.add(request);
        return new Outcome.BulkDone(request, false);
    }

    /** The stored answer to the same request, or which part of it is another one; null where there was none. */
    private static @Nullable Outcome replay(
            ClOrdId clOrdId, Kind kind, Map<String, String> asked, AccountState account) {
        BulkRequest earlier = account.bulkRequest(clOrdId);
        if (earlier == null) {
            return null;
        }
        Reason different = earlier.firstDifference(kind, asked);
        return different == null
                ? new Outcome.BulkDone(earlier, true)
                : new Outcome.Refused(
                        different,
                        "ClOrdID " + clOrdId + " was used for a request with another "
                                + InstrumentRules.fieldOf(different) + ".");
    }

    private static void put(Map<String, String> asked, String name, @Nullable String value) {
        if (value != null) {
            asked.put(name, value);
        }
    }
}
