package io.tradecore.ops.venue.matching;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Orders, requests and quotes in the short words of the tests. */
public final class Orders {

    public static final String ACCOUNT = "0192f0c1-0000-7000-8000-00000000000a";
    public static final Instant NOW = Instant.parse("2024-08-08T23:54:14.024619568Z");

    private Orders() {}

    public static NewOrder limit(String orderId, Side side, String qty, String px, TimeInForce timeInForce) {
        return order(orderId, "BTCUSDT", side, OrdType.LIMIT, timeInForce, qty, px);
    }

    public static NewOrder market(String orderId, Side side, String qty, TimeInForce timeInForce) {
        return order(orderId, "BTCUSDT", side, OrdType.MARKET, timeInForce, qty, null);
    }

    public static NewOrder order(
            String orderId,
            String symbol,
            Side side,
            OrdType ordType,
            TimeInForce timeInForce,
            String qty,
            @Nullable String px) {
        return order(orderId, symbol, side, terms(ordType, timeInForce, qty, px));
    }

    public static NewOrder order(String orderId, String symbol, Side side, Terms terms, ExecInst... execInst) {
        return new NewOrder(
                ACCOUNT + ":" + orderId, ACCOUNT, orderId, "C-" + orderId, symbol, side, terms, Set.of(execInst), NOW);
    }

    public static NewOrder postOnly(String orderId, Side side, String qty, String px) {
        return order(orderId, "BTCUSDT", side, terms(OrdType.LIMIT, TimeInForce.GTC, qty, px), ExecInst.POST_ONLY);
    }

    public static NewOrder goodTill(Instant expireTime, String orderId, Side side, String qty, String px) {
        return order(orderId, "BTCUSDT", side, goodTill(expireTime, qty, px));
    }

    public static Terms goodTill(Instant expireTime, String qty, String px) {
        return new Terms(OrdType.LIMIT, TimeInForce.GTD, new BigDecimal(qty), new BigDecimal(px), expireTime, null);
    }

    /** A GTD order's time is an hour away. */
    public static Terms terms(OrdType ordType, TimeInForce timeInForce, String qty, @Nullable String px) {
        return new Terms(
                ordType,
                timeInForce,
                new BigDecimal(qty),
                px == null ? null : new BigDecimal(px),
                timeInForce == TimeInForce.GTD ? NOW.plusSeconds(3_600) : null,
                null);
    }

    /** The first replace of an order, to a LIMIT order that stays. */
    public static ReplaceRequest replace(String orderId, String clOrdId, String qty, String px) {
        return replace(orderId, clOrdId, "C-" + orderId, terms(OrdType.LIMIT, TimeInForce.GTC, qty, px));
    }

    public static ReplaceRequest replace(String orderId, String clOrdId, String origClOrdId, Terms terms) {
        return new ReplaceRequest(
                ACCOUNT + ":" + clOrdId, ACCOUNT, orderId, clOrdId, origClOrdId, "BTCUSDT", Side.BUY, terms, NOW);
    }

    public static CancelRequest cancel(String orderId, String clOrdId) {
        return new CancelRequest(ACCOUNT + ":" + clOrdId, ACCOUNT, orderId, clOrdId, "C-" + orderId, "BTCUSDT", NOW);
    }

    public static Touch touch(String bidPx, String bidQty, String askPx, String askQty) {
        return new Touch(
                "BTCUSDT",
                new BigDecimal(bidPx),
                new BigDecimal(bidQty),
                new BigDecimal(askPx),
                new BigDecimal(askQty));
    }
}
