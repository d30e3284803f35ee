package io.tradecore.oms.pipeline;

import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.MinorUnits;
import io.tradecore.ledger.Posting;
import io.tradecore.ledger.Transfer;
import io.tradecore.ledger.TransferKind;
import io.tradecore.ledger.TransferRequest;
import io.tradecore.oms.account.AccountType;
import io.tradecore.oms.command.Command.ApplyReport;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.execution.Execution;
import io.tradecore.oms.execution.Execution.Flag;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.halt.TradingBar;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderAct;
import io.tradecore.oms.order.OrderAct.Fill;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.OrderRequest;
import io.tradecore.oms.order.OrderStateMachine;
import io.tradecore.oms.order.OrderStateMachine.Decision;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.pipeline.AccountState.ExecKey;
import io.tradecore.oms.pipeline.AccountState.ForeignFee;
import io.tradecore.oms.position.ActPart;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.position.SettledPosition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides venues' reports: moves the order, books trades, retires what the venue has answered. */
final class ReportDecisions {

    private static final String UNKNOWN_ASSET = "There is no such asset as that of its commission.";

    private final Instruments instruments;

    ReportDecisions(Instruments instruments) {
        this.instruments = instruments;
    }

    Outcome apply(ApplyReport command, @Nullable AccountState account, BatchState batch) {
        VenueReport report = command.report();
        Order order = account == null ? null : account.order(report.orderId());
        if (account == null || order == null) {
            return quarantine(batch, report, Reason.REPORT_ORDER_UNKNOWN, "There is no such order.");
        }
        if (!order.venueId().equals(report.venueId())) {
            return quarantine(
                    batch, report, Reason.REPORT_WRONG_VENUE, "The order was sent to " + order.venueId() + ".");
        }
        return switch (report.type()) {
            case TRADE -> trade(command, order, account, batch);
            case TRADE_CANCEL, TRADE_CORRECT -> amendment(command, order, account, batch);
            case NEW,
                    DONE_FOR_DAY,
                    CANCELED,
                    REPLACED,
                    STOPPED,
                    REJECTED,
                    SUSPENDED,
                    PENDING_NEW,
                    PENDING_CANCEL,
                    PENDING_REPLACE,
                    CALCULATED,
                    EXPIRED,
                    RESTATED,
                    ORDER_STATUS,
                    CANCEL_REJECT -> status(command, order, account, batch);
        };
    }

    private Outcome status(ApplyReport command, Order order, AccountState account, BatchState batch) {
        VenueReport report = command.report();
        // A report that may leave the order as it is would be taken again by every repetition.
        if (account.isReportRecorded(new ExecKey(report.venueId(), report.execId()))) {
            acknowledge(report, order, account);
            return new Outcome.ReportIgnored(Reason.REPORT_DUPLICATE, "The report is known.");
        }
        BigDecimal px = report.terms().px();
        if (px != null && isBelowPrices(px, instruments.bySymbol(order.symbol()))) {
            return quarantine(batch, report, Reason.REPORT_CONTRADICTS, "The instrument has no such price.");
        }
        TradingBar halt = isToldUnknown(report, order) ? account.halts().halt(order) : null;
        if (halt != null
                && OrderStateMachine.decide(order, new OrderAct.Recalled(Reason.TRADING_HALTED.name(), halt.text()))
                        instanceof Decision.Changed ended) {
            // It does not go out while its scope is halted, and its venue does not know it: nobody else will end it.
            account.retire(order.orderId(), RouteMessage.Kind.NEW_ORDER);
            return change(command, ended, order, account);
        }
        return switch (OrderStateMachine.decide(order, new OrderAct.Reported(report))) {
            case Decision.Changed changed -> change(command, changed, order, account);
            case Decision.Ignored ignored -> {
                acknowledge(report, order, account);
                yield new Outcome.ReportIgnored(ignored.reason(), said(report, order));
            }
            case Decision.Contradiction contradiction ->
                quarantine(batch, report, contradiction.reason(), said(report, order));
            case Decision.Refused refused -> throw new IllegalStateException("a report was refused: " + refused);
        };
    }

    private static String said(VenueReport report, Order order) {
        return report.type() + " of an order that is " + order.ordStatus() + ".";
    }

    private Outcome change(ApplyReport command, Decision.Changed changed, Order before, AccountState account) {
        Order after = changed.order();
        settle(command.report(), changed, before, account);
        recordReport(changed.event(), after, command, account);
        return new Outcome.ReportApplied(after);
    }

    /** The order as it stands now, what it holds, and which of its messages need not be sent again. */
    private void settle(VenueReport report, Decision.Changed changed, Order before, AccountState account) {
        acknowledge(report, before, account);
        OrderRequest request = before.pending();
        if (changed.answersRequest() && request != null) {
            account.retire(before.orderId(), routeKind(request));
        }
        Order after = changed.order();
        account.change(after);
        Instrument instrument = instruments.bySymbol(after.symbol());
        if (instrument != null) {
            OrderHolds.set(after, instrument, account);
        } else if (after.leavesQty().signum() == 0) {
            account.book().close(after.orderId().value());
        }
    }

    private static RouteMessage.Kind routeKind(OrderRequest request) {
        return switch (request.kind()) {
            case CANCEL -> RouteMessage.Kind.CANCEL;
            case REPLACE -> RouteMessage.Kind.REPLACE;
        };
    }

    private Outcome trade(ApplyReport command, Order order, AccountState account, BatchState batch) {
        VenueReport report = command.report();
        Execution earlier = account.execution(new ExecKey(report.venueId(), report.execId()));
        if (earlier != null) {
            return repeated(earlier, report, batch);
        }
        Instrument instrument = instruments.bySymbol(order.symbol());
        if (instrument == null || isUnbookable(report, instrument)) {
            return quarantine(batch, report, Reason.REPORT_UNBOOKABLE, "The trade has no price it can be booked at.");
        }
        if (isOfUnknownAsset(report.commission())) {
            return quarantine(batch, report, Reason.REPORT_UNBOOKABLE, UNKNOWN_ASSET);
        }
        return switch (OrderStateMachine.decide(order, new OrderAct.Reported(report))) {
            case Decision.Changed changed -> {
                settle(report, changed, order, account);
                bookTrade(command, order, changed.order(), instrument, account);
                yield new Outcome.ReportApplied(changed.order());
            }
            case Decision.Contradiction _ -> quarantine(batch, report, Reason.REPORT_UNBOOKABLE, said(report, order));
            case Decision.Ignored _, Decision.Refused _ ->
                throw new IllegalStateException("a trade is booked or kept, not passed over");
        };
    }

    /** An execution is booked at a price that is not positive only where its instrument may have one; a bust names none. */
    private static boolean isUnbookable(VenueReport report, Instrument instrument) {
        return report.lastPx() != null && isBelowPrices(report.lastPx(), instrument);
    }

    /** Of what is not known here any more nothing is said. */
    private static boolean isBelowPrices(BigDecimal px, @Nullable Instrument instrument) {
        return px.signum() <= 0 && instrument != null && !instrument.contract().negativePx();
    }

    private boolean isOfUnknownAsset(@Nullable Commission commission) {
        return commission != null && instruments.assetScale(commission.currency()) == null;
    }

    /** What was charged, to the minor unit of its currency. */
    private @Nullable Commission charged(VenueReport report) {
        Commission told = report.commission();
        return told == null
                ? null
                : new Commission(
                        MinorUnits.round(
                                told.amount(), Objects.requireNonNull(instruments.assetScale(told.currency()))),
                        told.currency());
    }

    private static ExecKey key(Execution execution) {
        return new ExecKey(execution.venueId(), execution.execId());
    }

    private static Outcome repeated(Execution earlier, VenueReport report, BatchState batch) {
        boolean same = earlier.orderId().equals(report.orderId())
                && earlier.kind() == kind(report.type())
                && (report.lastQty() == null || earlier.lastQty().compareTo(report.lastQty()) == 0)
                && (report.lastPx() == null || earlier.lastPx().compareTo(report.lastPx()) == 0);
        return same
                ? new Outcome.ReportIgnored(Reason.REPORT_DUPLICATE, "The execution is booked.")
                : reused(report, batch);
    }

    private static Outcome reused(VenueReport report, BatchState batch) {
        return quarantine(
                batch, report, Reason.EXEC_ID_REUSED, "The ExecID is booked with another order, quantity or price.");
    }

    /** A bust or a correction: what the execution had posted is taken back or put right by a transfer of its own. */
    private Outcome amendment(ApplyReport command, Order order, AccountState account, BatchState batch) {
        VenueReport report = command.report();
        Execution earlier = account.execution(new ExecKey(report.venueId(), report.execId()));
        String execRefId = Objects.requireNonNull(report.execRefId());
        LiveExecutions executions = LiveExecutions.of(account.executions(), order.symbol());
        if (earlier != null) {
            boolean sameRef = executions.leadsTo(report.venueId(), execRefId, report.execId());
            return sameRef ? repeated(earlier, report, batch) : reused(report, batch);
        }
        Instrument instrument = instruments.bySymbol(order.symbol());
        if (instrument == null || isUnbookable(report, instrument)) {
            return quarantine(batch, report, Reason.REPORT_UNBOOKABLE, "There is no price it can be booked at.");
        }
        Execution last = executions.last(report.venueId(), execRefId);
        if (last == null || !last.orderId().equals(order.orderId())) {
            return quarantine(batch, report, Reason.REPORT_EXECUTION_UNKNOWN, "The order has no such execution.");
        }
        if (last.kind() == Execution.Kind.TRADE_CANCEL) {
            return quarantine(batch, report, Reason.REPORT_CONTRADICTS, "The execution has been busted.");
        }
        if (isOfUnknownAsset(report.commission())) {
            return quarantine(batch, report, Reason.REPORT_UNBOOKABLE, UNKNOWN_ASSET);
        }
        if (report.commission() != null && account.commission(key(last)) == null) {
            return quarantine(
                    batch, report, Reason.REPORT_UNBOOKABLE, "The execution was charged by the instrument's fee rate.");
        }
        Fill superseded = SplitDecisions.inUnitsOfNow(last, order, account);
        return switch (OrderStateMachine.decide(order, new OrderAct.Reported(report, superseded))) {
            case Decision.Changed changed -> {
                settle(report, changed, order, account);
                bookAmendment(command, order, changed, last, instrument, account);
                yield new Outcome.ReportApplied(changed.order());
            }
            case Decision.Contradiction contradiction ->
                quarantine(batch, report, contradiction.reason(), said(report, order));
            case Decision.Ignored _, Decision.Refused _ ->
                throw new IllegalStateException("a bust or correction is booked or kept, not passed over");
        };
    }

    private void bookTrade(
            ApplyReport command, Order before, Order after, Instrument instrument, AccountState account) {
        VenueReport report = command.report();
        BigDecimal lastQty = Objects.requireNonNull(report.lastQty());
        BigDecimal lastPx = Objects.requireNonNull(report.lastPx());
        Commission charged = charged(report);
        SettledPosition position = account.settled(after.symbol(), account.leg(after.orderId(), after.side()));
        SettledPosition next = position.trade(after.side(), lastQty, lastPx, instrument.payoff(), BigDecimal.ZERO)
                .feeInKind(Commission.inKind(charged, instrument), lastPx, instrument.payoff());
        Difference difference = Difference.between(before, after, lastQty, instrument)
                .ofExecution(before, BigDecimal.ZERO, instrument.payoff().value(lastQty, lastPx), instrument)
                .realising(position, next, instrument)
                .charging(null, charged, instrument);
        Transfer transfer = post(command, TransferKind.TRADE, difference, after, instrument, account);
        account.change(next.withMoreFees(difference.fee()));
        addForeignFees(difference, next.position(), account);
        OrderEvent event = recordReport(OrderEvent.Type.TRADE, after, command, account);
        account.add(new Execution(
                Execution.Kind.TRADE,
                report.venueId(),
                report.execId(),
                null,
                after.orderId(),
                after.symbol(),
                after.side(),
                lastQty,
                lastPx,
                difference.notional(),
                difference.fee(),
                event.seq(),
                transfer.seq(),
                flags(before, after, next.position()),
                report.transactTime()));
        if (charged != null) {
            account.add(new ExecKey(report.venueId(), report.execId()), charged);
        }
    }

    private void bookAmendment(
            ApplyReport command,
            Order before,
            Decision.Changed changed,
            Execution last,
            Instrument instrument,
            AccountState account) {
        Order after = changed.order();
        Execution draft = amendment(command.report(), last, after, account.eventSeq() + 1);
        boolean bust = draft.kind() == Execution.Kind.TRADE_CANCEL;
        BigDecimal quantity = bust ? BigDecimal.ZERO : draft.lastQty();
        BigDecimal worth = instrument.payoff().value(last.lastQty(), last.lastPx());
        Leg leg = account.leg(after.orderId(), after.side());
        SettledPosition position = account.settled(after.symbol(), leg);
        List<ActPart> acts = account.replayedActs(after.symbol());
        Commission chargedBefore = inUnitsOf(draft, last, account.commission(key(last)), instrument, acts);
        Commission told = charged(command.report());
        // A correction that tells none leaves what was charged.
        Commission charged = bust ? null : told == null ? chargedBefore : told;
        LiveExecutions.Replayed replayed = replayed(draft, charged, position, instrument, acts, account);
        SettledPosition next = replayed.settled();
        Difference difference = Difference.between(before, after, quantity.subtract(last.lastQty()), instrument)
                .ofExecution(before, worth, instrument.payoff().value(quantity, draft.lastPx()), instrument)
                .realising(position, next, instrument)
                .charging(chargedBefore, charged, instrument);
        if (!acts.isEmpty()) {
            difference = difference.afterActs(
                    after.side(),
                    next.position().qty().subtract(position.position().qty()),
                    replayed.paidOut());
        }
        // A correction may be too small to move a minor unit.
        Transfer transfer = difference.isNothing(account.type())
                ? null
                : post(command, TransferKind.valueOf(draft.kind().name()), difference, after, instrument, account);
        OrderEvent event = account.record(draft(changed.event(), after, command).superseding(last));
        account.add(draft.booked(
                difference.notional(), difference.fee(), event.seq(), transfer == null ? null : transfer.seq()));
        account.change(next.withMoreFees(difference.fee()));
        addForeignFees(difference, next.position(), account);
        if (charged != null) {
            account.add(key(draft), charged);
        }
    }

    /** The position with a bust or a correction taken in, and what splits have paid out more for it. */
    private static LiveExecutions.Replayed replayed(
            Execution draft,
            @Nullable Commission charged,
            SettledPosition position,
            Instrument instrument,
            List<ActPart> acts,
            AccountState account) {
        Leg leg = position.position().leg();
        LiveExecutions executions = LiveExecutions.of(executionsOf(leg, account), instrument.symbol());
        LiveExecutions.Replayed before =
                executions.replay(instrument, leg, acts, execution -> account.commission(key(execution)));
        LiveExecutions.Replayed now = executions
                .with(draft)
                .replay(
                        instrument,
                        leg,
                        acts,
                        execution -> execution == draft ? charged : account.commission(key(execution)));
        BigDecimal fees = position.position().fees().subtract(before.fees()).add(now.fees());
        return new LiveExecutions.Replayed(
                now.settled().withFees(fees), now.paidOut().subtract(before.paidOut()));
    }

    private static void addForeignFees(Difference difference, Position position, AccountState account) {
        difference
                .charged()
                .forEach(fee ->
                        account.add(new ForeignFee(position.symbol(), position.leg(), fee.currency()), fee.amount()));
    }

    /** What was charged for an execution, in units of a later one: splits in between have changed what was taken in kind. */
    private static @Nullable Commission inUnitsOf(
            Execution later,
            Execution charged,
            @Nullable Commission commission,
            Instrument instrument,
            List<ActPart> acts) {
        BigDecimal feeQty = Commission.inKind(commission, instrument);
        if (commission == null || feeQty.signum() == 0) {
            return commission;
        }
        for (ActPart part : acts) {
            feeQty = part.qtyOn(charged.eventSeq(), later.eventSeq(), feeQty);
        }
        return new Commission(feeQty, commission.currency());
    }

    /** Those of orders of the leg, with what busts and corrections have made of them: they are of the same orders. */
    private static List<Execution> executionsOf(Leg leg, AccountState account) {
        return account.executions().stream()
                .filter(execution -> account.leg(execution.orderId(), execution.side()) == leg)
                .toList();
    }

    /** The bust or correction before it is booked. */
    private static Execution amendment(VenueReport report, Execution last, Order after, long eventSeq) {
        Execution.Kind kind = kind(report.type());
        boolean bust = kind == Execution.Kind.TRADE_CANCEL;
        return new Execution(
                kind,
                report.venueId(),
                report.execId(),
                last.execId(),
                after.orderId(),
                after.symbol(),
                after.side(),
                bust ? last.lastQty() : Objects.requireNonNull(report.lastQty()),
                bust ? last.lastPx() : Objects.requireNonNull(report.lastPx()),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                eventSeq,
                null,
                overfill(after),
                report.transactTime());
    }

    /**
     * What an order's executions come to more than before, in the currency the instrument settles in. Posting differences of
     * rounded totals makes the parts add up to the rounded whole, whatever was busted and corrected between.
     *
     * @param realised what the position has brought more than before: what it realises, less what settlements have paid of that
     * @param inKind fees taken in the instrument, in its units
     * @param charged fees in other currencies than the one the instrument settles in
     */
    private record Difference(
            BigDecimal quantity,
            BigDecimal notional,
            BigDecimal fee,
            BigDecimal realised,
            BigDecimal inKind,
            List<Commission> charged) {

        static Difference between(Order before, Order after, BigDecimal quantity, Instrument instrument) {
            BigDecimal turnoverBefore = before.cumNotional().multiply(instrument.multiplier());
            BigDecimal turnoverAfter = after.cumNotional().multiply(instrument.multiplier());
            int scale = instrument.contract().settlScale();
            return new Difference(
                    quantity,
                    MinorUnits.step(turnoverBefore, turnoverAfter, scale),
                    MinorUnits.step(
                            turnoverBefore.abs().multiply(before.feeRate()),
                            turnoverAfter.abs().multiply(before.feeRate()),
                            scale),
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    List.of());
        }

        /**
         * Where the totals do not tell what was traded, of prices on both sides of zero and of what is inverse, it is of each
         * execution by itself.
         *
         * @param was what the execution that is taken back was worth, zero where none is
         * @param is what the one that is booked is worth
         */
        Difference ofExecution(Order order, BigDecimal was, BigDecimal is, Instrument instrument) {
            boolean inverse = instrument.contract().inverse();
            if (!inverse && !instrument.contract().negativePx()) {
                return this;
            }
            int scale = instrument.contract().settlScale();
            BigDecimal worth = inverse ? MinorUnits.step(was, is, scale) : notional;
            BigDecimal own = MinorUnits.step(
                    was.abs().multiply(order.feeRate()), is.abs().multiply(order.feeRate()), scale);
            return new Difference(quantity, worth, own, realised, inKind, charged);
        }

        Difference realising(SettledPosition before, SettledPosition after, Instrument instrument) {
            return new Difference(quantity, notional, fee, after.paidSince(before, instrument), inKind, charged);
        }

        /**
         * The same of an execution of before splits: of the position it is what that comes to now, and what was paid out for
         * less than a lot is paid out or taken back with it. On margin that is in what is realised.
         *
         * @param moved signed, of the position, with what was taken in kind
         * @param paidOut more than before, into cash
         */
        Difference afterActs(Side side, BigDecimal moved, BigDecimal paidOut) {
            BigDecimal traded = moved.add(inKind);
            return switch (side) {
                case BUY -> new Difference(traded, notional.subtract(paidOut), fee, realised, inKind, charged);
                case SELL -> new Difference(traded.negate(), notional.add(paidOut), fee, realised, inKind, charged);
            };
        }

        /** With what the venue charges instead of what it charged before; where it does neither, the fee rate stands. */
        Difference charging(@Nullable Commission before, @Nullable Commission now, Instrument instrument) {
            if (before == null && now == null) {
                return this;
            }
            Map<String, BigDecimal> amounts = new TreeMap<>();
            if (before != null) {
                amounts.merge(before.currency(), before.amount().negate(), BigDecimal::add);
            }
            if (now != null) {
                amounts.merge(now.currency(), now.amount(), BigDecimal::add);
            }
            BigDecimal own = amounts.remove(instrument.contract().settlCurrency());
            String baseAsset = instrument.contract().baseAsset();
            BigDecimal taken = baseAsset == null ? null : amounts.remove(baseAsset);
            List<Commission> others = amounts.entrySet().stream()
                    .filter(amount -> amount.getValue().signum() != 0)
                    .map(amount -> new Commission(amount.getValue(), amount.getKey()))
                    .toList();
            return new Difference(
                    quantity,
                    notional,
                    own == null ? BigDecimal.ZERO : own,
                    realised,
                    taken == null ? BigDecimal.ZERO : taken,
                    others);
        }

        /** What is paid to the market, before the fee: the notional, or on margin what is lost. */
        BigDecimal paid(Side side, AccountType type) {
            return switch (type) {
                case CASH -> side == Side.BUY ? notional : notional.negate();
                case MARGIN -> realised.negate();
            };
        }

        boolean isNothing(AccountType type) {
            return quantity.signum() == 0
                    && paid(Side.BUY, type).signum() == 0
                    && fee.signum() == 0
                    && inKind.signum() == 0
                    && charged.isEmpty();
        }
    }

    private static Transfer post(
            ApplyReport command,
            TransferKind kind,
            Difference difference,
            Order order,
            Instrument instrument,
            AccountState account) {
        VenueReport report = command.report();
        boolean buy = order.side() == Side.BUY;
        BigDecimal quantity =
                buy ? difference.quantity() : difference.quantity().negate();
        BigDecimal paid = difference.paid(order.side(), account.type());
        BigDecimal cash = paid.add(difference.fee()).negate();
        String currency = instrument.contract().settlCurrency();
        List<Posting> legs = new ArrayList<>(List.of(
                new Posting(LedgerCode.POSITION, order.symbol(), quantity.subtract(difference.inKind())),
                new Posting(LedgerCode.CLEARING, order.symbol(), quantity.negate()),
                new Posting(LedgerCode.FEES, order.symbol(), difference.inKind()),
                new Posting(LedgerCode.CASH, currency, cash),
                new Posting(LedgerCode.CLEARING, currency, paid),
                new Posting(LedgerCode.FEES, currency, difference.fee())));
        for (Commission charged : difference.charged()) {
            legs.add(new Posting(
                    LedgerCode.CASH, charged.currency(), charged.amount().negate()));
            legs.add(new Posting(LedgerCode.FEES, charged.currency(), charged.amount()));
        }
        String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return account.book()
                .post(
                        new TransferRequest(
                                name + ":" + report.venueId() + ":" + report.execId(),
                                kind,
                                currency,
                                cash,
                                order.orderId().value(),
                                report.execId(),
                                command.actor(),
                                account.book().openFrom(report.transactTime())),
                        legs);
    }

    private static Execution.Kind kind(ReportType type) {
        return Execution.Kind.valueOf(type.name());
    }

    private static List<Flag> flags(Order before, Order after, Position position) {
        List<Flag> flags = new ArrayList<>(3);
        if (before.isClosed()) {
            flags.add(Flag.LATE);
        }
        flags.addAll(overfill(after));
        if (position.isOverclosed() && position.leg().effect(after.side()) == PositionEffect.CLOSE) {
            flags.add(Flag.OVERCLOSE);
        }
        return flags;
    }

    private static List<Flag> overfill(Order after) {
        return after.cumQty().compareTo(after.orderQty()) > 0 ? List.of(Flag.OVERFILL) : List.of();
    }

    /** Whatever the venue says of an order, it has taken it; unless it says that it does not know it. */
    private static void acknowledge(VenueReport report, Order order, AccountState account) {
        if (!report.saysUnknown()) {
            account.retire(order.orderId(), RouteMessage.Kind.NEW_ORDER);
        }
    }

    /** Whether the venue answers the cancel that waits with not knowing the order. */
    private static boolean isToldUnknown(VenueReport report, Order order) {
        OrderRequest pending = order.pending();
        return report.saysUnknown()
                && pending != null
                && pending.kind() == RequestKind.CANCEL
                && (report.clOrdId() == null
                        || report.clOrdId().equals(pending.clOrdId().value()));
    }

    private static OrderEvent recordReport(
            OrderEvent.Type type, Order order, ApplyReport command, AccountState account) {
        return account.record(draft(type, order, command));
    }

    private static EventDraft draft(OrderEvent.Type type, Order order, ApplyReport command) {
        String answered = command.report().clOrdId();
        return EventDraft.ofReport(
                type,
                order,
                answered == null ? order.currentClOrdId().value() : answered,
                command.report(),
                command.actor());
    }

    private static Outcome quarantine(BatchState batch, VenueReport report, Reason reason, String text) {
        batch.quarantine(report, reason, text);
        return new Outcome.ReportQuarantined(reason, text);
    }
}
