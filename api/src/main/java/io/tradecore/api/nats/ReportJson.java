package io.tradecore.api.nats;

import io.tradecore.api.json.JsonFields;
import io.tradecore.api.json.MalformedMessageException;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.order.OrderId;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Reads a venue's report. What comes from a venue is hostile input: the subject, which the server's permissions bind to
 * the venue, outranks the body, and everything is bounded before it goes further.
 */
final class ReportJson {
    static final int MAX_BYTES = 16 * 1024;
    private static final int MAX_EXEC_ID = 128;
    private static final int MAX_CL_ORD_ID = 64;
    private static final int MAX_REASON = 64;
    private static final int MAX_TEXT = 500;

    private ReportJson() {}

    /**
     * The report in a message.
     *
     * @throws MalformedMessageException if it is none, naming the first field that is wrong
     */
    static VenueReport read(String subject, byte[] body) throws MalformedMessageException {
        String[] tokens = subject.split("\\.", -1);
        if (tokens.length != 4) {
            throw new MalformedMessageException("the subject must be oms.report.<venueId>.<accountId>");
        }
        JsonFields fields = JsonFields.read(body, MAX_BYTES);
        fields.expect("schema", "oms.report");
        fields.expect("version", 1);
        fields.expect("venueId", tokens[2]);
        fields.expect("accountId", tokens[3]);
        ReportType type = type(fields);
        boolean trade = type == ReportType.TRADE;
        BigDecimal lastQty = trade ? fields.unsigned("lastQty") : null;
        BigDecimal lastPx = trade ? fields.signed("lastPx") : null;
        if (lastQty != null && lastQty.signum() == 0) {
            throw new MalformedMessageException("lastQty of a TRADE must be positive");
        }
        return new VenueReport(
                new AccountId(fields.uuid("accountId")),
                new OrderId(fields.uuid("orderId")),
                tokens[2],
                fields.id("execId", MAX_EXEC_ID),
                type,
                fields.idOrNull("clOrdId", MAX_CL_ORD_ID),
                lastQty,
                lastPx,
                fields.time("transactTime"),
                fields.remarkOrNull("reason", MAX_REASON),
                fields.remarkOrNull("text", MAX_TEXT),
                JsonFields.readable(body));
    }

    /** The venue a subject belongs to, if it has the form of one. */
    static @Nullable String venueOf(String subject) {
        String[] tokens = subject.split("\\.", -1);
        return tokens.length == 4 ? tokens[2] : null;
    }

    /** The ExecID of a body that may be unreadable otherwise. */
    static @Nullable String execIdOf(byte[] body) {
        try {
            return JsonFields.read(body, MAX_BYTES).idOrNull("execId", MAX_EXEC_ID);
        } catch (MalformedMessageException e) {
            return null;
        }
    }

    private static ReportType type(JsonFields fields) throws MalformedMessageException {
        String msgType = fields.id("msgType", MAX_REASON);
        return switch (msgType) {
            case "ExecutionReport" -> execType(fields.id("execType", MAX_REASON));
            case "OrderCancelReject" -> {
                if (fields.has("execType")) {
                    throw new MalformedMessageException("execType has no place in an OrderCancelReject");
                }
                yield ReportType.CANCEL_REJECT;
            }
            default -> throw new MalformedMessageException("msgType must be ExecutionReport or OrderCancelReject");
        };
    }

    private static ReportType execType(String name) throws MalformedMessageException {
        for (ReportType type : ReportType.values()) {
            if (type.name().equals(name) && type != ReportType.CANCEL_REJECT) {
                return type;
            }
        }
        throw new MalformedMessageException("execType is not a name of FIX 150");
    }
}
