package io.tradecore.oms.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerTest {

    @ParameterizedTest(name = "{0}")
    @DisplayName("An order fires at its level or beyond it: a stop against the market, a touched order with it")
    @CsvSource(delimiter = '|', textBlock = """
            a buy stop waits below its stop            | STOP  | BUY  |  99.99 | no
            a buy stop fires at its stop               | STOP  | BUY  | 100    | yes
            a buy stop fires beyond a gap              | STOP  | BUY  | 140    | yes
            a sell stop waits above its stop           | STOP  | SELL | 100.01 | no
            a sell stop fires at its stop              | STOP  | SELL | 100.00 | yes
            a sell stop fires beyond a gap             | STOP  | SELL |  60    | yes
            a touched buy waits above its price        | TOUCH | BUY  | 100.01 | no
            a touched buy fires at its price           | TOUCH | BUY  | 100    | yes
            a touched buy fires beyond a gap           | TOUCH | BUY  |  60    | yes
            a touched sell waits below its price       | TOUCH | SELL |  99.99 | no
            a touched sell fires at its price          | TOUCH | SELL | 100    | yes
            a touched sell fires beyond a gap          | TOUCH | SELL | 140    | yes
            """)
    void firesAtItsLevel(String rule, String kind, Side side, BigDecimal px, String fires) {
        BigDecimal level = new BigDecimal("100");
        TriggerPriceType watched = TriggerPriceType.defaultOf(side);
        Trigger trigger = switch (kind) {
            case "STOP" -> new Trigger.Stop(side, watched, level);
            case "TOUCH" -> new Trigger.Touch(side, watched, level);
            default -> throw new AssertionError(kind);
        };
        assertThat(trigger.firesAt(px)).as(rule).isEqualTo(fires.equals("yes"));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A trailing stop follows the market in the order's favour and never goes back")
    @CsvSource(delimiter = '|', textBlock = """
            a sell follows a rise by an amount         | SELL | AMOUNT  | 5    | 100 | 100 103 101     |  98
            a sell does not follow a fall              | SELL | AMOUNT  | 5    | 100 | 99 98 97        |  95
            a sell follows a rise by percent           | SELL | PERCENT | 10   | 100 | 120 110         | 108
            a buy follows a fall by an amount          | BUY  | AMOUNT  | 5    | 100 | 97 99           | 102
            a buy does not follow a rise               | BUY  | AMOUNT  | 5    | 100 | 101 104         | 105
            a buy follows a fall by percent, exactly   | BUY  | PERCENT | 0.25 | 100 | 99.99 101       | 100.239975
            """)
    void trails(
            String rule,
            Side side,
            TrailOffset.Unit unit,
            BigDecimal by,
            BigDecimal from,
            String path,
            BigDecimal level) {
        var trail = new Trigger.Trail(side, TriggerPriceType.BEST_MID, new TrailOffset(unit, by), from);
        for (String px : path.split(" ", -1)) {
            trail = trail.after(new BigDecimal(px));
        }
        assertThat(trail.level()).as(rule).isEqualByComparingTo(level);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("An order may watch any price of the market")
    @CsvSource({"BEST_BID, 99", "BEST_OFFER, 100", "BEST_MID, 99.5", "LAST_TRADE, 98"})
    void pricesOfTheMarket(TriggerPriceType watched, BigDecimal px) {
        var market = new MarketPrices(new BigDecimal("99"), new BigDecimal("100"), new BigDecimal("98"), Instant.EPOCH);
        assertThat(watched.of(market)).isEqualByComparingTo(px);
    }

    @Test
    @DisplayName("A buy watches the offer and a sell the bid, where the order names nothing else")
    void watchesWhatItWouldTradeAt() {
        assertThat(TriggerPriceType.defaultOf(Side.BUY)).isEqualTo(TriggerPriceType.BEST_OFFER);
        assertThat(TriggerPriceType.defaultOf(Side.SELL)).isEqualTo(TriggerPriceType.BEST_BID);
    }

    @ParameterizedTest
    @DisplayName("Below zero a trail of a share is as far behind as above, on the side it belongs to")
    @CsvSource({
        "BUY, PERCENT, -40, -36",
        "SELL, PERCENT, -40, -44",
        "BUY, AMOUNT, -1, 9",
        "SELL, AMOUNT, -1, -11",
        "SELL, PERCENT, 0, 0"
    })
    void trailsBelowZero(Side side, TrailOffset.Unit unit, BigDecimal reference, BigDecimal level) {
        Trigger trail = new Trigger.Trail(
                side, TriggerPriceType.defaultOf(side), new TrailOffset(unit, BigDecimal.TEN), reference);
        assertThat(trail.level()).isEqualByComparingTo(level);
    }

    @Test
    @DisplayName("A stop below zero fires as one above does")
    void stopsBelowZero() {
        Trigger stop = new Trigger.Stop(Side.SELL, TriggerPriceType.BEST_BID, new BigDecimal("-30"));
        assertThat(stop.firesAt(new BigDecimal("-29.99"))).isFalse();
        assertThat(stop.firesAt(new BigDecimal("-30.00"))).isTrue();
        assertThat(stop.firesAt(new BigDecimal("-37.63"))).isTrue();
    }

    @Test
    @DisplayName("An offset that is no distance is refused")
    void offsetsArePositive() {
        assertThatThrownBy(() -> new TrailOffset(TrailOffset.Unit.AMOUNT, BigDecimal.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrailOffset(TrailOffset.Unit.PERCENT, BigDecimal.valueOf(100)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
