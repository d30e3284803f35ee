package io.tradecore.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.Balance;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.account.Desks;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ExecInst;
import io.tradecore.oms.order.HeldBy;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.risk.InstrumentSelector;
import io.tradecore.oms.risk.Limit;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Sized;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.SelfTradePrevention;
import io.tradecore.oms.risk.SelfTrades;
import io.tradecore.oms.session.TradingCalendar;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.trigger.TriggerPriceType;
import io.tradecore.oms.trigger.TriggerTerms;
import io.tradecore.oms.valuation.Rates;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitChecksTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instrument INSTRUMENT = new Instrument(
            "BTCUSDT",
            "SIM",
            "USDT",
            2,
            2,
            5,
            new BigDecimal("0.01"),
            new BigDecimal("0.00001"),
            BigDecimal.ONE,
            new BigDecimal("10"),
            new BigDecimal("1000"),
            new BigDecimal("0.05"),
            new BigDecimal("0.001"),
            true);

    private final TestLimits limits = TestLimits.wide(NOW);
    private final Map<BalanceKey, Balance> balances = new HashMap<>(Map.of(
            new BalanceKey(LedgerCode.CASH, "USDT"), balance("100000", "0"),
            new BalanceKey(LedgerCode.POSITION, "BTCUSDT"), balance("100", "0")));
    private @Nullable Quote quote = quoteAt(NOW);

    @Test
    void theTighterOfInstrumentAccountAndSymbolLimitDecides() {
        limits.firm(LimitKind.MAX_ORDER_QTY, "5");
        assertThat(outcome(check(Side.BUY, "5", "100"))).isEqualTo("passed");
        assertThat(outcome(check(Side.BUY, "5.1", "100"))).isEqualTo("QTY_EXCEEDS_MAX");

        limits.add(LimitKind.MAX_ORDER_QTY, InstrumentSelector.of("BTCUSDT"), "2", Limit.Severity.HARD)
                .add(LimitKind.MAX_ORDER_NOTIONAL, InstrumentSelector.of("BTCUSDT"), "100", Limit.Severity.HARD);
        assertThat(outcome(check(Side.BUY, "2.1", "100"))).isEqualTo("QTY_EXCEEDS_MAX");
        assertThat(outcome(check(Side.BUY, "1", "100"))).isEqualTo("passed");
        assertThat(outcome(check(Side.BUY, "1", "100.01"))).isEqualTo("NOTIONAL_EXCEEDS_MAX");
    }

    @ParameterizedTest(name = "{0} {1} @ {2} for {3}: {4}")
    @CsvSource(nullValues = "-", textBlock = """
            # side, type,   px,     amount, quantity
            BUY,    MARKET, -,      202.00, 2
            BUY,    MARKET, -,      201.99, 1.9999
            SELL,   MARKET, -,      198.00, 2
            SELL,   MARKET, -,      197.99, 1.99989
            BUY,    LIMIT,  100.00, 200.00, 2
            SELL,   LIMIT,  100.00, 199.99, 1.9999
            BUY,    MARKET, -,      0.001,  below lot at 101
            SELL,   MARKET, -,      0.0009, below lot at 99
            """)
    void anOrderByAmountIsSizedAtThePriceItWouldTradeAt(
            Side side, OrdType type, @Nullable BigDecimal px, BigDecimal amount, String quantity) {
        quote = new Quote("BTCUSDT", new BigDecimal("99"), BigDecimal.TEN, new BigDecimal("101"), BigDecimal.TEN, NOW);

        String sized = switch (checks().checkByCash(byAmount(side, type, px), amount, INSTRUMENT, view())) {
            case Sized.Judged(PlaceOrder it, Verdict.Passed _) ->
                it.orderQty().stripTrailingZeros().toPlainString();
            case Sized.Judged(PlaceOrder _, Verdict.Denied denied) -> denied.toString();
            case Sized.BelowLot(BigDecimal at) -> "below lot at " + at;
        };
        assertThat(sized).isEqualTo(quantity);
    }

    /** One lot of it would only lower the other, and not be sent. */
    @Test
    void anOrderByAmountMeetsOthersOfItsAccountAsAWhole() {
        SelfTrades others = new SelfTrades(
                SelfTradePrevention.DECREMENT, List.of(TableOrder.resting(Side.SELL, "1", "100", "BTCUSDT")));
        PlaceOrder order = byAmount(Side.BUY, OrdType.LIMIT, new BigDecimal("100.00"));

        Sized sized = checks().checkByCash(
                        order,
                        new BigDecimal("300"),
                        INSTRUMENT,
                        view(dealings().selfTrades(others)));

        assertThat(sized).isInstanceOfSatisfying(Sized.Judged.class, judged -> {
            assertThat(judged.order().orderQty()).isEqualByComparingTo("3");
            assertThat(outcome(judged.verdict())).isEqualTo("passed");
        });
    }

    @Test
    void anOrderByAmountLooksAtTheMarketOnce() {
        AtomicInteger looks = new AtomicInteger();
        LimitChecks counted = new LimitChecks(
                _ -> {
                    looks.incrementAndGet();
                    return quote;
                },
                Clock.fixed(NOW, ZoneOffset.UTC),
                Duration.ofSeconds(5),
                new BigDecimal("0.05"),
                TestDealings.instruments(INSTRUMENT),
                () -> new Rates(List.of(), _ -> null));

        counted.checkByCash(byAmount(Side.SELL, OrdType.MARKET, null), BigDecimal.TEN, INSTRUMENT, view());
        assertThat(looks).hasValue(1);
    }

    @Test
    void aBuyNeedsItsCostAndFeeAvailable() {
        balances.put(new BalanceKey(LedgerCode.CASH, "USDT"), balance("200.20", "100.10"));
        assertThat(check(Side.BUY, "1", "100"))
                .isInstanceOfSatisfying(
                        Verdict.Passed.class,
                        passed -> assertThat(passed.reservation().amount()).isEqualByComparingTo("100.10"));

        balances.put(new BalanceKey(LedgerCode.CASH, "USDT"), balance("200.20", "100.11"));
        assertThat(check(Side.BUY, "1", "100"))
                .isEqualTo(new Verdict.Denied(
                        Reason.CASH_INSUFFICIENT,
                        "The available cash does not cover the order and its fee.",
                        Map.of("needed", "100.1", "available", "100.09")));
    }

    @Test
    void aMarketOrderReservesAtTheWorstPriceTheCollarAllows() {
        assertThat(check(Side.BUY, "1", null)).isInstanceOfSatisfying(Verdict.Passed.class, passed -> {
            assertThat(passed.reservePx()).isEqualByComparingTo("105.00");
            assertThat(passed.reservation().amount()).isEqualByComparingTo("105.11");
        });
    }

    @Test
    void aReplaceReservesWhatIsLeftOfTheNewQuantity() {
        assertThat(checkReplace("1.5", "3", "100.00"))
                .isInstanceOfSatisfying(
                        Verdict.Passed.class,
                        passed -> assertThat(passed.reservation().amount()).isEqualByComparingTo("150.15"));
    }

    @ParameterizedTest(name = "a stop at 200 replaced by one at {0} with {1} available and 210.21 held: {2}")
    @CsvSource(textBlock = """
            # stopPx, cash,   outcome
            300,      105.11, 315.00
            300,      105.10, CASH_INSUFFICIENT
            100,      -50,    105.00
            952.39,   10000,  NOTIONAL_EXCEEDS_MAX
            """)
    void aHeldOrderIsJudgedWhereItWouldBeTriggered(BigDecimal stopPx, String cash, String outcome) {
        balances.put(new BalanceKey(LedgerCode.CASH, "USDT"), balance(cash, "0"));
        // What waits for a price needs no quote.
        quote = null;
        Terms terms = Terms.of(BigDecimal.ONE, null, TimeInForce.GTC);
        var before = new Trigger.Stop(Side.BUY, TriggerPriceType.BEST_OFFER, new BigDecimal("200"));
        ClOrdId clOrdId = new ClOrdId("C1");
        Order order = new Order(
                new AccountId(new UUID(1, 1)),
                new OrderId(new UUID(2, 2)),
                clOrdId,
                clOrdId,
                "BTCUSDT",
                "SIM",
                Side.BUY,
                OrdType.STOP,
                Set.of(),
                before,
                HeldBy.TRIGGER,
                null,
                terms,
                terms,
                new BigDecimal("210.00"),
                new BigDecimal("0.001"),
                OrdStatus.PENDING_NEW,
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                null,
                null,
                NOW,
                null);

        Verdict verdict = checks().checkReplace(
                        order,
                        terms,
                        new Trigger.Stop(Side.BUY, TriggerPriceType.BEST_OFFER, stopPx),
                        INSTRUMENT,
                        view(),
                        new BigDecimal("210.21"));
        assertThat(verdict instanceof Verdict.Passed passed ? passed.reservePx().toPlainString() : outcome(verdict))
                .isEqualTo(outcome);
    }

    @ParameterizedTest(name = "1 of 2 bought, replaced by {0} with a position of {1}: {2}")
    @CsvSource(textBlock = """
            3,       -2, passed
            3.00001, -2, REDUCE_ONLY_INCREASES
            1.5,     0,  passed
            """)
    void aReduceOnlyOrderIsReplacedByNoMoreThanClosesThePosition(String qty, String position, String outcome) {
        balances.put(new BalanceKey(LedgerCode.POSITION, "BTCUSDT"), balance(position, "0"));

        assertThat(outcome(checkReplace(Set.of(ExecInst.REDUCE_ONLY), "1", qty, "100.00", INSTRUMENT)))
                .isEqualTo(outcome);
    }

    @ParameterizedTest(name = "{0} {1} at {2} with limit {3}: {4}")
    @CsvSource(nullValues = "-", textBlock = """
            # type,             side, stopPx, px,     outcome
            STOP,               BUY,  200,    -,      210.00
            STOP,               SELL, 50,     -,      47.50
            STOP_LIMIT,         BUY,  200,    210.00, 210.00
            STOP_LIMIT,         BUY,  200,    210.01, PX_OUTSIDE_COLLAR
            STOP_LIMIT,         SELL, 50,     47.49,  PX_OUTSIDE_COLLAR
            MARKET_IF_TOUCHED,  BUY,  50,     -,      52.50
            LIMIT_IF_TOUCHED,   BUY,  50,     51.00,  51.00
            TRAILING_STOP,      BUY,  -,      -,      110.25
            TRAILING_STOP,      SELL, -,      -,      89.30
            """)
    void anOrderThatWaitsIsJudgedWhereItIsTriggered(
            OrdType type, Side side, @Nullable BigDecimal stopPx, @Nullable BigDecimal px, String outcome) {
        Verdict verdict = check(waiting(type, side, stopPx, px, null));

        assertThat(verdict instanceof Verdict.Passed passed ? passed.reservePx().toPlainString() : outcome(verdict))
                .isEqualTo(outcome);
    }

    @Test
    void anOrderThatWatchesATradeNoQuoteTellsWaitsAndATrailHasNowhereToBegin() {
        BigDecimal stopPx = new BigDecimal("200");
        assertThat(outcome(check(waiting(OrdType.STOP, Side.BUY, stopPx, null, TriggerPriceType.LAST_TRADE))))
                .isEqualTo("passed");
        PlaceOrder trail = waiting(OrdType.TRAILING_STOP, Side.SELL, null, null, TriggerPriceType.LAST_TRADE);
        assertThat(outcome(check(trail))).isEqualTo("TRIGGER_PRICE_MISSING");

        quote = new Quote(
                "BTCUSDT",
                new BigDecimal("99.00"),
                BigDecimal.ONE,
                new BigDecimal("100.00"),
                BigDecimal.ONE,
                new BigDecimal("99.50"),
                NOW);
        assertThat(check(trail))
                .isInstanceOfSatisfying(
                        Verdict.Passed.class,
                        passed -> assertThat(
                                        Objects.requireNonNull(passed.trigger()).level())
                                .isEqualByComparingTo("94.50"));
    }

    @ParameterizedTest(name = "{0} {1} with a position of {2}: {3}")
    @CsvSource(textBlock = """
            SELL, 2,       2,  passed
            SELL, 2.00001, 2,  REDUCE_ONLY_INCREASES
            BUY,  1,       2,  REDUCE_ONLY_INCREASES
            BUY,  2,       -2, passed
            BUY,  2.00001, -2, REDUCE_ONLY_INCREASES
            SELL, 1,       0,  REDUCE_ONLY_INCREASES
            """)
    void aReduceOnlyOrderDoesNoMoreThanCloseThePosition(Side side, BigDecimal qty, String position, String outcome) {
        balances.put(new BalanceKey(LedgerCode.POSITION, "BTCUSDT"), balance(position, "0"));
        Terms terms = Terms.of(qty, new BigDecimal("100"), TimeInForce.DAY);

        assertThat(outcome(check(new PlaceOrder(
                        new AccountId(new UUID(1, 1)),
                        new ClOrdId("C1"),
                        "BTCUSDT",
                        side,
                        OrdType.LIMIT,
                        Set.of(ExecInst.REDUCE_ONLY),
                        terms,
                        "trader"))))
                .isEqualTo(outcome);
    }

    @ParameterizedTest(name = "{0} {1} outside of a session: {2}, while it is halted: {3}")
    @CsvSource(textBlock = """
            LIMIT,         GTC, SESSION_CLOSED, INSTRUMENT_HALTED
            LIMIT,         OPG, passed,         INSTRUMENT_HALTED
            MARKET,        DAY, SESSION_CLOSED, INSTRUMENT_HALTED
            STOP,          GTC, passed,         passed
            TRAILING_STOP, GTC, passed,         passed
            """)
    void outsideOfASessionOnlyOrdersThatWaitPass(OrdType type, TimeInForce timeInForce, String closed, String halted) {
        var never = new TradingCalendar(ZoneOffset.UTC, Map.of(), Map.of());
        BigDecimal px = type.hasPx() ? new BigDecimal("100") : null;
        PlaceOrder order = type.isTriggered()
                ? waiting(type, Side.BUY, type == OrdType.STOP ? BigDecimal.TEN : null, null, null)
                : new PlaceOrder(
                        new AccountId(new UUID(1, 1)),
                        new ClOrdId("C1"),
                        "BTCUSDT",
                        Side.BUY,
                        type,
                        timeInForce,
                        BigDecimal.ONE,
                        px,
                        "trader");

        assertThat(outcome(checks().check(order, trading(never, false), view())))
                .isEqualTo(closed);
        assertThat(outcome(checks().check(order, trading(TradingCalendar.ALWAYS, true), view())))
                .isEqualTo(halted);
    }

    private static Instrument trading(TradingCalendar calendar, boolean halted) {
        return new Instrument(
                INSTRUMENT.symbol(),
                INSTRUMENT.venueId(),
                INSTRUMENT.currency(),
                INSTRUMENT.currencyScale(),
                INSTRUMENT.pxScale(),
                INSTRUMENT.qtyScale(),
                INSTRUMENT.tickSize(),
                INSTRUMENT.lotSize(),
                INSTRUMENT.multiplier(),
                INSTRUMENT.maxOrderQty(),
                INSTRUMENT.maxOrderNotional(),
                INSTRUMENT.priceCollar(),
                INSTRUMENT.feeRate(),
                true,
                calendar,
                halted,
                INSTRUMENT.contract());
    }

    private static PlaceOrder byAmount(Side side, OrdType type, @Nullable BigDecimal px) {
        return new PlaceOrder(
                new AccountId(new UUID(1, 1)),
                new ClOrdId("C1"),
                "BTCUSDT",
                side,
                type,
                Set.of(),
                Terms.of(BigDecimal.TEN, px, TimeInForce.GTC),
                null,
                BigDecimal.TEN,
                "trader");
    }

    /** One of 1; a trail of 5. */
    private static PlaceOrder waiting(
            OrdType type,
            Side side,
            @Nullable BigDecimal stopPx,
            @Nullable BigDecimal px,
            @Nullable TriggerPriceType watched) {
        TrailOffset trail = stopPx == null ? new TrailOffset(TrailOffset.Unit.AMOUNT, new BigDecimal("5")) : null;
        return new PlaceOrder(
                new AccountId(new UUID(1, 1)),
                new ClOrdId("C1"),
                "BTCUSDT",
                side,
                type,
                Set.of(),
                Terms.of(BigDecimal.ONE, px, TimeInForce.GTC),
                new TriggerTerms(watched, stopPx, trail),
                "trader");
    }

    /** A buy of 2 at 100 that holds 200.20. */
    private Verdict checkReplace(String cumQty, String qty, String px) {
        return checkReplace(Set.of(), cumQty, qty, px, INSTRUMENT);
    }

    private Verdict checkReplace(Set<ExecInst> execInst, String cumQty, String qty, String px, Instrument instrument) {
        Terms terms = Terms.of(new BigDecimal("2"), new BigDecimal("100.00"), TimeInForce.DAY);
        ClOrdId clOrdId = new ClOrdId("C1");
        Order order = new Order(
                new AccountId(new UUID(1, 1)),
                new OrderId(new UUID(2, 2)),
                clOrdId,
                clOrdId,
                "BTCUSDT",
                "SIM",
                Side.BUY,
                OrdType.LIMIT,
                execInst,
                terms,
                terms,
                new BigDecimal("100.00"),
                new BigDecimal("0.001"),
                OrdStatus.NEW,
                null,
                new BigDecimal(cumQty),
                BigDecimal.ZERO,
                null,
                null,
                NOW);
        TermChange asked = new TermChange(new BigDecimal(qty), new BigDecimal(px), null, null, null);
        return checks().checkReplace(order, terms.with(asked), null, instrument, view(order), new BigDecimal("200.20"));
    }

    private Verdict check(Side side, String qty, @Nullable String px) {
        PlaceOrder order = new PlaceOrder(
                new AccountId(new UUID(1, 1)),
                new ClOrdId("C1"),
                "BTCUSDT",
                side,
                px == null ? OrdType.MARKET : OrdType.LIMIT,
                TimeInForce.DAY,
                new BigDecimal(qty),
                px == null ? null : new BigDecimal(px),
                "trader");
        return check(order);
    }

    private Verdict check(PlaceOrder order) {
        return checks().check(order, INSTRUMENT, view());
    }

    private AccountView view() {
        return view(dealings());
    }

    /** With the order among those that are open. */
    private AccountView view(Order order) {
        return view(
                dealings().open(order.symbol(), order.side(), order.leavesQty().toPlainString(), "100"));
    }

    private TestDealings dealings() {
        String position = Objects.requireNonNull(balances.get(new BalanceKey(LedgerCode.POSITION, "BTCUSDT")))
                .posted()
                .toPlainString();
        return new TestDealings(NOW).held("BTCUSDT", position, "100");
    }

    private AccountView view(TestDealings dealings) {
        return new AccountView(
                AccountStatus.ACTIVE,
                Desks.MAIN,
                TestLimits.USER,
                limits.now(),
                line -> balances.getOrDefault(line, Balance.ZERO),
                null,
                dealings.in("USDT"));
    }

    private LimitChecks checks() {
        return new LimitChecks(
                _ -> quote,
                Clock.fixed(NOW, ZoneOffset.UTC),
                Duration.ofSeconds(5),
                new BigDecimal("0.05"),
                TestDealings.instruments(INSTRUMENT),
                () -> new Rates(List.of(), _ -> null));
    }

    private static String outcome(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Passed _ -> "passed";
            case Verdict.Denied denied -> denied.reason().name();
        };
    }

    private static Quote quoteAt(Instant time) {
        return new Quote(
                "BTCUSDT", new BigDecimal("99.00"), BigDecimal.ONE, new BigDecimal("100.00"), BigDecimal.ONE, time);
    }

    private static Balance balance(String posted, String pending) {
        return new Balance(new BigDecimal(posted), new BigDecimal(pending));
    }
}
