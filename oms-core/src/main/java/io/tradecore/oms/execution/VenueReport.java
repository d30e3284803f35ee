package io.tradecore.oms.execution;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.order.TermChange;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a venue said of an order: an ExecutionReport (35=8) or an OrderCancelReject (35=9).
 *
 * @param venueId the venue that speaks, taken from the subject it may publish on, not from the body alone
 * @param execId FIX 17, unique at the venue for ever
 * @param clOrdId FIX 11 of the request it answers, where it answers one
 * @param execRefId FIX 19, of a bust or correction: the ExecID of the trade, or of one of its corrections
 * @param rejected FIX 434, of an OrderCancelReject: what kind of request it refuses, where it says so
 * @param lastQty FIX 32: positive on a trade and a correction; what is stopped; otherwise null
 * @param lastPx FIX 31, as lastQty
 * @param terms what the order's terms are now at the venue, where a REPLACED or RESTATED says so
 * @param commission of a trade or a correction, where the venue tells it
 * @param transactTime FIX 60, the venue's clock
 * @param reason the venue's own code (FIX 103, 102 or 378), where it gives one
 * @param payload the message as received, kept if it has to be quarantined
 */
public record VenueReport(
        AccountId accountId,
        OrderId orderId,
        String venueId,
        String execId,
        ReportType type,
        @Nullable String clOrdId,
        @Nullable String execRefId,
        @Nullable RequestKind rejected,
        @Nullable BigDecimal lastQty,
        @Nullable BigDecimal lastPx,
        TermChange terms,
        @Nullable Commission commission,
        Instant transactTime,
        @Nullable String reason,
        @Nullable String text,
        String payload) {

    /** The reason of an OrderCancelReject (FIX 102 = 1) from a venue that has no such order. */
    public static final String UNKNOWN_ORDER = "UNKNOWN_ORDER";

    /** A report that tells no commission. */
    public VenueReport(
            AccountId accountId,
            OrderId orderId,
            String venueId,
            String execId,
            ReportType type,
            @Nullable String clOrdId,
            @Nullable String execRefId,
            @Nullable RequestKind rejected,
            @Nullable BigDecimal lastQty,
            @Nullable BigDecimal lastPx,
            TermChange terms,
            Instant transactTime,
            @Nullable String reason,
            @Nullable String text,
            String payload) {
        this(
                accountId,
                orderId,
                venueId,
                execId,
                type,
                clOrdId,
                execRefId,
                rejected,
                lastQty,
                lastPx,
                terms,
                null,
                transactTime,
                reason,
                text,
                payload);
    }

    public VenueReport {
        boolean fill = type == ReportType.TRADE || type == ReportType.TRADE_CORRECT;
        if (fill && (lastQty == null || lastQty.signum() <= 0 || lastPx == null)) {
            throw new IllegalArgumentException("a trade or correction carries a positive lastQty and a lastPx");
        }
        boolean amendment = type == ReportType.TRADE_CANCEL || type == ReportType.TRADE_CORRECT;
        if (amendment != (execRefId != null)) {
            throw new IllegalArgumentException("a bust or correction carries an execRefId, nothing else does");
        }
        if (execId.isEmpty() || execId.length() > 128) {
            throw new IllegalArgumentException("execId must have 1 to 128 characters");
        }
    }

    /** Whether the venue rejects a request because it has no such order. */
    public boolean saysUnknown() {
        return type == ReportType.CANCEL_REJECT && UNKNOWN_ORDER.equals(reason);
    }
}
