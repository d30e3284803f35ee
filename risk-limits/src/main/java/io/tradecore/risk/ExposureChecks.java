package io.tradecore.risk;

import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.risk.Dealings;
import io.tradecore.oms.risk.Exposure;
import io.tradecore.oms.risk.Exposure.Held;
import io.tradecore.oms.risk.GroupCredit;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.OpenOrders;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.PreTradeRisk.Wanted;
import io.tradecore.oms.risk.Recent;
import io.tradecore.oms.valuation.Rate;
import io.tradecore.oms.valuation.Rates;
import io.tradecore.risk.Bounds.Figure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The checks of an order against what its account has open, holds and has done. Every bound is inclusive. A bound of
 * {@link #NO_BOUND} or more is none: what it would be compared with is not reckoned, so nothing has to be quoted for it. What
 * is reckoned of the account as a whole is added up in one walk over its instruments.
 *
 * <p>Values of the account as a whole are in its base currency, by the rates of now. Safe for use by many threads.
 *
 * @param rates as they are known now
 */
record ExposureChecks(Instruments instruments, HotQuotes quotes, QuoteAge age, Supplier<Rates> rates) {

    /** More than anything is worth. */
    static final BigDecimal NO_BOUND = new BigDecimal("1e15");

    private static final int RATIO_SCALE = 6;

    /** More than a tick is of a price. */
    private static final BigDecimal ROUNDED = new BigDecimal("1.05");

    /**
     * What an order asks for.
     *
     * @param qty what it may execute from now on, also where that is what it leaves until its replace is confirmed; 0 while its list
     *     holds it back
     * @param open what it would be counted with
     * @param counted what it is counted with already, none where it is new
     * @param effect of a HEDGING account, null of another
     */
    record Asked(
            Instrument instrument,
            Side side,
            BigDecimal qty,
            OpenOrders open,
            OpenOrders counted,
            @Nullable PositionEffect effect) {

        static Asked of(PlaceOrder order, Instrument instrument, BigDecimal reservePx) {
            return new Asked(
                    instrument,
                    order.side(),
                    order.orderQty(),
                    OpenOrders.of(order.orderQty(), reservePx),
                    OpenOrders.NONE,
                    order.positionEffect());
        }

        /** @param heldBack whether its list holds it back for what its parent has yet to open */
        static Asked of(
                Order order,
                BigDecimal leaves,
                BigDecimal reservePx,
                Instrument instrument,
                @Nullable PositionEffect effect,
                boolean heldBack) {
            OpenOrders counted = OpenOrders.of(order, heldBack);
            // At another price it still trades back no more than its parent has traded.
            OpenOrders asked = heldBack ? counted : OpenOrders.of(leaves, reservePx);
            OpenOrders most = new OpenOrders(
                    1,
                    asked.qty().max(counted.qty()),
                    asked.turnover().max(counted.turnover()),
                    asked.inverseTurnover().max(counted.inverseTurnover()));
            return new Asked(instrument, order.side(), most.qty(), most, counted, effect);
        }

        boolean isNew() {
            return counted.count() == 0;
        }

        boolean raisesQty() {
            return open.qty().compareTo(counted.qty()) > 0;
        }

        boolean raisesNotional() {
            Payoff payoff = instrument.payoff();
            return open.notional(payoff).compareTo(counted.notional(payoff)) > 0;
        }
    }

    /** Whether the same was accepted just now under another ClOrdID. */
    static Verdict.@Nullable Denied checkDuplicate(PlaceOrder order, AccountView account, Bounds bounds) {
        Dealings dealings = account.dealings();
        BigDecimal bound = bounds.hard(LimitKind.DUPLICATE_WINDOW_MS);
        BigDecimal soft = bounds.soft(LimitKind.DUPLICATE_WINDOW_MS);
        Duration window = Duration.ofMillis((soft == null ? bound : bound.max(soft))
                .setScale(0, RoundingMode.CEILING)
                .longValue());
        Instant last = dealings.exposure().recent().lastSent(Recent.Content.of(order), window, dealings.now());
        if (last == null) {
            return null;
        }
        // A transaction that began later may have had the account's lock before this one.
        long nanos = Math.max(0, Duration.between(last, dealings.now()).toNanos());
        BigDecimal age = BigDecimal.valueOf(nanos, 6);
        return bounds.check(
                LimitKind.DUPLICATE_WINDOW_MS,
                bound,
                Reason.DUPLICATE_ORDER,
                "The same order was accepted just now under another ClOrdID.",
                new Figure("ageMs", age, "windowMs"));
    }

    /** What reduces passes: it is the way out. */
    static Verdict.@Nullable Denied checkThrottles(Asked asked, AccountView account, Bounds bounds) {
        if (isReducing(asked, account)) {
            return null;
        }
        Dealings dealings = account.dealings();
        String symbol = asked.instrument().symbol();
        Verdict.Denied denied = null;
        if (asked.raisesQty() || asked.raisesNotional()) {
            int executed = dealings.exposure().recent().executed(symbol, asked.side(), dealings.now());
            denied = bounds.check(
                    LimitKind.MAX_REPEATED_EXECUTIONS,
                    bounds.hard(LimitKind.MAX_REPEATED_EXECUTIONS),
                    Reason.REPEATED_EXECUTIONS,
                    "Orders of this side would be executed too often within a minute.",
                    new Figure("executions", BigDecimal.valueOf(executed + 1L), "maxRepeatedExecutions"));
        }
        return denied != null
                ? denied
                : bounds.check(
                        LimitKind.MAX_ORDER_TO_TRADE,
                        bounds.hard(LimitKind.MAX_ORDER_TO_TRADE),
                        Reason.ORDER_TO_TRADE_EXCEEDED,
                        "The account sends too many orders and requests for what it trades.",
                        new Figure("orderToTrade", orderToTrade(dealings), "maxOrderToTrade"));
    }

    /** With this one; before anything has traded as if one had. */
    private static BigDecimal orderToTrade(Dealings dealings) {
        BigDecimal messages = BigDecimal.valueOf(dealings.activity().messages() + 1);
        BigDecimal trades = BigDecimal.valueOf(Math.max(1, dealings.activity().trades()));
        return messages.divide(trades, RATIO_SCALE, RoundingMode.UP);
    }

    /** Whether all of an order lowers what is held, whatever else is executed of its side. */
    static boolean isReducing(Asked asked, AccountView account) {
        if (asked.effect() != null) {
            return asked.effect() == PositionEffect.CLOSE;
        }
        // An exit that its list holds back executes nothing yet.
        return asked.qty().signum() == 0 || asked.qty().compareTo(closable(asked, account)) <= 0;
    }

    /** How much of the position an order of this side may close beside the open ones; below zero where they are to close more. */
    static BigDecimal closable(Asked asked, AccountView account) {
        Dealings dealings = account.dealings();
        BigDecimal position = line(asked, account).qty().add(dealings.bought());
        BigDecimal held = switch (asked.side()) {
            case BUY -> position.negate();
            case SELL -> position;
        };
        return held.max(BigDecimal.ZERO).subtract(others(asked, account).qty());
    }

    private static Exposure.Line line(Asked asked, AccountView account) {
        return account.dealings().exposure().line(asked.instrument().symbol());
    }

    /** What other orders of its side may execute. */
    private static OpenOrders others(Asked asked, AccountView account) {
        OpenOrders beside = switch (asked.side()) {
            case BUY -> account.dealings().besideBuys();
            case SELL -> account.dealings().besideSells();
        };
        return line(asked, account).open(asked.side()).minus(asked.counted()).plus(beside);
    }

    /** Open orders, position, credit and loss, in this order. */
    Verdict.@Nullable Denied check(Asked asked, AccountView account, Bounds bounds) {
        Verdict.Denied denied = asked.isNew() ? checkOpenOrders(account, bounds) : null;
        if (denied != null || isReducing(asked, account)) {
            return denied;
        }
        if (!asked.raisesNotional() && !asked.raisesQty()) {
            return null;
        }
        Totals totals = with(asked, account);
        if (asked.raisesNotional()) {
            denied = checkOpenNotional(totals, bounds);
        }
        if (denied == null && asked.raisesQty()) {
            denied = checkPosition(asked, account, bounds);
        }
        if (denied == null && asked.raisesNotional()) {
            denied = checkCredit(totals, bounds);
        }
        if (denied == null && asked.raisesNotional()) {
            denied = checkGroups(totals, account.dealings().groupCredits());
        }
        return denied == null ? checkLoss(totals, bounds) : denied;
    }

    private static Verdict.@Nullable Denied checkOpenOrders(AccountView account, Bounds bounds) {
        Dealings dealings = account.dealings();
        int beside = dealings.besideBuys().count() + dealings.besideSells().count();
        return bounds.check(
                LimitKind.MAX_OPEN_ORDERS,
                bounds.hard(LimitKind.MAX_OPEN_ORDERS),
                Reason.OPEN_ORDERS_EXCEEDED,
                "The account would have too many open orders.",
                new Figure(
                        "openOrders",
                        BigDecimal.valueOf(dealings.exposure().openCount() + beside + 1L),
                        "maxOpenOrders"));
    }

    /** What would be held on the order's side once all open orders of that side are executed, and none of the other. */
    private static Verdict.@Nullable Denied checkPosition(Asked asked, AccountView account, Bounds bounds) {
        Exposure.Line line = line(asked, account);
        Dealings dealings = account.dealings();
        BigDecimal held = dealings.hedging()
                ? line.qty(asked.side() == Side.BUY ? Leg.LONG : Leg.SHORT)
                : line.qty().add(dealings.bought());
        BigDecimal open = others(asked, account).qty().add(asked.qty());
        BigDecimal position = asked.side() == Side.BUY ? held.add(open) : held.subtract(open);
        return bounds.check(
                LimitKind.MAX_POSITION,
                bounds.hard(LimitKind.MAX_POSITION),
                Reason.POSITION_EXCEEDS_MAX,
                "The position would be too large once the open orders are executed.",
                new Figure("position", position.abs(), "maxPosition"));
    }

    /** With what the order adds, and those of its list that were judged before it. */
    private Totals with(Asked asked, AccountView account) {
        Payoff payoff = asked.instrument().payoff();
        Dealings dealings = account.dealings();
        Totals totals = new Totals(dealings);
        totals.add(
                asked.instrument(),
                asked.open()
                        .notional(payoff)
                        .subtract(asked.counted().notional(payoff))
                        .add(dealings.besideBuys().notional(payoff))
                        .add(dealings.besideSells().notional(payoff)));
        return totals;
    }

    private static Verdict.@Nullable Denied checkOpenNotional(Totals totals, Bounds bounds) {
        return checkTotal(
                LimitKind.MAX_OPEN_NOTIONAL,
                totals.openNotional,
                bounds,
                Reason.OPEN_NOTIONAL_EXCEEDED,
                "The open orders would be worth too much.",
                total -> new Figure("openNotional", total, "maxOpenNotional"));
    }

    private static Verdict.@Nullable Denied checkCredit(Totals totals, Bounds bounds) {
        return checkTotal(
                LimitKind.MAX_CREDIT,
                totals.credit,
                bounds,
                Reason.CREDIT_EXCEEDED,
                "What the account holds and has open would go beyond its credit.",
                total -> new Figure("credit", total, "maxCredit"));
    }

    private static Verdict.@Nullable Denied checkLoss(Totals totals, Bounds bounds) {
        return checkTotal(
                LimitKind.MAX_DAILY_LOSS,
                totals.result,
                bounds,
                Reason.DAILY_LOSS_EXCEEDED,
                "The account has lost too much today to open anything.",
                total -> new Figure("loss", total.negate(), "maxDailyLoss"));
    }

    /** Where nothing bounds it, a total that cannot be told denies nothing. */
    private static Verdict.@Nullable Denied checkTotal(
            LimitKind kind, Sum total, Bounds bounds, Reason reason, String text, Function<BigDecimal, Figure> figure) {
        return isUnbounded(kind, bounds)
                ? null
                : total.check(sum -> bounds.check(kind, bounds.hard(kind), reason, text, figure.apply(sum)));
    }

    /** What is lent to the account of a credit that it has together with others is enough: no other uses it. */
    private static Verdict.@Nullable Denied checkGroups(Totals totals, List<GroupCredit> groups) {
        return groups.isEmpty()
                ? null
                : totals.credit.check(total -> groups.stream()
                        .filter(group -> total.compareTo(group.allotted()) > 0)
                        .findFirst()
                        .map(group -> beyond(group, total))
                        .orElse(null));
    }

    private static Verdict.Denied beyond(GroupCredit group, BigDecimal total) {
        Map<String, String> numbers = LimitChecks.numbers(
                "credit", total, "leftForAccount", group.allotted(), "maxGroupCredit", group.limit());
        numbers.put("scope", group.scope().name());
        numbers.put("scopeId", group.scopeId());
        return new Verdict.Denied(
                Reason.GROUP_CREDIT_EXCEEDED,
                "What the account holds and has open would go beyond what its group's credit leaves it.",
                numbers);
    }

    /** What the account would use of its credit; null where that cannot be told. */
    @Nullable
    BigDecimal creditNeeded(List<Wanted> orders, AccountView account) {
        Totals totals = new Totals(account.dealings());
        for (Wanted order : orders) {
            totals.add(order.instrument(), mostNotional(order, account));
        }
        BigDecimal total = totals.credit.total();
        return totals.credit.denied == null ? total : null;
    }

    /** What an order may be worth at any price that it may reserve with. */
    private BigDecimal mostNotional(Wanted order, AccountView account) {
        Bounds bounds = new Bounds(account.limits(), order.instrument());
        BigDecimal collar =
                bounds.hard(LimitKind.PRICE_COLLAR, order.instrument().priceCollar());
        if (order.cashOrderQty() != null) {
            return order.cashOrderQty().multiply(BigDecimal.ONE.add(collar)).multiply(ROUNDED);
        }
        List<BigDecimal> prices = new ArrayList<>();
        if (order.px() != null) {
            prices.add(order.px());
        }
        if (order.px() == null || account.stakes() != null) {
            Quote quote = quotes.quote(order.instrument().symbol());
            if (order.stopPx() != null) {
                addAround(prices, order.stopPx(), collar);
            }
            if (quote != null) {
                addAround(prices, quote.bidPx(), collar);
                addAround(prices, quote.askPx(), collar);
            }
        }
        Payoff payoff = order.instrument().payoff();
        return prices.stream()
                .map(px -> px.abs().max(order.instrument().tickSize()))
                .map(px -> payoff.value(order.qty(), px).abs())
                .reduce(BigDecimal.ZERO, BigDecimal::max);
    }

    /** A little more than the collar, whose end is rounded to a tick. */
    private static void addAround(List<BigDecimal> prices, BigDecimal px, BigDecimal collar) {
        prices.add(px);
        prices.add(px.add(px.abs().multiply(collar)).multiply(ROUNDED));
        prices.add(px.subtract(px.abs().multiply(collar)));
    }

    private static boolean isUnbounded(LimitKind kind, Bounds bounds) {
        return bounds.hard(kind).compareTo(NO_BOUND) >= 0 && bounds.soft(kind) == null;
    }

    private static BigDecimal openNotional(Exposure.Line line, Instrument instrument) {
        Payoff payoff = instrument.payoff();
        return line.buys().notional(payoff).add(line.sells().notional(payoff));
    }

    /** What is held at what it cost. */
    private static BigDecimal cost(Exposure.Line line, Instrument instrument) {
        BigDecimal cost = BigDecimal.ZERO;
        for (Held held : line.held()) {
            Position position = held.position();
            if (position.avgPx() != null) {
                cost = cost.add(instrument
                        .payoff()
                        .value(position.qty(), position.avgPx())
                        .abs());
            }
        }
        return cost;
    }

    /** What was realised today, less fees, with what is open at the touch. */
    private BigDecimal result(Exposure.Line line, Instrument instrument, Sum sum) {
        BigDecimal result = BigDecimal.ZERO;
        for (Held held : line.held()) {
            Position position = held.position();
            result = result.add(held.realisedOn(sum.dealings.today())).subtract(held.feesOn(sum.dealings.today()));
            if (position.avgPx() == null) {
                continue;
            }
            Quote quote = quotes.quote(line.symbol());
            Verdict.Denied denied = age.check(line.symbol(), quote);
            if (denied != null || quote == null) {
                sum.denied = denied;
                return result;
            }
            BigDecimal from = held.settlementPx() == null ? position.avgPx() : held.settlementPx();
            BigDecimal mark = position.qty().signum() < 0 ? quote.askPx() : quote.bidPx();
            result = result.add(instrument.payoff().gain(position.qty(), from, mark));
        }
        return result;
    }

    /** What is compared of the account as a whole: of every instrument that anything is open or held of, or was today. */
    private final class Totals {
        private final Sum openNotional;
        private final Sum credit;
        private final Sum result;

        Totals(Dealings dealings) {
            openNotional = new Sum(dealings, true);
            credit = new Sum(dealings, true);
            result = new Sum(dealings, false);
            for (Exposure.Line line : dealings.exposure().lines()) {
                Instrument instrument = instruments.bySymbol(line.symbol());
                if (instrument == null) {
                    deny(line.symbol());
                    return;
                }
                add(instrument, openNotional(line, instrument));
                credit.add(instrument, cost(line, instrument));
                result.add(instrument, result(line, instrument, result));
            }
        }

        /** Of what is open, or is going to be. */
        void add(Instrument instrument, BigDecimal notional) {
            openNotional.add(instrument, notional);
            credit.add(instrument, notional);
        }

        private void deny(String symbol) {
            Verdict.Denied denied = new Verdict.Denied(
                    Reason.EXPOSURE_UNKNOWN,
                    "What the account has open or holds cannot be valued: its instrument is not known.",
                    Map.of("symbol", symbol));
            openNotional.denied = denied;
            credit.denied = denied;
            result.denied = denied;
        }
    }

    /** Adds up values of several currencies, or finds why that cannot be done. */
    private final class Sum {
        private final Dealings dealings;
        private final boolean atCost;
        private final Map<String, BigDecimal> byCurrency = new HashMap<>();
        private Verdict.@Nullable Denied denied;

        /** @param atCost whether what is added counts against the account, or what is above zero for it */
        Sum(Dealings dealings, boolean atCost) {
            this.dealings = dealings;
            this.atCost = atCost;
        }

        void add(Instrument instrument, BigDecimal value) {
            if (value.signum() != 0) {
                byCurrency.merge(instrument.contract().settlCurrency(), value, BigDecimal::add);
            }
        }

        /** Compares the total, unless it cannot be told. */
        Verdict.@Nullable Denied check(Function<BigDecimal, Verdict.@Nullable Denied> compare) {
            BigDecimal total = total();
            return denied != null ? denied : compare.apply(total);
        }

        /** In the base currency. */
        BigDecimal total() {
            BigDecimal total = BigDecimal.ZERO;
            for (Map.Entry<String, BigDecimal> entry : byCurrency.entrySet()) {
                BigDecimal converted = convert(entry.getKey(), entry.getValue());
                total = converted == null ? total : total.add(converted);
            }
            return total;
        }

        private @Nullable BigDecimal convert(String currency, BigDecimal value) {
            if (value.signum() == 0 || currency.equals(dealings.baseCurrency())) {
                return value;
            }
            return switch (rates.get().rate(currency, dealings.baseCurrency())) {
                case Rate.Unknown _ -> {
                    denied = new Verdict.Denied(
                            Reason.RATE_MISSING,
                            "There is no rate to value what the account has open and holds by.",
                            Map.of("from", currency, "to", dealings.baseCurrency()));
                    yield null;
                }
                case Rate.Known rate -> {
                    for (Quote quote : rate.quotes()) {
                        Verdict.Denied stale = age.check(quote.symbol(), quote);
                        denied = stale == null ? denied : stale;
                    }
                    yield atCost ? value.multiply(rate.ask()) : rate.convert(value);
                }
            };
        }
    }
}
