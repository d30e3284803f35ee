package io.tradecore.api.entry;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import io.tradecore.oms.bulk.BulkRequest;
import io.tradecore.oms.bulk.BulkResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a request about several orders did.
 *
 * @param counts how many results there are of each kind
 */
@Serdeable.Serializable
public record BulkView(String clOrdId, Map<String, Integer> counts, List<ResultView> results) {

    /**
     * What it did with one order or instrument.
     *
     * @param result CANCEL_REQUESTED, CANCELED, RESTATED, ORDER_PLACED, ORDER_DENIED or REFUSED
     * @param clOrdId of the cancel request or of the order that was made
     * @param orderQty of the order that was made
     * @param code why it was denied or refused
     * @param cxlRejReason FIX 102 of a cancel that was refused
     * @param ordRejReason FIX 103 of an order that was denied or refused
     */
    @Serdeable.Serializable
    public record ResultView(
            String symbol,
            String result,
            @Nullable String orderId,
            @Nullable String clOrdId,
            @Nullable String orderQty,
            @Nullable String code,
            @Nullable Integer cxlRejReason,
            @Nullable Integer ordRejReason) {}

    public static BulkView of(BulkRequest request) {
        return of(request.clOrdId().value(), request.results());
    }

    /** What something of this name did. */
    public static BulkView of(String name, List<BulkResult> results) {
        Map<String, Integer> counts = new TreeMap<>();
        results.forEach(result -> counts.merge(result.what().name(), 1, Integer::sum));
        return new BulkView(name, counts, results.stream().map(BulkView::result).toList());
    }

    private static ResultView result(BulkResult result) {
        var reason = result.reason();
        // An order that was there could not be cancelled; where none was, none could be made.
        boolean ofCancel = result.orderId() != null && result.what() == BulkResult.What.REFUSED;
        return new ResultView(
                result.symbol(),
                result.what().name(),
                result.orderId() == null ? null : result.orderId().toString(),
                result.clOrdId() == null ? null : result.clOrdId().value(),
                Decimals.textOrNull(result.quantity()),
                reason == null ? null : reason.name(),
                reason == null || !ofCancel ? null : reason.cxlRejReason(),
                reason == null || ofCancel ? null : reason.ordRejReason());
    }
}
