package io.tradecore.api.breaks;

import io.tradecore.api.json.JsonObject;

/** A break as a message. */
public final class BreakJson {
    private static final int VERSION = 1;

    private BreakJson() {}

    public static byte[] of(RaisedBreak raised) {
        return new JsonObject()
                .put("schema", "oms.break")
                .put("version", VERSION)
                .put("accountId", raised.accountId().toString())
                .put("breakId", raised.breakId().toString())
                .put("status", raised.status())
                .put("kind", raised.kind())
                .put("transferSeq", raised.transferSeq())
                .put("asset", raised.asset())
                .put("balanceBefore", raised.balanceBefore())
                .put("balanceAfter", raised.balanceAfter())
                .put("raisedAt", raised.raisedAt())
                .put("resolvedAt", raised.resolvedAt())
                .put("resolvedBy", raised.resolvedBy())
                .put("resolution", raised.resolution())
                .toBytes();
    }
}
