package io.tradecore.api.nats;

import io.tradecore.api.json.JsonObject;
import io.tradecore.oms.outbox.EventMessage;

/** An order event as subscribers get it. */
final class EventJson {
    private EventJson() {}

    static byte[] of(EventMessage event) {
        return new JsonObject()
                .put("schema", "oms.event")
                .put("version", 1)
                .put("accountId", event.accountId().toString())
                .put("seq", event.seq())
                .put("orderId", event.orderId().toString())
                .put("eventType", event.eventType())
                .put("ordStatus", event.ordStatus())
                .put("clOrdId", event.clOrdId())
                .put("execId", event.execId())
                .put("execRefId", event.execRefId())
                .put("symbol", event.symbol())
                .put("side", event.side().name())
                .put("lastQty", event.lastQty())
                .put("lastPx", event.lastPx())
                .put("orderQty", event.orderQty())
                .put("px", event.px())
                .put("cumQty", event.cumQty())
                .put("leavesQty", event.leavesQty())
                .put("reasonCode", event.reasonCode())
                .put("reasonText", event.reasonText())
                .put("transactTime", event.transactTime())
                .put("recordedAt", event.recordedAt())
                .toBytes();
    }
}
