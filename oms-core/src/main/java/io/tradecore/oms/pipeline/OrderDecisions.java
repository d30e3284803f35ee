package io.tradecore.oms.pipeline;

import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Command.CancelOrder;
import io.tradecore.oms.command.Command.ExpireOrder;
import io.tradecore.oms.command.Command.MoveTrail;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Command.ReplaceOrder;
import io.tradecore.oms.command.Command.TriggerOrder;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.HeldBy;
import io.tradecore.oms.order.ListMembership;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderAct;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.OrderRequest;
import io.tradecore.oms.order.OrderStateMachine;
import io.tradecore.oms.order.OrderStateMachine.Decision;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.risk.OrderPreview;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Sized;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.session.Expiry;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.trigger.TriggerChange;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides requests for orders: new ones, their cancels and their replaces. */
final class OrderDecisions {

    private final Instruments instruments;
    private final PreTradeRisk risk;
    private final UuidV7 ids;

    OrderDecisions(Instruments instruments, PreTradeRisk risk, UuidV7 ids) {
        this.instruments = instruments;
        this.risk = risk;
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
            case Judgement.Judged(PlaceOrder sized, Instrument instrument, Verdict.Passed passed) ->
                accept(sized, instrument, passed, account);
            case Judgement.Judged(PlaceOrder sized, Instrument instrument, Verdict.Denied denied) ->
                deny(sized, instrument, denied, account);
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
                    earlier.membership() == null ? replay(command, earlier) : differentKind("an order of a list"));
        }
        OrderRequest request = account.request(command.clOrdId());
        if (request != null) {
            return new Judgement.Answered(differentKind(nameOf(request)));
        }
        Instrument instrument = instruments.bySymbol(command.symbol());
        Outcome.Refused misfit = misfit(command, instrument, account);
        if (misfit != null || instrument == null) {
            return new Judgement.Answered(misfit != null ? misfit : InstrumentRules.unknown(command.symbol()));
        }
        return command.cashOrderQty() == null
                ? new Judgement.Judged(command, instrument, risk.check(command, instrument, view(account)))
                : judgeByCash(command, command.cashOrderQty(), instrument, account);
    }

    /** Its terms as a whole are looked at once it has a quantity. */
    private Judgement judgeByCash(
            PlaceOrder command, BigDecimal cashOrderQty, Instrument instrument, AccountState account) {
        return switch (risk.checkByCash(command, cashOrderQty, instrument, view(account))) {
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
        return misfit == null ? InstrumentRules.expired(command.terms(), account.now()) : misfit;
    }

    static AccountView view(AccountState account) {
        return new AccountView(
                account.status(), account::limit, line -> account.book().balance(line));
    }

    private Outcome accept(PlaceOrder command, Instrument instrument, Verdict.Passed passed, AccountState account) {
        Order order = acceptedOrder(command, instrument, passed, account);
        account.add(order);
        account.book()
                .place(
                        order.orderId().value(),
                        passed.reservation().line(),
                        passed.reservation().amount());
        OrderEvent event = account.record(EventDraft.ofRequest(
                OrderEvent.Type.ORDER_ACCEPTED,
                order,
                order.clOrdId().value(),
                null,
                null,
                command.actor(),
                account.now()));
        if (!order.isHeld()) {
            account.route(order, event.seq(), RouteMessage.Kind.NEW_ORDER, order.clOrdId());
        }
        return new Outcome.OrderAccepted(order, false);
    }

    private Outcome deny(PlaceOrder command, Instrument instrument, Verdict.Denied denied, AccountState account) {
        String code = denied.reason().name();
        Order order = deniedOrder(command, instrument, denied, null, account);
        account.add(order);
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

    /** The order that a request asks for, under a name of ours. */
    Order acceptedOrder(
            PlaceOrder command,
            Instrument instrument,
            Verdict.Passed passed,
            @Nullable HeldBy heldBy,
            @Nullable ListMembership membership,
            AccountState account) {
        return order(
                command,
                instrument,
                account,
                passed.trigger(),
                heldBy,
                OrdStatus.PENDING_NEW,
                passed.reservePx(),
                null,
                membership);
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

    /** The stored answer to the same request, or which field of it is another one. 1.0 and 1.00 are the same. */
    private static Outcome replay(PlaceOrder command, Order earlier) {
        Reason different = firstDifference(command, earlier);
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
        return new Outcome.OrderAccepted(earlier, true);
    }

    static @Nullable Reason firstDifference(PlaceOrder command, Order earlier) {
        if (!command.symbol().equals(earlier.symbol())) {
            return Reason.EXISTS_WITH_DIFFERENT_SYMBOL;
        }
        if (command.side() != earlier.side()) {
            return Reason.EXISTS_WITH_DIFFERENT_SIDE;
        }
        if (command.ordType() != earlier.ordType()) {
            return Reason.EXISTS_WITH_DIFFERENT_ORD_TYPE;
        }
        if (!command.execInst().equals(earlier.execInst())) {
            return Reason.EXISTS_WITH_DIFFERENT_EXEC_INST;
        }
        if (!same(command.cashOrderQty(), earlier.cashOrderQty())) {
            return Reason.EXISTS_WITH_DIFFERENT_CASH_ORDER_QTY;
        }
        Reason different = firstDifference(command.trigger(), earlier.placedTrigger(), command.side());
        PlaceOrder asked = command.cashOrderQty() == null
                ? command
                : command.of(earlier.placed().orderQty());
        // What it was placed with: a replace may have changed it since.
        return different != null ? different : firstDifference(changeTo(asked.terms()), changeTo(earlier.placed()));
    }

    /** A trail that was denied for want of a quote has left nothing to compare with. */
    private static @Nullable Reason firstDifference(
            @Nullable TriggerTerms asked, @Nullable TriggerTerms before, Side side) {
        if (asked == null || before == null) {
            return null;
        }
        return asked.watched(side) == before.watched(side)
                ? firstDifference(asked.stopPx(), before.stopPx(), asked.trail(), before.trail())
                : Reason.EXISTS_WITH_DIFFERENT_TRIGGER_PRICE_TYPE;
    }

    private static @Nullable Reason firstDifference(@Nullable TriggerChange asked, @Nullable TriggerChange before) {
        return firstDifference(
                asked == null ? null : asked.stopPx(),
                before == null ? null : before.stopPx(),
                asked == null ? null : asked.trail(),
                before == null ? null : before.trail());
    }

    private static @Nullable Reason firstDifference(
            @Nullable BigDecimal stopPx,
            @Nullable BigDecimal stopPxBefore,
            @Nullable TrailOffset trail,
            @Nullable TrailOffset trailBefore) {
        if (!same(stopPx, stopPxBefore)) {
            return Reason.EXISTS_WITH_DIFFERENT_STOP_PX;
        }
        boolean sameTrail = trail == null || trailBefore == null
                ? trail == trailBefore
                : trail.unit() == trailBefore.unit() && same(trail.value(), trailBefore.value());
        return sameTrail ? null : Reason.EXISTS_WITH_DIFFERENT_TRAIL;
    }

    private static TermChange changeTo(Terms terms) {
        return new TermChange(
                terms.orderQty(), terms.px(), terms.timeInForce(), terms.expireTime(), terms.displayQty());
    }

    private static @Nullable Reason firstDifference(TermChange asked, TermChange earlier) {
        if (asked.timeInForce() != earlier.timeInForce()) {
            return Reason.EXISTS_WITH_DIFFERENT_TIME_IN_FORCE;
        }
        if (!same(asked.orderQty(), earlier.orderQty())) {
            return Reason.EXISTS_WITH_DIFFERENT_ORDER_QTY;
        }
        if (!same(asked.px(), earlier.px())) {
            return Reason.EXISTS_WITH_DIFFERENT_PX;
        }
        if (!Objects.equals(asked.expireTime(), earlier.expireTime())) {
            return Reason.EXISTS_WITH_DIFFERENT_EXPIRE_TIME;
        }
        return same(asked.displayQty(), earlier.displayQty()) ? null : Reason.EXISTS_WITH_DIFFERENT_DISPLAY_QTY;
    }

    private static boolean same(@Nullable BigDecimal a, @Nullable BigDecimal b) {
        return a == null || b == null ? a == b : a.compareTo(b) == 0;
    }

    Outcome cancel(CancelOrder command, AccountState account) {
        OrderRequest earlier = account.request(command.clOrdId());
        if (earlier != null) {
            return replay(command, earlier, account);
        }
        if (account.order(command.clOrdId()) != null) {
            return differentKind("an order");
        }
        Order order = account.order(command.orderId());
        if (order == null) {
            return orderUnknown();
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
            return differentKind("an order");
        }
        Order order = account.order(command.orderId());
        if (order == null) {
            return orderUnknown();
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
        return switch (risk.checkReplace(order, terms, trigger, instrument, view(account), held)) {
            case Verdict.Passed passed -> replace(command, order, terms, passed.reservePx(), instrument, account);
            case Verdict.Denied denied -> new Outcome.Refused(denied.reason(), denied.message(), denied.numbers());
        };
    }

    private static Outcome replace(
            ReplaceOrder command,
            Order order,
            Terms terms,
            BigDecimal reservePx,
            Instrument instrument,
            AccountState account) {
        OrderRequest request = request(command, order, terms, reservePx, command.trigger());
        if (!(OrderStateMachine.decide(order, new OrderAct.Requested(request)) instanceof Decision.Changed changed)) {
            throw new IllegalStateException("a replace was allowed and then was not: " + command);
        }
        OrderHolds.set(changed.order(), instrument, account);
        send(request, changed, RouteMessage.Kind.REPLACE, command.actor(), account);
        return new Outcome.ReplaceAccepted(changed.order(), false);
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
                null,
                text(request),
                actor,
                account.now()));
        if (changed.order().heldBy() == null) {
            account.route(changed.order(), event.seq(), kind, request.clOrdId());
        }
    }

    /** What an event has no column for. */
    private static @Nullable String text(OrderRequest request) {
        OrderRequest.Replacement replacement = request.replacement();
        return replacement == null || replacement.trigger() == null
                ? null
                : replacement.trigger().text();
    }

    /** The market has reached what the order was held for. */
    Outcome trigger(TriggerOrder command, AccountState account) {
        Order order = account.order(command.orderId());
        if (order == null) {
            return orderUnknown();
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

    /** Why an order whose price has come may not be sent any more than a new one: it ends, as it would be denied now. */
    private OrderAct.@Nullable CalledOff bar(Order order, AccountState account) {
        if (account.status() != AccountStatus.ACTIVE) {
            return new OrderAct.CalledOff(
                    Reason.ACCOUNT_NOT_ACTIVE.name(), "Its price came while the account was " + account.status() + ".");
        }
        Instrument instrument = instruments.bySymbol(order.symbol());
        return instrument != null && instrument.active()
                ? null
                : new OrderAct.CalledOff(
                        Reason.INSTRUMENT_DISABLED.name(), "Its price came while the instrument was disabled.");
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
            return orderUnknown();
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
            return orderUnknown();
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
            send(request, changed, RouteMessage.Kind.CANCEL, command.actor(), account);
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
            return differentKind(nameOf(earlier));
        }
        Order order = account.order(earlier.orderId());
        if (!earlier.orderId().equals(command.orderId())) {
            return differentOrder(earlier);
        }
        return order == null ? orderUnknown() : new Outcome.CancelAccepted(order, true);
    }

    private static Outcome replay(ReplaceOrder command, OrderRequest earlier, AccountState account) {
        OrderRequest.Replacement replacement = earlier.replacement();
        if (replacement == null) {
            return differentKind(nameOf(earlier));
        }
        Order order = account.order(earlier.orderId());
        if (!earlier.orderId().equals(command.orderId())) {
            return differentOrder(earlier);
        }
        Reason differentTrigger = firstDifference(command.trigger(), replacement.trigger());
        Reason different =
                differentTrigger != null ? differentTrigger : firstDifference(command.asked(), replacement.asked());
        if (different != null) {
            return new Outcome.Refused(
                    different,
                    "ClOrdID " + command.clOrdId() + " was used for a replace with another "
                            + InstrumentRules.fieldOf(different) + ".",
                    Map.of("orderId", earlier.orderId().toString()));
        }
        return order == null ? orderUnknown() : new Outcome.ReplaceAccepted(order, true);
    }

    private static Outcome differentOrder(OrderRequest earlier) {
        return new Outcome.Refused(
                Reason.EXISTS_WITH_DIFFERENT_ORDER_ID,
                "ClOrdID " + earlier.clOrdId() + " was used for a request about another order.",
                Map.of("orderId", earlier.orderId().toString()));
    }

    private static Outcome orderUnknown() {
        return new Outcome.Refused(Reason.ORDER_UNKNOWN, "There is no such order.");
    }

    private static Outcome differentKind(String kind) {
        return new Outcome.Refused(Reason.EXISTS_WITH_DIFFERENT_KIND, "This ClOrdID was used for " + kind + ".");
    }

    private static String nameOf(OrderRequest request) {
        return switch (request.kind()) {
            case CANCEL -> "a cancel request";
            case REPLACE -> "a replace request";
        };
    }

    private static IllegalStateException noReport() {
        return new IllegalStateException("a request is accepted or refused, it is no report");
    }
}
