package io.tradecore.oms.pipeline;

import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Command.ExpireOrder;
import io.tradecore.oms.command.Command.MoveTrail;
import io.tradecore.oms.command.Command.TriggerOrder;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.halt.TradingBar;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.ExecInst;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderAct;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.OrderRequest;
import io.tradecore.oms.order.OrderStateMachine;
import io.tradecore.oms.order.OrderStateMachine.Decision;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.session.Expiry;
import io.tradecore.oms.trigger.Trigger;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides what the watches of market and clock ask for: orders that are triggered, trail the market, or have had their time. */
final class WatchDecisions {

    private final Instruments instruments;
    private final SelfTradeDecisions selfTrades;

    WatchDecisions(Instruments instruments, SelfTradeDecisions selfTrades) {
        this.instruments = instruments;
        this.selfTrades = selfTrades;
    }

    /** The market has reached what the order was held for. */
    Outcome trigger(TriggerOrder command, AccountState account) {
        Order order = account.order(command.orderId());
        if (order == null) {
            return Refusals.orderUnknown();
        }
        if (!order.isTriggerWatched()) {
            return new Outcome.OrderMoved(order, false);
        }
        if (isTimeOver(order, account.now())) {
            return end(order, new OrderAct.TimeOver(), null, null, command, account);
        }
        if (!isReached(command, order)) {
            return new Outcome.OrderMoved(order, false);
        }
        OrderAct.CalledOff bar = bar(order, account);
        if (bar != null) {
            return end(order, bar, bar.reasonCode(), bar.reasonText(), command, account);
        }
        return send(Objects.requireNonNull(account.order(order.orderId())), command, account);
    }

    private static Outcome send(Order order, TriggerOrder command, AccountState account) {
        if (!(OrderStateMachine.decide(order, new OrderAct.Released(OrderEvent.Type.TRIGGERED))
                instanceof Decision.Changed changed)) {
            return new Outcome.OrderMoved(order, false);
        }
        account.change(changed.order());
        OrderEvent event =
                record(changed, null, "trigger price " + command.triggerPx().toPlainString(), command, account);
        account.route(changed.order(), event.seq(), RouteMessage.Kind.NEW_ORDER, order.currentClOrdId());
        return new Outcome.OrderMoved(changed.order(), true);
    }

    /** A replace may have come between the quote and the command: what the order waits for now decides. */
    private static boolean isReached(TriggerOrder command, Order order) {
        Trigger trigger = order.trigger();
        if (trigger instanceof Trigger.Trail trail && command.referencePx() != null) {
            trigger = trail.after(command.referencePx());
        }
        return trigger != null && trigger.firesAt(command.triggerPx());
    }

    /**
     * Why an order whose price has come may not be sent any more than a new one: it ends, as it would be denied now. What keeps it from trading
     * with others of its account is done, also where less of it may be sent then.
     */
    private OrderAct.@Nullable CalledOff bar(Order order, AccountState account) {
        OrderAct.CalledOff barred = barredBy(order, account);
        if (barred != null) {
            return barred;
        }
        if (account.status() != AccountStatus.ACTIVE) {
            return new OrderAct.CalledOff(
                    Reason.ACCOUNT_NOT_ACTIVE.name(), "Its price came while the account was " + account.status() + ".");
        }
        Instrument instrument = instruments.bySymbol(order.symbol());
        return instrument != null && instrument.active()
                ? selfTrades.release(order, instrument, account)
                : new OrderAct.CalledOff(
                        Reason.INSTRUMENT_DISABLED.name(), "Its price came while the instrument was disabled.");
    }

    private static OrderAct.@Nullable CalledOff barredBy(Order order, AccountState account) {
        TradingBar bar = account.halts().bar(order);
        if (bar == null) {
            return null;
        }
        return switch (bar.state()) {
            case HALTED -> new OrderAct.CalledOff(Reason.TRADING_HALTED.name(), bar.text());
            case REDUCE_ONLY ->
                closes(order, account) ? null : new OrderAct.CalledOff(Reason.TRADING_REDUCE_ONLY.name(), bar.text());
            case ACTIVE -> null;
        };
    }

    /** Whether all of it was set aside to close something when it was placed. */
    private static boolean closes(Order order, AccountState account) {
        if (order.execInst().contains(ExecInst.REDUCE_ONLY)) {
            return true;
        }
        return switch (account.type()) {
            case CASH -> order.side() == Side.SELL;
            case MARGIN ->
                account.effect(order.orderId()) == PositionEffect.CLOSE
                        || account.closesQty(order.orderId()).compareTo(order.orderQty()) >= 0;
        };
    }

    /** Ends an order that is held, and gives back what it holds. */
    private static Outcome end(
            Order order,
            OrderAct act,
            @Nullable String reasonCode,
            @Nullable String reasonText,
            Command command,
            AccountState account) {
        if (!(OrderStateMachine.decide(order, act) instanceof Decision.Changed ended)) {
            return new Outcome.OrderMoved(order, false);
        }
        account.change(ended.order());
        account.book().close(order.orderId().value());
        record(ended, reasonCode, reasonText, command, account);
        return new Outcome.OrderMoved(ended.order(), true);
    }

    private static boolean becameDay(Order order) {
        return order.timeInForce().isForDay() && !order.placed().timeInForce().isForDay();
    }

    /**
     * Whether the order's time is over by its terms and its calendar. An order that a replace has made one for the day is not
     * judged by when it was placed: its day is that of the replace.
     */
    private boolean isTimeOver(Order order, Instant now) {
        Instrument instrument = instruments.bySymbol(order.symbol());
        if (becameDay(order) || instrument == null) {
            return false;
        }
        Instant ends = Expiry.of(order.terms(), order.createdAt(), instrument.calendar());
        return ends != null && !ends.isAfter(now);
    }

    /** A trailing stop follows the market; that is no event, the level it fires at is told when it fires. */
    Outcome moveTrail(MoveTrail command, AccountState account) {
        Order order = account.order(command.orderId());
        if (order == null) {
            return Refusals.orderUnknown();
        }
        if (!order.isTriggerWatched() || !(order.trigger() instanceof Trigger.Trail trail)) {
            return new Outcome.OrderMoved(order, false);
        }
        Trigger.Trail after = trail.after(command.referencePx());
        if (after == trail) {
            return new Outcome.OrderMoved(order, false);
        }
        Order moved = order.withTrigger(after);
        account.changeTrigger(moved);
        return new Outcome.OrderMoved(moved, true);
    }

    /**
     * Time has ended the order: a held one here, another one at its venue, which is asked to cancel what is left. One that
     * was given more time since somebody looked, a later ExpireTime or another time in force, goes on.
     */
    Outcome expire(ExpireOrder command, AccountState account) {
        Order order = account.order(command.orderId());
        if (order == null) {
            return Refusals.orderUnknown();
        }
        // When a replace made it one for the day is known to whoever looked, and not here.
        if (!becameDay(order) && !isTimeOver(order, account.now())) {
            return new Outcome.OrderMoved(order, false);
        }
        if (order.isHeld()) {
            return end(order, new OrderAct.TimeOver(), null, null, command, account);
        }
        boolean used = account.request(command.clOrdId()) != null || account.order(command.clOrdId()) != null;
        OrderRequest request = OrderRequest.cancel(command.clOrdId(), order.currentClOrdId(), order.orderId());
        if (!used
                && OrderStateMachine.decide(order, new OrderAct.Requested(request))
                        instanceof Decision.Changed changed) {
            RequestDecisions.send(request, changed, RouteMessage.Kind.CANCEL, command.actor(), account);
            return new Outcome.OrderMoved(changed.order(), true);
        }
        return new Outcome.OrderMoved(order, false);
    }

    private static OrderEvent record(
            Decision.Changed changed,
            @Nullable String code,
            @Nullable String text,
            Command command,
            AccountState account) {
        Order order = changed.order();
        return account.record(EventDraft.ofRequest(
                changed.event(), order, order.currentClOrdId().value(), code, text, command.actor(), account.now()));
    }
}
