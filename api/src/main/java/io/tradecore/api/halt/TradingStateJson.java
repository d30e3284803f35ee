package io.tradecore.api.halt;

import io.tradecore.api.json.JsonObject;

/** A change of a trading state as a message. */
public final class TradingStateJson {
    private static final int VERSION = 1;

    private TradingStateJson() {}

    public static byte[] of(TradingStateChange change) {
        return new JsonObject()
                .put("schema", "oms.trading-state")
                .put("version", VERSION)
                .put("changeId", change.changeId())
                .put("scope", change.scope())
                .put("scopeId", change.scopeId())
                .put("from", change.fromState())
                .put("state", change.toState())
                .put("reason", change.reason())
                .put("changedBy", change.changedBy())
                .put("changedAt", change.changedAt())
                .toBytes();
    }
}
