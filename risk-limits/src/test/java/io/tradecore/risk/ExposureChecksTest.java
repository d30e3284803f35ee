package io.tradecore.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.Balance;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.account.AccountType;
import io.tradecore.oms.account.Desks;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ExecInst;
import io.tradecore.oms.order.HeldBy;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.risk.GroupCredit;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.PreTradeRisk.Wanted;
import io.tradecore.oms.risk.Recent;
import io.tradecore.oms.risk.RuleScope;
import io.tradecore.oms.risk.SelfTradePrevention;
import io.tradecore.oms.risk.SelfTrades;
import io.tradecore.oms.risk.Stakes;
import io.tradecore.oms.valuation.RatePair;
import io.tradecore.oms.valuation.Rates;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code checks/new_orders.chk} does not tell of the checks against what an account has open, holds and has done. */
class ExposureChecksTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Instrument DOLLARS = instrument("BTCUSD", "USD");
    private static final Instrument EUROS = instrument("BTCEUR", "EUR");

    private final TestLimits limits = TestLimits.wide(NOW);
    private final TestDealings dealings = new TestDealings(NOW);
    private final Map<String, Quote> quotes = new HashMap<>();
    private final List<RatePair> pairs = new ArrayList<>(List.of(new RatePair("EUR", "USD", "EURUSD", false)));

    ExposureChecksTest() {
        quote("BTCUSD", "100", "100", NOW);
        quote("BTCEUR", "100", "100", NOW);
        quote("EURUSD", "1.9", "2", NOW);
    }

    @ParameterizedTest(name = "{1} of {2} with {0} held, {3} to buy and {4} to sell, at most 10: {5}")
    @CsvSource(textBlock = """
            # held, side, qty,    buys, sells, outcome
            0,      BUY,  9.999,  0,    0,     passed
            0,      BUY,  10,     0,    0,     passed
            0,      BUY,  10.001, 0,    0,     POSITION_EXCEEDS_MAX 10.001
            4,      BUY,  3,      3,    9,     passed
            4,      BUY,  3.001,  3,    9,     POSITION_EXCEEDS_MAX 10.001
            -4,     SELL, 3,      9,    3,     passed
            -4,     SELL, 3.001,  9,    3,     POSITION_EXCEEDS_MAX 10.001
            # What reduces passes, also where there is too much already; what flips is bounded on the other side.
            30,     SELL, 1,      0,    0,     passed
            30,     SELL, 30,     0,    0,     passed
            30,     SELL, 20,     0,    10,    passed
            30,     SELL, 40,     0,    0,     passed
            30,     SELL, 40.001, 0,    0,     POSITION_EXCEEDS_MAX 10.001
            30,     SELL, 20.001, 0,    20,    POSITION_EXCEEDS_MAX 10.001
            30,     SELL, 20.001, 0,    19.999, passed
            30,     BUY,  1,      0,    0,     POSITION_EXCEEDS_MAX 31
            """)
    void aPositionIsBoundedWithWhatIsOpen(
            String held, Side side, String qty, String buys, String sells, String outcome) {
        limits.firm(LimitKind.MAX_POSITION, "10");
        dealings.held("BTCUSD", held, "100");
        open(Side.BUY, buys);
        open(Side.SELL, sells);

        assertThat(outcome(order(side, qty, "100"), "position")).isEqualTo(outcome);
    }

    @ParameterizedTest(name = "{0} {1} with legs of 6 and -3, at most 10: {2}")
    @CsvSource({
        "BUY,  4,     passed",
        "BUY,  4.001, POSITION_EXCEEDS_MAX 10.001",
        "SELL, 7,     passed",
        "SELL, 7.001, POSITION_EXCEEDS_MAX 10.001"
    })
    void aLegIsBoundedByItself(Side side, String qty, String outcome) {
        limits.firm(LimitKind.MAX_POSITION, "10");
        dealings.leg("BTCUSD", "6", Leg.LONG).leg("BTCUSD", "-3", Leg.SHORT);

        assertThat(outcome(effect(side, qty, PositionEffect.OPEN), "position")).isEqualTo(outcome);
    }

    @Test
    void whatClosesAPositionPassesEveryBoundOfMoney() {
        dealings.held("BTCUSD", "5", "100").open("BTCUSD", Side.BUY, "100", "100");
        limits.firm(LimitKind.MAX_OPEN_NOTIONAL, "1")
                .firm(LimitKind.MAX_CREDIT, "1")
                .firm(LimitKind.MAX_POSITION, "1")
                .firm(LimitKind.MAX_DAILY_LOSS, "0")
                .firm(LimitKind.MAX_REPEATED_EXECUTIONS, "0")
                .firm(LimitKind.MAX_ORDER_TO_TRADE, "0");
        quotes.remove("EURUSD");

        assertThat(outcome(order(Side.SELL, "5", "100"))).isEqualTo("passed");
        assertThat(outcome(order(Side.SELL, "5.01", "100"))).isEqualTo("REPEATED_EXECUTIONS");
    }

    @ParameterizedTest(name = "{0} at 100 with 300 used, {1} and {2} lent: {3}")
    @CsvSource({
        "2, 500, 500, passed",
        "2.01, 500, 500, GROUP_CREDIT_EXCEEDED 501",
        "2.01, 501, 500, GROUP_CREDIT_EXCEEDED 501",
        "2.01, 501, 501, passed"
    })
    void whatIsLentOfAGroupsCreditBoundsTheAccount(String qty, String firm, String desk, String outcome) {
        dealings.held("BTCUSD", "3", "100").groups(lent(RuleScope.FIRM, firm), lent(RuleScope.DESK, desk));

        assertThat(outcome(order(Side.BUY, qty, "100"), "credit")).isEqualTo(outcome);
        assertThat(outcome(order(Side.SELL, "3", "100"))).as("what reduces").isEqualTo("passed");
    }

    @ParameterizedTest(name = "{0} needed of {1} lent under a limit of {2}: lent anew {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "100, 100, 1000, false",
                "100.1, 100, 1000, true",
                "100, 100, 999, true",
                "100, 100, -, true",
                "24, 100, 1000, false",
                "23.99, 100, 1000, true"
            })
    void creditIsLentAnewWhereItDoesNotReachOrIsFarTooMuch(
            BigDecimal needed, BigDecimal allotted, @Nullable BigDecimal bound, boolean anew) {
        GroupCredit credit = new GroupCredit(RuleScope.DESK, "MAIN", new BigDecimal("1000"), allotted, bound);

        assertThat(credit.isToBeLentAnew(needed)).isEqualTo(anew);
        assertThat(credit.wanted(needed)).isEqualByComparingTo(needed.add(BigDecimal.ONE));
    }

    @Test
    void whatOrdersMayNeedIsNoLessThanWhatTheyAreJudgedBy() {
        quote("BTCUSD", "100", "102", NOW);
        dealings.held("BTCUSD", "3", "100");
        List<Wanted> orders = List.of(
                new Wanted(DOLLARS, BigDecimal.ONE, new BigDecimal("150"), null, null),
                new Wanted(DOLLARS, BigDecimal.ONE, null, null, null),
                new Wanted(DOLLARS, BigDecimal.ZERO, null, null, new BigDecimal("40")));

        // 300 held, 150, 204 and 80 with a collar of 100 %, and something for a tick.
        assertThat(checks().creditNeeded(orders, view())).isBetween(new BigDecimal("734"), new BigDecimal("750"));
        dealings.open("BTCEUR", Side.BUY, "1", "1");
        quotes.remove("EURUSD");
        assertThat(checks().creditNeeded(orders, view())).isNull();
    }

    @Test
    void anOrderThatWaitsMayBeWorthWhatItIsWhereItIsTriggered() {
        limits.firm(LimitKind.PRICE_COLLAR, "0.1");
        var waits = new Wanted(DOLLARS, BigDecimal.ONE, null, new BigDecimal("300"), null);

        // 300 with the firm's collar of 10 %, and something for a tick.
        assertThat(checks().creditNeeded(List.of(waits), view()))
                .isBetween(new BigDecimal("330"), new BigDecimal("350"));
        quotes.clear();
        assertThat(checks().creditNeeded(List.of(waits), view()))
                .isBetween(new BigDecimal("330"), new BigDecimal("350"));
    }

    @Test
    void whatCreditIsNeededIsNotToldOfAnAccountWithoutItsLimits() {
        limits.without(LimitKind.MAX_CREDIT);

        assertThat(checks().creditNeeded(
                                List.of(new Wanted(DOLLARS, BigDecimal.ONE, BigDecimal.TEN, null, null)), view()))
                .isNull();
    }

    private static GroupCredit lent(RuleScope scope, String credit) {
        return new GroupCredit(scope, "MAIN", new BigDecimal("1000"), new BigDecimal(credit), new BigDecimal("1000"));
    }

    @ParameterizedTest(
            name = "{0} realised and {1} of fees today, 2 held at {2} with a bid of 100, at most 50 lost: {3}")
    @CsvSource({
        "-30, 5,  107.5,  passed",
        "-30, 4.99, 107.5, passed",
        "-30, 5.01, 107.5, DAILY_LOSS_EXCEEDED 50.01",
        "-60, -10, 100,   passed",
        "0,   0,  125.01, DAILY_LOSS_EXCEEDED 50.02",
        "40,  0,  145,    passed",
        "40,  0,  145.01, DAILY_LOSS_EXCEEDED 50.02"
    })
    void aDaysLossIsRealisedUnrealisedAndFees(String realised, String fees, String avgPx, String outcome) {
        limits.firm(LimitKind.MAX_DAILY_LOSS, "50");
        dealings.held("BTCUSD", "2", avgPx, realised, fees);

        assertThat(outcome(order(Side.BUY, "1", "100"), "loss")).isEqualTo(outcome);
    }

    @Test
    void whatIsLostInAnotherCurrencyCountsAtWhatItCosts() {
        limits.firm(LimitKind.MAX_DAILY_LOSS, "50");
        dealings.held("BTCEUR", "0", "0", "-25", "0");
        assertThat(outcome(order(Side.BUY, "1", "100"))).isEqualTo("passed");

        dealings.held("BTCEUR", "0", "0", "-25.01", "0");
        assertThat(outcome(order(Side.BUY, "1", "100"), "loss")).isEqualTo("DAILY_LOSS_EXCEEDED 50.02");
        dealings.held("BTCEUR", "0", "0", "25", "0").held("BTCUSD", "0", "0", "-97.51", "0");
        assertThat(outcome(order(Side.BUY, "1", "100"), "loss")).isEqualTo("DAILY_LOSS_EXCEEDED 50.01");
    }

    @ParameterizedTest(name = "The same {0} ms later: {1}")
    @CsvSource({
        "-5, DUPLICATE_ORDER 0",
        "0, DUPLICATE_ORDER 0",
        "999, DUPLICATE_ORDER 999",
        "1000, passed",
        "1001, passed"
    })
    void theSameOrderIsTakenForARepetitionWithinAWindow(long later, String outcome) {
        limits.firm(LimitKind.DUPLICATE_WINDOW_MS, "1000");
        dealings.exposure().recent().sent(Recent.Content.of(order(Side.BUY, "1.0", "100")), NOW.minusMillis(later));

        assertThat(outcome(order(Side.BUY, "1", "100.00"), "ageMs")).isEqualTo(outcome);
        assertThat(outcome(order(Side.SELL, "1", "100"))).isEqualTo("passed");
        assertThat(outcome(order(Side.BUY, "1.1", "100"))).isEqualTo("passed");
        assertThat(outcome(order(Side.BUY, "1", "100.01"))).isEqualTo("passed");
    }

    @Test
    void withoutAWindowTheSameOrderPasses() {
        dealings.exposure().recent().sent(Recent.Content.of(order(Side.BUY, "1", "100")), NOW);
        assertThat(outcome(order(Side.BUY, "1", "100"))).isEqualTo("passed");

        // By a transaction that began later and had the lock first.
        dealings.exposure().recent().sent(Recent.Content.of(order(Side.BUY, "1", "100")), NOW.plusMillis(5));
        assertThat(outcome(order(Side.BUY, "1", "100"))).isEqualTo("passed");
    }

    @ParameterizedTest(name = "{0} executions {1} seconds ago, at most 3: {2}")
    @CsvSource({"2, 0, passed", "3, 0, REPEATED_EXECUTIONS 4", "3, 60, REPEATED_EXECUTIONS 4", "3, 61, passed"})
    void executionsOfOneSideAreBoundedWithinAMinute(int executions, long ago, String outcome) {
        limits.firm(LimitKind.MAX_REPEATED_EXECUTIONS, "3");
        dealings.exposure().recent().executed("BTCUSD", Side.BUY, executions, NOW.minusSeconds(ago));

        assertThat(outcome(order(Side.BUY, "1", "100"), "executions")).isEqualTo(outcome);
        assertThat(outcome(order(Side.SELL, "1", "100"))).isEqualTo("passed");
    }

    @ParameterizedTest(name = "{0} of {1} with 5 held, {2} to buy and {3} to sell: {4}")
    @CsvSource({
        "SELL, 2, 9, 3, passed",
        "SELL, 2.001, 9, 3, REDUCE_ONLY_INCREASES 2",
        "SELL, 0.001, 0, 6, REDUCE_ONLY_INCREASES 0",
        "BUY, 0.001, 0, 0, REDUCE_ONLY_INCREASES 0"
    })
    void whatOnlyReducesClosesWhatOpenOrdersLeave(Side side, String qty, String buys, String sells, String outcome) {
        dealings.held("BTCUSD", "5", "100");
        open(Side.BUY, buys);
        open(Side.SELL, sells);

        assertThat(outcome(order(side, qty, "100", EnumSet.of(ExecInst.REDUCE_ONLY)), "closable"))
                .isEqualTo(outcome);
    }

    @ParameterizedTest(name = "{0}, a buy at {1} beside a sale at 100: {2}")
    @CsvSource({
        "NONE,          100,   passed",
        "CANCEL_NEWEST, 99.99, passed",
        "CANCEL_NEWEST, 100,   SELF_TRADE",
        "CANCEL_NEWEST, 100.1, SELF_TRADE",
        "CANCEL_OLDEST, 100,   passed",
        "CANCEL_BOTH,   99.99, passed",
        "CANCEL_BOTH,   100,   SELF_TRADE",
        "DECREMENT,     99.99, passed",
        "DECREMENT,     100,   SELF_TRADE"
    })
    void anOrderDoesNotTradeWithAnotherOfItsAccount(SelfTradePrevention mode, String px, String outcome) {
        dealings.selfTrades(new SelfTrades(mode, List.of(resting(Side.SELL, "1", "100", "0"))));

        assertThat(outcome(order(Side.BUY, "1", px))).isEqualTo(outcome);
    }

    @ParameterizedTest(name = "{0} against 3 of 4 that rest at 100, at least {1} pieces worth {2}: {3}")
    @CsvSource({
        "2.9, 2.9, 0,   SELF_TRADE",
        "3,   3,   0,   SELF_TRADE",
        "5,   2,   0,   2 holding 200.00",
        "5,   0,   200, 2 holding 200.00",
        "5,   2.1, 0,   QTY_BELOW_MIN",
        "5,   0,   201, NOTIONAL_BELOW_MIN",
        "1002, 0,  0,   QTY_EXCEEDS_MAX"
    })
    @DisplayName(
            "What is left of a lowered order has to be enough, and is paid for alone; what was asked for must not be too much")
    void whatIsLeftOfALoweredOrderIsAnOrder(String qty, String least, String leastValue, String outcome) {
        limits.firm(LimitKind.MIN_ORDER_QTY, least).firm(LimitKind.MIN_ORDER_NOTIONAL, leastValue);
        dealings.selfTrades(
                new SelfTrades(SelfTradePrevention.DECREMENT, List.of(resting(Side.SELL, "4", "100", "1"))));

        Verdict verdict = checks().check(order(Side.BUY, qty, "100"), DOLLARS, view());

        assertThat(
                        verdict instanceof Verdict.Passed passed
                                ? passed.loweredTo() + " holding "
                                        + passed.reservation().amount()
                                : outcome(verdict))
                .isEqualTo(outcome);
    }

    @ParameterizedTest(name = "{0}, from {1} to {2} with a sale at 100: {3}")
    @CsvSource({
        "NONE,          99,  100,   passed",
        "CANCEL_NEWEST, 99,  99.99, passed",
        "CANCEL_NEWEST, 99,  100,   SELF_TRADE",
        "CANCEL_NEWEST, 100, 100,   passed",
        "CANCEL_OLDEST, 99,  100,   passed",
        "CANCEL_BOTH,   99,  100,   SELF_TRADE",
        "DECREMENT,     99,  100,   SELF_TRADE",
        "DECREMENT,     99,  99.99, passed"
    })
    @DisplayName("A replace that asks for another price does not trade with another order of its account")
    void aReplaceDoesNotTradeWithAnotherOfItsAccount(
            SelfTradePrevention mode, String px, String askedPx, String outcome) {
        Order order = resting(Side.BUY, "1", px, "0");
        TermChange asked = new TermChange(null, new BigDecimal(askedPx), null, null, null);
        dealings.selfTrades(new SelfTrades(mode, List.of(order, sale("100"))));

        assertThat(outcome(checks().checkReplace(
                                order, order.terms().with(asked), null, DOLLARS, view(), BigDecimal.ZERO)))
                .isEqualTo(outcome);
    }

    @ParameterizedTest(name = "A buy of 2 at 100, 0.5 executed, becomes {0} at {1}: {2}")
    @CsvSource({
        "2.5, 100, passed",
        "2.51, 100, POSITION_EXCEEDS_MAX 3.01",
        "1, 100, passed",
        "2, 134.33, passed",
        "2, 134.34, OPEN_NOTIONAL_EXCEEDED 301.51",
        "1, 200, passed"
    })
    @DisplayName("A replace is judged by what it raises, with what else is open")
    void aReplaceIsJudgedByWhatItRaises(String qty, String px, String outcome) {
        quote("BTCUSD", "100", "200", NOW);
        limits.firm(LimitKind.MAX_POSITION, "3")
                .firm(LimitKind.MAX_OPEN_NOTIONAL, "301.5")
                .firm(LimitKind.MAX_OPEN_ORDERS, "2");
        // 0.5 of it is held, 1.5 of it and 0.5 of another are open: that is the 2 which are allowed.
        dealings.held("BTCUSD", "0.5", "100").open("BTCUSD", Side.BUY, "1.5", "100");
        dealings.open("BTCUSD", Side.BUY, "0.5", "200");
        Order order = resting(Side.BUY, "2", "100", "0.5");
        TermChange asked = new TermChange(new BigDecimal(qty), new BigDecimal(px), null, null, null);

        Verdict verdict =
                checks().checkReplace(order, order.terms().with(asked), null, DOLLARS, view(), BigDecimal.ZERO);

        String number =
                verdict instanceof Verdict.Denied denied && denied.numbers().containsKey("position")
                        ? "position"
                        : "openNotional";
        assertThat(outcome(verdict, number)).isEqualTo(outcome);
    }

    @ParameterizedTest(name = "A {1} of 2 that its list holds in an account of {0}: {2}")
    @CsvSource({
        "CASH,   SELL, passed",
        "CASH,   BUY,  OPEN_NOTIONAL_EXCEEDED 220",
        "MARGIN, SELL, passed",
        "MARGIN, BUY,  passed"
    })
    @DisplayName("What a list holds back for what its parent opens raises nothing at another price")
    void anExitThatIsHeldRaisesNothing(AccountType type, Side side, String outcome) {
        quote("BTCUSD", "100", "100", NOW);
        limits.firm(LimitKind.MAX_OPEN_NOTIONAL, "1");
        Order held = heldByList(side);
        if (type == AccountType.CASH && side == Side.BUY) {
            dealings.open("BTCUSD", side, "2", "100");
        }
        BigDecimal two = new BigDecimal("2");
        Stakes stakes = type == AccountType.CASH
                ? null
                : new Stakes(
                        List.of(), _ -> two, _ -> BigDecimal.ZERO, null, null, held::equals, Stakes.Beside.NOTHING);
        TermChange asked = new TermChange(null, new BigDecimal("110"), null, null, null);

        Verdict verdict =
                checks().checkReplace(held, held.terms().with(asked), null, DOLLARS, view(stakes), BigDecimal.ZERO);

        assertThat(outcome(verdict, "openNotional")).isEqualTo(outcome);
    }

    private static Order heldByList(Side side) {
        Terms terms = Terms.of(new BigDecimal("2"), new BigDecimal("100"), TimeInForce.GTC);
        return new Order(
                new AccountId(new UUID(1, 1)),
                new OrderId(new UUID(2, 3)),
                new ClOrdId("T"),
                new ClOrdId("T"),
                "BTCUSD",
                "SIM",
                side,
                OrdType.LIMIT,
                Set.of(),
                null,
                HeldBy.LIST,
                null,
                terms,
                terms,
                new BigDecimal("100"),
                BigDecimal.ZERO,
                OrdStatus.PENDING_NEW,
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                null,
                null,
                NOW,
                null);
    }

    private void open(Side side, String qty) {
        if (new BigDecimal(qty).signum() > 0) {
            dealings.open("BTCUSD", side, qty, "100");
        }
    }

    private void quote(String symbol, String bidPx, String askPx, Instant at) {
        quotes.put(
                symbol,
                new Quote(symbol, new BigDecimal(bidPx), BigDecimal.TEN, new BigDecimal(askPx), BigDecimal.TEN, at));
    }

    private String outcome(PlaceOrder order, String... numbers) {
        return outcome(checks().check(order, DOLLARS, view()), numbers);
    }

    private static String outcome(Verdict verdict, String... numbers) {
        return switch (verdict) {
            case Verdict.Passed _ -> "passed";
            case Verdict.Denied denied ->
                numbers.length == 0
                        ? denied.reason().name()
                        : denied.reason() + " " + denied.numbers().get(numbers[0]);
        };
    }

    private LimitChecks checks() {
        return new LimitChecks(
                quotes::get,
                Clock.fixed(NOW, ZoneOffset.UTC),
                Duration.ofSeconds(5),
                new BigDecimal("0.05"),
                TestDealings.instruments(DOLLARS, EUROS),
                () -> new Rates(pairs, quotes::get));
    }

    /** There is enough of everything. */
    private AccountView view() {
        return view(null);
    }

    private AccountView view(@Nullable Stakes stakes) {
        return new AccountView(
                AccountStatus.ACTIVE,
                Desks.MAIN,
                TestLimits.USER,
                limits.now(),
                _ -> new Balance(new BigDecimal("1e9"), BigDecimal.ZERO),
                stakes,
                dealings.in("USD"));
    }

    private static PlaceOrder order(Side side, String qty, String px) {
        return order(side, qty, px, Set.of());
    }

    private static PlaceOrder effect(Side side, String qty, PositionEffect effect) {
        PlaceOrder order = order(side, qty, "100");
        return new PlaceOrder(
                order.accountId(),
                order.clOrdId(),
                order.symbol(),
                side,
                order.ordType(),
                Set.of(),
                order.terms(),
                null,
                null,
                effect,
                order.actor());
    }

    private static PlaceOrder order(Side side, String qty, String px, Set<ExecInst> execInst) {
        return new PlaceOrder(
                new AccountId(new UUID(1, 1)),
                new ClOrdId("C1"),
                "BTCUSD",
                side,
                OrdType.LIMIT,
                execInst,
                Terms.of(new BigDecimal(qty), new BigDecimal(px), TimeInForce.GTC),
                TestLimits.USER);
    }

    /** Another one that rests. */
    private static Order sale(String px) {
        return resting(new UUID(1, 3), Side.SELL, "1", px, "0");
    }

    private static Order resting(Side side, String qty, String px, String cumQty) {
        return resting(new UUID(1, 2), side, qty, px, cumQty);
    }

    private static Order resting(UUID orderId, Side side, String qty, String px, String cumQty) {
        Terms terms = Terms.of(new BigDecimal(qty), new BigDecimal(px), TimeInForce.GTC);
        BigDecimal executed = new BigDecimal(cumQty);
        return new Order(
                new AccountId(new UUID(1, 1)),
                new OrderId(orderId),
                new ClOrdId("C0"),
                new ClOrdId("C0"),
                "BTCUSD",
                "SIM",
                side,
                OrdType.LIMIT,
                Set.of(),
                terms,
                terms,
                new BigDecimal(px),
                BigDecimal.ZERO,
                OrdStatus.NEW,
                null,
                executed,
                executed.multiply(new BigDecimal(px)),
                null,
                null,
                NOW);
    }

    private static Instrument instrument(String symbol, String currency) {
        return new Instrument(
                symbol,
                "SIM",
                currency,
                2,
                2,
                3,
                new BigDecimal("0.01"),
                new BigDecimal("0.001"),
                BigDecimal.ONE,
                new BigDecimal("1000"),
                new BigDecimal("1000000"),
                BigDecimal.ONE,
                BigDecimal.ZERO,
                true);
    }
}
