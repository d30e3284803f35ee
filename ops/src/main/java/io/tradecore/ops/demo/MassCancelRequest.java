package io.tradecore.ops.demo;

import io.tradecore.ops.demo.OrderRequest.Side;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/accounts/{id}/orders/mass-cancel}.
 *
 * @param side null for both
 */
record MassCancelRequest(
        String clOrdId, String symbol, @Nullable Side side) {

    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("clOrdId", clOrdId);
        body.put("symbol", symbol);
        if (side != null) {
            body.put("side", side.name());
        }
        return body;
    }

    boolean isAbout(OrderRequest order) {
        return symbol.equals(order.symbol()) && (side == null || side == order.side());
    }
}
