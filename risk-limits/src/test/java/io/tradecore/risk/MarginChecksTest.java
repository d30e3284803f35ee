package io.tradecore.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.Balance;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.account.Desks;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.margin.LiquidationMode;
import io.tradecore.oms.margin.MarginBook;
import io.tradecore.oms.margin.MarginSettings;
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
import io.tradecore.oms.risk.PreTradeRisk;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarginChecksTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest(name = "{0}")
    @DisplayName("At 10 % margin and 0.1 % fee, of quotes of 99 to 101")
    @CsvSource(delimiter = '|', textBlock = """
            opening holds margin and fee        | 101 |   0 @ 0   | 0 | BUY 10 @ 100  | 0  | 101
            and no more than there is           | 100 |   0 @ 0   | 0 | BUY 10 @ 100  | -  | MARGIN_INSUFFICIENT
            a short is opened as a long is      | 101 |   0 @ 0   | 0 | SELL 10 @ 100 | 0  | 101
            closing takes nothing               |   0 |  10 @ 100 | 0 | SELL 10 @ 100 | 10 | 0
            not even where all is lost          | -50 |  10 @ 200 | 0 | SELL 10 @ 100 | 10 | 0
            what goes beyond is opened          | 200 |  10 @ 100 | 0 | SELL 15 @ 100 | 10 | 50.5
            beside the margin of the position   | 149 |  10 @ 99  | 0 | SELL 15 @ 100 | -  | MARGIN_INSUFFICIENT
            which is that at the mark           | 149.5 | 10 @ 99 | 0 | SELL 15 @ 100 | 10 | 50.5
            what is closed already is not again | 200 |  10 @ 100 | 6 | SELL 10 @ 100 | 4  | 60.6
            what is lost is not free            | 199 |  10 @ 109 | 0 | BUY 1 @ 100   | -  | MARGIN_INSUFFICIENT
            what is gained is not counted       | 108 | -10 @ 200 | 0 | SELL 1 @ 100  | -  | MARGIN_INSUFFICIENT
            a short is marked at the ask        | 111.1 | -10 @ 101 | 0 | SELL 1 @ 100 | 0 | 10.1
            a sale below the bid trades there   | 101 |   0 @ 0   | 0 | SELL 10 @ 95  | 0  | 99.99
            so that less does not admit it      | 96  |   0 @ 0   | 0 | SELL 10 @ 95  | -  | MARGIN_INSUFFICIENT
            and so does one without a limit     | 101 |   0 @ 0   | 0 | SELL 10       | 0  | 99.99
            """)
    void freeMargin(
            String rule,
            BigDecimal cash,
            String position,
            BigDecimal closing,
            String order,
            String closes,
            String held) {
        Verdict verdict = checks("99", "101").check(order(order), FUTURE, view(cash, position, closing));

        assertThat(told(verdict)).as(rule).isEqualTo(closes.equals("-") ? held : closes + " " + held);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A share of a price below zero is as far from it as of one above")
    @CsvSource(delimiter = '|', textBlock = """
            a buy takes what the market asks | BUY 1  | 1.12
            a sale at -13.2 at worst         | SELL 1 | 1.34
            """)
    void belowZero(String rule, String order, BigDecimal held) {
        Verdict verdict =
                checks("-12", "-11").check(order(order), FUTURE, view(BigDecimal.TEN, "0 @ 0", BigDecimal.ZERO));

        assertThat(verdict)
                .as(rule)
                .isInstanceOfSatisfying(
                        Verdict.Passed.class,
                        passed -> assertThat(passed.reservation().amount()).isEqualByComparingTo(held));
    }

    @ParameterizedTest(name = "{2} at {0} to {1}: {3}")
    @DisplayName(
            "The collar is around prices at zero and below as around others, at least a tick, and the notional has no sign")
    @CsvSource(delimiter = '|', textBlock = """
            -12   | -11   | BUY 1 @ -9.90         | 0 1.12
            -12   | -11   | BUY 1 @ -9.89         | PX_OUTSIDE_COLLAR
            -12   | -11   | SELL 1 @ -13.20       | 0 1.34
            -12   | -11   | SELL 1 @ -13.21       | PX_OUTSIDE_COLLAR
            0     | 0     | BUY 1 @ 0.01          | 0 0.01
            0     | 0     | BUY 1 @ 0.02          | PX_OUTSIDE_COLLAR
            0     | 0     | SELL 1 @ -0.01        | 0 0.01
            0     | 0     | SELL 1 @ 0            | 0 0
            -1000 | -1000 | SELL 1000 @ -1000     | 0 101000
            -1000 | -1000 | SELL 1000 @ -1000.01  | NOTIONAL_EXCEEDS_MAX
            """)
    void boundsBelowZero(String bidPx, String askPx, String order, String told) {
        Verdict verdict = checks(bidPx, askPx)
                .check(order(order), FUTURE, view(new BigDecimal("1000000"), "0 @ 0", BigDecimal.ZERO));

        assertThat(told(verdict)).isEqualTo(told);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName(
            "Margin is due for the net of two legs, what each has lost counts, and a close takes no more than its leg")
    @CsvSource(delimiter = '|', textBlock = """
            a hedge holds nothing                 | 0     | 10 @ 99  | 0 @ 0    | 0 | SELL OPEN 10 @ 100   | 10 0
            what goes beyond the net is opened    | 149.5 | 10 @ 99  | 0 @ 0    | 0 | SELL OPEN 15 @ 100   | 10 50.5
            a hedged pair takes no margin         | 101   | 10 @ 99  | -10 @ 101 | 0 | BUY OPEN 10 @ 100    | 0 101
            but what each leg has lost            | 101   | 10 @ 100 | -10 @ 101 | 0 | BUY OPEN 10 @ 100    | MARGIN_INSUFFICIENT
            closing a leg alone takes nothing     | -50   | 10 @ 200 | 0 @ 0    | 0 | SELL CLOSE 10 @ 100  | 10 0
            closing one of a pair opens the other | 101   | 10 @ 99  | -10 @ 101 | 0 | SELL CLOSE 10 @ 100  | 0 101
            and is asked for its margin           | 100   | 10 @ 99  | -10 @ 101 | 0 | SELL CLOSE 10 @ 100  | MARGIN_INSUFFICIENT
            no more than there is                 | 1000  | 10 @ 99  | 0 @ 0    | 0 | SELL CLOSE 10.001 @ 100 | CLOSE_EXCEEDS_LEG
            nor than other orders leave           | 1000  | 10 @ 99  | 0 @ 0    | 4 | SELL CLOSE 7 @ 100   | CLOSE_EXCEEDS_LEG
            and of its own leg                    | 1000  | 10 @ 99  | -5 @ 101 | 0 | BUY CLOSE 6 @ 100    | CLOSE_EXCEEDS_LEG
            """)
    void legs(
            String rule,
            BigDecimal cash,
            String longLeg,
            String shortLeg,
            BigDecimal closing,
            String order,
            String told) {
        Verdict verdict = checks("99", "101").check(order(order), FUTURE, hedging(cash, longLeg, shortLeg, closing));

        assertThat(told(verdict)).as(rule).isEqualTo(told);
    }

    private static AccountView hedging(BigDecimal cash, String longLeg, String shortLeg, BigDecimal closing) {
        Position bought = position(longLeg, Leg.LONG);
        Position sold = position(shortLeg, Leg.SHORT);
        Legs legs = new Legs(
                List.of(
                        new LegStake("FUT1", Leg.LONG, bought.qty(), closing),
                        new LegStake("FUT1", Leg.SHORT, sold.qty().negate(), BigDecimal.ZERO)),
                _ -> null);
        return new AccountView(
                AccountStatus.ACTIVE,
                Desks.MAIN,
                TestLimits.USER,
                TestLimits.wide(NOW).now(),
                _ -> new Balance(cash, BigDecimal.ZERO),
                new Stakes(
                        List.of(new Stake(FUTURE, List.of(bought, sold), BigDecimal.ZERO, closing)),
                        _ -> BigDecimal.ZERO,
                        _ -> BigDecimal.ZERO,
                        legs),
                TestDealings.none(NOW, "USD"));
    }

    @Test
    @DisplayName(
            "A buy of an inverse contract above the ask holds what it is worth there: the lower the price the more it is worth")
    void inverseAboveTheAsk() {
        assertThat(told(checks("99", "100")
                        .check(order("BUY 1000 @ 110"), INVERSE, view(new BigDecimal("2"), "0 @ 0", BigDecimal.ZERO))))
                .isEqualTo("0 1.01");
    }

    @Test
    @DisplayName("The worst price of what has none below zero is a tick at least")
    void worstIsATick() {
        assertThat(told(checks("0.01", "0.01")
                        .check(order("SELL 1"), INVERSE, view(new BigDecimal("100"), "0 @ 0", BigDecimal.ZERO))))
                .isEqualTo("0 10.1");
    }

    @Test
    @DisplayName("An amount of cash buys no lot of what costs nothing, or less")
    void byCashBelowZero() {
        assertThat(checks("-12", "-11")
                        .checkByCash(
                                order("BUY 1"),
                                BigDecimal.TEN,
                                FUTURE,
                                view(new BigDecimal("100"), "0 @ 0", BigDecimal.ZERO)))
                .isEqualTo(new PreTradeRisk.Sized.BelowLot(new BigDecimal("-11")));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A sale of 10 that closes, replaced down to 4 before, with 10 bought at 100 and no cash")
    @CsvSource(delimiter = '|', textBlock = """
            closes again what nobody else closes      |  0 | 0   | 10 | 0
            may close less though others close it all |  6 | 0   | 3  | 0
            not what another order closes by now      |  6 | 0   | 10 | MARGIN_INSUFFICIENT
            but as what opens, with margin for that   |  6 | 159.6 | 10 | 0
            nor a part of it                          |  4 | 0   | 7  | MARGIN_INSUFFICIENT
            """)
    void replacedUpwards(String rule, BigDecimal others, BigDecimal cash, BigDecimal asked, String told) {
        Order sale = sale(new BigDecimal("4"));
        AccountView view = view(
                cash,
                new Stakes(
                        List.of(new Stake(
                                FUTURE, position("10 @ 99", Leg.NET), BigDecimal.ZERO, others.add(sale.leavesQty()))),
                        _ -> BigDecimal.TEN,
                        _ -> BigDecimal.ZERO,
                        null));

        Verdict verdict = checks("99", "101")
                .checkReplace(sale, sale.terms().withOrderQty(asked), null, FUTURE, view, BigDecimal.ZERO);

        assertThat(told(verdict)).as(rule).isEqualTo(told.equals("0") ? "0 0" : told);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("Of the whole account at a leverage of 4, so at 25 %, of quotes of 99 to 101")
    @CsvSource(delimiter = '|', textBlock = """
            just inside                          | 247.51 |   0 @ 0  | BUY 10 @ 100  | passes
            exactly what there is                | 247.5  |   0 @ 0  | BUY 10 @ 100  | passes
            just outside                         | 247.49 |   0 @ 0  | BUY 10 @ 100  | MARGIN_INSUFFICIENT needed 247.5 free 247.49
            of a short at the ask                | 252.49 |   0 @ 0  | SELL 10 @ 100 | MARGIN_INSUFFICIENT needed 252.5 free 252.49
            beside the position                  | 494.99 |  10 @ 99 | BUY 10 @ 100  | MARGIN_INSUFFICIENT needed 247.5 free 247.49
            up to all of it                      | 495    |  10 @ 99 | BUY 10 @ 100  | passes
            what only closes is not judged       | 0      |  10 @ 99 | SELL 10 @ 100 | passes
            nor what makes it no larger          | 149.5  |  10 @ 99 | SELL 15 @ 100 | passes
            where it makes it larger it is       | 494.99 |  10 @ 99 | SELL 30 @ 100 | MARGIN_INSUFFICIENT needed 247.5 free 247.49
            """)
    void wholeAccount(String rule, BigDecimal cash, String position, String order, String told) {
        Stakes stakes = whole(cash, position(position, Leg.NET), BigDecimal.ZERO);

        Verdict verdict = checks("99", "101").check(order(order), FUTURE, view(cash, stakes));

        assertThat(compared(verdict)).as(rule).isEqualTo(told);
    }

    @ParameterizedTest(name = "4 sold and open, replaced to {0} with cash of {1}: {2}")
    @DisplayName("A replace is judged by the whole account for what it raises, at a leverage of 4, so at 25 % of 101")
    @CsvSource({
        "10, 252.51, passes",
        "10, 252.5, passes",
        "10, 252.49, MARGIN_INSUFFICIENT needed 151.5 free 151.49",
        "4.001, 101, MARGIN_INSUFFICIENT needed 0.03 free 0",
        "4, 101, passes",
        "3, 50, passes"
    })
    void wholeAccountOfAReplace(BigDecimal asked, BigDecimal cash, String told) {
        Order sale = sale(new BigDecimal("4"));
        AccountView view = view(cash, whole(cash, Position.flat("FUT1", Leg.NET), sale.leavesQty()));

        Verdict verdict = checks("99", "101")
                .checkReplace(sale, sale.terms().withOrderQty(asked), null, FUTURE, view, BigDecimal.ZERO);

        assertThat(compared(verdict)).isEqualTo(told);
    }

    private static Stakes whole(BigDecimal cash, Position stands, BigDecimal pendingSell) {
        MarginSettings settings = new MarginSettings(
                new BigDecimal("4"),
                BigDecimal.ONE,
                new BigDecimal("0.5"),
                new BigDecimal("0.5"),
                LiquidationMode.LEAST_QUANTITY);
        var book = new MarginBook(
                "USD",
                2,
                settings,
                new TreeMap<>(Map.of("USD", cash)),
                new TreeMap<>(),
                List.of(new MarginBook.Exposure("FUT1", List.of(stands), BigDecimal.ZERO, pendingSell)));
        return new Stakes(
                List.of(new Stake(FUTURE, stands, BigDecimal.ZERO, BigDecimal.ZERO)),
                _ -> BigDecimal.ZERO,
                _ -> BigDecimal.ZERO,
                null,
                new Stakes.Whole(book, new OnlyFuture(), List.of()),
                _ -> false,
                Stakes.Beside.NOTHING);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("An order of a list is judged as if those before it stood, an exit as if its entry were executed")
    @CsvSource(delimiter = '|', textBlock = """
            an exit closes what its entry opens        |   0 | 0 @ 0    |  10 | 0 | SELL 10 @ 110 | 10 0
            and the exit of a sale what that sells     |   0 | 0 @ 0    | -10 | 0 | BUY 10 @ 90   | 10 0
            not what closed a short                    | 200 | -4 @ 100 |  10 | 0 | SELL 10 @ 110 | 6 44.44
            for which margin has to be there           |  44 | -4 @ 100 |  10 | 0 | SELL 10 @ 110 | MARGIN_INSUFFICIENT
            what one exit closes the next does not     | 100 | 0 @ 0    |  10 | 6 | SELL 5 @ 100  | 4 10.1
            what an order closes the next does not     | 101 | 10 @ 100 |   0 | 6 | SELL 5 @ 100  | MARGIN_INSUFFICIENT
            just so much                               | 110.1 | 10 @ 99 |  0 | 6 | SELL 5 @ 100  | 4 10.1
            """)
    void besideOthersOfTheList(
            String rule,
            BigDecimal cash,
            String position,
            BigDecimal entered,
            BigDecimal closing,
            String order,
            String told) {
        Stakes stakes = stakes(FUTURE, position, "FUT1")
                .beside(Stakes.Beside.NOTHING.and(Side.SELL, closing, closing).after(entered));

        assertThat(told(checks("99", "101").check(order(order), FUTURE, view(cash, stakes))))
                .as(rule)
                .isEqualTo(told);
    }

    @ParameterizedTest(name = "With {0} bought before it a buy of {1}: {2}")
    @DisplayName("All of the account is judged with what was judged before, at a leverage of 4")
    @CsvSource({
        "10, 30, passes",
        "11, 30, MARGIN_INSUFFICIENT needed 750 free 725",
        "0,  40, passes",
        "0,  41, MARGIN_INSUFFICIENT needed 1025 free 1000"
    })
    void theWholeBesideOthersOfTheList(BigDecimal before, BigDecimal qty, String told) {
        BigDecimal cash = new BigDecimal("1000");
        Stakes stakes = whole(cash, Position.flat("FUT1", Leg.NET), BigDecimal.ZERO)
                .beside(Stakes.Beside.NOTHING.and(Side.BUY, before, BigDecimal.ZERO));

        Verdict verdict = checks("100", "100").check(order("BUY " + qty + " @ 100"), FUTURE, view(cash, stakes));

        assertThat(compared(verdict)).isEqualTo(told);
    }

    private static String compared(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Passed _ -> "passes";
            case Verdict.Denied denied ->
                denied.reason() + " needed " + denied.numbers().get("needed") + " free "
                        + denied.numbers().get("free");
        };
    }

    @ParameterizedTest(name = "{1} with {0}: {2}")
    @DisplayName("Without margin terms nothing is opened, and what closes passes")
    @CsvSource({
        "0 @ 0,   BUY 1 @ 100,       MARGIN_TERMS_MISSING",
        "10 @ 99, SELL 10 @ 100,     10 0",
        "10 @ 99, SELL 10.001 @ 100, MARGIN_TERMS_MISSING"
    })
    void withoutTerms(String position, String order, String told) {
        Instrument bare = future("FUT1", "USD", null);

        Verdict verdict = checks("99", "101")
                .check(order(order), bare, view(new BigDecimal("1000"), stakes(bare, position, "FUT1")));

        assertThat(told(verdict)).isEqualTo(told);
        if (verdict instanceof Verdict.Denied denied) {
            assertThat(denied.numbers()).isEqualTo(Map.of("symbol", "FUT1"));
        }
    }

    @ParameterizedTest(name = "A sale of 4 that was to close {0} becomes one of 5 with {1}: {2}")
    @DisplayName("Without margin terms nothing is replaced by what opens more")
    @CsvSource({"10, 10 @ 99, 0 0", "4, 10 @ 99, MARGIN_TERMS_MISSING", "0, 0 @ 0, MARGIN_TERMS_MISSING"})
    void replacedWithoutTerms(BigDecimal closes, String position, String told) {
        Instrument bare = future("FUT1", "USD", null);
        Order sale = sale(new BigDecimal("4"));
        Stakes stakes = new Stakes(
                List.of(new Stake(bare, position(position, Leg.NET), BigDecimal.ZERO, closes.min(sale.leavesQty()))),
                _ -> closes,
                _ -> BigDecimal.ZERO,
                null);

        Verdict verdict = checks("99", "101")
                .checkReplace(
                        sale,
                        sale.terms().withOrderQty(new BigDecimal("5")),
                        null,
                        bare,
                        view(new BigDecimal("1000"), stakes),
                        BigDecimal.ZERO);

        assertThat(told(verdict)).isEqualTo(told);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("Nothing is opened beside what has no margin that could be told")
    @CsvSource(delimiter = '|', textBlock = """
            an instrument nobody knows          | 1 @ 100 | unknown | MARGIN_TERMS_MISSING
            one without terms                   | 1 @ 100 | bare    | MARGIN_TERMS_MISSING
            one without a quote                 | 1 @ 100 | USD     | QUOTE_MISSING
            where it settles in another currency it does not count | 1 @ 100 | EUR | 0 10.1
            nor where there is nothing of it    | 0 @ 0   | unknown | 0 10.1
            """)
    void besideWhatIsNotTold(String rule, String position, String other, String told) {
        Instrument beside = switch (other) {
            case "unknown" -> null;
            case "bare" -> future("FUT2", "USD", null);
            default -> future("FUT2", other, TENTH);
        };

        Verdict verdict = checks("99", "101")
                .check(order("BUY 1 @ 100"), FUTURE, view(new BigDecimal("1000"), stakes(beside, position, "FUT2")));

        assertThat(told(verdict)).as(rule).isEqualTo(told);
    }

    private static Stakes stakes(@Nullable Instrument instrument, String position, String symbol) {
        Position held = position(position, Leg.NET);
        Position renamed = new Position(symbol, held.qty(), held.avgPx(), BigDecimal.ZERO, BigDecimal.ZERO, Leg.NET);
        return new Stakes(
                List.of(new Stake(instrument, renamed, BigDecimal.ZERO, BigDecimal.ZERO)),
                _ -> BigDecimal.ZERO,
                _ -> BigDecimal.ZERO,
                null);
    }

    private record OnlyFuture() implements Instruments {

        @Override
        public Instrument bySymbol(String symbol) {
            return FUTURE;
        }

        @Override
        public Collection<Instrument> all() {
            return List.of(FUTURE);
        }

        @Override
        public Integer assetScale(String asset) {
            return 2;
        }
    }

    private static final MarginTerms TENTH =
            new MarginTerms(MarginTerms.Unit.RATE, new BigDecimal("0.1"), new BigDecimal("0.05"));
    private static final Instrument FUTURE = future("FUT1", "USD", TENTH);

    private static Instrument future(String symbol, String currency, @Nullable MarginTerms margin) {
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
                new BigDecimal("0.1"),
                new BigDecimal("0.001"),
                true,
                TradingCalendar.ALWAYS,
                false,
                new Contract(SecurityType.FUT, false, true, currency, 2, margin, null));
    }

    private static final Instrument INVERSE = new Instrument(
            "FUT1",
            "SIM",
            "USD",
            2,
            2,
            3,
            new BigDecimal("0.01"),
            new BigDecimal("0.001"),
            BigDecimal.ONE,
            new BigDecimal("1000"),
            new BigDecimal("1000000"),
            new BigDecimal("0.1"),
            new BigDecimal("0.001"),
            true,
            TradingCalendar.ALWAYS,
            false,
            new Contract(SecurityType.PERP, true, false, "BTC", 2, TENTH, null));

    private static LimitChecks checks(String bidPx, String askPx) {
        Quote quote =
                new Quote("FUT1", new BigDecimal(bidPx), BigDecimal.TEN, new BigDecimal(askPx), BigDecimal.TEN, NOW);
        return new LimitChecks(
                symbol -> symbol.equals("FUT1") ? quote : null,
                Clock.fixed(NOW, ZoneOffset.UTC),
                Duration.ofSeconds(5),
                new BigDecimal("0.05"),
                TestDealings.instruments(FUTURE),
                () -> new Rates(List.of(), _ -> null));
    }

    private static AccountView view(BigDecimal cash, String position, BigDecimal closing) {
        return view(
                cash,
                new Stakes(
                        List.of(new Stake(FUTURE, position(position, Leg.NET), BigDecimal.ZERO, closing)),
                        _ -> BigDecimal.ZERO,
                        _ -> BigDecimal.ZERO,
                        null));
    }

    private static AccountView view(BigDecimal cash, Stakes stakes) {
        return new AccountView(
                AccountStatus.ACTIVE,
                Desks.MAIN,
                TestLimits.USER,
                TestLimits.wide(NOW).now(),
                _ -> new Balance(cash, BigDecimal.ZERO),
                stakes,
                TestDealings.none(NOW, "USD"));
    }

    private static Order sale(BigDecimal orderQty) {
        Terms terms = Terms.of(orderQty, new BigDecimal("100"), TimeInForce.GTC);
        return new Order(
                new AccountId(new UUID(1, 1)),
                new OrderId(new UUID(1, 2)),
                new ClOrdId("C1"),
                new ClOrdId("C1"),
                "FUT1",
                "SIM",
                Side.SELL,
                OrdType.LIMIT,
                Set.of(),
                terms,
                terms,
                new BigDecimal("100"),
                new BigDecimal("0.001"),
                OrdStatus.NEW,
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                null,
                null,
                NOW);
    }

    private static Position position(String text, Leg leg) {
        String[] words = text.split(" @ ", -1);
        BigDecimal qty = new BigDecimal(words[0]);
        return qty.signum() == 0
                ? Position.flat("FUT1", leg)
                : new Position("FUT1", qty, new BigDecimal(words[1]), BigDecimal.ZERO, BigDecimal.ZERO, leg);
    }

    /** BUY 10, BUY 10 @ 100, BUY OPEN 10 @ 100. */
    private static PlaceOrder order(String text) {
        boolean ofLeg = text.contains("OPEN") || text.contains("CLOSE");
        PositionEffect effect = ofLeg ? PositionEffect.valueOf(text.split(" ", -1)[1]) : null;
        String[] words = (ofLeg ? text.replace(effect + " ", "") : text).split(" ", -1);
        return new PlaceOrder(
                new AccountId(new UUID(1, 1)),
                new ClOrdId("C1"),
                "FUT1",
                Side.valueOf(words[0]),
                words.length > 2 ? OrdType.LIMIT : OrdType.MARKET,
                Set.of(),
                Terms.of(new BigDecimal(words[1]), words.length > 2 ? new BigDecimal(words[3]) : null, TimeInForce.DAY),
                null,
                null,
                effect,
                "trader");
    }

    private static String told(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Passed passed ->
                passed.closesQty().toPlainString() + " "
                        + passed.reservation().amount().stripTrailingZeros().toPlainString();
            case Verdict.Denied denied -> denied.reason().name();
        };
    }
}
