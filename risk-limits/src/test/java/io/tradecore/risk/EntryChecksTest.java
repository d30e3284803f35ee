package io.tradecore.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.Balance;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.account.Desks;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.risk.InstrumentSelector;
import io.tradecore.oms.risk.Limit.Severity;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.valuation.Rates;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code checks/new_orders.chk} does not tell of the limits of an order. The market is 99 to 100, the collar 10 %. */
class EntryChecksTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instrument SPOT = new Instrument(
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
            new BigDecimal("0.1"),
            BigDecimal.ZERO,
            true);

    private final TestLimits limits = TestLimits.wide(NOW);

    @ParameterizedTest(name = "soft {0} {1}: {2}")
    @DisplayName(
            "What is beyond a SOFT limit passes with a warning, what is beyond a HARD one does not whatever a SOFT one says")
    @CsvSource(delimiter = '|', textBlock = """
            MAX_ORDER_QTY 5          | BUY LIMIT 5 100       | passed
            MAX_ORDER_QTY 5          | BUY LIMIT 5.00001 100 | passed, QTY_EXCEEDS_MAX {orderQty=5.00001, maxOrderQty=5}
            MAX_ORDER_QTY 50         | BUY LIMIT 10.00001 90 | QTY_EXCEEDS_MAX {orderQty=10.00001, maxOrderQty=10}
            MIN_ORDER_QTY 2          | BUY LIMIT 2 100       | passed
            MIN_ORDER_QTY 2          | BUY LIMIT 1.99999 100 | passed, QTY_BELOW_MIN {orderQty=1.99999, minOrderQty=2}
            MAX_MARKET_ORDER_QTY 3   | BUY MARKET 4          | passed, MARKET_QTY_EXCEEDS_MAX {orderQty=4, maxMarketOrderQty=3}
            MAX_ORDER_NOTIONAL 500   | BUY LIMIT 5 100.01    | passed, NOTIONAL_EXCEEDS_MAX {notional=500.05, maxOrderNotional=500}
            MIN_ORDER_NOTIONAL 500   | BUY LIMIT 5 99.99     | passed, NOTIONAL_BELOW_MIN {notional=499.95, minOrderNotional=500}
            PRICE_COLLAR 0.05        | BUY LIMIT 1 105       | passed
            PRICE_COLLAR 0.05        | BUY LIMIT 1 105.01    | passed, PX_OUTSIDE_COLLAR {px=105.01, lowestPx=94.05, highestPx=105}
            MAY_TRADE 1              | BUY LIMIT 1 100       | passed
            MAY_TRADE 0              | BUY LIMIT 1 100       | passed, INSTRUMENT_RESTRICTED {symbol=BTCUSDT}
            """)
    void warned(String limit, String order, String outcome) {
        String[] words = limit.split(" ", -1);
        limits.add(LimitKind.valueOf(words[0]), InstrumentSelector.ALL, words[1], Severity.SOFT);

        assertThat(told(check(order))).isEqualTo(outcome);
    }

    @Test
    @DisplayName("An order without a limit reserves at the worst price that the tighter collar allows")
    void worstPx() {
        limits.firm(LimitKind.PRICE_COLLAR, "0.05");

        assertThat(((Verdict.Passed) check("BUY MARKET 1")).reservePx()).isEqualByComparingTo("105");
    }

    @ParameterizedTest
    @EnumSource(LimitKind.class)
    @DisplayName("A kind that nobody bounds denies, and names itself")
    void missing(LimitKind kind) {
        limits.without(kind);

        assertThat(told(check("BUY LIMIT 1 100")))
                .isEqualTo(kind.isRequired() ? "LIMIT_MISSING {kind=" + kind + "}" : "passed");
        assertThat(told(replace("3 100 DAY")))
                .isEqualTo(kind.isRequired() ? "LIMIT_MISSING {kind=" + kind + "}" : "passed");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("What a user is permitted")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # symbol or class at venue | outcome
            - -                        | passed
            BTCUSDT -                  | passed
            ETHUSDT -                  | USER_NOT_PERMITTED {symbol=BTCUSDT, venueId=SIM}
            SPOT -                     | passed
            CS -                       | USER_NOT_PERMITTED {symbol=BTCUSDT, venueId=SIM}
            - SIM                      | passed
            - XNAS                     | USER_NOT_PERMITTED {symbol=BTCUSDT, venueId=SIM}
            BTCUSDT XNAS               | USER_NOT_PERMITTED {symbol=BTCUSDT, venueId=SIM}
            """)
    void permitted(String permission, String outcome) {
        String[] words = permission.split(" ", -1);
        limits.permit(selector(words[0]), words[1].equals("-") ? null : words[1]);

        assertThat(told(check("BUY LIMIT 1 100"))).isEqualTo(outcome);
    }

    @ParameterizedTest(name = "{0} takes {1} {2}: {3}")
    @DisplayName("Which orders an instrument takes: what is said of itself, else of its class, else of all")
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            BTCUSDT | LIMIT  | DAY | passed
            BTCUSDT | MARKET | DAY | ORD_TYPE_NOT_ALLOWED {ordType=LIMIT}
            BTCUSDT | LIMIT  | GTC | TIME_IN_FORCE_NOT_ALLOWED {timeInForce=DAY}
            SPOT    | MARKET | DAY | ORD_TYPE_NOT_ALLOWED {ordType=LIMIT}
            CS      | MARKET | DAY | passed
            ETHUSDT | MARKET | DAY | passed
            -       | MARKET | DAY | ORD_TYPE_NOT_ALLOWED {ordType=LIMIT}
            """)
    void taken(String whose, OrdType ordType, TimeInForce timeInForce, String outcome) {
        limits.take(selector(whose), Set.of(ordType), Set.of(timeInForce));

        assertThat(told(check("BUY LIMIT 1 100"))).isEqualTo(outcome);
    }

    @Test
    @DisplayName("The class of an instrument says nothing where the instrument itself is spoken of")
    void closest() {
        limits.take(InstrumentSelector.of(SecurityType.SPOT), Set.of(OrdType.MARKET), Set.of(TimeInForce.GTC))
                .take(InstrumentSelector.of("BTCUSDT"), Set.of(OrdType.LIMIT), Set.of(TimeInForce.DAY));

        assertThat(told(check("BUY LIMIT 1 100"))).isEqualTo("passed");
    }

    private static InstrumentSelector selector(String word) {
        return switch (word) {
            case "-" -> InstrumentSelector.ALL;
            case "SPOT", "CS" -> InstrumentSelector.of(SecurityType.valueOf(word));
            default -> InstrumentSelector.of(word);
        };
    }

    private Verdict check(String order) {
        return checks().check(order(order), SPOT, view());
    }

    private static PlaceOrder order(String text) {
        String[] words = text.split(" ", -1);
        return new PlaceOrder(
                new AccountId(new UUID(1, 1)),
                new ClOrdId("C1"),
                "BTCUSDT",
                Side.valueOf(words[0]),
                OrdType.valueOf(words[1]),
                Set.of(),
                Terms.of(new BigDecimal(words[2]), words.length > 3 ? new BigDecimal(words[3]) : null, TimeInForce.DAY),
                "trader");
    }

    /** Of a sale of 4 at 100, DAY. */
    private Verdict replace(String asked) {
        String[] words = asked.split(" ", -1);
        Terms terms = Terms.of(new BigDecimal("4"), new BigDecimal("100"), TimeInForce.DAY);
        Order order = new Order(
                new AccountId(new UUID(1, 1)),
                new OrderId(new UUID(1, 2)),
                new ClOrdId("C1"),
                new ClOrdId("C1"),
                "BTCUSDT",
                "SIM",
                Side.SELL,
                OrdType.LIMIT,
                Set.of(),
                terms,
                terms,
                new BigDecimal("100"),
                BigDecimal.ZERO,
                OrdStatus.NEW,
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                null,
                null,
                NOW);
        Terms shall = Terms.of(new BigDecimal(words[0]), new BigDecimal(words[1]), TimeInForce.valueOf(words[2]));
        return checks().checkReplace(order, shall, null, SPOT, view(), new BigDecimal("4"));
    }

    private AccountView view() {
        return new AccountView(
                AccountStatus.ACTIVE,
                Desks.MAIN,
                TestLimits.USER,
                limits.now(),
                _ -> new Balance(new BigDecimal("100000"), BigDecimal.ZERO),
                null,
                new TestDealings(NOW).held("BTCUSDT", "100000", "100").in("USDT"));
    }

    private static LimitChecks checks() {
        @Nullable
        Quote quote =
                new Quote("BTCUSDT", new BigDecimal("99"), BigDecimal.TEN, new BigDecimal("100"), BigDecimal.TEN, NOW);
        return new LimitChecks(
                _ -> quote,
                Clock.fixed(NOW, ZoneOffset.UTC),
                Duration.ofSeconds(5),
                new BigDecimal("0.05"),
                TestDealings.instruments(SPOT),
                () -> new Rates(List.of(), _ -> null));
    }

    private static String told(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Passed passed ->
                "passed"
                        + String.join(
                                "",
                                passed.warnings().stream()
                                        .map(warning -> ", " + warning.reason() + " " + warning.numbers())
                                        .toList());
            case Verdict.Denied denied -> denied.reason() + " " + sorted(denied);
        };
    }

    /** Maps of one or two that keep no order are told by name. */
    private static Map<String, String> sorted(Verdict.Denied denied) {
        return denied.numbers().containsKey("venueId") ? new java.util.TreeMap<>(denied.numbers()) : denied.numbers();
    }
}
