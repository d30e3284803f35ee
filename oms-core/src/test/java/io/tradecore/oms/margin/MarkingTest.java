package io.tradecore.oms.margin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.oms.valuation.Missing;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkingTest {

    @ParameterizedTest(name = "{0}")
    @DisplayName("An account on margin stands at what it has, what its positions use, and what its orders may add")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                nothing                                        | -                 | -                              | -                               |      0    |    0    |    0    |    0
                cash alone                                     | USD 100           | -                              | -                               |    100    |    0    |    0    |    0
                a long is marked at the bid                    | USD 100           | CFD 2 100                      | CFD 99 101                      |     98    |   19.80 |    9.90 |    0
                a short at the ask                             | USD 100           | CFD -2 100                     | CFD 99 101                      |     98    |   20.20 |   10.10 |    0
                margin is rounded up, what is lost half-even   | USD 100           | CFD 1 100                      | CFD 99.05 101                   |     99.05 |    9.91 |    4.96 |    0
                orders add what goes beyond the position       | USD 100           | CFD 2 100 3 0                  | CFD 99 101                      |     98    |   19.80 |    9.90 |   29.70
                what closes adds nothing                       | USD 100           | CFD 2 100 0 2                  | CFD 99 101                      |     98    |   19.80 |    9.90 |    0
                up to what would be as large on the other side | USD 100           | CFD 2 100 0 4                  | CFD 99 101                      |     98    |   19.80 |    9.90 |    0
                and what goes beyond that                      | USD 100           | CFD 2 100 0 5                  | CFD 99 101                      |     98    |   19.80 |    9.90 |    9.90
                the larger side counts, not both               | USD 100           | CFD 0 0 3 2                    | CFD 99 101                      |    100    |    0    |    0    |   29.70
                sells of who has nothing are of a short        | USD 100           | CFD 0 0 2 3                    | CFD 99 101                      |    100    |    0    |    0    |   30.30
                at a tier's bound the tier before              | USD 0             | TIERS 10 100                   | TIERS 100 101                   |      0    |  100    |   50    |    0
                beyond it the tier, of what is beyond          | USD 0             | TIERS 11 100                   | TIERS 100 101                   |      0    |  120    |   60    |    0
                through all tiers                              | USD 0             | TIERS 60 100                   | TIERS 100 101                   |      0    | 1400    |  700    |    0
                an order reaches into the next tier            | USD 0             | TIERS 10 100 1 0               | TIERS 100 101                   |      0    |  100    |   50    |   20
                so much for each                               | USD 100           | FUT -3 100                     | FUT 99 100                      |    100    |   30    |   24    |    0
                in another currency at the ask, gains at bid   | USD 100           | DAX 2 100                      | DAX 110 111, EURUSD 1.1 1.2     |    122    |   26.40 |   13.20 |    0
                and losses at the ask                          | USD 100           | DAX 2 100                      | DAX 90 111, EURUSD 1.1 1.2      |     76    |   21.60 |   10.80 |    0
                an inverse one in what it settles in           | BTC 1             | INV 200 20000                  | INV 25000 26000, BTCUSD 20000 20000 | 24000 | 1600    |  800    |    0
                cash of another currency less its haircut      | USD 100, GBP 100  | -                              | GBPUSD 1.2 1.3                  |    208    |    0    |    0    |    0
                what is owed in one and its haircut            | USD 300, GBP -100 | -                              | GBPUSD 1.2 1.3                  |    157    |    0    |    0    |    0
                a long and a short of one underlying           | USD 100           | NEAR 2 100, FAR -1 100         | NEAR 100 100, FAR 100 100       |    100    |   22    |   11    |    0
                two longs of it make up for nothing            | USD 100           | NEAR 2 100, FAR 1 100          | NEAR 100 100, FAR 100 100       |    100    |   30    |   15    |    0
                legs of one instrument: margin of the net      | USD 100           | CFD LONG 3 100, CFD SHORT -1 90 | CFD 99 101                     |     86    |   19.80 |    9.90 |    0
                a stale quote counts with a haircut            | USD 100           | CFD 2 100                      | CFD 100 101 old                 |     60    |   16    |    8    |    0
                of a short the other way                       | USD 100           | CFD -2 100                     | CFD 99 100 old                  |     60    |   24    |   12    |    0
                a stale rate likewise                          | EUR 100           | -                              | EURUSD 1.1 1.2 old              |     88    |    0    |    0    |    0
                what is flat needs no quote                    | USD 100, EUR 0    | CFD 0 0                        | -                               |    100    |    0    |    0    |    0
                """)
    void stands(
            String rule,
            @Nullable String cash,
            @Nullable String exposures,
            @Nullable String quotes,
            String equity,
            String used,
            String maintenance,
            String orders) {
        MarginState.Known known = known(cash, exposures, quotes, MarginSettings.DEFAULT);

        assertThat(known.equity()).as(rule).isEqualByComparingTo(equity);
        assertThat(known.used()).as(rule).isEqualByComparingTo(used);
        assertThat(known.maintenance()).as(rule).isEqualByComparingTo(maintenance);
        assertThat(known.orders()).as(rule).isEqualByComparingTo(orders);
        assertThat(known.free())
                .as(rule)
                .isEqualByComparingTo(
                        new BigDecimal(equity).subtract(new BigDecimal(used)).subtract(new BigDecimal(orders)));
        assertThat(known.stale()).as(rule).isEqualTo(String.valueOf(quotes).contains("old"));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("What is missing gives no figure at all, and is named once")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                a position's quote             | USD 1        | CFD 1 100               | -                            | QUOTE CFD
                an order's instrument's quote  | USD 1        | CFD 0 0 1 0             | -                            | QUOTE CFD
                its instrument                 | USD 1        | NONE 1 100              | -                            | INSTRUMENT NONE
                its margin terms               | USD 1        | BARE 1 100              | BARE 1 2                     | MARGIN_TERMS BARE
                the quote of cash's rate       | EUR 1        | -                       | -                            | RATE_QUOTE EURUSD
                a rate                         | CHF 1        | -                       | -                            | RATE CHF
                the rate of what is gained     | USD 1        | DAX 1 100               | DAX 101 102                  | RATE_QUOTE EURUSD
                the rate of its margin         | USD 1        | DAX 1 100               | DAX 100 102                  | RATE_QUOTE EURUSD
                the rate of an order's margin  | USD 1        | DAX 0 0 1 0             | DAX 100 102                  | RATE_QUOTE EURUSD
                the quotes of two              | EUR 1, CHF 1 | CFD 1 100, DAX 1 100    | DAX 101 102                  | CFD CHF EURUSD
                """)
    void lacks(
            String rule, @Nullable String cash, @Nullable String exposures, @Nullable String quotes, String missing) {
        MarginState state =
                new MarginMarket(quotes).look().state(MarginMarket.book(cash, exposures, MarginSettings.DEFAULT));

        assertThat(state).as(rule).isInstanceOf(MarginState.Unknown.class);
        var found = ((MarginState.Unknown) state).missing();
        String named = found.size() == 1
                ? found.getFirst().what() + " " + name(found.getFirst())
                : found.stream().map(MarkingTest::name).sorted().collect(Collectors.joining(" "));
        assertThat(named).as(rule).isEqualTo(missing);
    }

    private static String name(Missing missing) {
        return missing.symbol() != null ? missing.symbol() : String.valueOf(missing.fromAsset());
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("An account's leverage is the most it has for its margin, whatever the instruments would allow")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                no more than the instrument takes    | 20 | CFD 10 100   | CFD 100 101   |  100
                exactly what the instrument takes    | 10 | CFD 10 100   | CFD 100 101   |  100
                more than the instrument takes       | 4  | CFD 10 100   | CFD 100 101   |  250
                a third is rounded up                | 3  | CFD 1 100    | CFD 100 101   |   33.34
                only of the tiers that take less     | 4  | TIERS 60 100 | TIERS 100 101 | 1750
                of an amount for each likewise       | 4  | FUT 1 100    | FUT 100 101   |   25
                """)
    void leverage(String rule, String leverage, String exposures, String quotes, String used) {
        MarginSettings settings = new MarginSettings(
                new BigDecimal(leverage),
                BigDecimal.ONE,
                new BigDecimal("0.5"),
                new BigDecimal("0.5"),
                LiquidationMode.WHOLE_POSITION);

        assertThat(known("USD 100", exposures, quotes, settings).used())
                .as(rule)
                .isEqualByComparingTo(used);
    }

    @ParameterizedTest(name = "equity {0}: {1}")
    @DisplayName("A call comes below its level, a stop-out below its own, and exactly there neither does")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                # 20 are in use
                20.01 | CFD 2 100 | CFD 100 101 | 1.0005 | -                       | restored
                20    | CFD 2 100 | CFD 100 101 | 1      | -                       | restored
                19.99 | CFD 2 100 | CFD 100 101 | 0.9995 | called                  | -
                10    | CFD 2 100 | CFD 100 101 | 0.5    | called                  | -
                9.99  | CFD 2 100 | CFD 100 101 | 0.4995 | called, stopped out     | -
                -1    | CFD 2 100 | CFD 100 101 | -0.05  | called, stopped out     | -
                # 30 are in use, 24 for maintenance: the call is for maintenance, and is to restore what is initial
                24    | FUT 3 100 | FUT 100 101 | 0.8    | -                       | -
                23.99 | FUT 3 100 | FUT 100 101 | 0.7996 | called                  | -
                30    | FUT 3 100 | FUT 100 101 | 1      | -                       | restored
                # Legs make up for each other, so that nothing is in use: what is held on debt is below every level
                0     | CFD LONG 2 100, CFD SHORT -2 100 | CFD 100 100 | - | -                   | restored
                -0.01 | CFD LONG 2 100, CFD SHORT -2 100 | CFD 100 100 | - | called, stopped out | -
                # Nothing is held
                0     | -         | -           | -      | -                       | restored
                -1    | -         | -           | -      | -                       | -
                """)
    void levels(
            String cash,
            @Nullable String exposures,
            @Nullable String quotes,
            @Nullable BigDecimal level,
            @Nullable String falls,
            @Nullable String rises) {
        MarginSettings settings = MarginSettings.DEFAULT;
        MarginState.Known known = known("USD " + cash, exposures, quotes, settings);

        if (level == null) {
            assertThat(known.level()).isNull();
        } else {
            assertThat(known.level()).isEqualByComparingTo(level);
        }
        assertThat(known.isCalled(settings)).isEqualTo(String.valueOf(falls).contains("called"));
        assertThat(known.isStoppedOut(settings)).isEqualTo(String.valueOf(falls).contains("stopped out"));
        assertThat(known.isRestored(settings)).isEqualTo(String.valueOf(rises).contains("restored"));
    }

    @Test
    void whatIsHeldForSomethingElseIsTheAccountsAndNotFree() {
        MarginBook book = MarginMarket.book("USD 100", "CFD 2 100", MarginSettings.DEFAULT);
        book.withheld().put("USD", new BigDecimal("30"));

        var known = (MarginState.Known) new MarginMarket("CFD 100 101").look().state(book);

        assertThat(known.equity()).isEqualByComparingTo("100");
        assertThat(known.withheld()).isEqualByComparingTo("30");
        assertThat(known.free()).isEqualByComparingTo("50");
    }

    @Test
    void aLookWithoutHaircutTakesStaleQuotesAsTheyAre() {
        MarginBook book = MarginMarket.book("USD 100", "CFD 2 100", MarginSettings.DEFAULT);

        var known = (MarginState.Known)
                new MarginMarket("CFD 100 101 old").look().withoutStaleHaircut().state(book);

        assertThat(known.equity()).isEqualByComparingTo("100");
        assertThat(known.stale()).isTrue();
        assertThat(known.lines()).allMatch(MarginState.Line::stale);
    }

    private static MarginState.Known known(
            @Nullable String cash, @Nullable String exposures, @Nullable String quotes, MarginSettings settings) {
        MarginState state = new MarginMarket(quotes).look().state(MarginMarket.book(cash, exposures, settings));
        assertThat(state).isInstanceOf(MarginState.Known.class);
        return (MarginState.Known) state;
    }
}
