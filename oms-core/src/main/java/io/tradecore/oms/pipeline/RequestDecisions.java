package io.tradecore.oms.pipeline;

import io.tradecore.oms.command.Command.CancelOrder;
import io.tradecore.oms.command.Command.ReplaceOrder;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderAct;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.OrderRequest;
import io.tradecore.oms.order.OrderStateMachine;
import io.tradecore.oms.order.OrderStateMachine.Decision;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.PreTradeRisk.Warning;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.trigger.TriggerChange;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides the cancels and replaces of orders. */
final class RequestDecisions {

    private final Instruments instruments;
    private final PreTradeRisk risk;
    private final SelfTradeDecisions selfTrades;

    RequestDecisions(Instruments instruments, PreTradeRisk risk, SelfTradeDecisions selfTrades) {
        this.instruments = instruments;
        this.risk = risk;
        this.selfTrades = selfTrades;
    }

    Outcome cancel(CancelOrder command, AccountState account) {
        OrderRequest earlier = account.request(command.clOrdId());
        if (earlier != null) {
            return replay(command, earlier, account);
        }
        if (account.order(command.clOrdId()) != null) {
            return Refusals.differentKind("an order");
        }
        Order order = account.order(command.orderId());
        if (order == null) {
            return Refusals.orderUnknown();
        }
        OrderRequest request =
                OrderRequest.cancel(command.clOrdId(), orig(command.origClOrdId(), order), order.orderId());
        return switch (OrderStateMachine.decide(order, new OrderAct.Requested(request))) {
            case Decision.Changed changed -> {
                send(request, changed, RouteMessage.Kind.CANCEL, command.actor(), account);
                yield new Outcome.CancelAccepted(changed.order(), false);
            }
            case Decision.Refused refused -> refused(refused.reason(), order);
            case Decision.Ignored _, Decision.Contradiction _ -> throw noReport();
        };
    }

    Outcome replace(ReplaceOrder command, AccountState account) {
        OrderRequest earlier = account.request(command.clOrdId());
        if (earlier != null) {
            return replay(command, earlier, account);
        }
        if (account.order(command.clOrdId()) != null) {
            return Refusals.differentKind("an order");
        }
        Order order = account.order(command.orderId());
        if (order == null) {
            return Refusals.orderUnknown();
        }
        Reason misfit = misfit(command, order);
        Terms terms = misfit == null ? order.terms().with(command.asked()) : order.terms();
        // What does not fit is left out: whether the order's state allows a replace at all is told first.
        OrderRequest draft =
                request(command, order, terms, order.reservePx(), misfit == null ? command.trigger() : null);
        return switch (OrderStateMachine.decide(order, new OrderAct.Requested(draft))) {
            case Decision.Changed _ ->
                misfit == null ? replaceIfAllowed(command, order, terms, account) : termsMisfit(misfit, order);
            case Decision.Refused refused -> refused(refused.reason(), order);
            case Decision.Ignored _, Decision.Contradiction _ -> throw noReport();
        };
    }

    private static @Nullable Reason misfit(ReplaceOrder command, Order order) {
        Reason misfit = command.asked().misfit(order.terms());
        return misfit == null && command.trigger() != null ? command.trigger().misfit(order.trigger()) : misfit;
    }

    private Outcome replaceIfAllowed(ReplaceOrder command, Order order, Terms terms, AccountState account) {
        Instrument instrument = instruments.bySymbol(order.symbol());
        Outcome.Refused misfit = InstrumentRules.misfit(order.symbol(), instrument, command.asked());
        if (misfit == null && instrument != null && command.trigger() != null) {
            misfit = InstrumentRules.misfit(command.trigger(), instrument);
        }
        if (misfit == null) {
            misfit = InstrumentRules.misfit(terms);
        }
        if (misfit == null) {
            misfit = InstrumentRules.expired(terms, account.now());
        }
        if (misfit != null || instrument == null) {
            return misfit != null ? misfit : InstrumentRules.unknown(order.symbol());
        }
        if (order.membership() != null && terms.orderQty().compareTo(order.orderQty()) != 0) {
            return new Outcome.Refused(
                    Reason.LIST_QTY_FOLLOWS, "The quantity of an order of a list follows the list's executions.");
        }
        BigDecimal held = ListHolds.held(order, instrument, account);
        Trigger trigger = order.trigger() == null || command.trigger() == null
                ? order.trigger()
                : command.trigger().appliedTo(order.trigger());
        Verdict verdict = risk.checkReplace(
                order, terms, trigger, instrument, MarginStakes.view(account, command.actor(), instruments), held);
        selfTrades.act(order, terms, instrument, verdict, account);
        return switch (verdict) {
            case Verdict.Passed passed -> replace(command, order, terms, passed, instrument, account);
            case Verdict.Denied denied -> new Outcome.Refused(denied.reason(), denied.message(), denied.numbers());
        };
    }

    private static Outcome replace(
            ReplaceOrder command,
            Order order,
            Terms terms,
            Verdict.Passed passed,
            Instrument instrument,
            AccountState account) {
        OrderRequest request = request(command, order, terms, passed.reservePx(), command.trigger());
        if (!(OrderStateMachine.decide(order, new OrderAct.Requested(request)) instanceof Decision.Changed changed)) {
            throw new IllegalStateException("a replace was allowed and then was not: " + command);
        }
        OrderHolds.set(changed.order(), instrument, account);
        send(request, changed, RouteMessage.Kind.REPLACE, command.actor(), passed.warnings(), account);
        return new Outcome.ReplaceAccepted(changed.order(), false, passed.warnings());
    }

    private static OrderRequest request(
            ReplaceOrder command, Order order, Terms terms, BigDecimal reservePx, @Nullable TriggerChange trigger) {
        return new OrderRequest(
                command.clOrdId(),
                orig(command.origClOrdId(), order),
                order.orderId(),
                new OrderRequest.Replacement(command.asked(), terms, reservePx, trigger));
    }

    private static ClOrdId orig(@Nullable ClOrdId asked, Order order) {
        return asked == null ? order.currentClOrdId() : asked;
    }

    /** Keeps the request, records it and has it brought to the venue. */
    static void send(
            OrderRequest request,
            Decision.Changed changed,
            RouteMessage.Kind kind,
            String actor,
            AccountState account) {
        send(request, changed, kind, actor, List.of(), account);
    }

    private static void send(
            OrderRequest request,
            Decision.Changed changed,
            RouteMessage.Kind kind,
            String actor,
            List<Warning> warnings,
            AccountState account) {
        account.change(changed.order());
        account.add(request);
        // What no venue knows ends here and now, and gives back what it holds.
        if (changed.order().heldBy() != null && changed.order().isClosed()) {
            account.book().close(changed.order().orderId().value());
        }
        OrderEvent event = account.record(EventDraft.ofRequest(
                changed.event(),
                changed.order(),
                request.clOrdId().value(),
                Warnings.code(warnings),
                text(request, warnings),
                actor,
                account.now()));
        if (changed.order().heldBy() == null) {
            account.route(changed.order(), event.seq(), kind, request.clOrdId());
        }
    }

    /** What an event has no column for. */
    private static @Nullable String text(OrderRequest request, List<Warning> warnings) {
        OrderRequest.Replacement replacement = request.replacement();
        String waits = replacement == null || replacement.trigger() == null
                ? null
                : replacement.trigger().text();
        String warned = Warnings.text(warnings);
        return waits == null || warned == null ? (waits == null ? warned : waits) : waits + " " + warned;
    }

    private static Outcome refused(Reason reason, Order order) {
        if (reason == Reason.ORIG_CL_ORD_ID_MISMATCH) {
            return new Outcome.Refused(
                    reason,
                    "The order goes by another ClOrdID.",
                    Map.of("currentClOrdId", order.currentClOrdId().value()));
        }
        if (reason == Reason.CANCEL_ALREADY_PENDING || reason == Reason.REPLACE_ALREADY_PENDING) {
            return new Outcome.Refused(
                    reason,
                    "A request of this order waits for the venue's answer.",
                    Map.of("pendingClOrdId", String.valueOf(order.pendingClOrdId())));
        }
        if (reason == Reason.TRIGGER_TOO_LATE) {
            return new Outcome.Refused(reason, "The order has been triggered: it waits for no price any more.");
        }
        return new Outcome.Refused(
                reason,
                "The order is " + order.ordStatus() + ".",
                Map.of("ordStatus", order.ordStatus().name()));
    }

    private static Outcome termsMisfit(Reason misfit, Order order) {
        return new Outcome.Refused(
                misfit,
                switch (misfit) {
                    case PX_NOT_ALLOWED -> "A " + order.ordType() + " order has no px.";
                    case STOP_PX_NOT_ALLOWED -> "A " + order.ordType() + " order has no stopPx that can be set.";
                    case TRAIL_NOT_ALLOWED -> "A " + order.ordType() + " order has no trail.";
                    default -> "A GTD order has an expireTime, no other has.";
                });
    }

    private static Outcome replay(CancelOrder command, OrderRequest earlier, AccountState account) {
        if (earlier.kind() != RequestKind.CANCEL) {
            return Refusals.differentKind(Refusals.nameOf(earlier));
        }
        Order order = account.order(earlier.orderId());
        if (!earlier.orderId().equals(command.orderId())) {
            return differentOrder(earlier);
        }
        return order == null ? Refusals.orderUnknown() : new Outcome.CancelAccepted(order, true);
    }

    private static Outcome replay(ReplaceOrder command, OrderRequest earlier, AccountState account) {
        OrderRequest.Replacement replacement = earlier.replacement();
        if (replacement == null) {
            return Refusals.differentKind(Refusals.nameOf(earlier));
        }
        Order order = account.order(earlier.orderId());
        if (!earlier.orderId().equals(command.orderId())) {
            return differentOrder(earlier);
        }
        Reason differentTrigger = Repetition.firstDifference(command.trigger(), replacement.trigger());
        Reason different = differentTrigger != null
                ? differentTrigger
                : Repetition.firstDifference(command.asked(), replacement.asked());
        if (different != null) {
            return new Outcome.Refused(
                    different,
                    "ClOrdID " + command.clOrdId() + " was used for a replace with another "
                            + InstrumentRules.fieldOf(different) + ".",
                    Map.of("orderId", earlier.orderId().toString()));
        }
        return order == null ? Refusals.orderUnknown() : new Outcome.ReplaceAccepted(order, true);
    }

    private static Outcome differentOrder(OrderRequest earlier) {
        return new Outcome.Refused(
                Reason.EXISTS_WITH_DIFFERENT_ORDER_ID,
                "ClOrdID " + earlier.clOrdId() + " was used for a request about another order.",
                Map.of("orderId", earlier.orderId().toString()));
    }

    private static IllegalStateException noReport() {
        return new IllegalStateException("a request is accepted or refused, it is no report");
    }
}
