package io.tradecore.oms.pipeline.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.book.ActResult;
import io.tradecore.oms.book.LedgerRequest;
import io.tradecore.oms.command.Reason;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Requests to change books as they are stored. None of the parts has a semicolon, a comma or a line feed in it. */
final class LedgerRows {

    private static final String DONE = "DONE";

    private LedgerRows() {}

    static String outcome(LedgerRequest request) {
        Reason reason = request.reason();
        return reason == null ? DONE : reason.name();
    }

    /** What was done, or what was compared where it was refused, one a line. */
    static String results(LedgerRequest request) {
        return request.reason() == null
                ? request.results().stream().map(LedgerRows::text).collect(Collectors.joining("\n"))
                : request.numbers().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("\n"));
    }

    private static String text(ActResult result) {
        return String.join(
                ",",
                result.what().name(),
                result.accountId().toString(),
                result.id(),
                Long.toString(result.seq()),
                result.asset(),
                result.amount().toPlainString(),
                result.balance().toPlainString(),
                result.available().toPlainString(),
                result.held().toPlainString(),
                result.effectiveAt().toString());
    }

    static LedgerRequest read(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        List<String> lines = List.of((String[]) row.getArray("results").getArray());
        Reason reason = outcome.equals(DONE) ? null : Reason.valueOf(outcome);
        return new LedgerRequest(
                row.getString("request_id"),
                row.getString("kind"),
                map(List.of(row.getString("asked").split(";", -1))),
                reason,
                row.getString("message"),
                reason == null ? Map.of() : map(lines),
                results(reason, lines),
                row.getString("actor"));
    }

    private static Map<String, String> map(List<String> lines) {
        Map<String, String> map = new TreeMap<>();
        for (String line : lines) {
            int end = line.indexOf('=');
            if (end > 0) {
                map.put(line.substring(0, end), line.substring(end + 1));
            }
        }
        return map;
    }

    private static List<ActResult> results(@Nullable Reason reason, List<String> lines) {
        List<ActResult> results = new ArrayList<>();
        if (reason == null) {
            lines.forEach(line -> results.add(result(List.of(line.split(",", -1)))));
        }
        return results;
    }

    private static ActResult result(List<String> parts) {
        return new ActResult(
                ActResult.What.valueOf(parts.get(0)),
                AccountId.of(parts.get(1)),
                parts.get(2),
                Long.parseLong(parts.get(3)),
                parts.get(4),
                new BigDecimal(parts.get(5)),
                new BigDecimal(parts.get(6)),
                new BigDecimal(parts.get(7)),
                new BigDecimal(parts.get(8)),
                Instant.parse(parts.get(9)));
    }
}
