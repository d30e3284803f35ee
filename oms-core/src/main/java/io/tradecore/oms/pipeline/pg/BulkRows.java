package io.tradecore.oms.pipeline.pg;

import io.tradecore.oms.bulk.BulkRequest;
import io.tradecore.oms.bulk.BulkResult;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrderId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Requests about several orders as they are stored. None of the parts has a semicolon, a comma or a line feed in it. */
final class BulkRows {

    private BulkRows() {}

    /** As {@code name=value} joined by semicolons, by name. */
    static String asked(Map<String, String> asked) {
        return new TreeMap<>(asked)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(";"));
    }

    /** One a line. */
    static String results(List<BulkResult> results) {
        return results.stream().map(BulkRows::text).collect(Collectors.joining("\n"));
    }

    private static String text(BulkResult result) {
        return String.join(
                ",",
                result.symbol(),
                result.what().name(),
                result.orderId() == null ? "" : result.orderId().toString(),
                result.clOrdId() == null ? "" : result.clOrdId().value(),
                result.quantity() == null ? "" : result.quantity().toPlainString(),
                result.reason() == null ? "" : result.reason().name());
    }

    static BulkRequest read(ResultSet row) throws SQLException {
        Map<String, String> asked = new TreeMap<>();
        for (String part : parts(row.getString("asked"), ";")) {
            List<String> nameAndValue = parts(part, "=");
            asked.put(nameAndValue.getFirst(), nameAndValue.getLast());
        }
        List<BulkResult> results = new ArrayList<>();
        for (String text : (String[]) row.getArray("results").getArray()) {
            results.add(result(parts(text, ",")));
        }
        return new BulkRequest(
                new ClOrdId(row.getString("cl_ord_id")),
                BulkRequest.Kind.valueOf(row.getString("kind")),
                asked,
                results,
                row.getString("actor"));
    }

    private static List<String> parts(String text, String between) {
        return text.isEmpty() ? List.of() : List.of(text.split(between, -1));
    }

    private static BulkResult result(List<String> parts) {
        String orderId = orNull(parts.get(2));
        String clOrdId = orNull(parts.get(3));
        String quantity = orNull(parts.get(4));
        String reason = orNull(parts.get(5));
        return new BulkResult(
                parts.get(0),
                BulkResult.What.valueOf(parts.get(1)),
                orderId == null ? null : OrderId.of(orderId),
                clOrdId == null ? null : new ClOrdId(clOrdId),
                quantity == null ? null : new BigDecimal(quantity),
                reason == null ? null : Reason.valueOf(reason));
    }

    private static @Nullable String orNull(String part) {
        return part.isEmpty() ? null : part;
    }
}
