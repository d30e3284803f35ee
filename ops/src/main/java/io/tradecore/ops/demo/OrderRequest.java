package io.tradecore.ops.demo;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/accounts/{id}/orders}.
 *
 * @param px null for a MARKET or STOP order
 * @param stopPx of a STOP order, otherwise null
 */
record OrderRequest(
        String clOrdId,
        String symbol,
        Side side,
        String ordType,
        String timeInForce,
        BigDecimal orderQty,
        @Nullable BigDecimal px,
        @Nullable BigDecimal stopPx) {

    enum Side {
        BUY,
        SELL
    }

    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("clOrdId", clOrdId);
        body.put("symbol", symbol);
        body.put("side", side.name());
        body.put("ordType", ordType);
        body.put("timeInForce", timeInForce);
        body.put("orderQty", orderQty.toPlainString());
        if (px != null) {
            body.put("px", px.toPlainString());
        }
        if (stopPx != null) {
            body.put("stopPx", stopPx.toPlainString());
        }
        return body;
    }

    OrderRequest withOrderQty(BigDecimal qty) {
        return new OrderRequest(clOrdId, symbol, side, ordType, timeInForce, qty, px, stopPx);
    }
}
