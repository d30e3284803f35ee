package io.tradecore.ops.venue.matching;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the venue says of an order: an ExecutionReport (35=8), or an OrderCancelReject (35=9) where execType is null.
 *
 * @param execId FIX 17, never used twice, not even after a restart
 * @param venueOrderId the venue's name of the order, if it knows it
 * @param clOrdId FIX 11 of the request answered, otherwise of the order
 * @param lastQty FIX 32, on a trade
 * @param lastPx FIX 31, on a trade
 * @param cumQty FIX 14
 * @param leavesQty FIX 151, zero once the order is closed
 * @param reason the venue's code for a refusal
 */
public record Report(
        String venueId,
        String execId,
        @Nullable ExecType execType,
        OrdStatus ordStatus,
        String accountId,
        String orderId,
        @Nullable String venueOrderId,
        String clOrdId,
        @Nullable BigDecimal lastQty,
        @Nullable BigDecimal lastPx,
        BigDecimal cumQty,
        BigDecimal leavesQty,
        Instant transactTime,
        @Nullable String reason,
        @Nullable String text) {

    public Report {
        boolean trade = execType == ExecType.TRADE;
        if (trade != (lastQty != null) || trade != (lastPx != null)) {
            throw new IllegalArgumentException("lastQty and lastPx belong to a trade and to no other report");
        }
        if (lastQty != null && lastQty.signum() <= 0) {
            throw new IllegalArgumentException("lastQty must be positive");
        }
    }
}
