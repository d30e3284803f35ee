package io.tradecore.ops.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ops.drill.Standing.Held;
import io.tradecore.ops.market.Terms;
import io.tradecore.ops.market.Touch;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrowdTest {

    private static Crowd.Market market(String symbol, String bid, String ask, String lot) {
        return new Crowd.Market(
                new Terms(
                        symbol,
                        new BigDecimal("0.01"),
                        new BigDecimal(lot),
                        new BigDecimal("1000"),
                        new BigDecimal("250000")),
                touch(symbol, bid, ask));
    }

    private static Touch touch(String symbol, String bid, String ask) {
        return new Touch(symbol, new BigDecimal(bid), BigDecimal.ONE, new BigDecimal(ask), BigDecimal.ONE);
    }

    private static final List<Crowd.Market> TWO = List.of(
            market("BTCUSDT", "61837.63", "61837.64", "0.00001"), market("ETHUSDT", "2683.80", "2683.81", "0.0001"));

    /** As it stands once its orders are executed, which cost it their fees. */
    private static Standing opened(Crowd.Member member) {
        BigDecimal cash = member.cash();
        Map<String, BigDecimal> seen = new HashMap<>();
        List<Held> held = new ArrayList<>();
        for (Crowd.Order order : member.openings()) {
            BigDecimal qty =
                    order.side().equals("BUY") ? order.qty() : order.qty().negate();
            String leg = !member.hedging() ? "NET" : qty.signum() > 0 ? "LONG" : "SHORT";
            held.add(new Held(order.symbol(), leg, qty, order.px()));
            seen.merge(order.symbol(), qty, BigDecimal::add);
            cash = cash.subtract(order.qty().multiply(order.px()).multiply(new BigDecimal("0.0005")));
        }
        BigDecimal rate = BigDecimal.ONE.divide(BigDecimal.valueOf(member.leverage()));
        return new Standing(member.id(), cash, rate.max(Crowd.INITIAL_MARGIN), new BigDecimal("0.5"), held);
    }

    private static Map<String, Touch> at(List<Crowd.Market> markets, String share) {
        Map<String, Touch> quotes = new HashMap<>();
        for (Crowd.Market market : markets) {
            Touch touch = market.touch();
            BigDecimal left = new BigDecimal(share);
            quotes.put(
                    touch.symbol(),
                    new Touch(
                            touch.symbol(),
                            touch.bidPx().multiply(left),
                            BigDecimal.ONE,
                            touch.askPx().multiply(left),
                            BigDecimal.ONE));
        }
        return quotes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.79", "0.80", "0.81"})
    void sevenInTenFallBelowTheirLevelWhenAFifthIsLostAlsoIfItIsALittleMoreOrLess(String share) {
        List<Crowd.Member> crowd = Crowd.of(200, TWO);

        assertThat(crowd.stream().filter(member -> opened(member).isBelow(at(TWO, share))))
                .hasSize(140);
    }

    @Test
    void everyoneHasTheMarginForWhatHeOpensAndRests() {
        for (Crowd.Member member : Crowd.of(200, TWO)) {
            Standing opened = opened(member);
            BigDecimal resting = member.resting().stream()
                    .map(order -> order.qty().multiply(order.px()).multiply(opened.marginRate()))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(opened.equity(at(TWO, "1")))
                    .as("member %s", member.number())
                    .isGreaterThan(opened.used(at(TWO, "1")).add(resting));
        }
    }

    @Test
    void theyAreOfBothModesAndSidesWithAndWithoutOrders() {
        List<Crowd.Member> crowd = Crowd.of(200, TWO);

        assertThat(crowd.stream().filter(Crowd.Member::closesWhole)).hasSizeBetween(80, 120);
        assertThat(crowd.stream().filter(Crowd.Member::hedging)).hasSize(20);
        assertThat(crowd.stream().filter(member -> !member.resting().isEmpty())).hasSize(40);
        assertThat(crowd.stream().flatMap(member -> member.openings().stream()).map(Crowd.Order::side))
                .contains("BUY", "SELL");
        assertThat(crowd.stream().map(Crowd.Member::id).distinct()).hasSize(200);
        assertThat(Crowd.of(200, TWO)).isEqualTo(crowd);
    }

    @Test
    void whereALotIsDearTheyHaveMore() {
        List<Crowd.Market> dear = List.of(market("ACME", "100.00", "100.02", "1"));

        assertThat(Crowd.of(20, dear)).allSatisfy(member -> {
            assertThat(member.cash()).isEqualByComparingTo("5001");
            assertThat(member.openings()).allMatch(order -> order.qty().signum() > 0);
            assertThat(member.resting()).allMatch(order -> order.qty().signum() > 0);
        });
    }
}
