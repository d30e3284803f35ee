package io.tradecore.api.nats;

import io.tradecore.api.json.JsonFields;
import io.tradecore.api.json.MalformedMessageException;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.TimeInForce;
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
    private static final int MAX_ASSET = 20;

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
        boolean fill = type == ReportType.TRADE || type == ReportType.TRADE_CORRECT;
        boolean amendment = type == ReportType.TRADE_CANCEL || type == ReportType.TRADE_CORRECT;
        // What is stopped is told though it is no trade; on any other report LastQty and LastPx say nothing.
        boolean stopped = type == ReportType.STOPPED;
        BigDecimal lastQty = fill ? fields.unsigned("lastQty") : stopped ? fields.unsignedOrNull("lastQty") : null;
        BigDecimal lastPx = fill ? fields.signed("lastPx") : stopped ? fields.signedOrNull("lastPx") : null;
        if (fill && lastQty != null && lastQty.signum() == 0) {
            throw new MalformedMessageException("lastQty of a " + type + " must be positive");
        }
        return new VenueReport(
                new AccountId(fields.uuid("accountId")),
                new OrderId(fields.uuid("orderId")),
                tokens[2],
                fields.id("execId", MAX_EXEC_ID),
                type,
                fields.idOrNull("clOrdId", MAX_CL_ORD_ID),
                amendment ? fields.id("execRefId", MAX_EXEC_ID) : null,
                type == ReportType.CANCEL_REJECT ? rejected(fields) : null,
                lastQty,
                lastPx,
                terms(type, fields),
                fill ? commission(fields) : null,
                fields.time("transactTime"),
                reason(type, fields),
                fields.remarkOrNull("text", MAX_TEXT),
                JsonFields.readable(body));
    }

    /** Both or neither: an amount without its currency is none. */
    private static @Nullable Commission commission(JsonFields fields) throws MalformedMessageException {
        BigDecimal amount = fields.signedOrNull("commission");
        String currency = fields.idOrNull("commCurrency", MAX_ASSET);
        if ((amount == null) != (currency == null)) {
            throw new MalformedMessageException("commission and commCurrency come together");
        }
        return amount == null || currency == null ? null : new Commission(amount, currency);
    }

    private static @Nullable RequestKind rejected(JsonFields fields) throws MalformedMessageException {
        String responseTo = fields.idOrNull("cxlRejResponseTo", MAX_REASON);
        return switch (responseTo) {
            case null -> null;
            case "CANCEL" -> RequestKind.CANCEL;
            case "REPLACE" -> RequestKind.REPLACE;
            default -> throw new MalformedMessageException("cxlRejResponseTo must be CANCEL or REPLACE");
        };
    }

    /** Only of reports that may change the order's terms: on any other they are the venue's remarks. */
    private static TermChange terms(ReportType type, JsonFields fields) throws MalformedMessageException {
        if (type != ReportType.REPLACED && type != ReportType.RESTATED) {
            return TermChange.NONE;
        }
        TimeInForce timeInForce = timeInForce(fields.idOrNull("timeInForce", MAX_REASON));
        return new TermChange(
                positiveOrNull("orderQty", fields),
                fields.signedOrNull("px"),
                timeInForce,
                fields.timeOrNull("expireTime"),
                positiveOrNull("displayQty", fields));
    }

    private static @Nullable BigDecimal positiveOrNull(String name, JsonFields fields)
            throws MalformedMessageException {
        BigDecimal value = fields.unsignedOrNull(name);
        if (value != null && value.signum() == 0) {
            throw new MalformedMessageException(name + " must be positive");
        }
        return value;
    }

    private static @Nullable TimeInForce timeInForce(@Nullable String name) throws MalformedMessageException {
        if (name == null) {
            return null;
        }
        for (TimeInForce timeInForce : TimeInForce.values()) {
            if (timeInForce.name().equals(name)) {
                return timeInForce;
            }
        }
        throw new MalformedMessageException("timeInForce is not a name of FIX 59");
    }

    /** A restatement's reason has a field of its own (FIX 378). */
    private static @Nullable String reason(ReportType type, JsonFields fields) throws MalformedMessageException {
        String restatement =
                type == ReportType.RESTATED ? fields.remarkOrNull("execRestatementReason", MAX_REASON) : null;
        return restatement == null ? fields.remarkOrNull("reason", MAX_REASON) : restatement;
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
