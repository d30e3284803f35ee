package io.tradecore.api.nats;

import io.tradecore.api.json.JsonObject;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.outbox.RouteMessage;

/** A route message as a venue gets it: NewOrderSingle, OrderCancelRequest or OrderCancelReplaceRequest. */
final class RouteJson {
    private RouteJson() {}

    static byte[] of(RouteMessage route) {
        return switch (route.kind()) {
            case NEW_ORDER -> newOrderSingle(route);
            case CANCEL -> orderCancelRequest(route);
            case REPLACE -> orderCancelReplaceRequest(route);
        };
    }

    private static byte[] newOrderSingle(RouteMessage route) {
        JsonObject json = terms(request("NewOrderSingle", route), route);
        if (!route.execInst().isEmpty()) {
            json.put(
                    "execInst",
                    route.execInst().stream().map(Enum::name).sorted().toList());
        }
        return json.put("transactTime", route.transactTime()).toBytes();
    }

    private static byte[] orderCancelRequest(RouteMessage route) {
        return request("OrderCancelRequest", route)
                .put("orderQty", route.terms().orderQty())
                .put("transactTime", route.transactTime())
                .toBytes();
    }

    /** With the whole order as it shall be: a venue need not know what it was. */
    private static byte[] orderCancelReplaceRequest(RouteMessage route) {
        return terms(request("OrderCancelReplaceRequest", route), route)
                .put("transactTime", route.transactTime())
                .toBytes();
    }

    private static JsonObject request(String msgType, RouteMessage route) {
        return head(msgType, route)
                .put("clOrdId", route.clOrdId())
                .put("origClOrdId", route.origClOrdId())
                .put("symbol", route.symbol())
                .put("side", route.side().name());
    }

    private static JsonObject terms(JsonObject json, RouteMessage route) {
        Terms terms = route.terms();
        return json.put("ordType", route.ordType().name())
                .put("timeInForce", terms.timeInForce().name())
                .put("orderQty", terms.orderQty())
                .put("px", terms.px())
                .put("expireTime", terms.expireTime())
                .put("displayQty", terms.displayQty());
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
