package io.tradecore.risk;

import io.tradecore.ledger.BalanceKey;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.margin.MarginBook;
import io.tradecore.oms.margin.MarginState;
import io.tradecore.oms.margin.Marking;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.Reservation;
import io.tradecore.oms.risk.Stakes;
import io.tradecore.oms.risk.Stakes.Stake;
import io.tradecore.oms.risk.Stakes.Whole;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.valuation.Missing;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a MARGIN account's free margin covers an order: the cash of the currency that the instrument settles in, less what
 * is held, less the initial margin of the positions that settle in it at the mark, less what they have lost and not realised.
 * What they have gained is not counted before it is realised. An order that only closes is not asked for margin.
 *
 * <p>The legs of a HEDGING account take margin for their net; what each has lost counts.
 *
 * <p>A long is marked at the bid, a short at the ask. Safe for use by many threads.
 */
record MarginChecks(HotQuotes quotes, QuoteAge age, Look look) {

    /** How accounts are marked. */
    @FunctionalInterface
    interface Look {
        Marking at(Whole whole);
    }

    /** A new order. */
    Verdict check(
            PlaceOrder order,
            Instrument instrument,
            AccountView account,
            Stakes stakes,
            BigDecimal reservePx,
            @Nullable Trigger trigger) {
        BigDecimal closes = stakes.closable(order.symbol(), order.side()).min(order.orderQty());
        BigDecimal opens = order.orderQty().subtract(closes);
        if (opens.signum() > 0 && instrument.contract().margin() == null) {
            return noTerms(instrument.symbol());
        }
        Reservation needed = Reservation.onMargin(instrument, opens, reservePx, instrument.feeRate());
        Verdict.Denied denied = checkFree(needed, BigDecimal.ZERO, account, stakes);
        if (denied == null && opens.signum() > 0) {
            denied = checkWhole(order.symbol(), order.side(), order.orderQty(), stakes);
        }
        return denied == null ? new Verdict.Passed(reservePx, needed, closes, trigger) : denied;
    }

    /**
     * An order as it shall be. What it was to close when it was placed it still is, and holds nothing for; but of what it closes
     * more than it does now, margin has to be there for what others have come to close meanwhile.
     */
    Verdict checkReplace(
            Order order,
            BigDecimal leaves,
            Instrument instrument,
            AccountView account,
            Stakes stakes,
            BigDecimal held,
            BigDecimal reservePx) {
        BigDecimal opens = stakes.opens(order, leaves);
        BigDecimal due = opens.add(stakes.closedByOthers(order, leaves));
        if (due.signum() > 0 && instrument.contract().margin() == null) {
            return noTerms(instrument.symbol());
        }
        Reservation needed = Reservation.onMargin(instrument, due, reservePx, order.feeRate());
        Verdict.Denied denied = checkFree(needed, held, account, stakes);
        BigDecimal more =
                leaves.subtract(order.leavesQty().max(order.leavesIfReplaced()).max(BigDecimal.ZERO));
        if (denied == null && due.signum() > 0 && more.signum() > 0) {
            denied = checkWhole(order.symbol(), order.side(), more, stakes);
        }
        return denied == null
                ? new Verdict.Passed(reservePx, Reservation.onMargin(instrument, opens, reservePx, order.feeRate()))
                : denied;
    }

    /**
     * Of all the account has, in its base currency: what it may come to owe as margin, with tiers, the account's leverage and what makes up
     * for each other, must not be more than its equity. What does not raise that passes; where it cannot be told nothing does.
     */
    private Verdict.@Nullable Denied checkWhole(String symbol, Side side, BigDecimal more, Stakes stakes) {
        Whole whole = stakes.whole();
        if (whole == null) {
            return null;
        }
        Marking marking = look.at(whole);
        MarginBook with = whole.book()
                .ordering(
                        symbol, side == Side.BUY ? more : BigDecimal.ZERO, side == Side.SELL ? more : BigDecimal.ZERO);
        return switch (marking.state(with)) {
            case MarginState.Unknown(List<Missing> missing) -> missing(missing.getFirst());
            case MarginState.Known after ->
                switch (marking.state(whole.book())) {
                    case MarginState.Unknown(List<Missing> missing) -> missing(missing.getFirst());
                    case MarginState.Known before -> checkRaised(after, before);
                };
        };
    }

    private static Verdict.@Nullable Denied checkRaised(MarginState.Known after, MarginState.Known before) {
        BigDecimal needed = after.orders().subtract(before.orders());
        return needed.signum() <= 0 || after.free().signum() >= 0
                ? null
                : LimitChecks.denied(
                        Reason.MARGIN_INSUFFICIENT,
                        "The free margin of the account does not cover the order.",
                        "needed",
                        needed,
                        "free",
                        before.free());
    }

    private Verdict.@Nullable Denied checkFree(
            Reservation needed, BigDecimal held, AccountView account, Stakes stakes) {
        if (needed.amount().compareTo(held) <= 0) {
            return null;
        }
        BalanceKey line = needed.line();
        BigDecimal free = account.balances().apply(line).available().add(held);
        BigDecimal unrealised = BigDecimal.ZERO;
        for (Stake stake : stakes.stakes()) {
            Instrument instrument = stake.instrument();
            if (stake.isNothing()) {
                continue;
            }
            MarginTerms margin =
                    instrument == null ? null : instrument.contract().margin();
            if (instrument == null || margin == null) {
                return noTerms(stake.symbol());
            }
            if (!instrument.contract().settlCurrency().equals(line.asset())) {
                continue;
            }
            Quote quote = quotes.quote(stake.symbol());
            Verdict.Denied denied = age.check(stake.symbol(), quote);
            if (denied != null || quote == null) {
                return denied;
            }
            free = free.subtract(margin.initial(stake.exposed(), mark(stake.qty(), quote), instrument.payoff()));
            for (Position position : stake.positions()) {
                if (position.avgPx() != null) {
                    BigDecimal mark = mark(position.qty(), quote);
                    unrealised = unrealised.add(instrument.payoff().gain(position.qty(), position.avgPx(), mark));
                }
            }
        }
        free = free.add(unrealised.min(BigDecimal.ZERO));
        return needed.amount().compareTo(free) <= 0
                ? null
                : LimitChecks.denied(
                        Reason.MARGIN_INSUFFICIENT,
                        "The free margin does not cover the order and its fee.",
                        "needed",
                        needed.amount(),
                        "free",
                        free);
    }

    private static BigDecimal mark(BigDecimal qty, Quote quote) {
        return qty.signum() < 0 ? quote.askPx() : quote.bidPx();
    }

    private static Verdict.Denied missing(Missing what) {
        return switch (what.what()) {
            case INSTRUMENT, MARGIN_TERMS -> noTerms(Objects.requireNonNull(what.symbol()));
            case QUOTE -> QuoteAge.missing(Objects.requireNonNull(what.symbol()));
            case RATE, RATE_QUOTE ->
                new Verdict.Denied(
                        Reason.RATE_MISSING,
                        "There is no rate to value the account by.",
                        Map.of(
                                "from",
                                Objects.requireNonNull(what.fromAsset()),
                                "to",
                                Objects.requireNonNull(what.toAsset())));
        };
    }

    private static Verdict.Denied noTerms(String symbol) {
        return new Verdict.Denied(
                Reason.MARGIN_TERMS_MISSING, "There are no margin terms of the instrument.", Map.of("symbol", symbol));
    }
}
