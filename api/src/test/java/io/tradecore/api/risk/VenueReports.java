package io.tradecore.api.risk;

import io.tradecore.oms.command.Command;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.TermChange;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a venue says of an order. */
final class VenueReports {

    private VenueReports() {}

    /** That names no request: of the one that waits, where there is one. */
    static Command of(Order order, String execId, ReportType type) {
        return report(order, execId, type, null, null, null);
    }

    static Command canceled(Order order, String execId, String clOrdId) {
        return report(order, execId, ReportType.CANCELED, clOrdId, null, null);
    }

    static Command trade(Order order, String execId, BigDecimal qty, BigDecimal px) {
        return report(order, execId, ReportType.TRADE, null, qty, px);
    }

    private static Command report(
            Order order,
            String execId,
            ReportType type,
            @Nullable String clOrdId,
            @Nullable BigDecimal qty,
            @Nullable BigDecimal px) {
        return new Command.ApplyReport(new VenueReport(
                order.accountId(),
                order.orderId(),
                "SIM",
                execId,
                type,
                clOrdId,
                null,
                null,
                qty,
                px,
                TermChange.NONE,
                Instant.now(),
                null,
                null,
                "{}"));
    }
}
