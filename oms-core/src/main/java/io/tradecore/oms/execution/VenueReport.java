package io.tradecore.oms.execution;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.OrderId;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a venue said of an order: an ExecutionReport (35=8) or an OrderCancelReject (35=9).
 *
 * @param venueId the venue that speaks, taken from the subject it may publish on, not from the body alone
 * @param execId FIX 17, unique at the venue for ever
 * @param clOrdId FIX 11 of the request it answers, where it answers one
 * @param lastQty FIX 32, positive on a trade, otherwise null
 * @param lastPx FIX 31, on a trade
 * @param transactTime FIX 60, the venue's clock
 * @param reason the venue's own code (FIX 103 or 102), where it gives one
 * @param payload the message as received, kept if it has to be quarantined
 */
public record VenueReport(
        AccountId accountId,
        OrderId orderId,
        String venueId,
        String execId,
        ReportType type,
        @Nullable String clOrdId,
        @Nullable BigDecimal lastQty,
        @Nullable BigDecimal lastPx,
        Instant transactTime,
        @Nullable String reason,
        @Nullable String text,
        String payload) {

    /** The reason of an OrderCancelReject (FIX 102 = 1) from a venue that has no such order. */
    public static final String UNKNOWN_ORDER = "UNKNOWN_ORDER";

    public VenueReport {
        boolean trade = type == ReportType.TRADE;
        if (trade && (lastQty == null || lastQty.signum() <= 0 || lastPx == null)) {
            throw new IllegalArgumentException("a trade carries a positive lastQty and a lastPx");
        }
        if (execId.isEmpty() || execId.length() > 128) {
            throw new IllegalArgumentException("execId must have 1 to 128 characters");
        }
    }
}
