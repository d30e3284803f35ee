package io.tradecore.ops.demo;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/accounts/{id}/orders/{orderId}/replace}.
 *
 * @param px null to leave it as it is
 */
record ReplaceRequest(
        String clOrdId, BigDecimal orderQty, @Nullable BigDecimal px) {

    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("clOrdId", clOrdId);
        body.put("orderQty", orderQty.toPlainString());
        if (px != null) {
            body.put("px", px.toPlainString());
        }
        return body;
    }
}
