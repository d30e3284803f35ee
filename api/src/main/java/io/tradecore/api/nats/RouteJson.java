package io.tradecore.api.nats;

import io.tradecore.api.json.JsonObject;
import io.tradecore.oms.outbox.RouteMessage;

/** A route message as a venue gets it: NewOrderSingle or OrderCancelRequest. */
final class RouteJson {
    private RouteJson() {}

    static byte[] of(RouteMessage route) {
        return switch (route.kind()) {
            case NEW_ORDER -> newOrderSingle(route);
            case CANCEL -> orderCancelRequest(route);
        };
    }

    private static byte[] newOrderSingle(RouteMessage route) {
        return head("NewOrderSingle", route)
                .put("clOrdId", route.clOrdId())
                .put("symbol", route.symbol())
                .put("side", route.side().name())
                .put("ordType", route.ordType().name())
                .put("timeInForce", route.timeInForce().name())
                .put("orderQty", route.orderQty())
                .put("px", route.px())
                .put("transactTime", route.transactTime())
                .toBytes();
    }

    private static byte[] orderCancelRequest(RouteMessage route) {
        return head("OrderCancelRequest", route)
                .put("clOrdId", route.clOrdId())
                .put("origClOrdId", route.origClOrdId())
                .put("symbol", route.symbol())
                .put("side", route.side().name())
                .put("orderQty", route.orderQty())
                .put("transactTime", route.transactTime())
                .toBytes();
    }

    private static JsonObject head(String msgType, RouteMessage route) {
        return new JsonObject()
                .put("schema", "oms.route")
                .put("version", 1)
                .put("msgType", msgType)
                .put("messageId", route.messageId())
                .put("accountId", route.accountId().toString())
                .put("orderId", route.orderId().toString());
    }
}
