package io.tradecore.oms.valuation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatesTest {

    @ParameterizedTest(name = "{0}")
    @DisplayName("What is owned converts at the bid, what is owed at the ask, over one pair or two")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                one's own currency needs no rate     |  5   | USD USD | -                                                    | -                                 |  5      |
                what is owned, at the bid            |  100 | EUR USD | EUR USD EURUSD                                       | EURUSD 1.08 1.09                  |  108    | EURUSD
                what is owed, at the ask             | -100 | EUR USD | EUR USD EURUSD                                       | EURUSD 1.08 1.09                  | -109    | EURUSD
                inverted, what is owned at the ask   |  109 | USD EUR | USD EUR EURUSD inverted                              | EURUSD 1.08 1.09                  |  100    | EURUSD
                inverted, what is owed at the bid    | -108 | USD EUR | USD EUR EURUSD inverted                              | EURUSD 1.08 1.09                  | -100    | EURUSD
                over an asset in between             |  10  | GBP EUR | GBP USD GBPUSD, USD EUR EURUSD inverted              | GBPUSD 1.25 1.26, EURUSD 1 1.25   |  10     | GBPUSD EURUSD
                and what is owed                     | -10  | GBP EUR | GBP USD GBPUSD, USD EUR EURUSD inverted              | GBPUSD 1.25 1.26, EURUSD 1 1.25   | -12.6   | GBPUSD EURUSD
                the pair itself before a way round   |  10  | GBP EUR | GBP USD GBPUSD, USD EUR EURUSD inverted, GBP EUR GBPEUR | GBPUSD 1 1, EURUSD 1 1, GBPEUR 1.2 1.3 | 12  | GBPEUR
                the way that is first by name        |  10  | GBP EUR | GBP USD GBPUSD, USD EUR USDEUR, GBP JPY GBPJPY, JPY EUR JPYEUR | GBPUSD 1 1, USDEUR 1 1, GBPJPY 200 200, JPYEUR 0.005 0.006 | 10 | GBPJPY JPYEUR
                """)
    void converts(
            String rule,
            String amount,
            String fromAndTo,
            @Nullable String pairs,
            @Nullable String quotes,
            String expected,
            @Nullable String symbols) {
        Rate rate = rate(fromAndTo, pairs, quotes);

        assertThat(rate).as(rule).isInstanceOfSatisfying(Rate.Known.class, known -> {
            assertThat(known.convert(new BigDecimal(amount)).round(Rate.DIGITS))
                    .as(rule)
                    .isEqualByComparingTo(expected);
            assertThat(known.quotes().stream().map(quote -> quote.symbol()).collect(Collectors.joining(" ")))
                    .isEqualTo(symbols == null ? "" : symbols);
        });
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A rate that cannot be told says why, and never takes another way for want of a quote")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                no pair at all                         | EUR USD | -                                          | EURUSD 1 1             | RATE       | -
                a pair is one way                      | USD EUR | EUR USD EURUSD                             | EURUSD 1 1             | RATE       | -
                three in a row are none                | GBP USDT | GBP EUR A, EUR USD B, USD USDT C          | A 1 1, B 1 1, C 1 1    | RATE       | -
                a pair without a quote                 | EUR USD | EUR USD EURUSD                             | -                      | RATE_QUOTE | EURUSD
                the second of two without a quote      | GBP EUR | GBP USD GBPUSD, USD EUR EURUSD inverted    | GBPUSD 1 1             | RATE_QUOTE | EURUSD
                no way round a pair without a quote    | GBP EUR | GBP EUR GBPEUR, GBP USD A, USD EUR B       | A 1 1, B 1 1           | RATE_QUOTE | GBPEUR
                nor round the way first by name        | GBP EUR | GBP JPY A, JPY EUR B, GBP USD C, USD EUR D | A 1 1, C 1 1, D 1 1    | RATE_QUOTE | B
                a price of nothing is no rate          | EUR USD | EUR USD EURUSD                             | EURUSD 0 1             | RATE_QUOTE | EURUSD
                nor is one below                       | USD EUR | USD EUR EURUSD inverted                    | EURUSD -1 -1           | RATE_QUOTE | EURUSD
                """)
    void says(
            String rule,
            String fromAndTo,
            @Nullable String pairs,
            @Nullable String quotes,
            Missing.What what,
            @Nullable String symbol) {
        String[] assets = fromAndTo.split(" ", -1);

        assertThat(rate(fromAndTo, pairs, quotes))
                .as(rule)
                .isEqualTo(new Rate.Unknown(new Missing(what, symbol, assets[0], assets[1])));
    }

    @Test
    void theAgeOfARateIsThatOfItsOldestQuote() {
        Market market = new Market()
                .quote("GBPUSD", "1.25", "1.26", Market.NOW.minusSeconds(1))
                .quote("EURUSD", "1.08", "1.09", Market.NOW.minusSeconds(3));
        var rates = new Rates(Market.pairs("GBP USD GBPUSD, USD EUR EURUSD inverted"), market);

        assertThat(rates.rate("GBP", "EUR")).isInstanceOfSatisfying(Rate.Known.class, known -> {
            assertThat(known.quoteTime()).isEqualTo(Market.NOW.minusSeconds(3));
            assertThat(known.isStale(new Freshness(Market.NOW, Duration.ofSeconds(3))))
                    .isFalse();
            assertThat(known.isStale(new Freshness(Market.NOW, Duration.ofSeconds(2))))
                    .isTrue();
        });
        assertThat(Rate.SAME.quoteTime()).isNull();
    }

    @Test
    void theWayDoesNotDependOnTheOrderOfThePairs() {
        Market market = new Market().quotes("A 2 2, B 3 3, C 5 5, D 7 7, E 11 11, F 13 13");
        List<RatePair> pairs =
                new ArrayList<>(Market.pairs("GBP JPY A, JPY EUR B, GBP USD C, USD EUR D, GBP USDT E, USDT EUR F"));
        var random = new Random(7);
        for (int round = 0; round < 50; round++) {
            Collections.shuffle(pairs, random);
            assertThat(new Rates(pairs, market).rate("GBP", "EUR"))
                    .isInstanceOfSatisfying(
                            Rate.Known.class, known -> assertThat(known.bid()).isEqualByComparingTo("6"));
        }
    }

    @Test
    void ownedIsNeverWorthMoreThanOwedCosts() {
        Market market = new Market().quotes("GBPUSD 1.2512 1.2514, EURUSD 1.0801 1.0803");
        var rates = new Rates(
                Market.pairs("GBP USD GBPUSD, USD GBP GBPUSD inverted, USD EUR EURUSD inverted, EUR USD EURUSD"),
                market);
        for (String way : new String[] {"GBP EUR", "EUR GBP", "USD EUR", "EUR USD"}) {
            String[] assets = way.split(" ", -1);
            assertThat(rates.rate(assets[0], assets[1]))
                    .isInstanceOfSatisfying(
                            Rate.Known.class, known -> assertThat(known.bid()).isLessThan(known.ask()));
        }
    }

    @Test
    void anAssetIsNoPairWithItself() {
        assertThatThrownBy(() -> new RatePair("USD", "USD", "USDUSD", false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Rate rate(String fromAndTo, @Nullable String pairs, @Nullable String quotes) {
        String[] assets = fromAndTo.split(" ", -1);
        return new Rates(Market.pairs(pairs), new Market().quotes(quotes)).rate(assets[0], assets[1]);
    }
}
