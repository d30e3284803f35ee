package io.tradecore.oms.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.trigger.Trigger.Stop;
import io.tradecore.oms.trigger.Trigger.Touch;
import io.tradecore.oms.trigger.Trigger.Trail;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldOrdersTest {
    private static final AccountId ACCOUNT = new AccountId(new UUID(1, 1));
    private static final Duration MAX_AGE = Duration.ofSeconds(5);
    private static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");

    private final HeldOrders held = new HeldOrders(MAX_AGE);

    @Test
    @DisplayName("An order fires at the first quote that reaches it, and at no later one")
    void firesOnce() {
        held.put(order(1, stop(Side.BUY, "101")));

        assertThat(fired("99", "100")).isEmpty();
        assertThat(fired("100", "101")).containsExactly(id(1));
        assertThat(fired("101", "102")).isEmpty();
        assertThat(held.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("A gap through the stop fires at the first quote beyond it")
    void firesBeyondAGap() {
        held.put(order(1, stop(Side.SELL, "95")));

        assertThat(fired("99", "100")).isEmpty();
        assertThat(fired("80", "81")).containsExactly(id(1));
    }

    @Test
    @DisplayName("A stop that the market is already beyond fires at the next quote")
    void firesAtOnceWhenAlreadyReached() {
        assertThat(fired("99", "100")).isEmpty();
        held.put(order(1, stop(Side.BUY, "90")));

        assertThat(fired("99", "100")).containsExactly(id(1));
    }

    @Test
    @DisplayName("A buy watches the offer: the bid at its stop does not fire it")
    void buyWatchesTheOffer() {
        held.put(order(1, stop(Side.SELL, "99")));
        held.put(order(2, stop(Side.BUY, "101")));

        assertThat(fired("99.5", "100.9")).isEmpty();
        assertThat(fired("99", "102")).containsExactlyInAnyOrder(id(1), id(2));
    }

    @Test
    @DisplayName("A stale quote, and one from the future, fire nothing and move nothing")
    void staleQuotesDoNothing() {
        held.put(order(1, stop(Side.BUY, "101")));
        held.put(order(2, trail(Side.SELL, TrailOffset.Unit.AMOUNT, "5", "100")));

        assertThat(firedAt("110", "111", NOW.minus(MAX_AGE).minusNanos(1))).isEmpty();
        assertThat(firedAt("110", "111", NOW.plus(MAX_AGE).plusNanos(1))).isEmpty();
        assertThat(held.takeMoved()).isEmpty();
        assertThat(firedAt("110", "111", NOW.minus(MAX_AGE))).containsExactly(id(1));
        assertThat(held.takeMoved()).extracting(HeldOrder::orderId).containsExactly(id(2));
    }

    @Test
    @DisplayName("A quote older than the last acted on does nothing")
    void quotesDoNotGoBack() {
        held.put(order(1, stop(Side.BUY, "101")));

        assertThat(firedAt("99", "100", NOW)).isEmpty();
        assertThat(firedAt("101", "102", NOW.minusMillis(1))).isEmpty();
        assertThat(firedAt("101", "102", NOW)).containsExactly(id(1));
    }

    @Test
    @DisplayName("An order that watches the last trade waits where none is told")
    void noLastTradeFiresNothing() {
        held.put(order(1, new Stop(Side.BUY, TriggerPriceType.LAST_TRADE, new BigDecimal("101"))));

        assertThat(fired("110", "111")).isEmpty();
        var told = new MarketPrices(new BigDecimal("110"), new BigDecimal("111"), new BigDecimal("101"), NOW);
        assertThat(held.firedBy(told, NOW)).extracting(HeldOrder::orderId).containsExactly(id(1));
    }

    @Test
    @DisplayName("A trailing stop fires at its distance from the best price, not from the price it was placed at")
    void trailingStopFiresBehindTheBest() {
        held.put(order(1, trail(Side.SELL, TrailOffset.Unit.AMOUNT, "5", "100")));

        assertThat(fired("110", "111")).isEmpty();
        assertThat(fired("105.01", "106")).isEmpty();
        assertThat(held.takeMoved())
                .extracting(order -> order.trigger().level())
                .containsExactly(new BigDecimal("105"));
        assertThat(held.takeMoved()).isEmpty();
        assertThat(fired("105", "106")).containsExactly(id(1));
    }

    @Test
    @DisplayName("The level first reached fires first, and of one level the older order")
    void firesInTheOrderOfTheMarket() {
        held.put(order(3, stop(Side.SELL, "97")));
        held.put(order(2, stop(Side.SELL, "98")));
        held.put(order(1, stop(Side.SELL, "97")));

        assertThat(fired("90", "91")).containsExactly(id(2), id(1), id(3));
    }

    @Test
    @DisplayName("A removed order does not fire, and a changed one fires at its new level")
    void removedAndChanged() {
        held.put(order(1, stop(Side.BUY, "101")));
        held.put(order(2, stop(Side.BUY, "101")));

        assertThat(held.remove(id(1))).isTrue();
        assertThat(held.remove(id(1))).isFalse();
        held.put(order(2, stop(Side.BUY, "103")));
        assertThat(fired("101", "102")).isEmpty();
        assertThat(fired("102", "103")).containsExactly(id(2));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {20_261_121, 4, 77, 1_000_003})
    @DisplayName("Whatever comes and goes, a quote fires what a loop over all orders would fire")
    void firesWhatALoopWouldFire(long seed) {
        Random random = new Random(seed);
        List<HeldOrder> naive = new ArrayList<>();
        int firedInAll = 0;
        int movedInAll = 0;
        for (int step = 0; step < 4_000; step++) {
            if (random.nextInt(3) > 0) {
                HeldOrder order = order(step + 1, anyTrigger(random));
                held.put(order);
                naive.add(order);
            } else if (!naive.isEmpty() && random.nextInt(4) == 0) {
                OrderId gone = naive.remove(random.nextInt(naive.size())).orderId();
                assertThat(held.remove(gone)).isTrue();
            }
            MarketPrices market = anyMarket(random);
            List<OrderId> expected = loop(naive, market);
            assertThat(ids(held.firedBy(market, NOW)))
                    .as("step %d", step)
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(naive)
                    .allSatisfy(left -> assertThat(held.order(left.orderId())).isEqualTo(left));
            assertThat(expected).allSatisfy(gone -> assertThat(held.order(gone)).isNull());
            movedInAll += held.takeMoved().size();
            firedInAll += expected.size();
        }
        assertThat(firedInAll).isGreaterThan(500);
        assertThat(movedInAll).isGreaterThan(500);
    }

    /** Takes what fires out of the list, and moves what trails: one order after the other, with no index. */
    private static List<OrderId> loop(List<HeldOrder> orders, MarketPrices market) {
        List<OrderId> fired = new ArrayList<>();
        List<HeldOrder> left = new ArrayList<>();
        for (HeldOrder order : orders) {
            Trigger trigger = order.trigger();
            BigDecimal px = trigger.priceType().of(market);
            if (px != null && trigger instanceof Trail trail) {
                boolean better = trail.side() == Side.SELL
                        ? px.compareTo(trail.reference()) > 0
                        : px.compareTo(trail.reference()) < 0;
                trigger = better ? new Trail(trail.side(), trail.priceType(), trail.offset(), px) : trail;
            }
            if (px != null && reaches(trigger, px)) {
                fired.add(order.orderId());
            } else {
                left.add(new HeldOrder(order.accountId(), order.orderId(), trigger));
            }
        }
        orders.clear();
        orders.addAll(left);
        return fired;
    }

    private static boolean reaches(Trigger trigger, BigDecimal px) {
        boolean buy = trigger.side() == Side.BUY;
        return switch (trigger) {
            case Stop stop -> buy ? px.compareTo(stop.level()) >= 0 : px.compareTo(stop.level()) <= 0;
            case Touch touch -> buy ? px.compareTo(touch.level()) <= 0 : px.compareTo(touch.level()) >= 0;
            case Trail trail -> buy ? px.compareTo(trail.level()) >= 0 : px.compareTo(trail.level()) <= 0;
        };
    }

    private static Trigger anyTrigger(Random random) {
        Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
        TriggerPriceType[] types = TriggerPriceType.values();
        TriggerPriceType type = types[random.nextInt(types.length)];
        BigDecimal px = BigDecimal.valueOf(900 + random.nextInt(200), 1);
        return switch (random.nextInt(4)) {
            case 0 -> new Stop(side, type, px);
            case 1 -> new Touch(side, type, px);
            case 2 ->
                new Trail(
                        side,
                        type,
                        new TrailOffset(TrailOffset.Unit.AMOUNT, BigDecimal.valueOf(1 + random.nextInt(80), 1)),
                        px);
            default ->
                new Trail(
                        side,
                        type,
                        new TrailOffset(TrailOffset.Unit.PERCENT, BigDecimal.valueOf(1 + random.nextInt(80), 1)),
                        px);
        };
    }

    private static MarketPrices anyMarket(Random random) {
        BigDecimal bid = BigDecimal.valueOf(950 + random.nextInt(100), 1);
        BigDecimal ask = bid.add(BigDecimal.valueOf(random.nextInt(10), 1));
        @Nullable BigDecimal last = random.nextBoolean() ? bid : null;
        return new MarketPrices(bid, ask, last, NOW);
    }

    private List<OrderId> fired(String bid, String ask) {
        return firedAt(bid, ask, NOW);
    }

    private List<OrderId> firedAt(String bid, String ask, Instant quoteTime) {
        return ids(held.firedBy(new MarketPrices(new BigDecimal(bid), new BigDecimal(ask), null, quoteTime), NOW));
    }

    private static List<OrderId> ids(List<HeldOrder> orders) {
        return orders.stream().map(HeldOrder::orderId).toList();
    }

    private static OrderId id(int number) {
        return new OrderId(new UUID(7, number));
    }

    private static HeldOrder order(int number, Trigger trigger) {
        return new HeldOrder(ACCOUNT, id(number), trigger);
    }

    private static Trigger stop(Side side, String level) {
        return new Stop(side, TriggerPriceType.defaultOf(side), new BigDecimal(level));
    }

    private static Trigger trail(Side side, TrailOffset.Unit unit, String by, String reference) {
        return new Trail(
                side,
                TriggerPriceType.defaultOf(side),
                new TrailOffset(unit, new BigDecimal(by)),
                new BigDecimal(reference));
    }
}
