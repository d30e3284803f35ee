package io.tradecore.ops.venue.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradecore.ops.venue.matching.CancelRequest;
import io.tradecore.ops.venue.matching.CxlRejReason;
import io.tradecore.ops.venue.matching.CxlRejResponseTo;
import io.tradecore.ops.venue.matching.Detail;
import io.tradecore.ops.venue.matching.ExecInst;
import io.tradecore.ops.venue.matching.ExecType;
import io.tradecore.ops.venue.matching.NewOrder;
import io.tradecore.ops.venue.matching.OrdStatus;
import io.tradecore.ops.venue.matching.OrdType;
import io.tradecore.ops.venue.matching.ReplaceRequest;
import io.tradecore.ops.venue.matching.Report;
import io.tradecore.ops.venue.matching.RestatementReason;
import io.tradecore.ops.venue.matching.Side;
import io.tradecore.ops.venue.matching.Terms;
import io.tradecore.ops.venue.matching.TimeInForce;
import io.tradecore.ops.venue.matching.Touch;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The messages of docs/venue-protocol.md as JSON. Decimals are strings in plain notation, times are ISO-8601 in UTC, what has
 * no value is absent, fields that are not known are passed over. Stateless.
 */
public final class VenueJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");
    private static final int VERSION = 1;

    private VenueJson() {}

    /** An empty object to be filled. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The object in this text. */
    public static JsonNode parse(byte[] text) throws MalformedMessageException {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (!node.isObject()) {
                throw new MalformedMessageException("not a JSON object");
            }
            return node;
        } catch (IOException e) {
            throw new MalformedMessageException("not JSON", e);
        }
    }

    /** One line of JSON without its line end. */
    public static byte[] bytes(ObjectNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values is always writable", e);
        }
    }

    /** Reads a message from {@code oms.route.<venue>.<account>}. */
    public static Routed routed(JsonNode node) throws MalformedMessageException {
        if (!"oms.route".equals(text(node, "schema")) || node.path("version").asInt() != VERSION) {
            throw new MalformedMessageException("schema is not oms.route version 1");
        }
        String msgType = text(node, "msgType");
        try {
            return switch (msgType) {
                case "NewOrderSingle" -> new Routed.Order(newOrder(node));
                case "OrderCancelRequest" -> new Routed.Cancel(cancel(node));
                case "OrderCancelReplaceRequest" -> new Routed.Replace(replace(node));
                default -> throw new MalformedMessageException("msgType " + msgType + " is not known");
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new MalformedMessageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static NewOrder newOrder(JsonNode node) throws MalformedMessageException {
        return new NewOrder(
                text(node, "messageId"),
                text(node, "accountId"),
                text(node, "orderId"),
                text(node, "clOrdId"),
                text(node, "symbol"),
                Side.valueOf(text(node, "side")),
                terms(node),
                execInst(node),
                Instant.parse(text(node, "transactTime")));
    }

    private static Terms terms(JsonNode node) throws MalformedMessageException {
        return new Terms(
                OrdType.valueOf(text(node, "ordType")),
                TimeInForce.valueOf(text(node, "timeInForce")),
                decimal(node, "orderQty"),
                decimalOrNull(node, "px"),
                node.hasNonNull("expireTime") ? Instant.parse(text(node, "expireTime")) : null,
                decimalOrNull(node, "displayQty"));
    }

    /** An instruction that is not known makes the message malformed: it may not be passed over like a field. */
    private static Set<ExecInst> execInst(JsonNode node) throws MalformedMessageException {
        JsonNode names = node.path("execInst");
        if (!names.isMissingNode() && !names.isArray()) {
            throw new MalformedMessageException("execInst is not an array");
        }
        Set<ExecInst> instructions = EnumSet.noneOf(ExecInst.class);
        for (JsonNode name : names) {
            instructions.add(ExecInst.valueOf(name.asText()));
        }
        return instructions;
    }

    private static ReplaceRequest replace(JsonNode node) throws MalformedMessageException {
        return new ReplaceRequest(
                text(node, "messageId"),
                text(node, "accountId"),
                text(node, "orderId"),
                text(node, "clOrdId"),
                text(node, "origClOrdId"),
                text(node, "symbol"),
                Side.valueOf(text(node, "side")),
                terms(node),
                Instant.parse(text(node, "transactTime")));
    }

    private static CancelRequest cancel(JsonNode node) throws MalformedMessageException {
        return new CancelRequest(
                text(node, "messageId"),
                text(node, "accountId"),
                text(node, "orderId"),
                text(node, "clOrdId"),
                text(node, "origClOrdId"),
                text(node, "symbol"),
                Instant.parse(text(node, "transactTime")));
    }

    /** A NewOrderSingle, as it is routed and as the journal keeps it. */
    public static ObjectNode json(NewOrder order) {
        ObjectNode node = routeHead("NewOrderSingle", order.messageId(), order.accountId(), order.orderId());
        node.put("clOrdId", order.clOrdId());
        node.put("symbol", order.symbol());
        node.put("side", order.side().name());
        putTerms(node, order.terms());
        if (!order.execInst().isEmpty()) {
            ArrayNode names = node.putArray("execInst");
            order.execInst().stream().sorted().forEach(instruction -> names.add(instruction.name()));
        }
        return node.put("transactTime", order.transactTime().toString());
    }

    /** An OrderCancelReplaceRequest, as it is routed and as the journal keeps it. */
    public static ObjectNode json(ReplaceRequest replace) {
        ObjectNode node =
                routeHead("OrderCancelReplaceRequest", replace.messageId(), replace.accountId(), replace.orderId());
        node.put("clOrdId", replace.clOrdId());
        node.put("origClOrdId", replace.origClOrdId());
        node.put("symbol", replace.symbol());
        node.put("side", replace.side().name());
        putTerms(node, replace.terms());
        return node.put("transactTime", replace.transactTime().toString());
    }

    private static void putTerms(ObjectNode node, Terms terms) {
        node.put("ordType", terms.ordType().name());
        node.put("timeInForce", terms.timeInForce().name());
        putDecimal(node, "orderQty", terms.orderQty());
        putDecimal(node, "px", terms.px());
        putText(
                node,
                "expireTime",
                terms.expireTime() == null ? null : terms.expireTime().toString());
        putDecimal(node, "displayQty", terms.displayQty());
    }

    /** An OrderCancelRequest, as it is routed and as the journal keeps it. */
    public static ObjectNode json(CancelRequest cancel) {
        ObjectNode node = routeHead("OrderCancelRequest", cancel.messageId(), cancel.accountId(), cancel.orderId());
        node.put("clOrdId", cancel.clOrdId());
        node.put("origClOrdId", cancel.origClOrdId());
        node.put("symbol", cancel.symbol());
        return node.put("transactTime", cancel.transactTime().toString());
    }

    private static ObjectNode routeHead(String msgType, String messageId, String accountId, String orderId) {
        ObjectNode node = object();
        node.put("schema", "oms.route").put("version", VERSION).put("msgType", msgType);
        return node.put("messageId", messageId).put("accountId", accountId).put("orderId", orderId);
    }

    /** A report, as it is published and as the journal keeps it. */
    public static ObjectNode json(Report report) {
        ExecType execType = report.execType();
        ObjectNode node = object();
        node.put("schema", "oms.report").put("version", VERSION);
        node.put("msgType", execType == null ? "OrderCancelReject" : "ExecutionReport");
        node.put("venueId", report.venueId()).put("execId", report.execId());
        putText(node, "execType", execType == null ? null : execType.name());
        node.put("ordStatus", report.ordStatus().name());
        node.put("accountId", report.accountId()).put("orderId", report.orderId());
        putText(node, "venueOrderId", report.venueOrderId());
        node.put("clOrdId", report.clOrdId());
        putDecimal(node, "cumQty", report.cumQty());
        putDecimal(node, "leavesQty", report.leavesQty());
        node.put("transactTime", report.transactTime().toString());
        putDetail(node, report.detail());
        return node;
    }

    private static void putDetail(ObjectNode node, Detail detail) {
        switch (detail) {
            case Detail.None _ -> {}
            case Detail.Fill(BigDecimal lastQty, BigDecimal lastPx) -> {
                putDecimal(node, "lastQty", lastQty);
                putDecimal(node, "lastPx", lastPx);
            }
            case Detail.Bust(String execRefId) -> node.put("execRefId", execRefId);
            case Detail.Correction(String execRefId, BigDecimal lastQty, BigDecimal lastPx) -> {
                node.put("execRefId", execRefId);
                putDecimal(node, "lastQty", lastQty);
                putDecimal(node, "lastPx", lastPx);
            }
            case Detail.Replacement(String origClOrdId, Terms terms) -> {
                node.put("origClOrdId", origClOrdId);
                putTerms(node, terms);
            }
            case Detail.Restatement(RestatementReason reason, BigDecimal orderQty, BigDecimal px) -> {
                node.put("execRestatementReason", reason.name());
                putDecimal(node, "orderQty", orderQty);
                putDecimal(node, "px", px);
            }
            case Detail.Refusal(String reason, String text) ->
                node.put("reason", reason).put("text", text);
            case Detail.CancelRefusal(
                    CxlRejResponseTo responseTo,
                    String origClOrdId,
                    CxlRejReason reason,
                    String text) -> {
                putText(node, "origClOrdId", origClOrdId);
                node.put("cxlRejResponseTo", responseTo.name());
                node.put("reason", reason.name()).put("text", text);
            }
        }
    }

    /** Reads what {@link #json(Report)} wrote. */
    public static Report report(JsonNode node) throws MalformedMessageException {
        try {
            ExecType execType = node.hasNonNull("execType") ? ExecType.valueOf(text(node, "execType")) : null;
            return new Report(
                    text(node, "venueId"),
                    text(node, "execId"),
                    execType,
                    OrdStatus.valueOf(text(node, "ordStatus")),
                    text(node, "accountId"),
                    text(node, "orderId"),
                    textOrNull(node, "venueOrderId"),
                    text(node, "clOrdId"),
                    decimal(node, "cumQty"),
                    decimal(node, "leavesQty"),
                    Instant.parse(text(node, "transactTime")),
                    execType == null ? cancelRefusal(node) : detail(execType, node));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new MalformedMessageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Detail detail(ExecType execType, JsonNode node) throws MalformedMessageException {
        return switch (execType) {
            case TRADE -> new Detail.Fill(decimal(node, "lastQty"), decimal(node, "lastPx"));
            case TRADE_CANCEL -> new Detail.Bust(text(node, "execRefId"));
            case TRADE_CORRECT ->
                new Detail.Correction(text(node, "execRefId"), decimal(node, "lastQty"), decimal(node, "lastPx"));
            case REPLACED -> new Detail.Replacement(text(node, "origClOrdId"), terms(node));
            case RESTATED ->
                new Detail.Restatement(
                        RestatementReason.valueOf(text(node, "execRestatementReason")),
                        decimalOrNull(node, "orderQty"),
                        decimalOrNull(node, "px"));
            case REJECTED -> new Detail.Refusal(text(node, "reason"), text(node, "text"));
            case PENDING_NEW, NEW, PENDING_CANCEL, PENDING_REPLACE, CANCELED, EXPIRED, SUSPENDED -> Detail.NONE;
        };
    }

    /** In journals of before there were replace requests it does not say what it answers: a cancel. */
    private static Detail cancelRefusal(JsonNode node) throws MalformedMessageException {
        return new Detail.CancelRefusal(
                CxlRejResponseTo.valueOf(node.path("cxlRejResponseTo").asText(CxlRejResponseTo.CANCEL.name())),
                textOrNull(node, "origClOrdId"),
                CxlRejReason.valueOf(text(node, "reason")),
                text(node, "text"));
    }

    /**
     * A hot quote, the value of its field in the Redis hash.
     *
     * @param quoteTime when it is written: the reader measures its age from this
     */
    public static String hotQuote(Touch touch, Instant quoteTime) {
        ObjectNode node = object();
        node.put("symbol", touch.symbol());
        putDecimal(node, "bidPx", touch.bidPx());
        putDecimal(node, "bidQty", touch.bidQty());
        putDecimal(node, "askPx", touch.askPx());
        putDecimal(node, "askQty", touch.askQty());
        if (touch.lastPx() != null) {
            putDecimal(node, "lastPx", touch.lastPx());
        }
        return node.put("quoteTime", quoteTime.toString()).toString();
    }

    /** The text of a field that must be there. */
    public static String text(JsonNode node, String field) throws MalformedMessageException {
        JsonNode value = node.path(field);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new MalformedMessageException(field + " is missing");
        }
        return value.textValue();
    }

    private static @Nullable String textOrNull(JsonNode node, String field) throws MalformedMessageException {
        return node.hasNonNull(field) ? text(node, field) : null;
    }

    private static BigDecimal decimal(JsonNode node, String field) throws MalformedMessageException {
        String value = text(node, field);
        if (!DECIMAL.matcher(value).matches()) {
            throw new MalformedMessageException(field + " is not a decimal");
        }
        return new BigDecimal(value);
    }

    private static @Nullable BigDecimal decimalOrNull(JsonNode node, String field) throws MalformedMessageException {
        return node.hasNonNull(field) ? decimal(node, field) : null;
    }

    private static void putDecimal(ObjectNode node, String field, @Nullable BigDecimal value) {
        if (value != null) {
            node.put(field, value.toPlainString());
        }
    }

    private static void putText(ObjectNode node, String field, @Nullable String value) {
        if (value != null) {
            node.put(field, value);
        }
    }
}
