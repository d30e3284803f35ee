package io.tradecore.risk;

import io.tradecore.ledger.BalanceKey;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.margin.MarginBook;
import io.tradecore.oms.margin.MarginGap;
import io.tradecore.oms.margin.MarginState;
import io.tradecore.oms.margin.Marking;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.Reservation;
import io.tradecore.oms.risk.Stakes;
import io.tradecore.oms.risk.Stakes.Beside;
import io.tradecore.oms.risk.Stakes.Stake;
import io.tradecore.oms.risk.Stakes.Whole;
import io.tradecore.oms.trigger.Trigger;
import java.math.BigDecimal;
import java.util.Map;
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
        BigDecimal more = leaves.subtract(order.mostLeaves());
        if (denied == null && due.signum() > 0 && more.signum() > 0) {
            denied = checkWhole(order.symbol(), order.side(), more, stakes);
        }
        return denied == null
                ? new Verdict.Passed(reservePx, Reservation.onMargin(instrument, opens, reservePx, order.feeRate()))
                : denied;
    }

    /**
     * Of all the account has, in its base currency: what it may come to owe as margin, with tiers, the account's leverage and what makes up
     * for each other, must not be more than its equity. What does not raise that passes, as the exit of an entry does: it comes back to
     * where that began. Where that cannot be told, or only by a quote that is too old, nothing is known to cover it.
     */
    private Verdict.@Nullable Denied checkWhole(String symbol, Side side, BigDecimal more, Stakes stakes) {
        Whole whole = stakes.whole();
        Beside beside = stakes.beside();
        if (whole == null || beside.isExit()) {
            return null;
        }
        MarginBook without = whole.book().ordering(symbol, beside.buys(), beside.sells());
        MarginBook with = without.ordering(
                symbol, side == Side.BUY ? more : BigDecimal.ZERO, side == Side.SELL ? more : BigDecimal.ZERO);
        if (reserved(with, symbol).compareTo(reserved(without, symbol)) <= 0) {
            return null;
        }
        Marking marking = look.at(whole);
        return switch (marking.state(with)) {
            case MarginState.Unknown unknown -> MarginGap.of(unknown);
            case MarginState.Known after
            when after.stale() -> stale(after.staleQuotes().first());
            case MarginState.Known after when after.free().signum() >= 0 -> null;
            case MarginState.Known after -> beyond(after, marking.state(without));
        };
    }

    private static BigDecimal reserved(MarginBook book, String symbol) {
        MarginBook.Exposure exposure = book.exposure(symbol);
        return exposure == null ? BigDecimal.ZERO : exposure.reserved();
    }

    /** What the order leads to has figures, so what there is without it has them as well. */
    private static Verdict.@Nullable Denied beyond(MarginState.Known after, MarginState state) {
        MarginState.Known before = (MarginState.Known) state;
        BigDecimal needed = after.orders().subtract(before.orders());
        return needed.signum() <= 0
                ? null
                : LimitChecks.denied(
                        Reason.MARGIN_INSUFFICIENT,
                        "The free margin of the account does not cover the order.",
                        "needed",
                        needed,
                        "free",
                        before.free());
    }

    private Verdict.Denied stale(String symbol) {
        return new Verdict.Denied(
                Reason.QUOTE_STALE,
                "The last quote of something that the account's margin is reckoned with is too old.",
                Map.of(
                        "symbol",
                        symbol,
                        "maxQuoteAgeMs",
                        Long.toString(age.most().toMillis())));
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

    private static Verdict.Denied noTerms(String symbol) {
        return new Verdict.Denied(
                Reason.MARGIN_TERMS_MISSING, "There are no margin terms of the instrument.", Map.of("symbol", symbol));
    }
}
