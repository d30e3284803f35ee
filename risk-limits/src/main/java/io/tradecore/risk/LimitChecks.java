package io.tradecore.risk;

import io.tradecore.ledger.LedgerCode;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.margin.Marking;
import io.tradecore.oms.order.ExecInst;
import io.tradecore.oms.order.HeldBy;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.Reservation;
import io.tradecore.oms.risk.SelfTradePlan;
import io.tradecore.oms.risk.Stakes.LegStake;
import io.tradecore.oms.session.Session;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.trigger.TriggerTerms;
import io.tradecore.oms.valuation.Freshness;
import io.tradecore.oms.valuation.RatePair;
import io.tradecore.oms.valuation.Rates;
import io.tradecore.risk.ExposureChecks.Asked;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pre-trade checks, in this order: trading state, account status, limits present, restricted list, the user's permissions, kind of instrument,
 * session, order type and time in force, quantity, quote present and fresh, price collar, notional, duplicates, repeated executions and
 * order-to-trade ratio, reduce-only, short sale, open orders, position, credit, loss of the day, self-trade, funds or on a MARGIN
 * account margin. Every bound is inclusive; whatever is missing denies.
 *
 * <p>An order that waits for a price is judged as if the market were where it is triggered: its limit by the collar around
 * that price, its worst price from there. It waits here whether the market is open or not, and a stop needs no quote.
 *
 * <p>Safe for use by many threads.
 */
public final class LimitChecks implements PreTradeRisk {

    private final HotQuotes quotes;
    private final Clock clock;
    private final QuoteAge age;
    private final MarginChecks margin;
    private final ExposureChecks exposure;
    private final BigDecimal staleHaircut;

    /**
     * @param maxQuoteAge oldest quote, by its source's clock, that a price is compared with
     * @param staleHaircut share by which an older quote counts against what an account on margin holds
     * @param rates that what is in other currencies is converted by
     */
    public LimitChecks(
            HotQuotes quotes,
            Clock clock,
            Duration maxQuoteAge,
            BigDecimal staleHaircut,
            Instruments instruments,
            Supplier<Rates> rates) {
        this.staleHaircut = staleHaircut;
        this.quotes = quotes;
        this.clock = clock;
        this.age = new QuoteAge(clock, maxQuoteAge);
        this.margin = new MarginChecks(quotes, age, whole -> look(whole.instruments(), whole.pairs()));
        this.exposure = new ExposureChecks(instruments, quotes, age, rates);
    }

    @Override
    public @Nullable BigDecimal creditNeeded(List<Wanted> orders, AccountView account) {
        // Without its limits nothing of it is going to pass.
        boolean bounded = orders.stream().allMatch(order -> account.limits().missing(order.instrument()) == null);
        return bounded ? exposure.creditNeeded(orders, account) : null;
    }

    @Override
    public Marking look(Instruments instruments, Collection<RatePair> pairs) {
        return new Marking(instruments, quotes, pairs, new Freshness(clock.instant(), age.most()), staleHaircut);
    }

    @Override
    public Verdict check(PlaceOrder order, Instrument instrument, AccountView account) {
        return check(order, instrument, account, quotes.quote(order.symbol()));
    }

    /** One lot tells whether there is a price to size by, or why not. What it would trade with tells nothing of what the whole would. */
    @Override
    public Sized checkByCash(PlaceOrder order, BigDecimal cashOrderQty, Instrument instrument, AccountView account) {
        Quote quote = quotes.quote(order.symbol());
        PlaceOrder oneLot = order.of(instrument.lotSize());
        AccountView alone = account.withDealings(account.dealings().ignoringSelfTrades());
        if (check(oneLot, instrument, alone, quote) instanceof Verdict.Denied denied) {
            return new Sized.Judged(oneLot, denied);
        }
        BigDecimal px = tradePx(order, quote);
        // What costs nothing, or less, comes to no quantity.
        BigDecimal orderQty = px.signum() <= 0 ? BigDecimal.ZERO : instrument.quantityFor(cashOrderQty, px);
        if (orderQty.signum() == 0) {
            return new Sized.BelowLot(px);
        }
        PlaceOrder sized = order.of(orderQty);
        return new Sized.Judged(sized, check(sized, instrument, account, quote));
    }

    /** The price it would trade at: its limit, else where it is triggered, else the side of the market that it takes. */
    private static BigDecimal tradePx(PlaceOrder order, @Nullable Quote quote) {
        if (order.px() != null) {
            return order.px();
        }
        Trigger trigger = trigger(order, quote);
        if (trigger != null) {
            return trigger.level();
        }
        Touch touch = Touch.of(Objects.requireNonNull(quote));
        return switch (order.side()) {
            case BUY -> touch.askPx();
            case SELL -> touch.bidPx();
        };
    }

    private Verdict check(PlaceOrder order, Instrument instrument, AccountView account, @Nullable Quote quote) {
        Bounds bounds = new Bounds(account.limits(), instrument);
        Verdict.Denied denied = TradingStateChecks.check(order, instrument, account);
        if (denied == null) {
            denied = checkAccount(account, instrument);
        }
        if (denied == null) {
            denied = EntryChecks.mayTrade(account, instrument, bounds);
        }
        if (denied == null) {
            denied = checkContract(instrument, account);
        }
        if (denied == null) {
            denied = checkPhase(order.ordType().isTriggered(), order.timeInForce(), instrument);
        }
        if (denied == null) {
            denied = EntryChecks.terms(order.ordType(), order.timeInForce(), account, instrument);
        }
        if (denied == null) {
            denied = EntryChecks.most(order.orderQty(), order.px(), instrument, bounds);
        }
        if (denied == null && !onlyCloses(order)) {
            denied = EntryChecks.least(order.orderQty(), bounds);
        }
        boolean atStop = order.trigger() != null && order.ordType() != OrdType.TRAILING_STOP;
        if (denied == null && !atStop) {
            denied = age.check(order.symbol(), quote);
        }
        if (denied != null) {
            return denied;
        }
        Trigger trigger = trigger(order, quote);
        if (trigger == null && order.trigger() != null) {
            return noTriggerPrice(order);
        }
        Touch touch =
                trigger == null ? Touch.of(Objects.requireNonNull(quote)) : new Touch(trigger.level(), trigger.level());
        return checkAt(touch, order, instrument, account, trigger, bounds);
    }

    /** The checks that need a price. */
    private Verdict checkAt(
            Touch touch,
            PlaceOrder order,
            Instrument instrument,
            AccountView account,
            @Nullable Trigger trigger,
            Bounds bounds) {
        BigDecimal reservePx = reservePx(order.px(), order.side(), instrument, account, touch, bounds);
        BigDecimal notional = notional(order.orderQty(), reservePx, instrument);
        Verdict.Denied denied = checkCollar(order.px(), instrument, touch, bounds);
        if (denied == null) {
            denied = EntryChecks.mostValue(notional, instrument, bounds);
        }
        if (denied == null && !onlyCloses(order)) {
            denied = EntryChecks.leastValue(notional, bounds);
        }
        if (denied == null) {
            denied = checkDealings(order, instrument, account, reservePx, bounds);
        }
        if (denied != null) {
            return denied;
        }
        // What waits for a price here is not at its venue yet.
        return trigger == null
                ? checkSelfTrades(order, instrument, account, reservePx, bounds)
                : checkMoney(order, instrument, account, reservePx, trigger, bounds);
    }

    /** What it would trade with others of its account is not sent: the rest has to be enough for an order, and is paid for alone. */
    private Verdict checkSelfTrades(
            PlaceOrder order, Instrument instrument, AccountView account, BigDecimal reservePx, Bounds bounds) {
        SelfTradePlan plan = account.dealings().selfTrades().plan(order);
        Verdict.Denied denied = plan.denied();
        if (denied != null || !plan.lowers(order.orderQty())) {
            return denied != null ? denied : checkMoney(order, instrument, account, reservePx, null, bounds);
        }
        PlaceOrder rest = order.of(plan.sent());
        if (!onlyCloses(rest)) {
            denied = EntryChecks.least(rest.orderQty(), bounds);
            if (denied == null) {
                denied = EntryChecks.leastValue(notional(rest.orderQty(), reservePx, instrument), bounds);
            }
        }
        return denied != null
                ? denied
                : plan.applied(checkMoney(rest, instrument, account, reservePx, null, bounds), order.orderQty());
    }

    private Verdict checkMoney(
            PlaceOrder order,
            Instrument instrument,
            AccountView account,
            BigDecimal reservePx,
            @Nullable Trigger trigger,
            Bounds bounds) {
        Verdict verdict = account.stakes() != null
                ? margin.check(order, instrument, account, account.stakes(), reservePx, trigger)
                : checkFunds(
                        Reservation.of(instrument, order.side(), order.orderQty(), reservePx, instrument.feeRate()),
                        account,
                        BigDecimal.ZERO,
                        reservePx,
                        trigger);
        return warned(verdict, bounds);
    }

    private static Verdict warned(Verdict verdict, Bounds bounds) {
        return verdict instanceof Verdict.Passed passed ? passed.warned(bounds.warnings()) : verdict;
    }

    /** What is left of a position may be less than an order has to be. */
    private static boolean onlyCloses(PlaceOrder order) {
        return order.positionEffect() == PositionEffect.CLOSE
                || order.execInst().contains(ExecInst.REDUCE_ONLY);
    }

    /** The prices an order is judged by. */
    private record Touch(BigDecimal bidPx, BigDecimal askPx) {

        static Touch of(Quote quote) {
            return new Touch(quote.bidPx(), quote.askPx());
        }
    }

    /** Outside of a session only an order that waits passes: for the opening, or here for its price. */
    private Verdict.@Nullable Denied checkPhase(boolean waitsHere, TimeInForce timeInForce, Instrument instrument) {
        if (waitsHere) {
            return null;
        }
        Instant now = clock.instant();
        return switch (instrument.phaseAt(now)) {
            case OPEN -> null;
            case CLOSED ->
                timeInForce == TimeInForce.OPG
                        ? null
                        : new Verdict.Denied(
                                Reason.SESSION_CLOSED,
                                "The instrument does not trade now.",
                                nextSession(instrument, now));
            case HALTED ->
                new Verdict.Denied(
                        Reason.INSTRUMENT_HALTED,
                        "Trading of the instrument is halted.",
                        Map.of("symbol", instrument.symbol()));
        };
    }

    private static Map<String, String> nextSession(Instrument instrument, Instant now) {
        Session next = instrument.calendar().currentOrNext(now);
        return next == null ? Map.of() : Map.of("nextSessionOpens", next.opens().toString());
    }

    private static @Nullable Trigger trigger(PlaceOrder order, @Nullable Quote quote) {
        TriggerTerms asked = order.trigger();
        return asked == null ? null : asked.from(order.ordType(), order.side(), quote);
    }

    private static Verdict.Denied noTriggerPrice(PlaceOrder order) {
        return new Verdict.Denied(
                Reason.TRIGGER_PRICE_MISSING,
                "The quotes do not tell the price that the trail would begin at.",
                Map.of("symbol", order.symbol()));
    }

    /** What the account has done, has open and holds. */
    private Verdict.@Nullable Denied checkDealings(
            PlaceOrder order, Instrument instrument, AccountView account, BigDecimal reservePx, Bounds bounds) {
        Asked asked = Asked.of(order, instrument, reservePx);
        Verdict.Denied denied = ExposureChecks.checkDuplicate(order, account, bounds);
        if (denied == null) {
            denied = ExposureChecks.checkThrottles(asked, account, bounds);
        }
        if (denied == null) {
            denied = checkCloses(order, asked, account);
        }
        if (denied == null) {
            denied = ShortSales.check(order, instrument, account);
        }
        if (denied == null) {
            denied = exposure.check(asked, account, bounds);
        }
        return denied;
    }

    private static Verdict.@Nullable Denied checkCloses(PlaceOrder order, Asked asked, AccountView account) {
        if (order.positionEffect() == PositionEffect.CLOSE) {
            return checkLeg(order.symbol(), order.leg(), order.orderQty(), account);
        }
        return order.execInst().contains(ExecInst.REDUCE_ONLY) ? checkReduces(asked, account) : null;
    }

    /** What closes a leg takes no more than there is of it and other orders leave. */
    private static Verdict.@Nullable Denied checkLeg(String symbol, Leg leg, BigDecimal quantity, AccountView account) {
        LegStake stake = Objects.requireNonNull(
                        Objects.requireNonNull(account.stakes()).legs())
                .leg(symbol, leg);
        return quantity.compareTo(stake.free()) <= 0
                ? null
                : denied(
                        Reason.CLOSE_EXCEEDS_LEG,
                        "The order would close more of the leg than there is and open orders leave.",
                        "orderQty",
                        quantity,
                        "leg",
                        stake.size(),
                        "closing",
                        stake.closing());
    }

    /** What an order of a HEDGING account does to its leg; null of another. */
    static @Nullable PositionEffect effect(Order order, AccountView account) {
        return account.stakes() == null || account.stakes().legs() == null
                ? null
                : account.stakes().legs().effects().apply(order.orderId());
    }

    /** What is paid in full sells what its parent buys. */
    static boolean isHeldBack(Order order, AccountView account) {
        return account.stakes() == null
                ? order.isHeld() && order.heldBy() == HeldBy.LIST && order.side() == Side.SELL
                : account.stakes().heldBack().test(order);
    }

    /** A reduce-only order may close what open orders leave of the position, and nothing more. */
    private static Verdict.@Nullable Denied checkReduces(Asked asked, AccountView account) {
        BigDecimal closable = ExposureChecks.closable(asked, account);
        return asked.qty().compareTo(closable) <= 0
                ? null
                : denied(
                        Reason.REDUCE_ONLY_INCREASES,
                        "The order would do more than close what open orders leave of the position.",
                        "orderQty",
                        asked.qty(),
                        "closable",
                        closable.max(BigDecimal.ZERO),
                        "position",
                        account.dealings()
                                .exposure()
                                .line(asked.instrument().symbol())
                                .qty());
    }

    @Override
    public Verdict checkReplace(
            Order order,
            Terms asked,
            @Nullable Trigger trigger,
            Instrument instrument,
            AccountView account,
            BigDecimal held) {
        boolean morePieces = asked.orderQty().compareTo(order.orderQty()) > 0;
        boolean fewerPieces = asked.orderQty().compareTo(order.orderQty()) < 0;
        // Where it is triggered is its market: another one is another price for it.
        boolean otherMarket = order.isHeld() && !Objects.equals(trigger, order.trigger());
        boolean otherPx = isOther(asked.px(), order.px()) || otherMarket;
        Bounds bounds = new Bounds(account.limits(), instrument);
        boolean closes = effect(order, account) == PositionEffect.CLOSE
                || order.execInst().contains(ExecInst.REDUCE_ONLY);
        Verdict.Denied denied = TradingStateChecks.checkReplace(order, asked, trigger, instrument, account);
        if (denied == null) {
            denied = checkAccount(account, instrument);
        }
        if (denied == null) {
            denied = EntryChecks.mayTrade(account, instrument, bounds);
        }
        if (denied == null) {
            denied = checkPhase(order.isHeld(), asked.timeInForce(), instrument);
        }
        if (denied == null && asked.timeInForce() != order.terms().timeInForce()) {
            denied = EntryChecks.terms(order.ordType(), asked.timeInForce(), account, instrument);
        }
        if (denied == null && morePieces) {
            denied = EntryChecks.most(asked.orderQty(), asked.px(), instrument, bounds);
        }
        if (denied == null && fewerPieces && !closes) {
            denied = EntryChecks.least(asked.orderQty(), bounds);
        }
        BigDecimal reservePx = order.reservePx();
        if (denied == null && (morePieces || otherPx)) {
            Quote quote = quotes.quote(order.symbol());
            Trigger waitsFor = order.isHeld() ? trigger : null;
            denied = waitsFor == null ? age.check(order.symbol(), quote) : null;
            if (denied == null) {
                Touch touch = waitsFor == null
                        ? Touch.of(Objects.requireNonNull(quote))
                        : new Touch(waitsFor.level(), waitsFor.level());
                reservePx = reservePx(asked.px(), order.side(), instrument, account, touch, bounds);
                denied = otherPx ? checkCollar(asked.px(), instrument, touch, bounds) : null;
            }
        }
        BigDecimal notional = notional(asked.orderQty(), reservePx, instrument);
        int worth = notional.compareTo(notional(order.orderQty(), order.reservePx(), instrument));
        if (denied == null && worth > 0) {
            denied = EntryChecks.mostValue(notional, instrument, bounds);
        }
        if (denied == null && worth < 0 && !closes) {
            denied = EntryChecks.leastValue(notional, bounds);
        }
        BigDecimal leaves = asked.orderQty().subtract(order.cumQty()).max(BigDecimal.ZERO);
        PositionEffect effect = effect(order, account);
        Asked wanted = Asked.of(order, leaves, reservePx, instrument, effect, isHeldBack(order, account));
        if (denied == null) {
            denied = ExposureChecks.checkThrottles(wanted, account, bounds);
        }
        if (denied == null && morePieces && effect == PositionEffect.CLOSE) {
            // What it may close already is counted.
            denied =
                    checkLeg(order.symbol(), Leg.of(order.side(), effect), leaves.subtract(order.leavesQty()), account);
        } else if (denied == null && morePieces && order.execInst().contains(ExecInst.REDUCE_ONLY)) {
            denied = checkReduces(wanted, account);
        }
        if (denied == null && morePieces) {
            denied = ShortSales.checkReplace(order, leaves, instrument, account);
        }
        if (denied == null) {
            denied = exposure.check(wanted, account, bounds);
        }
        if (denied == null) {
            denied = account.dealings().selfTrades().planOfReplace(order, asked).denied();
        }
        if (denied != null) {
            return denied;
        }
        Verdict verdict = account.stakes() != null
                ? margin.checkReplace(order, leaves, instrument, account, account.stakes(), held, reservePx)
                : checkFunds(
                        Reservation.of(instrument, order.side(), leaves, reservePx, order.feeRate()),
                        account,
                        held,
                        reservePx,
                        null);
        return warned(verdict, bounds);
    }

    private static boolean isOther(@Nullable BigDecimal px, @Nullable BigDecimal before) {
        return px == null || before == null ? px != before : px.compareTo(before) != 0;
    }

    private static Verdict.@Nullable Denied checkAccount(AccountView account, Instrument instrument) {
        Verdict.Denied inactive = checkStatus(account);
        if (inactive != null) {
            return inactive;
        }
        LimitKind missing = account.limits().missing(instrument);
        return missing == null
                ? null
                : new Verdict.Denied(
                        Reason.LIMIT_MISSING,
                        "Nobody has set a limit of a kind that is checked, so nothing may be sent.",
                        Map.of("kind", missing.name()));
    }

    static Verdict.@Nullable Denied checkStatus(AccountView account) {
        return account.status() == AccountStatus.ACTIVE
                ? null
                : new Verdict.Denied(
                        Reason.ACCOUNT_NOT_ACTIVE,
                        "The account is " + account.status() + ".",
                        Map.of("status", account.status().name()));
    }

    /** What is not delivered has no price that cash could pay in full. */
    private static Verdict.@Nullable Denied checkContract(Instrument instrument, AccountView account) {
        SecurityType securityType = instrument.contract().securityType();
        return securityType.isDelivered() || account.stakes() != null
                ? null
                : new Verdict.Denied(
                        Reason.MARGIN_ACCOUNT_REQUIRED,
                        "The instrument is traded in MARGIN accounts only.",
                        Map.of("securityType", securityType.name()));
    }

    /**
     * A limit order reserves at its limit, a market order at the worst price the collar allows. On margin either may be worth more
     * where it trades at the touch at once: a sale below the bid, a buy above the ask of what is inverse or costs less than nothing.
     */
    private static BigDecimal reservePx(
            @Nullable BigDecimal limit,
            Side side,
            Instrument instrument,
            AccountView account,
            Touch touch,
            Bounds bounds) {
        BigDecimal worst = limit != null ? limit : worstPx(side, instrument, touch, bounds);
        if (account.stakes() == null) {
            return worst;
        }
        BigDecimal best = switch (side) {
            case BUY -> touch.askPx().min(worst);
            case SELL -> touch.bidPx().max(worst);
        };
        BigDecimal unit = BigDecimal.ONE;
        return notional(unit, best, instrument).compareTo(notional(unit, worst, instrument)) > 0 ? best : worst;
    }

    /** At least a tick, of what has no price below. */
    private static BigDecimal worstPx(Side side, Instrument instrument, Touch touch, Bounds bounds) {
        BigDecimal collar = bounds.hard(LimitKind.PRICE_COLLAR, instrument.priceCollar());
        BigDecimal worst = switch (side) {
            case BUY ->
                touch.askPx()
                        .add(collar(touch.askPx(), collar, instrument))
                        .setScale(instrument.pxScale(), RoundingMode.CEILING);
            case SELL ->
                touch.bidPx()
                        .subtract(collar(touch.bidPx(), collar, instrument))
                        .setScale(instrument.pxScale(), RoundingMode.FLOOR);
        };
        return instrument.contract().negativePx() ? worst : worst.max(instrument.tickSize());
    }

    /**
     * How far from a price of the market another may be. A share of a price below zero is as far from it as of one above; of what
     * may cost nothing it is at least a tick, as a share of nothing is nothing.
     */
    private static BigDecimal collar(BigDecimal px, BigDecimal share, Instrument instrument) {
        BigDecimal collar = px.abs().multiply(share);
        return instrument.contract().negativePx() ? collar.max(instrument.tickSize()) : collar;
    }

    /** A limit must not be further from the touch than the collar, on either side. */
    private static Verdict.@Nullable Denied checkCollar(
            @Nullable BigDecimal px, Instrument instrument, Touch touch, Bounds bounds) {
        if (px == null) {
            return null;
        }
        Map<String, String> outside =
                outside(px, bounds.hard(LimitKind.PRICE_COLLAR, instrument.priceCollar()), instrument, touch);
        String message = "The price is too far from the market.";
        if (outside != null) {
            return new Verdict.Denied(Reason.PX_OUTSIDE_COLLAR, message, outside);
        }
        BigDecimal soft = bounds.soft(LimitKind.PRICE_COLLAR);
        Map<String, String> outsideSoft = soft == null ? null : outside(px, soft, instrument, touch);
        if (outsideSoft != null) {
            bounds.warn(Reason.PX_OUTSIDE_COLLAR, message, outsideSoft);
        }
        return null;
    }

    private static @Nullable Map<String, String> outside(
            BigDecimal px, BigDecimal share, Instrument instrument, Touch touch) {
        BigDecimal lowest = touch.bidPx().subtract(collar(touch.bidPx(), share, instrument));
        BigDecimal highest = touch.askPx().add(collar(touch.askPx(), share, instrument));
        return px.compareTo(lowest) >= 0 && px.compareTo(highest) <= 0
                ? null
                : numbers("px", px, "lowestPx", lowest, "highestPx", highest);
    }

    private static BigDecimal notional(BigDecimal orderQty, BigDecimal reservePx, Instrument instrument) {
        return instrument.payoff().value(orderQty, reservePx).abs();
    }

    /** What needs no more than is held passes, also where a bust has driven the balance below zero. */
    static Verdict checkFunds(
            Reservation needed, AccountView account, BigDecimal held, BigDecimal reservePx, @Nullable Trigger trigger) {
        BigDecimal available =
                account.balances().apply(needed.line()).available().add(held);
        if (needed.amount().compareTo(available.max(held)) <= 0) {
            return new Verdict.Passed(reservePx, needed, trigger);
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

    static Verdict.Denied denied(Reason reason, String message, Object... namesAndValues) {
        return new Verdict.Denied(reason, message, numbers(namesAndValues));
    }

    static Map<String, String> numbers(Object... namesAndValues) {
        Map<String, String> numbers = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            numbers.put(
                    (String) namesAndValues[i],
                    ((BigDecimal) namesAndValues[i + 1]).stripTrailingZeros().toPlainString());
        }
        return numbers;
    }
}
