package io.tradecore.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.Balance;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.account.Desks;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.risk.InstrumentSelector;
import io.tradecore.oms.risk.Limit.Severity;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.Stakes;
import io.tradecore.oms.risk.Stakes.LegStake;
import io.tradecore.oms.risk.Stakes.Legs;
import io.tradecore.oms.risk.Stakes.Stake;
import io.tradecore.oms.session.TradingCalendar;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stock that is sold short of which so much was located. */
class ShortSalesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest(name = "{0}")
    @DisplayName("Short sales of a NETTING account")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # what                              | kind | located | held | open sells | order   | outcome
            none located, none sold short        | CS   | -       | 5    | 0          | SELL 5  | passed
            none located, one sold short         | CS   | -       | 5    | 0          | SELL 6  | LOCATE_MISSING {shortQty=1}
            a buy is no short sale               | CS   | -       | -5   | 0          | BUY 3   | passed
            just inside of what was located      | CS   | 4       | 5    | 0          | SELL 8  | passed
            all of what was located              | CS   | 4       | 5    | 0          | SELL 9  | passed
            one more than was located            | CS   | 4       | 5    | 0          | SELL 10 | LOCATE_EXCEEDED {shortQty=5, locatedQty=4}
            open sells use it up                 | CS   | 4       | 5    | 8          | SELL 1  | passed
            open sells have used it up           | CS   | 4       | 5    | 9          | SELL 1  | LOCATE_EXCEEDED {shortQty=5, locatedQty=4}
            so does what is short                | CS   | 4       | -3   | 0          | SELL 2  | LOCATE_EXCEEDED {shortQty=5, locatedQty=4}
            nothing located is nothing           | CS   | 0       | 0    | 0          | SELL 1  | LOCATE_EXCEEDED {shortQty=1, locatedQty=0}
            what is no stock needs no locate     | FUT  | -       | 0    | 0          | SELL 5  | passed
            """)
    void netting(
            String what,
            SecurityType kind,
            @Nullable String located,
            BigDecimal held,
            BigDecimal openSells,
            String order,
            String outcome) {
        Verdict verdict =
                checks().check(order(order, null), instrument(kind), view(located, stakes(kind, held, openSells)));

        assertThat(told(verdict)).as(what).isEqualTo(outcome);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("Short legs of a HEDGING account: a long leg makes up for nothing, closing one is no short sale")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            SELL 1 | OPEN  | -       | 0 | 0 | LOCATE_MISSING {shortQty=1}
            SELL 1 | CLOSE | -       | 0 | 0 | passed
            SELL 2 | OPEN  | 5       | 2 | 1 | passed
            SELL 3 | OPEN  | 5       | 2 | 1 | LOCATE_EXCEEDED {shortQty=6, locatedQty=5}
            """)
    void hedging(
            String order,
            PositionEffect effect,
            @Nullable String located,
            BigDecimal shortLeg,
            BigDecimal openSells,
            String outcome) {
        Instrument stock = instrument(SecurityType.CS);
        Position bought =
                new Position("ACME", BigDecimal.TEN, new BigDecimal("100"), BigDecimal.ZERO, BigDecimal.ZERO, Leg.LONG);
        Legs legs = new Legs(
                List.of(
                        new LegStake("ACME", Leg.LONG, BigDecimal.TEN, BigDecimal.ZERO),
                        new LegStake("ACME", Leg.SHORT, shortLeg, BigDecimal.ZERO)),
                _ -> effect);
        Stakes stakes = new Stakes(
                List.of(new Stake(stock, List.of(bought), BigDecimal.ZERO, BigDecimal.ZERO)),
                _ -> BigDecimal.ZERO,
                _ -> openSells,
                legs);

        Verdict verdict = checks().check(order(order, effect), stock, view(located, stakes));

        assertThat(told(verdict)).isEqualTo(outcome);
    }

    @ParameterizedTest(name = "4 replaced by {0} with {1} held: {2}")
    @DisplayName("A sale of 4 that is replaced, of which 5 were located; another sells 3")
    @CsvSource(delimiter = '|', textBlock = """
            6  | 4 | passed
            7  | 4 | LOCATE_EXCEEDED {shortQty=6, locatedQty=5}
            3  | 0 | passed
            """)
    void replaced(BigDecimal asked, BigDecimal held, String outcome) {
        Stakes stakes = stakes(SecurityType.CS, held, new BigDecimal("7"));
        Terms terms = Terms.of(new BigDecimal("4"), new BigDecimal("100"), TimeInForce.DAY);
        Order order = new Order(
                new AccountId(new UUID(1, 1)),
                new OrderId(new UUID(1, 2)),
                new ClOrdId("C1"),
                new ClOrdId("C1"),
                "ACME",
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

        Verdict verdict = checks().checkReplace(
                        order,
                        terms.withOrderQty(asked),
                        null,
                        instrument(SecurityType.CS),
                        view("5", stakes),
                        BigDecimal.ZERO);

        assertThat(told(verdict)).isEqualTo(outcome);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("An exit sells what its entry buys; a sale of a list counts those before it")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            all that its entry buys             | - | 0  | 10 | 0 | SELL 10 | passed
            what its entry only bought back     | - | -1 | 10 | 0 | SELL 10 | LOCATE_MISSING {shortQty=1}
            with the sales before it all of it  | 4 | 0  | 0  | 3 | SELL 1  | passed
            with the sales before it one more   | 4 | 0  | 0  | 3 | SELL 2  | LOCATE_EXCEEDED {shortQty=5, locatedQty=4}
            """)
    void inAList(
            String what,
            @Nullable String located,
            BigDecimal held,
            BigDecimal entered,
            BigDecimal before,
            String order,
            String outcome) {
        Stakes stakes = stakes(SecurityType.CS, held, BigDecimal.ZERO)
                .beside(Stakes.Beside.NOTHING
                        .and(Side.SELL, before, BigDecimal.ZERO)
                        .after(entered));

        Verdict verdict = checks().check(order(order, null), instrument(SecurityType.CS), view(located, stakes));

        assertThat(told(verdict)).as(what).isEqualTo(outcome);
    }

    private static Stakes stakes(SecurityType kind, BigDecimal held, BigDecimal openSells) {
        Position position = held.signum() == 0
                ? Position.flat("ACME", Leg.NET)
                : new Position("ACME", held, new BigDecimal("100"), BigDecimal.ZERO, BigDecimal.ZERO, Leg.NET);
        return new Stakes(
                List.of(new Stake(instrument(kind), position, BigDecimal.ZERO, BigDecimal.ZERO)),
                _ -> BigDecimal.ZERO,
                _ -> openSells,
                null);
    }

    private static AccountView view(@Nullable String located, Stakes stakes) {
        TestLimits limits = TestLimits.wide(NOW);
        if (located != null) {
            limits.add(LimitKind.MAX_SHORT_QTY, InstrumentSelector.of("ACME"), located, Severity.HARD);
        }
        return new AccountView(
                AccountStatus.ACTIVE,
                Desks.MAIN,
                TestLimits.USER,
                limits.now(),
                _ -> new Balance(new BigDecimal("100000"), BigDecimal.ZERO),
                stakes,
                TestDealings.none(NOW, "USD"));
    }

    private static PlaceOrder order(String text, @Nullable PositionEffect effect) {
        String[] words = text.split(" ", -1);
        return new PlaceOrder(
                new AccountId(new UUID(1, 1)),
                new ClOrdId("C1"),
                "ACME",
                Side.valueOf(words[0]),
                OrdType.LIMIT,
                Set.of(),
                Terms.of(new BigDecimal(words[1]), new BigDecimal("100"), TimeInForce.DAY),
                null,
                null,
                effect,
                "trader");
    }

    private static Instrument instrument(SecurityType kind) {
        return new Instrument(
                "ACME",
                "SIM",
                "USD",
                2,
                2,
                3,
                new BigDecimal("0.01"),
                BigDecimal.ONE,
                BigDecimal.ONE,
                new BigDecimal("1000"),
                new BigDecimal("1000000"),
                new BigDecimal("0.1"),
                BigDecimal.ZERO,
                true,
                TradingCalendar.ALWAYS,
                false,
                new Contract(
                        kind,
                        false,
                        false,
                        "USD",
                        2,
                        new MarginTerms(MarginTerms.Unit.RATE, new BigDecimal("0.5"), new BigDecimal("0.25")),
                        null));
    }

    private static LimitChecks checks() {
        Quote quote =
                new Quote("ACME", new BigDecimal("99"), BigDecimal.TEN, new BigDecimal("101"), BigDecimal.TEN, NOW);
        return new LimitChecks(
                _ -> quote,
                Clock.fixed(NOW, ZoneOffset.UTC),
                Duration.ofSeconds(5),
                new BigDecimal("0.05"),
                TestDealings.instruments(instrument(SecurityType.CS)),
                () -> new Rates(List.of(), _ -> null));
    }

    private static String told(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Passed _ -> "passed";
            case Verdict.Denied denied -> denied.reason() + " " + denied.numbers();
        };
    }
}
