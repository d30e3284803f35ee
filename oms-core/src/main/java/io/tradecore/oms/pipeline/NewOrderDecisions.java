package io.tradecore.oms.pipeline;

import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.account.PositionMode;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.ExecInst;
import io.tradecore.oms.order.HeldBy;
import io.tradecore.oms.order.ListMembership;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.OrderRequest;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.risk.OrderPreview;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.PreTradeRisk.Sized;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.PreTradeRisk.Warning;
import io.tradecore.oms.risk.Reservation;
import io.tradecore.oms.trigger.Trigger;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides new orders, and what one would come to. */
final class NewOrderDecisions {

    private final Instruments instruments;
    private final PreTradeRisk risk;
    private final SelfTradeDecisions selfTrades;
    private final UuidV7 ids;

    NewOrderDecisions(Instruments instruments, PreTradeRisk risk, SelfTradeDecisions selfTrades, UuidV7 ids) {
        this.instruments = instruments;
        this.risk = risk;
        this.selfTrades = selfTrades;
        this.ids = ids;
    }

    /** What the checks of a new order come to, before anything is done. */
    private sealed interface Judgement {

        /** It is refused, or was placed before. */
        record Answered(Outcome outcome) implements Judgement {}

        /** @param sized the order with its quantity, also where it was asked for by amount */
        record Judged(PlaceOrder sized, Instrument instrument, Verdict verdict) implements Judgement {}
    }

    Outcome place(PlaceOrder command, AccountState account) {
        return switch (judge(command, account)) {
            case Judgement.Answered(Outcome outcome) -> outcome;
            case Judgement.Judged(PlaceOrder sized, Instrument instrument, Verdict verdict) -> {
                selfTrades.act(sized, instrument, verdict, account);
                yield switch (verdict) {
                    case Verdict.Passed passed -> accept(sized, instrument, passed, account);
                    case Verdict.Denied denied -> deny(sized, instrument, denied, account);
                };
            }
        };
    }

    /** Every check of a new order, and what it would take. Changes nothing. */
    Outcome preview(PlaceOrder command, AccountState account) {
        return switch (judge(command, account)) {
            case Judgement.Answered(Outcome.Refused refused) -> refused;
            case Judgement.Answered _ ->
                new Outcome.Refused(
                        Reason.CL_ORD_ID_USED, "An order of this ClOrdID is there: it would not be placed again.");
            case Judgement.Judged(PlaceOrder sized, Instrument instrument, Verdict.Passed passed) ->
                new Outcome.OrderPreviewed(OrderPreview.passed(
                        sized,
                        passed,
                        instrument,
                        account.book().balance(passed.reservation().line()),
                        account.book()
                                .balance(new BalanceKey(LedgerCode.POSITION, command.symbol()))
                                .posted()));
            case Judgement.Judged(PlaceOrder sized, Instrument _, Verdict.Denied denied) ->
                new Outcome.OrderPreviewed(OrderPreview.denied(sized, denied));
        };
    }

    private Judgement judge(PlaceOrder command, AccountState account) {
        Order earlier = account.order(command.clOrdId());
        if (earlier != null) {
            return new Judgement.Answered(
                    earlier.membership() == null
                            ? replay(command, earlier, account.effect(earlier.orderId()))
                            : Refusals.differentKind("an order of a list"));
        }
        OrderRequest request = account.request(command.clOrdId());
        if (request != null) {
            return new Judgement.Answered(Refusals.differentKind(Refusals.nameOf(request)));
        }
        Instrument instrument = instruments.bySymbol(command.symbol());
        Outcome.Refused misfit = misfit(command, instrument, account);
        if (misfit != null || instrument == null) {
            return new Judgement.Answered(misfit != null ? misfit : InstrumentRules.unknown(command.symbol()));
        }
        return command.cashOrderQty() == null
                ? new Judgement.Judged(
                        command,
                        instrument,
                        risk.check(command, instrument, MarginStakes.view(account, command.actor(), instruments)))
                : judgeByCash(command, command.cashOrderQty(), instrument, account);
    }

    /** Its terms as a whole are looked at once it has a quantity. */
    private Judgement judgeByCash(
            PlaceOrder command, BigDecimal cashOrderQty, Instrument instrument, AccountState account) {
        return switch (risk.checkByCash(
                command, cashOrderQty, instrument, MarginStakes.view(account, command.actor(), instruments))) {
            case Sized.BelowLot(BigDecimal px) -> new Judgement.Answered(belowLot(cashOrderQty, px, instrument));
            case Sized.Judged(PlaceOrder sized, Verdict verdict) -> {
                Outcome.Refused misfit =
                        verdict instanceof Verdict.Passed ? InstrumentRules.misfit(sized.terms()) : null;
                yield misfit != null
                        ? new Judgement.Answered(misfit)
                        : new Judgement.Judged(sized, instrument, verdict);
            }
        };
    }

    private static Outcome.Refused belowLot(BigDecimal cashOrderQty, BigDecimal px, Instrument instrument) {
        return new Outcome.Refused(
                Reason.CASH_ORDER_QTY_BELOW_LOT,
                "cashOrderQty does not come to one lot.",
                Map.of(
                        "cashOrderQty",
                        cashOrderQty.toPlainString(),
                        "px",
                        px.toPlainString(),
                        "lotSize",
                        instrument.lotSize().toPlainString()));
    }

    /** Why an order cannot be one of its instrument, or not any more. */
    static Outcome.@Nullable Refused misfit(PlaceOrder command, @Nullable Instrument instrument, AccountState account) {
        Outcome.Refused misfit = InstrumentRules.misfit(command, instrument);
        if (misfit == null) {
            misfit = InstrumentRules.expired(command.terms(), account.now());
        }
        return misfit == null ? misfit(command, account.mode()) : misfit;
    }

    /** Of a HEDGING account every order says what it does to its leg, of another none does. */
    private static Outcome.@Nullable Refused misfit(PlaceOrder command, PositionMode mode) {
        PositionEffect effect = command.positionEffect();
        return switch (mode) {
            case NETTING ->
                effect == null
                        ? null
                        : new Outcome.Refused(
                                Reason.POSITION_EFFECT_NOT_ALLOWED,
                                "Orders of a NETTING account have no positionEffect.",
                                Map.of("positionMode", mode.name()));
            case HEDGING -> {
                if (effect == null) {
                    yield new Outcome.Refused(
                            Reason.POSITION_EFFECT_MISSING,
                            "Orders of a HEDGING account need a positionEffect.",
                            Map.of("positionMode", mode.name()));
                }
                yield effect == PositionEffect.OPEN && command.execInst().contains(ExecInst.REDUCE_ONLY)
                        ? new Outcome.Refused(
                                Reason.POSITION_EFFECT_NOT_ALLOWED,
                                "An order that is REDUCE_ONLY opens nothing.",
                                Map.of("positionEffect", effect.name()))
                        : null;
            }
        };
    }

    /** The order is made as a check has let it pass, or whoever asks for it needs none. */
    Outcome.OrderAccepted accept(
            PlaceOrder command, Instrument instrument, Verdict.Passed passed, AccountState account) {
        Order order = acceptedOrder(command, instrument, passed, account);
        add(order, command, account);
        close(order, passed, account);
        hold(order, passed, account);
        OrderEvent event = account.record(EventDraft.ofRequest(
                OrderEvent.Type.ORDER_ACCEPTED,
                order,
                order.clOrdId().value(),
                Warnings.code(passed.warnings()),
                Warnings.text(passed.warnings()),
                command.actor(),
                account.now()));
        if (!order.isHeld()) {
            account.route(order, event.seq(), RouteMessage.Kind.NEW_ORDER, order.clOrdId());
        }
        return new Outcome.OrderAccepted(order, false, passed.warnings());
    }

    private static void add(Order order, PlaceOrder command, AccountState account) {
        account.add(order);
        if (command.positionEffect() != null) {
            account.add(order.orderId(), command.positionEffect());
        }
    }

    /** Keeps how much of it is to close a position on margin. */
    static void close(Order order, Verdict.Passed passed, AccountState account) {
        if (passed.closesQty().signum() > 0) {
            account.setClosing(order.orderId(), passed.closesQty());
        }
    }

    /** What only closes a position on margin holds nothing. */
    static void hold(Order order, Verdict.Passed passed, AccountState account) {
        Reservation needed = passed.reservation();
        if (needed.amount().signum() > 0) {
            account.book().place(order.orderId().value(), needed.line(), needed.amount());
        }
    }

    private Outcome deny(PlaceOrder command, Instrument instrument, Verdict.Denied denied, AccountState account) {
        String code = denied.reason().name();
        Order order = deniedOrder(command, instrument, denied, null, account);
        add(order, command, account);
        account.record(EventDraft.ofRequest(
                OrderEvent.Type.ORDER_DENIED,
                order,
                order.clOrdId().value(),
                code,
                denied.message(),
                command.actor(),
                account.now()));
        return new Outcome.OrderDenied(order, denied.reason(), denied.message(), denied.numbers(), false);
    }

    private Order acceptedOrder(
            PlaceOrder command, Instrument instrument, Verdict.Passed passed, AccountState account) {
        return acceptedOrder(
                command, instrument, passed, passed.trigger() == null ? null : HeldBy.TRIGGER, null, account);
    }

    /** The order that a request asks for, under a name of ours; for less where it was lowered. */
    Order acceptedOrder(
            PlaceOrder command,
            Instrument instrument,
            Verdict.Passed passed,
            @Nullable HeldBy heldBy,
            @Nullable ListMembership membership,
            AccountState account) {
        Order asked = order(
                command,
                instrument,
                account,
                passed.trigger(),
                heldBy,
                OrdStatus.PENDING_NEW,
                passed.reservePx(),
                null,
                membership);
        return passed.loweredTo() == null
                ? asked
                : asked.acceptedFor(
                        passed.loweredTo(),
                        Reason.SELF_TRADE.name(),
                        Warnings.text(List.of(passed.warnings().getFirst())));
    }

    /** It keeps what it asked to be held for, as far as no quote was needed: a repetition is compared with it. */
    Order deniedOrder(
            PlaceOrder command,
            Instrument instrument,
            Verdict.Denied denied,
            @Nullable ListMembership membership,
            AccountState account) {
        Trigger asked =
                command.trigger() == null ? null : command.trigger().from(command.ordType(), command.side(), null);
        return order(command, instrument, account, asked, null, OrdStatus.DENIED, BigDecimal.ZERO, denied, membership);
    }

    private Order order(
            PlaceOrder command,
            Instrument instrument,
            AccountState account,
            @Nullable Trigger trigger,
            @Nullable HeldBy heldBy,
            OrdStatus status,
            BigDecimal reservePx,
            Verdict.@Nullable Denied denied,
            @Nullable ListMembership membership) {
        return new Order(
                account.accountId(),
                new OrderId(ids.next()),
                command.clOrdId(),
                command.clOrdId(),
                command.symbol(),
                instrument.venueId(),
                command.side(),
                command.ordType(),
                command.execInst(),
                trigger,
                heldBy,
                command.cashOrderQty(),
                command.terms(),
                command.terms(),
                reservePx,
                instrument.feeRate(),
                status,
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                denied == null ? null : denied.reason().name(),
                denied == null ? null : denied.message(),
                account.now(),
                membership);
    }

    /** The stored answer to the same request, or which field of it is another one. */
    private static Outcome replay(PlaceOrder command, Order earlier, @Nullable PositionEffect effect) {
        Reason different = Repetition.firstDifference(command, earlier, effect);
        if (different != null) {
            return new Outcome.Refused(
                    different,
                    "ClOrdID " + command.clOrdId() + " was used for an order with another "
                            + InstrumentRules.fieldOf(different) + ".",
                    Map.of("orderId", earlier.orderId().toString()));
        }
        if (earlier.venueStatus() == OrdStatus.DENIED) {
            Reason reason = Reason.valueOf(Objects.requireNonNull(earlier.reasonCode()));
            String text = Objects.requireNonNull(earlier.reasonText());
            return new Outcome.OrderDenied(earlier, reason, text, Map.of(), true);
        }
        return new Outcome.OrderAccepted(earlier, true, lowered(earlier));
    }

    /** That it was lowered is a part of the answer. What ended here for a self-trade was not: that keeps what held it. */
    private static List<Warning> lowered(Order earlier) {
        String text = earlier.reasonText();
        return earlier.heldBy() == null && Reason.SELF_TRADE.name().equals(earlier.reasonCode()) && text != null
                ? List.of(new Warning(Reason.SELF_TRADE, text, Map.of()))
                : List.of();
    }
}
