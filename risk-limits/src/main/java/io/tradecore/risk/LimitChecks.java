package io.tradecore.risk;

import io.tradecore.ledger.LedgerCode;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.risk.AccountLimit;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.Reservation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pre-trade checks of a CASH account, in this order: account status, limits present, quantity, quote present and fresh,
 * price collar, notional, funds. Every bound is inclusive; whatever is missing denies.
 *
 * <p>Safe for use by many threads.
 */
public final class LimitChecks implements PreTradeRisk {

    private final HotQuotes quotes;
    private final Clock clock;
    private final Duration maxQuoteAge;

    /** @param maxQuoteAge oldest quote, by its source's clock, that a price is compared with */
    public LimitChecks(HotQuotes quotes, Clock clock, Duration maxQuoteAge) {
        this.quotes = quotes;
        this.clock = clock;
        this.maxQuoteAge = maxQuoteAge;
    }

    @Override
    public Verdict check(PlaceOrder order, Instrument instrument, AccountView account) {
        AccountLimit general = account.limits().apply(AccountLimit.ALL);
        AccountLimit specific = account.limits().apply(order.symbol());
        Verdict.Denied denied = checkAccount(account, general);
        if (denied == null) {
            denied = checkQuantity(order.orderQty(), instrument, general, specific);
        }
        Quote quote = quotes.quote(order.symbol());
        if (denied == null) {
            denied = checkQuote(order.symbol(), quote);
        }
        if (denied != null || quote == null) {
            return denied != null ? denied : noQuote(order.symbol());
        }
        BigDecimal reservePx = reservePx(order.px(), order.side(), instrument, quote);
        denied = checkCollar(order.px(), instrument, quote);
        if (denied == null) {
            denied = checkNotional(order.orderQty(), instrument, reservePx, general, specific);
        }
        Reservation needed =
                Reservation.of(instrument, order.side(), order.orderQty(), reservePx, instrument.feeRate());
        return denied != null ? denied : checkFunds(needed, account, BigDecimal.ZERO, reservePx);
    }

    @Override
    public Verdict checkReplace(Order order, Terms asked, Instrument instrument, AccountView account, BigDecimal held) {
        AccountLimit general = account.limits().apply(AccountLimit.ALL);
        AccountLimit specific = account.limits().apply(order.symbol());
        boolean morePieces = asked.orderQty().compareTo(order.orderQty()) > 0;
        boolean otherPx = isOther(asked.px(), order.px());
        Verdict.Denied denied = checkAccount(account, general);
        if (denied == null && morePieces) {
            denied = checkQuantity(asked.orderQty(), instrument, general, specific);
        }
        BigDecimal reservePx = order.reservePx();
        if (denied == null && (morePieces || otherPx)) {
            Quote quote = quotes.quote(order.symbol());
            denied = checkQuote(order.symbol(), quote);
            if (denied == null && quote != null) {
                reservePx = reservePx(asked.px(), order.side(), instrument, quote);
                denied = otherPx ? checkCollar(asked.px(), instrument, quote) : null;
            }
        }
        BigDecimal notional = asked.orderQty().multiply(reservePx);
        if (denied == null && notional.compareTo(order.orderQty().multiply(order.reservePx())) > 0) {
            denied = checkNotional(asked.orderQty(), instrument, reservePx, general, specific);
        }
        BigDecimal leaves = asked.orderQty().subtract(order.cumQty()).max(BigDecimal.ZERO);
        Reservation needed = Reservation.of(instrument, order.side(), leaves, reservePx, order.feeRate());
        return denied != null ? denied : checkFunds(needed, account, held, reservePx);
    }

    private static boolean isOther(@Nullable BigDecimal px, @Nullable BigDecimal before) {
        return px == null || before == null ? px != before : px.compareTo(before) != 0;
    }

    private static Verdict.@Nullable Denied checkAccount(AccountView account, @Nullable AccountLimit general) {
        if (account.status() != AccountStatus.ACTIVE) {
            return new Verdict.Denied(
                    Reason.ACCOUNT_NOT_ACTIVE,
                    "The account is " + account.status() + ".",
                    Map.of("status", account.status().name()));
        }
        return general == null
                ? new Verdict.Denied(
                        Reason.LIMIT_MISSING, "The account has no limits, so nothing may be sent.", Map.of())
                : null;
    }

    private static Verdict.@Nullable Denied checkQuantity(
            BigDecimal orderQty,
            Instrument instrument,
            @Nullable AccountLimit general,
            @Nullable AccountLimit specific) {
        BigDecimal max = least(
                instrument.maxOrderQty(),
                general == null ? null : general.maxOrderQty(),
                specific == null ? null : specific.maxOrderQty());
        return orderQty.compareTo(max) <= 0
                ? null
                : denied(
                        Reason.QTY_EXCEEDS_MAX,
                        "The quantity is above the largest allowed.",
                        "orderQty",
                        orderQty,
                        "maxOrderQty",
                        max);
    }

    private Verdict.@Nullable Denied checkQuote(String symbol, @Nullable Quote quote) {
        if (quote == null) {
            return noQuote(symbol);
        }
        Duration age = Duration.between(quote.quoteTime(), clock.instant());
        // A quote from the future is as little to be trusted as an old one.
        if (age.compareTo(maxQuoteAge) <= 0 && age.negated().compareTo(maxQuoteAge) <= 0) {
            return null;
        }
        return new Verdict.Denied(
                Reason.QUOTE_STALE,
                "The last quote is too old to judge a price by.",
                Map.of(
                        "quoteAgeMs",
                        Long.toString(age.toMillis()),
                        "maxQuoteAgeMs",
                        Long.toString(maxQuoteAge.toMillis())));
    }

    private static Verdict.Denied noQuote(String symbol) {
        return new Verdict.Denied(
                Reason.QUOTE_MISSING, "There is no quote to judge a price by.", Map.of("symbol", symbol));
    }

    /** A limit order reserves at its limit, a market order at the worst price the collar allows. */
    private static BigDecimal reservePx(@Nullable BigDecimal limit, Side side, Instrument instrument, Quote quote) {
        return limit != null ? limit : worstPx(side, instrument, quote);
    }

    private static BigDecimal worstPx(Side side, Instrument instrument, Quote quote) {
        return switch (side) {
            case BUY ->
                quote.askPx()
                        .multiply(BigDecimal.ONE.add(instrument.priceCollar()))
                        .setScale(instrument.pxScale(), RoundingMode.CEILING);
            case SELL ->
                quote.bidPx()
                        .multiply(BigDecimal.ONE.subtract(instrument.priceCollar()))
                        .setScale(instrument.pxScale(), RoundingMode.FLOOR);
        };
    }

    /** A limit must not be further from the touch than the collar, on either side. */
    private static Verdict.@Nullable Denied checkCollar(@Nullable BigDecimal px, Instrument instrument, Quote quote) {
        if (px == null) {
            return null;
        }
        BigDecimal collar = instrument.priceCollar();
        BigDecimal lowest = quote.bidPx().multiply(BigDecimal.ONE.subtract(collar));
        BigDecimal highest = quote.askPx().multiply(BigDecimal.ONE.add(collar));
        if (px.compareTo(lowest) >= 0 && px.compareTo(highest) <= 0) {
            return null;
        }
        return denied(
                Reason.PX_OUTSIDE_COLLAR,
                "The price is too far from the market.",
                "px",
                px,
                "lowestPx",
                lowest,
                "highestPx",
                highest);
    }

    private static Verdict.@Nullable Denied checkNotional(
            BigDecimal orderQty,
            Instrument instrument,
            BigDecimal reservePx,
            @Nullable AccountLimit general,
            @Nullable AccountLimit specific) {
        BigDecimal max = least(
                instrument.maxOrderNotional(),
                general == null ? null : general.maxOrderNotional(),
                specific == null ? null : specific.maxOrderNotional());
        BigDecimal notional = orderQty.multiply(reservePx).multiply(instrument.multiplier());
        return notional.compareTo(max) <= 0
                ? null
                : denied(
                        Reason.NOTIONAL_EXCEEDS_MAX,
                        "The notional is above the largest allowed.",
                        "notional",
                        notional,
                        "maxOrderNotional",
                        max);
    }

    /** What needs no more than is held passes, also where a bust has driven the balance below zero. */
    private static Verdict checkFunds(Reservation needed, AccountView account, BigDecimal held, BigDecimal reservePx) {
        BigDecimal available =
                account.balances().apply(needed.line()).available().add(held);
        if (needed.amount().compareTo(available.max(held)) <= 0) {
            return new Verdict.Passed(reservePx, needed);
        }
        boolean cash = needed.line().code() == LedgerCode.CASH;
        return denied(
                cash ? Reason.CASH_INSUFFICIENT : Reason.POSITION_INSUFFICIENT,
                cash ? "The available cash does not cover the order and its fee." : "There is not that much to sell.",
                "needed",
                needed.amount(),
                "available",
                available);
    }

    private static BigDecimal least(BigDecimal bound, @Nullable BigDecimal... others) {
        BigDecimal least = bound;
        for (BigDecimal other : others) {
            if (other != null) {
                least = least.min(other);
            }
        }
        return least;
    }

    private static Verdict.Denied denied(Reason reason, String message, Object... namesAndValues) {
        Map<String, String> numbers = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            numbers.put(
                    (String) namesAndValues[i],
                    ((BigDecimal) namesAndValues[i + 1]).stripTrailingZeros().toPlainString());
        }
        return new Verdict.Denied(reason, message, numbers);
    }
}
