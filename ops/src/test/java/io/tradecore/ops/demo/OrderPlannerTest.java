package io.tradecore.ops.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ops.demo.OrderRequest.Side;
import io.tradecore.ops.market.Terms;
import io.tradecore.ops.market.Touch;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OrderPlannerTest {

    private static final int MANY = 2_000;
    private static final Terms TERMS = new Terms(
            "BTCUSDT",
            new BigDecimal("0.01"),
            new BigDecimal("0.00001"),
            new BigDecimal("8"),
            new BigDecimal("250000"));
    private static final Touch TOUCH = new Touch(
            "BTCUSDT",
            new BigDecimal("61837.63"),
            new BigDecimal("3.78826"),
            new BigDecimal("61837.64"),
            new BigDecimal("1.54698"));
    private static final BigDecimal PLENTY = new BigDecimal("3");

    @Test
    void theSameSeedGivesTheSameOrders() {
        assertThat(ordersOf(planner(7, false), Intent.REST)).isEqualTo(ordersOf(planner(7, false), Intent.REST));
        assertThat(ordersOf(planner(7, false), Intent.REST)).isNotEqualTo(ordersOf(planner(8, false), Intent.REST));
    }

    @Test
    void everyIntentComesUp() {
        OrderPlanner planner = planner(1, false);
        Set<Intent> seen = EnumSet.noneOf(Intent.class);
        for (int i = 0; i < MANY; i++) {
            seen.add(planner.intent());
        }

        assertThat(seen).containsExactlyInAnyOrder(Intent.values());
    }

    @Test
    void everyTypeAndTimeInForceComesUp() {
        OrderPlanner planner = planner(1, false);
        Set<String> seen = new TreeSet<>();
        for (Intent intent : List.of(Intent.REST, Intent.MARKET, Intent.IMMEDIATE, Intent.ALL_OR_NOTHING)) {
            ordersOf(planner, intent).forEach(order -> seen.add(order.ordType() + "/" + order.timeInForce()));
        }

        assertThat(seen)
                .containsExactly(
                        "LIMIT/DAY",
                        "LIMIT/FOK",
                        "LIMIT/GTC",
                        "LIMIT/IOC",
                        "MARKET/DAY",
                        "MARKET/FOK",
                        "MARKET/GTC",
                        "MARKET/IOC");
    }

    @Test
    void ordersFitLotTickAndLimits() {
        for (Intent intent : List.of(Intent.REST, Intent.TAKE, Intent.IMMEDIATE, Intent.ALL_OR_NOTHING)) {
            for (OrderRequest order : ordersOf(planner(3, false), intent)) {
                BigDecimal px = px(order);
                assertThat(order.orderQty()).isPositive().isLessThanOrEqualTo(TERMS.maxOrderQty());
                assertThat(order.orderQty().remainder(TERMS.lotSize())).isZero();
                assertThat(px.remainder(TERMS.tickSize())).isZero();
                assertThat(order.orderQty().multiply(px)).isLessThanOrEqualTo(TERMS.maxOrderNotional());
            }
        }
    }

    @Test
    void restingOrdersStandBehindTheTouchAndTakingOnesCrossIt() {
        for (OrderRequest order : ordersOf(planner(3, false), Intent.REST)) {
            if (order.side() == Side.BUY) {
                assertThat(px(order)).isLessThanOrEqualTo(TOUCH.bidPx());
            } else {
                assertThat(px(order)).isGreaterThanOrEqualTo(TOUCH.askPx());
            }
        }
        for (OrderRequest order : ordersOf(planner(3, false), Intent.TAKE)) {
            if (order.side() == Side.BUY) {
                assertThat(px(order)).isGreaterThanOrEqualTo(TOUCH.askPx());
            } else {
                assertThat(px(order)).isLessThanOrEqualTo(TOUCH.bidPx());
            }
        }
    }

    @Test
    void someOrdersAskForMoreThanTheTouchShows() {
        assertThat(ordersOf(planner(3, false), Intent.TAKE))
                .anySatisfy(order -> assertThat(order.orderQty()).isGreaterThan(TOUCH.askQty()));
    }

    @Test
    void noSaleAsksForMoreThanIsSellable() {
        OrderPlanner planner = planner(3, false);
        BigDecimal sellable = new BigDecimal("0.000123");
        for (int i = 0; i < MANY; i++) {
            OrderRequest order = planner.order(Intent.TAKE, Side.SELL, TERMS, TOUCH, sellable);
            assertThat(order.side()).isEqualTo(Side.SELL);
            assertThat(order.orderQty()).isLessThanOrEqualTo(sellable);
        }
    }

    @Test
    void aSaleOfNothingIsAPurchase() {
        OrderRequest order = planner(3, false).order(Intent.TAKE, Side.SELL, TERMS, TOUCH, BigDecimal.ZERO);

        assertThat(order.side()).isEqualTo(Side.BUY);
    }

    @Test
    void thoseToBeDeniedBreakTheRuleTheyAreMeantToBreak() {
        OrderPlanner rich = planner(3, false);

        assertThat(rich.order(Intent.TOO_LARGE, Side.BUY, TERMS, TOUCH, PLENTY).orderQty())
                .isGreaterThan(TERMS.maxOrderQty());
        assertThat(px(rich.order(Intent.OUTSIDE_COLLAR, Side.BUY, TERMS, TOUCH, PLENTY)))
                .isLessThan(TOUCH.bidPx().multiply(new BigDecimal("0.9")));
        OrderRequest uncovered = rich.order(Intent.UNCOVERED, Side.BUY, TERMS, TOUCH, PLENTY);
        assertThat(uncovered.side()).isEqualTo(Side.SELL);
        assertThat(uncovered.orderQty()).isGreaterThan(PLENTY);
        OrderRequest unpaid = planner(3, true).order(Intent.UNCOVERED, Side.SELL, TERMS, TOUCH, BigDecimal.ZERO);
        assertThat(unpaid.side()).isEqualTo(Side.BUY);
        assertThat(unpaid.orderQty().multiply(px(unpaid))).isGreaterThan(new BigDecimal("1000"));
    }

    @Test
    void aMarketOrderHasNoPrice() {
        OrderRequest order = planner(3, false).order(Intent.MARKET, Side.BUY, TERMS, TOUCH, PLENTY);

        assertThat(order.px()).isNull();
        assertThat(order.body()).doesNotContainKey("px").containsEntry("ordType", "MARKET");
    }

    @Test
    void aStopWaitsAtOrBeyondTheTouchItWatchesAndHasNoLimit() {
        for (OrderRequest order : ordersOf(planner(3, false), Intent.STOP)) {
            assertThat(order.body()).containsEntry("ordType", "STOP").doesNotContainKey("px");
            if (order.side() == Side.BUY) {
                assertThat(order.stopPx()).isGreaterThanOrEqualTo(TOUCH.askPx());
            } else {
                assertThat(order.stopPx()).isLessThanOrEqualTo(TOUCH.bidPx());
            }
        }
    }

    @Test
    void aBracketTakesItsProfitAboveItsEntryAndStopsBelowIt() {
        OrderPlanner planner = planner(3, false);
        for (int i = 0; i < MANY; i++) {
            ListRequest bracket = planner.bracket(TERMS, TOUCH);
            OrderRequest entry = bracket.orders().get(0);
            OrderRequest takeProfit = bracket.orders().get(1);
            OrderRequest stop = bracket.orders().get(2);

            assertThat(px(entry)).isGreaterThanOrEqualTo(TOUCH.askPx());
            assertThat(px(takeProfit)).isGreaterThan(px(entry));
            assertThat(stop.stopPx()).isLessThan(px(entry));
            assertThat(bracket.orders()).extracting(OrderRequest::side).containsExactly(Side.BUY, Side.SELL, Side.SELL);
            assertThat(bracket.orders()).extracting(OrderRequest::orderQty).containsOnly(entry.orderQty());
            assertThat(bracket.orders()).extracting(OrderRequest::clOrdId).doesNotHaveDuplicates();
        }
    }

    @Test
    void theExitsOfABracketWaitForItsEntryAndThoseOfAnOcoForNone() {
        ListRequest bracket = planner(3, false).bracket(TERMS, TOUCH);
        String entry = bracket.orders().getFirst().clOrdId();
        assertThat(bracket.body()).containsEntry("listType", "OTOCO").containsEntry("listId", bracket.listId());
        assertThat(entries(bracket)).extracting(order -> order.get("after")).containsExactly(null, entry, entry);
        ListRequest oco = planner(3, false).oco(Side.BUY, TERMS, TOUCH, PLENTY);
        assertThat(oco.body()).containsEntry("listType", "OCO");
        assertThat(entries(oco)).extracting(order -> order.get("after")).containsExactly(null, null);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> entries(ListRequest list) {
        return (List<Map<String, Object>>) Objects.requireNonNull(list.body().get("orders"));
    }

    @Test
    void anOcoHasOneOrderOnEachSideOfTheMarketAndSellsNoMoreThanThereIs() {
        BigDecimal sellable = new BigDecimal("0.000123");
        OrderPlanner planner = planner(3, false);
        for (Side side : Side.values()) {
            ListRequest oco = planner.oco(side, TERMS, TOUCH, sellable);
            OrderRequest resting = oco.orders().get(0);
            OrderRequest stop = oco.orders().get(1);
            assertThat(oco.orders()).extracting(OrderRequest::side).containsOnly(side);
            assertThat(stop.orderQty()).isEqualByComparingTo(resting.orderQty());
            if (side == Side.BUY) {
                assertThat(px(resting)).isLessThanOrEqualTo(TOUCH.bidPx());
                assertThat(stop.stopPx()).isGreaterThanOrEqualTo(TOUCH.askPx());
            } else {
                assertThat(px(resting)).isGreaterThanOrEqualTo(TOUCH.askPx());
                assertThat(stop.stopPx()).isLessThanOrEqualTo(TOUCH.bidPx());
            }
        }
        assertThat(planner.oco(Side.SELL, TERMS, TOUCH, sellable).orders())
                .allSatisfy(order -> assertThat(order.orderQty()).isLessThanOrEqualTo(sellable));
    }

    @Test
    void aMassCancelIsOfOneInstrumentAndAtTimesOfOneSide() {
        OrderPlanner planner = planner(3, false);
        Set<String> sides = new TreeSet<>();
        for (int i = 0; i < MANY; i++) {
            MassCancelRequest cancel = planner.massCancel(TERMS);
            assertThat(cancel.body()).containsEntry("symbol", TERMS.symbol());
            sides.add(String.valueOf(cancel.body().get("side")));
        }
        assertThat(sides).containsExactly("BUY", "SELL", "null");
    }

    @Test
    void aReplaceHasAnIdOfItsOwnAndKeepsToLotsAndTicks() {
        OrderPlanner planner = planner(3, false);
        OrderRequest resting = planner.order(Intent.REST, Side.BUY, TERMS, TOUCH, PLENTY);
        for (int i = 0; i < MANY; i++) {
            ReplaceRequest replace = planner.replace(resting, TERMS, TOUCH);
            assertThat(replace.clOrdId()).isNotEqualTo(resting.clOrdId());
            assertThat(replace.orderQty()).isPositive().isEqualByComparingTo(TERMS.lots(replace.orderQty()));
            assertThat(replace.body()).containsKey("px");
        }
    }

    @Test
    void decimalsTravelAsPlainText() {
        OrderRequest order = new OrderRequest(
                "c-1", "BTCUSDT", Side.BUY, "LIMIT", "GTC", new BigDecimal("1E+2"), new BigDecimal("5E-7"), null);

        assertThat(order.body()).containsEntry("orderQty", "100").containsEntry("px", "0.0000005");
    }

    private static OrderPlanner planner(long seed, boolean poor) {
        return new OrderPlanner(new SplittableRandom(seed), "t-", poor);
    }

    private static List<OrderRequest> ordersOf(OrderPlanner planner, Intent intent) {
        List<OrderRequest> orders = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            orders.add(planner.order(intent, planner.side(), TERMS, TOUCH, PLENTY));
        }
        return orders;
    }

    private static BigDecimal px(OrderRequest order) {
        BigDecimal px = order.px();
        assertThat(px).isNotNull();
        return px == null ? BigDecimal.ZERO : px;
    }
}
