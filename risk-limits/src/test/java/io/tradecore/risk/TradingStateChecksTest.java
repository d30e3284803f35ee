package io.tradecore.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.Balance;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.account.Desks;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.halt.TradingBar;
import io.tradecore.oms.halt.TradingScope;
import io.tradecore.oms.halt.TradingState;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.Stakes;
import io.tradecore.oms.risk.Stakes.Legs;
import io.tradecore.oms.valuation.Rates;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TradingStateChecksTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final AccountId ACCOUNT = new AccountId(new UUID(1, 1));
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
            new BigDecimal("1000"),
            new BigDecimal("1000000"),
            new BigDecimal("0.05"),
            new BigDecimal("0.001"),
            true);

    private enum Account {
        CASH,
        MARGIN,
        HEDGING
    }

    @ParameterizedTest(name = "{0} {1} at {2} with {3} open: {4} {5} {6}: {7}")
    @DisplayName(
            "Where trading is halted nothing passes, where it is restricted what makes a position smaller, up to all that open orders of its side leave")
    @CsvSource(nullValues = "-", textBlock = """
            # state,     account, position, open,   side, qty,     effect, outcome
            -,           CASH,    5,        -,      BUY,  1,       -,      passes
            HALTED,      CASH,    5,        -,      BUY,  1,       -,      TRADING_HALTED
            HALTED,      CASH,    5,        -,      SELL, 1,       -,      TRADING_HALTED
            HALTED,      MARGIN,  5,        -,      SELL, 1,       -,      TRADING_HALTED
            HALTED,      HEDGING, 5,        -,      SELL, 1,       CLOSE,  TRADING_HALTED
            REDUCE_ONLY, CASH,    5,        -,      BUY,  0.00001, -,      TRADING_REDUCE_ONLY
            REDUCE_ONLY, CASH,    5,        -,      SELL, 4.99999, -,      passes
            REDUCE_ONLY, CASH,    5,        -,      SELL, 5,       -,      passes
            REDUCE_ONLY, CASH,    5,        -,      SELL, 5.00001, -,      TRADING_REDUCE_ONLY
            REDUCE_ONLY, CASH,    5,        SELL 2, SELL, 3,       -,      passes
            REDUCE_ONLY, CASH,    5,        SELL 2, SELL, 3.00001, -,      TRADING_REDUCE_ONLY
            REDUCE_ONLY, CASH,    5,        SELL 5, SELL, 0.00001, -,      TRADING_REDUCE_ONLY
            REDUCE_ONLY, CASH,    5,        BUY 2,  SELL, 5,       -,      passes
            REDUCE_ONLY, CASH,    0,        -,      SELL, 0.00001, -,      TRADING_REDUCE_ONLY
            REDUCE_ONLY, CASH,    0,        BUY 2,  SELL, 0.00001, -,      TRADING_REDUCE_ONLY
            REDUCE_ONLY, MARGIN,  5,        SELL 2, SELL, 3,       -,      passes
            REDUCE_ONLY, MARGIN,  5,        SELL 2, SELL, 3.00001, -,      TRADING_REDUCE_ONLY
            REDUCE_ONLY, MARGIN,  5,        SELL 7, SELL, 0.00001, -,      TRADING_REDUCE_ONLY
            REDUCE_ONLY, MARGIN,  5,        SELL 2, BUY,  0.00001, -,      TRADING_REDUCE_ONLY
            REDUCE_ONLY, MARGIN,  -5,       SELL 2, BUY,  5,       -,      passes
            REDUCE_ONLY, MARGIN,  -5,       BUY 2,  BUY,  3,       -,      passes
            REDUCE_ONLY, MARGIN,  -5,       BUY 2,  BUY,  3.00001, -,      TRADING_REDUCE_ONLY
            REDUCE_ONLY, MARGIN,  -5,       -,      SELL, 0.00001, -,      TRADING_REDUCE_ONLY
            REDUCE_ONLY, HEDGING, 5,        SELL 9, SELL, 1,       CLOSE,  passes
            REDUCE_ONLY, HEDGING, 5,        -,      SELL, 1,       OPEN,   TRADING_REDUCE_ONLY
            """)
    void newOrders(
            @Nullable TradingState state,
            Account account,
            String position,
            @Nullable String open,
            Side side,
            BigDecimal qty,
            @Nullable PositionEffect effect,
            String outcome) {
        assertThat(told(TradingStateChecks.check(
                        order(side, qty, effect), INSTRUMENT, view(state, account, position, open, null))))
                .isEqualTo(outcome);
    }

    @ParameterizedTest(name = "{0} {1} at {2} with {3} open besides: {4} to {5} @ {6} {7}: {8}")
    @DisplayName(
            "Of an order of 2 @ 100.00 a replace by no more of the same passes, by anything else what a new order would have to be")
    @CsvSource(nullValues = "-", textBlock = """
            # state,     account, position, open,   side, qty,     px,     in force, outcome
            -,           CASH,    0,        -,      BUY,  3,       101.00, DAY,      passes
            HALTED,      CASH,    0,        -,      BUY,  1,       100.00, DAY,      passes
            HALTED,      CASH,    0,        -,      BUY,  2,       100.00, DAY,      passes
            HALTED,      CASH,    0,        -,      BUY,  2.00001, 100.00, DAY,      TRADING_HALTED
            HALTED,      CASH,    0,        -,      BUY,  1,       99.99,  DAY,      TRADING_HALTED
            HALTED,      CASH,    0,        -,      BUY,  1,       100.01, DAY,      TRADING_HALTED
            HALTED,      CASH,    0,        -,      BUY,  1,       100.00, GTC,      TRADING_HALTED
            HALTED,      CASH,    9,        -,      SELL, 3,       100.00, DAY,      TRADING_HALTED
            REDUCE_ONLY, CASH,    0,        -,      BUY,  2,       100.00, DAY,      passes
            REDUCE_ONLY, CASH,    0,        -,      BUY,  2,       99.00,  DAY,      TRADING_REDUCE_ONLY
            REDUCE_ONLY, CASH,    3,        -,      SELL, 3,       99.00,  DAY,      passes
            REDUCE_ONLY, CASH,    3,        -,      SELL, 3.00001, 99.00,  DAY,      TRADING_REDUCE_ONLY
            REDUCE_ONLY, CASH,    3,        SELL 1, SELL, 2,       99.00,  DAY,      passes
            REDUCE_ONLY, CASH,    3,        SELL 1, SELL, 2.00001, 99.00,  DAY,      TRADING_REDUCE_ONLY
            # Until its venue has answered it may still execute what it does now.
            REDUCE_ONLY, CASH,    1,        -,      SELL, 1,       99.00,  DAY,      TRADING_REDUCE_ONLY
            REDUCE_ONLY, MARGIN,  5,        -,      SELL, 5,       99.00,  DAY,      passes
            REDUCE_ONLY, MARGIN,  5,        -,      SELL, 5.00001, 99.00,  DAY,      TRADING_REDUCE_ONLY
            REDUCE_ONLY, MARGIN,  5,        SELL 1, SELL, 4.00001, 99.00,  DAY,      TRADING_REDUCE_ONLY
            REDUCE_ONLY, MARGIN,  5,        -,      BUY,  2.00001, 100.00, DAY,      TRADING_REDUCE_ONLY
            REDUCE_ONLY, HEDGING, 5,        -,      SELL, 3,       99.00,  DAY,      passes
            REDUCE_ONLY, HEDGING, 5,        -,      BUY,  3,       99.00,  DAY,      TRADING_REDUCE_ONLY
            """)
    void replaces(
            @Nullable TradingState state,
            Account account,
            String position,
            @Nullable String open,
            Side side,
            BigDecimal qty,
            BigDecimal px,
            TimeInForce timeInForce,
            String outcome) {
        Order order = placed(side);
        Terms asked = order.terms().with(new TermChange(qty, px, timeInForce, null, null));

        assertThat(told(TradingStateChecks.checkReplace(
                        order, asked, null, INSTRUMENT, view(state, account, position, open, order))))
                .isEqualTo(outcome);
    }

    @Test
    @DisplayName("It is the first of the checks, and says what is halted")
    void first() {
        LimitChecks checks = new LimitChecks(
                _ -> new Quote("BTCUSDT", BigDecimal.TEN, BigDecimal.TEN, BigDecimal.TEN, BigDecimal.TEN, NOW),
                Clock.fixed(NOW, ZoneOffset.UTC),
                Duration.ofSeconds(5),
                new BigDecimal("0.05"),
                TestDealings.instruments(INSTRUMENT),
                () -> new Rates(List.of(), _ -> null));
        AccountView closed = new AccountView(
                AccountStatus.CLOSED,
                Desks.MAIN,
                TestLimits.USER,
                TestLimits.wide(NOW).now(),
                _ -> Balance.ZERO,
                null,
                new TestDealings(NOW).in("USDT"),
                _ -> new TradingBar(TradingScope.VENUE, "SIM", TradingState.HALTED, "ops"));

        Verdict verdict = checks.check(order(Side.BUY, BigDecimal.ONE, null), INSTRUMENT, closed);
        Order order = placed(Side.BUY);
        Terms more = order.terms().withOrderQty(BigDecimal.TEN);
        Verdict replace = checks.checkReplace(order, more, null, INSTRUMENT, closed, BigDecimal.ZERO);

        assertThat(verdict).isEqualTo(replace);
        assertThat(told(verdict)).isEqualTo("TRADING_HALTED");
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Denied.class, denied -> {
            assertThat(denied.message()).isEqualTo("Trading of VENUE SIM is halted.");
            assertThat(denied.numbers()).containsEntry("scope", "VENUE").containsEntry("scopeId", "SIM");
        });
    }

    private static String told(@Nullable Verdict verdict) {
        return verdict instanceof Verdict.Denied denied ? denied.reason().name() : "passes";
    }

    private static PlaceOrder order(Side side, BigDecimal qty, @Nullable PositionEffect effect) {
        return new PlaceOrder(
                ACCOUNT,
                new ClOrdId("C1"),
                "BTCUSDT",
                side,
                OrdType.LIMIT,
                Set.of(),
                Terms.of(qty, new BigDecimal("100.00"), TimeInForce.DAY),
                null,
                null,
                effect,
                "trader");
    }

    /** What is held and open is told by its exposure alone; of legs a sale closes and a buy opens. */
    private static AccountView view(
            @Nullable TradingState state,
            Account account,
            String position,
            @Nullable String open,
            @Nullable Order order) {
        TestDealings dealings = new TestDealings(NOW).held("BTCUSDT", position, "100");
        if (open != null) {
            String[] sideAndQty = open.split(" ", -1);
            dealings.open("BTCUSDT", Side.valueOf(sideAndQty[0]), sideAndQty[1], "100");
        }
        if (order != null) {
            dealings.open("BTCUSDT", order.side(), "2", "100");
        }
        return new AccountView(
                AccountStatus.ACTIVE,
                Desks.MAIN,
                TestLimits.USER,
                TestLimits.wide(NOW).now(),
                _ -> Balance.ZERO,
                stakes(account, order),
                dealings.in("USDT"),
                _ -> state == null ? null : new TradingBar(TradingScope.FIRM, TradingScope.ALL, state, "ops"));
    }

    private static @Nullable Stakes stakes(Account account, @Nullable Order order) {
        PositionEffect effect = order != null && order.side() == Side.SELL ? PositionEffect.CLOSE : PositionEffect.OPEN;
        return account == Account.CASH
                ? null
                : new Stakes(
                        List.of(),
                        _ -> BigDecimal.ZERO,
                        _ -> BigDecimal.ZERO,
                        account == Account.HEDGING ? new Legs(List.of(), _ -> effect) : null);
    }

    private static Order placed(Side side) {
        Terms terms = Terms.of(new BigDecimal("2"), new BigDecimal("100.00"), TimeInForce.DAY);
        ClOrdId clOrdId = new ClOrdId("C1");
        return new Order(
                ACCOUNT,
                new OrderId(new UUID(2, 2)),
                clOrdId,
                clOrdId,
                "BTCUSDT",
                "SIM",
                side,
                OrdType.LIMIT,
                Set.of(),
                terms,
                terms,
                new BigDecimal("100.00"),
                new BigDecimal("0.001"),
                OrdStatus.NEW,
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                null,
                null,
                NOW);
    }
}
