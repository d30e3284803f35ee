package io.tradecore.ops.bench;

import java.time.Instant;
import java.util.UUID;

/** The reports a venue publishes for {@link BenchOrder}, as text: no library on a path that is only there to be fast. */
final class VenueReports {

    private VenueReports() {}

    static String subject(UUID accountId) {
        return "oms.report." + BenchOrder.VENUE + "." + accountId;
    }

    /** The venue has taken the order. */
    static String accepted(String execId, UUID accountId, String orderId, String clOrdId) {
        return head(execId, "NEW", "NEW", accountId, orderId, clOrdId) + ",\"cumQty\":\"0\",\"leavesQty\":\""
                + BenchOrder.QTY.toPlainString() + "\"}";
    }

    /** The order is filled at its limit, all of it at once. */
    static String filled(String execId, UUID accountId, String orderId, String clOrdId, String px) {
        String qty = BenchOrder.QTY.toPlainString();
        return head(execId, "TRADE", "FILLED", accountId, orderId, clOrdId) + ",\"lastQty\":\"" + qty
                + "\",\"lastPx\":\"" + px + "\",\"cumQty\":\"" + qty
                + "\",\"leavesQty\":\"0\"}";
    }

    private static String head(
            String execId, String execType, String ordStatus, UUID accountId, String orderId, String clOrdId) {
        return "{\"schema\":\"oms.report\",\"version\":1,\"msgType\":\"ExecutionReport\",\"venueId\":\""
                + BenchOrder.VENUE + "\",\"execId\":\"" + execId + "\",\"execType\":\"" + execType
                + "\",\"ordStatus\":\"" + ordStatus + "\",\"accountId\":\"" + accountId + "\",\"orderId\":\"" + orderId
                + "\",\"venueOrderId\":\"" + orderId + "\",\"clOrdId\":\"" + clOrdId + "\",\"transactTime\":\""
                + Instant.now() + "\"";
    }
}
