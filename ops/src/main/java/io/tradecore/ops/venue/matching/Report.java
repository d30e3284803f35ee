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
 * @param cumQty FIX 14
 * @param leavesQty FIX 151, zero once the order is closed
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
        BigDecimal cumQty,
        BigDecimal leavesQty,
        Instant transactTime,
        Detail detail) {

    public Report {
        if (!fits(execType, detail)) {
            throw new IllegalArgumentException("a report " + execType + " does not say " + detail);
        }
    }

    private static boolean fits(@Nullable ExecType execType, Detail detail) {
        if (execType == null) {
            return detail instanceof Detail.CancelRefusal;
        }
        return switch (execType) {
            case TRADE -> detail instanceof Detail.Fill;
            case TRADE_CANCEL -> detail instanceof Detail.Bust;
            case TRADE_CORRECT -> detail instanceof Detail.Correction;
            case REPLACED -> detail instanceof Detail.Replacement;
            case RESTATED -> detail instanceof Detail.Restatement;
            case REJECTED -> detail instanceof Detail.Refusal;
            case PENDING_NEW, NEW, PENDING_CANCEL, PENDING_REPLACE, CANCELED, EXPIRED, SUSPENDED ->
                detail instanceof Detail.None;
        };
    }
}
