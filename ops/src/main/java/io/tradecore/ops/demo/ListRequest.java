package io.tradecore.ops.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The body of {@code POST /v1/accounts/{id}/order-lists}.
 *
 * @param orders of an OTOCO the first is the one the others wait for
 */
record ListRequest(String listId, Type type, List<OrderRequest> orders) {

    /** As the API names them. */
    enum Type {
        OCO,
        /** A bracket. */
        OTOCO
    }

    ListRequest {
        orders = List.copyOf(orders);
    }

    Map<String, Object> body() {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (OrderRequest order : orders) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("order", order.body());
            if (type == Type.OTOCO && order != orders.getFirst()) {
                entry.put("after", orders.getFirst().clOrdId());
            }
            entries.add(entry);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("listId", listId);
        body.put("listType", type.name());
        body.put("orders", entries);
        return body;
    }
}
