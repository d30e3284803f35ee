package io.tradecore.oms.pipeline;

import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.account.AccountType;
import io.tradecore.oms.bulk.BulkResult;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.halt.TradingBar;
import io.tradecore.oms.halt.TradingState;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.margin.MarginBook;
import io.tradecore.oms.margin.MarginFact;
import io.tradecore.oms.margin.MarginFact.Result;
import io.tradecore.oms.margin.MarginStanding;
import io.tradecore.oms.margin.MarginStanding.Liquidation;
import io.tradecore.oms.margin.MarginState;
import io.tradecore.oms.margin.Marking;
import io.tradecore.oms.margin.StopOut;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ExecInst;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.Reservation;
import io.tradecore.oms.risk.Stakes;
import io.tradecore.oms.session.TradingPhase;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of an account on margin by how it stands: a margin call, and a stop-out step by step. Each look goes on from what
 * is kept of the one before, so that it may be repeated, by whomever, at any time.
 *
 * <p>A stop-out first has the orders cancelled that may open something, then closes of the position that has lost most, waits until that
 * order has ended, and looks again. What closes never takes more than open orders leave of a position.
 */
final class MarginDecisions {

    /** Who cancels and closes. */
    private static final String ACTOR = "stop-out";

    /** So long cancels are waited for: a venue that does not answer must not keep an account open that loses. */
    private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(5);

    /** After an order that executed nothing, as long as that; each further one doubles it. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private static final int MOST_DOUBLINGS = 7;

    private final Instruments instruments;
    private final PreTradeRisk risk;
    private final NewOrderDecisions orders;
    private final BulkDecisions bulk;
    private final UuidV7 ids;

    MarginDecisions(
            Instruments instruments, PreTradeRisk risk, NewOrderDecisions orders, BulkDecisions bulk, UuidV7 ids) {
        this.instruments = instruments;
        this.risk = risk;
        this.orders = orders;
        this.bulk = bulk;
        this.ids = ids;
    }

    Outcome watch(AccountState account) {
        MarginStanding standing = account.margin();
        if (account.type() == AccountType.CASH || standing == null) {
            return new Outcome.MarginWatched(new MarginState.Unknown(List.of()), List.of());
        }
        int before = account.newMarginFacts().size();
        MarginBook book = MarginBooks.of(account, standing);
        Marking marking = risk.look(instruments, account.ratePairs());
        MarginState state = marking.state(book);
        if (state instanceof MarginState.Known known) {
            call(known, standing, account);
        }
        // Nobody's positions are closed because a feed is silent.
        Marking asQuoted = marking.withoutStaleHaircut();
        if (asQuoted.state(book) instanceof MarginState.Known known) {
            stopOut(known, book, asQuoted, account);
        }
        List<MarginFact> facts = account.newMarginFacts();
        return new Outcome.MarginWatched(state, facts.subList(before, facts.size()));
    }

    private void call(MarginState.Known state, MarginStanding standing, AccountState account) {
        if (standing.callId() == null && state.isCalled(standing.settings())) {
            account.add(
                    new MarginFact.CallRaised(ids.next(), standing.settings().callLevel(), state));
        } else if (standing.callId() != null && state.isRestored(standing.settings())) {
            account.add(new MarginFact.CallCleared(standing.callId(), state));
        }
    }

    private void stopOut(MarginState.Known state, MarginBook book, Marking marking, AccountState account) {
        if (liquidation(account) == null && state.isStoppedOut(book.settings())) {
            account.add(new MarginFact.LiquidationStarted(ids.next(), book.settings(), state));
        }
        Liquidation liquidation = liquidation(account);
        if (liquidation == null || liquidation.lastOrderLeft()) {
            return;
        }
        Result result = result(state, book);
        if (result != null) {
            account.add(new MarginFact.LiquidationEnded(liquidation.liquidationId(), result, state));
            return;
        }
        Position loser = loser(state, marking, account);
        if (isCleared(order -> mayOpen(order, account) || isOf(loser, order, account), state, account)
                && loser != null
                && !isPaused(liquidation, account.now())) {
            close(loser, state, book, marking, account);
        }
    }

    private static @Nullable Liquidation liquidation(AccountState account) {
        return Objects.requireNonNull(account.margin()).liquidation();
    }

    private static @Nullable Result result(MarginState.Known state, MarginBook book) {
        if (state.lines().isEmpty()) {
            return Result.FLAT;
        }
        return state.isBelow(book.settings().restoreLevel()) ? null : Result.RESTORED;
    }

    /** The position that has lost most of those that can be closed now: quoted, traded, of a lot at least. */
    private @Nullable Position loser(MarginState.Known state, Marking marking, AccountState account) {
        return state.lines().stream()
                .filter(line -> !line.stale() && canBeClosed(line.position(), account))
                .min(StopOut.LARGEST_LOSS_FIRST)
                .map(MarginState.Line::position)
                .orElse(null);
    }

    /** What somebody has halted is not closed either: the order would not go out. */
    private boolean canBeClosed(Position position, AccountState account) {
        Instrument instrument = instruments.bySymbol(position.symbol());
        if (instrument == null) {
            return false;
        }
        TradingBar bar = account.halts().bar(ACTOR, instrument);
        return (bar == null || bar.state() != TradingState.HALTED)
                && instrument.active()
                && instrument.phaseAt(account.now()) == TradingPhase.OPEN
                && position.qty().abs().compareTo(instrument.lotSize()) >= 0;
    }

    private static boolean mayOpen(Order order, AccountState account) {
        PositionEffect effect = account.effect(order.orderId());
        BigDecimal opens = Stakes.opens(account.closesQty(order.orderId()), order.cumQty(), order.mostLeaves());
        return effect == null ? opens.signum() > 0 : effect == PositionEffect.OPEN || opens.signum() > 0;
    }

    private static boolean isOf(@Nullable Position position, Order order, AccountState account) {
        return position != null && BulkDecisions.isOf(position, order, account);
    }

    /** Whether no such order is in the way any more, or was waited for long enough. Asks for the cancels that were not asked for yet. */
    private boolean isCleared(Predicate<Order> inTheWay, MarginState.Known state, AccountState account) {
        List<BulkResult> asked =
                bulk.cancelAll(order -> order.pending() == null && inTheWay.test(order), ACTOR, account);
        long accepted = asked.stream()
                .filter(result -> result.what() != BulkResult.What.REFUSED)
                .count();
        Liquidation liquidation = Objects.requireNonNull(liquidation(account));
        if (accepted > 0) {
            account.add(new MarginFact.CancelsAsked(
                    liquidation.liquidationId(), liquidation.lastStep() + 1, (int) accepted, state));
        }
        boolean clear =
                account.orders().stream().noneMatch(order -> order.mostLeaves().signum() > 0 && inTheWay.test(order));
        Instant since = Objects.requireNonNull(liquidation(account)).waitsSince();
        return clear || Duration.between(since, account.now()).compareTo(CANCEL_PATIENCE) >= 0;
    }

    private static boolean isPaused(Liquidation liquidation, Instant now) {
        Instant last = liquidation.lastCloseAt();
        int idle = Math.min(liquidation.idleCloses(), MOST_DOUBLINGS);
        return last != null
                && idle > 0
                && Duration.between(last, now).compareTo(FIRST_PAUSE.multipliedBy(1L << (idle - 1))) < 0;
    }

    private void close(
            Position loser, MarginState.Known state, MarginBook book, Marking marking, AccountState account) {
        Side side = loser.qty().signum() > 0 ? Side.SELL : Side.BUY;
        BigDecimal free = loser.qty().abs().subtract(BulkDecisions.taken(loser, side, account));
        BigDecimal quantity = new StopOut(marking, book).quantity(loser, free);
        if (quantity.signum() <= 0) {
            return;
        }
        Liquidation liquidation = Objects.requireNonNull(liquidation(account));
        int step = liquidation.lastStep() + 1;
        Instrument instrument = Objects.requireNonNull(instruments.bySymbol(loser.symbol()));
        PositionEffect effect = loser.leg().effect(side);
        PlaceOrder order = new PlaceOrder(
                account.accountId(),
                new ClOrdId(liquidation.clOrdId(step)),
                loser.symbol(),
                side,
                OrdType.MARKET,
                // A leg of which more was closed than there was is made up for.
                effect == PositionEffect.OPEN ? Set.of() : Set.of(ExecInst.REDUCE_ONLY),
                Terms.of(quantity, null, TimeInForce.IOC),
                null,
                null,
                effect,
                ACTOR);
        OrderId orderId = orders.accept(order, instrument, passed(loser, quantity, instrument, marking), account)
                .order()
                .orderId();
        account.add(new MarginFact.CloseSent(
                liquidation.liquidationId(), step, orderId, loser.symbol(), loser.leg(), quantity, state));
    }

    /** What reduces a position is never refused for want of margin, and holds nothing. */
    private static Verdict.Passed passed(Position loser, BigDecimal quantity, Instrument instrument, Marking marking) {
        BigDecimal px = Objects.requireNonNull(marking.closingPx(loser));
        BalanceKey line = new BalanceKey(LedgerCode.CASH, instrument.contract().settlCurrency());
        return new Verdict.Passed(px, new Reservation(line, BigDecimal.ZERO), quantity, null);
    }
}
