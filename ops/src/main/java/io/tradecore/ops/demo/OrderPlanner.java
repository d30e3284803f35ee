package io.tradecore.ops.demo;

import io.tradecore.ops.demo.OrderRequest.Side;
import io.tradecore.ops.market.Terms;
import io.tradecore.ops.market.Touch;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides what one trader sends next, from a seed: the same seed and the same quotes give the same orders. Knows nothing
 * of the network. Not thread-safe.
 */
final class OrderPlanner {

    private static final int TOTAL_WEIGHT = totalWeight();
    private static final List<String> RESTING_TIFS = List.of("DAY", "GTC");
    private static final List<String> MARKET_TIFS = List.of("DAY", "GTC", "IOC", "FOK");

    // Order sizes in currency: most are small against the touch, some sweep it and fill in parts.
    private static final double SMALL_MIN = 100;
    private static final double SMALL_MAX = 5_000;
    private static final double POOR_MIN = 5;
    private static final double POOR_MAX = 30;
    private static final double SWEEP_SHARE = 0.12;
    private static final double SWEEP_MIN_OF_TOUCH = 0.6;
    private static final double SWEEP_MAX_OF_TOUCH = 1.6;
    private static final BigDecimal SHARE_OF_MAX = new BigDecimal("0.8");

    // Distances from the touch as shares of it.
    private static final double REST_MIN = 0.00002;
    private static final double REST_MAX = 0.0008;
    private static final double TAKE_MAX = 0.0003;
    private static final double OUTSIDE = 0.2;

    // Of a bracket's exits from its entry: near enough for some of them to be reached.
    private static final double EXIT_MIN = 0.00005;
    private static final double EXIT_MAX = 0.0006;

    // Of replaces.
    private static final double THROUGH_SHARE = 0.15;
    private static final double LEAST_OF_QTY = 0.5;
    private static final double MOST_OF_QTY = 1.5;

    private static final BigDecimal UNCOVERED_NOTIONAL = new BigDecimal("20000");

    private final RandomGenerator random;
    private final String idPrefix;
    private final boolean poor;
    private int sent;

    /**
     * @param idPrefix what the ClOrdIDs start with
     * @param poor whether the account has money for very small orders only
     */
    OrderPlanner(RandomGenerator random, String idPrefix, boolean poor) {
        this.random = random;
        this.idPrefix = idPrefix;
        this.poor = poor;
    }

    Intent intent() {
        int draw = random.nextInt(TOTAL_WEIGHT);
        for (Intent intent : Intent.values()) {
            draw -= intent.weight();
            if (draw < 0) {
                return intent;
            }
        }
        throw new IllegalStateException("the weights do not add up");
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    Side side() {
        return random.nextBoolean() ? Side.BUY : Side.SELL;
    }

    /** A new ClOrdID. */
    String nextClOrdId() {
        sent++;
        return idPrefix + sent;
    }

    /**
     * An order that serves the intent. A sale is cut to what is sellable; where that is nothing, it is a purchase.
     *
     * @param sellable what the account may sell now
     */
    OrderRequest order(Intent intent, Side wanted, Terms terms, Touch touch, BigDecimal sellable) {
        return switch (intent) {
            case REST -> sized(wanted, terms, touch, sellable, "LIMIT", pick(RESTING_TIFS), Price.BEHIND);
            case TAKE, TAKE_AND_CANCEL, REPEAT, REUSE_ID ->
                sized(wanted, terms, touch, sellable, "LIMIT", pick(RESTING_TIFS), Price.THROUGH);
            case MARKET -> sized(wanted, terms, touch, sellable, "MARKET", pick(MARKET_TIFS), Price.NONE);
            case IMMEDIATE -> sized(wanted, terms, touch, sellable, "LIMIT", "IOC", Price.THROUGH);
            case ALL_OR_NOTHING -> sized(wanted, terms, touch, sellable, "LIMIT", "FOK", Price.THROUGH);
            case STOP -> stop(wanted, terms, touch, sellable);
            case TOO_LARGE -> tooLarge(terms, touch);
            case OUTSIDE_COLLAR -> outsideCollar(terms, touch);
            case UNCOVERED -> uncovered(terms, touch, sellable);
            case BRACKET, OCO, MASS_CANCEL, CANCEL, REPLACE ->
                throw new IllegalArgumentException(intent + " is no single order");
        };
    }

    /** An entry at or through the offer, with a take-profit above and a stop below it. */
    ListRequest bracket(Terms terms, Touch touch) {
        OrderRequest entry = sized(Side.BUY, terms, touch, BigDecimal.ZERO, "LIMIT", pick(RESTING_TIFS), Price.THROUGH);
        BigDecimal px = Objects.requireNonNull(entry.px());
        BigDecimal above = terms.ticks(away(px, between(EXIT_MIN, EXIT_MAX))).max(px.add(terms.tickSize()));
        BigDecimal below = terms.ticks(away(px, -between(EXIT_MIN, EXIT_MAX))).min(px.subtract(terms.tickSize()));
        OrderRequest takeProfit = new OrderRequest(
                nextClOrdId(), terms.symbol(), Side.SELL, "LIMIT", "GTC", entry.orderQty(), above, null);
        OrderRequest stop = new OrderRequest(
                nextClOrdId(), terms.symbol(), Side.SELL, "STOP", "GTC", entry.orderQty(), null, below);
        return new ListRequest(nextClOrdId(), ListRequest.Type.OTOCO, List.of(entry, takeProfit, stop));
    }

    /** Two orders for the same: one behind the touch, one that waits for the market to go the other way. */
    ListRequest oco(Side wanted, Terms terms, Touch touch, BigDecimal sellable) {
        OrderRequest resting = sized(wanted, terms, touch, sellable, "LIMIT", "GTC", Price.BEHIND);
        OrderRequest stop = new OrderRequest(
                nextClOrdId(),
                terms.symbol(),
                resting.side(),
                "STOP",
                "GTC",
                resting.orderQty(),
                null,
                px(Price.THROUGH, resting.side(), terms, touch));
        return new ListRequest(nextClOrdId(), ListRequest.Type.OCO, List.of(resting, stop));
    }

    /** Of all that an account has open of the instrument, or of one side of it. */
    MassCancelRequest massCancel(Terms terms) {
        return new MassCancelRequest(nextClOrdId(), terms.symbol(), random.nextBoolean() ? side() : null);
    }

    /** Other terms for an order that rests: nearer or farther, more or less, at times through the touch so that it trades. */
    ReplaceRequest replace(OrderRequest resting, Terms terms, Touch touch) {
        BigDecimal qty = random.nextBoolean() ? resting.orderQty() : otherQty(resting.orderQty(), terms);
        Price price = random.nextDouble() < THROUGH_SHARE ? Price.THROUGH : Price.BEHIND;
        return new ReplaceRequest(nextClOrdId(), qty, px(price, resting.side(), terms, touch));
    }

    private BigDecimal otherQty(BigDecimal qty, Terms terms) {
        return terms.lots(qty.multiply(share(LEAST_OF_QTY, MOST_OF_QTY))).max(terms.lotSize());
    }

    private enum Price {
        BEHIND,
        THROUGH,
        NONE
    }

    private OrderRequest sized(
            Side wanted, Terms terms, Touch touch, BigDecimal sellable, String ordType, String tif, Price price) {
        boolean canSell = terms.lots(sellable).signum() > 0;
        Side side = wanted == Side.SELL && canSell ? Side.SELL : Side.BUY;
        BigDecimal qty = quantity(side, terms, touch);
        if (side == Side.SELL) {
            qty = qty.min(terms.lots(sellable));
        }
        return new OrderRequest(
                nextClOrdId(), terms.symbol(), side, ordType, tif, qty, px(price, side, terms, touch), null);
    }

    private OrderRequest stop(Side wanted, Terms terms, Touch touch, BigDecimal sellable) {
        OrderRequest through = sized(wanted, terms, touch, sellable, "STOP", pick(RESTING_TIFS), Price.THROUGH);
        return new OrderRequest(
                through.clOrdId(),
                through.symbol(),
                through.side(),
                through.ordType(),
                through.timeInForce(),
                through.orderQty(),
                null,
                through.px());
    }

    private BigDecimal quantity(Side side, Terms terms, Touch touch) {
        BigDecimal px = side == Side.BUY ? touch.askPx() : touch.bidPx();
        BigDecimal shown = side == Side.BUY ? touch.askQty() : touch.bidQty();
        BigDecimal qty;
        if (!poor && random.nextDouble() < SWEEP_SHARE) {
            qty = shown.multiply(share(SWEEP_MIN_OF_TOUCH, SWEEP_MAX_OF_TOUCH));
        } else {
            BigDecimal notional = poor ? share(POOR_MIN, POOR_MAX) : share(SMALL_MIN, SMALL_MAX);
            qty = notional.divide(px, MathContext.DECIMAL64);
        }
        BigDecimal byNotional = terms.maxOrderNotional().multiply(SHARE_OF_MAX).divide(px, MathContext.DECIMAL64);
        BigDecimal most = byNotional.min(terms.maxOrderQty().multiply(SHARE_OF_MAX));
        return terms.lots(qty.min(most)).max(terms.lotSize());
    }

    private @Nullable BigDecimal px(Price price, Side side, Terms terms, Touch touch) {
        return switch (price) {
            case NONE -> null;
            case BEHIND ->
                side == Side.BUY
                        ? terms.ticks(away(touch.bidPx(), -between(REST_MIN, REST_MAX)))
                        : terms.ticks(away(touch.askPx(), between(REST_MIN, REST_MAX)));
            case THROUGH ->
                side == Side.BUY
                        ? terms.ticks(away(touch.askPx(), between(0, TAKE_MAX)))
                        : terms.ticks(away(touch.bidPx(), -between(0, TAKE_MAX)));
        };
    }

    private OrderRequest tooLarge(Terms terms, Touch touch) {
        BigDecimal qty = terms.lots(terms.maxOrderQty()).add(terms.lotSize());
        return new OrderRequest(
                nextClOrdId(), terms.symbol(), Side.BUY, "LIMIT", "DAY", qty, terms.ticks(touch.bidPx()), null);
    }

    private OrderRequest outsideCollar(Terms terms, Touch touch) {
        Side side = Side.BUY;
        return new OrderRequest(
                nextClOrdId(),
                terms.symbol(),
                side,
                "LIMIT",
                "GTC",
                quantity(side, terms, touch),
                terms.ticks(away(touch.bidPx(), -OUTSIDE)),
                null);
    }

    /** A poor account buys more than it can pay; a rich one sells more than it has. */
    private OrderRequest uncovered(Terms terms, Touch touch, BigDecimal sellable) {
        BigDecimal qty = terms.lots(UNCOVERED_NOTIONAL.divide(touch.askPx(), MathContext.DECIMAL64))
                .max(terms.lotSize());
        if (poor) {
            return new OrderRequest(
                    nextClOrdId(), terms.symbol(), Side.BUY, "LIMIT", "DAY", qty, terms.ticks(touch.askPx()), null);
        }
        BigDecimal tooMuch = terms.lots(sellable).add(qty).min(terms.lots(terms.maxOrderQty()));
        return new OrderRequest(
                nextClOrdId(), terms.symbol(), Side.SELL, "LIMIT", "DAY", tooMuch, terms.ticks(touch.bidPx()), null);
    }

    private double between(double from, double to) {
        return from + random.nextDouble() * (to - from);
    }

    private BigDecimal share(double from, double to) {
        return BigDecimal.valueOf(between(from, to));
    }

    private static BigDecimal away(BigDecimal px, double share) {
        return px.multiply(BigDecimal.valueOf(1 + share));
    }

    private static int totalWeight() {
        int total = 0;
        for (Intent intent : Intent.values()) {
            total += intent.weight();
        }
        return total;
    }
}
