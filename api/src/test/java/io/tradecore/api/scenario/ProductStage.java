package io.tradecore.api.scenario;

import static io.tradecore.api.Eventually.eventually;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.api.json.JsonObject;
import io.tradecore.api.rest.Answer;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.api.rest.Tokens;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.scenario.AccountKind;
import io.tradecore.oms.scenario.Column;
import io.tradecore.oms.scenario.ExecTypes;
import io.tradecore.oms.scenario.Message;
import io.tradecore.oms.scenario.Scenario;
import io.tradecore.oms.scenario.Shown;
import io.tradecore.oms.scenario.Stage;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scenario through the product in an account of its own: the trader asks over REST, the venue reports over NATS.
 * What is shown comes from the event stream, from REST and from the database. For one thread.
 */
final class ProductStage implements Stage, AutoCloseable {

    /** What no surface shows: how far the account is, what the order or its list holds, what was quarantined. */
    private static final String SEE_ACCOUNT = """
            SELECT a.event_seq,
                   (SELECT remaining FROM holds h WHERE h.account_id = a.account_id AND h.hold_id = coalesce(
                       (SELECT l.hold_id FROM order_list_members m
                        JOIN order_lists l ON (l.account_id, l.list_id) = (m.account_id, m.list_id)
                        WHERE (m.account_id, m.order_id) = (a.account_id, k.order_id) AND NOT m.parent), k.order_id)),
                   (SELECT count(*) FROM quarantine q WHERE q.account_id = a.account_id),
                   (SELECT reason_code FROM quarantine q WHERE q.account_id = a.account_id ORDER BY received_at DESC LIMIT 1)
            FROM accounts a, (SELECT ?::uuid AS order_id) k WHERE a.account_id = ?
            """;

    private static final String SEE_FLAGS =
            "SELECT array_to_string(flags, ' ') FROM executions WHERE (account_id, event_seq) = (?, ?)";

    private static final String ORD_REJ_REASON = "ordRejReason";
    private static final String CXL_REJ_REASON = "cxlRejReason";

    private record Seen(
            long eventSeq,
            @Nullable BigDecimal held,
            long quarantined,
            @Nullable String quarantineCode) {}

    private final ApiUnderTest api;
    private final VenueLine venue;
    private final Canary canary;
    private final Map<String, String> symbols;
    private final String symbol;
    private final String account;
    private final String trader;
    private final List<Leg> legs;
    private final Connection admin;
    private final Map<String, String> names = new HashMap<>();
    private long eventSeq;
    private long quarantined;
    private BigDecimal askPx = Scenario.ASK_PX;
    /** What the last message did: events, and what a request about several orders said of each. */
    private List<JsonNode> caused = List.of();

    private int daysBeforeToday;

    private Map<String, JsonNode> results = Map.of();

    /**
     * @param symbols the instruments by the tables' names
     * @param kind what the account is
     */
    ProductStage(
            ApiUnderTest api,
            VenueLine venue,
            Canary canary,
            Map<String, String> symbols,
            String account,
            AccountKind kind)
            throws SQLException {
        this.legs = switch (kind) {
            case CASH, MARGIN -> List.of(Leg.NET);
            case HEDGING -> List.of(Leg.LONG, Leg.SHORT);
        };
        this.api = api;
        this.venue = venue;
        this.canary = canary;
        this.symbols = symbols;
        this.symbol = requireNonNull(symbols.get(Scenario.SYMBOL));
        this.account = account;
        this.trader = Tokens.trader(account);
        this.admin = api.adminConnection();
    }

    @Override
    public void begin(int days) {
        daysBeforeToday = days;
    }

    @Override
    public Shown play(Message message) throws Exception {
        if (message instanceof Message.Look look) {
            String orderId = named(look.clOrdId());
            Shown.Builder shown =
                    shown(orderId, see(orderId)).put(Column.SAYS, orderId == null ? null : said(results.get(orderId)));
            if (orderId != null) {
                events(orderId, shown);
            }
            return shown.shown();
        }
        String name = reported(message.clOrdId());
        String says = submit(message);
        String orderId = named(subject(message));
        Seen seen = see(orderId);
        caused = published(seen.eventSeq());
        Shown.Builder shown = shown(orderId, seen)
                .put(Column.EXEC_TYPE, message instanceof Message.Status && orderId != null ? "ORDER_STATUS" : null);
        if (message instanceof Message.Report && seen.eventSeq() == eventSeq) {
            // Why something is ignored is said nowhere; that nothing changes is seen.
            says = seen.quarantined() > quarantined ? "quarantined " + seen.quarantineCode() : "ignored";
        }
        List<JsonNode> own = orderId == null ? List.of() : events(orderId, shown);
        boolean isOurs = message instanceof Message.Quote || message instanceof Message.Close;
        if (!own.isEmpty() && !isOurs) {
            assertThat(own.getFirst().path("clOrdId").asText()).isEqualTo(name);
        }
        if (message instanceof Message.Report && !own.isEmpty()) {
            String flags = flags(own.getFirst().path("seq").asLong());
            says = flags.isEmpty() ? says : flags.toLowerCase(Locale.ROOT);
        }
        eventSeq = seen.eventSeq();
        quarantined = seen.quarantined();
        return shown.put(Column.SAYS, says).shown();
    }

    /** Does what the message asks for; what is answered. */
    private String submit(Message message) throws Exception {
        results = Map.of();
        return switch (message) {
            case Message.NewOrder order -> place(order);
            case Message.NewList list -> place(list);
            case Message.CancelList cancel -> cancel(cancel);
            case Message.MassCancel cancel -> massCancel(cancel);
            case Message.Close close -> close(close);
            case Message.Cancel cancel -> cancel(cancel);
            case Message.Replace replace -> replace(replace);
            case Message.Status status -> status(status);
            case Message.Report report -> report(report);
            case Message.Quote quote -> quote(quote);
            case Message.NextDay _ -> nextDay();
            case Message.Look _ -> throw new IllegalArgumentException("nothing comes in");
        };
    }

    /** The name of the order a message is about, now that it has been taken. */
    private static String subject(Message message) {
        return switch (message) {
            case Message.Cancel cancel -> cancel.origClOrdId();
            case Message.Replace replace -> replace.origClOrdId();
            case Message.NewOrder _,
                    Message.Status _,
                    Message.Report _,
                    Message.Quote _,
                    Message.Close _,
                    Message.NextDay _,
                    Message.Look _ -> message.clOrdId();
            case Message.NewList _, Message.CancelList _, Message.MassCancel _ -> Shown.NONE;
        };
    }

    private @Nullable String named(String clOrdId) {
        return names.get(Scenario.orderName(clOrdId));
    }

    /** A name of the tables as the report has it: that of a request of ours is known to the order alone. */
    private String reported(String clOrdId) {
        if (!Scenario.isOurs(clOrdId)) {
            return clOrdId;
        }
        JsonNode order = order(requireNonNull(named(clOrdId)));
        return order.path(order.has("pendingClOrdId") ? "pendingClOrdId" : "currentClOrdId")
                .asText();
    }

    // The trader.

    private String place(Message.NewOrder order) {
        Answer answer = api.post(trader, path("/orders"), text(body(order)));
        String orderId = answer.text("orderId");
        if (!orderId.isEmpty()) {
            names.putIfAbsent(order.clOrdId(), orderId);
        }
        return taken(answer, ORD_REJ_REASON);
    }

    private JsonObject body(Message.NewOrder order) {
        TriggerTerms trigger = order.trigger();
        TrailOffset trail = trigger == null ? null : trigger.trail();
        boolean percent = trail != null && trail.unit() == TrailOffset.Unit.PERCENT;
        return new JsonObject()
                .put("clOrdId", order.clOrdId())
                .put("symbol", symbols.get(order.symbol()))
                .put("side", order.side().name())
                .put(
                        "positionEffect",
                        order.effect() == null ? null : order.effect().name())
                .put("ordType", order.ordType().name())
                .put("timeInForce", order.timeInForce().name())
                .put("orderQty", order.orderQty())
                .put("px", order.px())
                .put("stopPx", trigger == null ? null : trigger.stopPx())
                .put(percent ? "trailPercent" : "trailAmount", trail == null ? null : trail.value())
                .put("expireTime", expireTime(order.expiresIn()));
    }

    private String place(Message.NewList list) {
        String orders = list.entries().stream()
                .map(entry -> "{\"order\":" + text(body(entry.order()))
                        + (entry.after() == null ? "" : ",\"after\":\"" + entry.after() + "\"") + "}")
                .collect(Collectors.joining(","));
        Answer answer = api.post(
                trader,
                path("/order-lists"),
                "{\"listId\":\"%s\",\"listType\":\"%s\",\"orders\":[%s]}"
                        .formatted(list.clOrdId(), list.type(), orders));
        JsonNode members = answer.status() < 300
                ? answer.json()
                : api.get(trader, path("/order-lists/" + list.clOrdId())).json();
        for (JsonNode member : members.path("members")) {
            JsonNode order = member.path("order");
            names.put(order.path("clOrdId").asText(), order.path("orderId").asText());
        }
        return taken(answer, ORD_REJ_REASON);
    }

    private String cancel(Message.CancelList cancel) {
        return taken(api.send("DELETE", trader, path("/order-lists/" + cancel.clOrdId()), ""), CXL_REJ_REASON);
    }

    private String massCancel(Message.MassCancel cancel) {
        JsonObject body = new JsonObject()
                .put("clOrdId", cancel.clOrdId())
                .put("symbol", cancel.symbol() == null ? null : symbols.get(cancel.symbol()))
                .put("side", cancel.side() == null ? null : cancel.side().name());
        return bulk(api.post(trader, path("/orders/mass-cancel"), text(body)), CXL_REJ_REASON);
    }

    private String close(Message.Close close) {
        JsonObject body = new JsonObject()
                .put("clOrdId", close.clOrdId())
                .put("symbol", symbol)
                .put("orderQty", close.orderQty())
                .put("percent", close.percent())
                .put("px", close.px());
        String asked = close.cancelOrders() ? text(body).replaceFirst("}$", ",\"cancelOrders\":true}") : text(body);
        Answer answer = api.post(trader, path("/positions/close"), asked);
        String says = bulk(answer, ORD_REJ_REASON);
        if (!says.equals(Shown.NONE)) {
            return says;
        }
        JsonNode results = answer.json().path("results");
        JsonNode last = results.get(results.size() - 1);
        if (last.path("result").asText().startsWith("ORDER_")) {
            names.put(close.clOrdId(), last.path("orderId").asText());
        }
        return said(last);
    }

    private String bulk(Answer answer, String fixReason) {
        Map<String, JsonNode> byOrder = new HashMap<>();
        answer.json()
                .path("results")
                .forEach(result -> byOrder.put(result.path("orderId").asText(), result));
        results = byOrder;
        return taken(answer, fixReason);
    }

    /** What a request about several orders did with one of them. */
    private static String said(@Nullable JsonNode result) {
        if (result == null) {
            return Shown.NONE;
        }
        String fix = result.path(result.has(CXL_REJ_REASON) ? CXL_REJ_REASON : ORD_REJ_REASON)
                .asText();
        String code = result.path("code").asText() + (fix.isEmpty() ? "" : " " + fix);
        return switch (result.path("result").asText()) {
            case "CANCEL_REQUESTED" -> "requested";
            case "CANCELED" -> "canceled";
            case "ORDER_PLACED" -> Shown.NONE;
            case "ORDER_DENIED" -> "denied " + code;
            case "REFUSED" -> "refused " + code;
            default -> throw new IllegalArgumentException("no result: " + result);
        };
    }

    private String cancel(Message.Cancel cancel) {
        JsonObject body = new JsonObject().put("clOrdId", cancel.clOrdId()).put("origClOrdId", cancel.origClOrdId());
        String orderId = orderId(cancel.origClOrdId());
        Answer answer = api.post(trader, path("/orders/" + orderId + "/cancel"), text(body));
        return requested(answer, cancel.clOrdId(), orderId);
    }

    private String replace(Message.Replace replace) {
        JsonObject body = new JsonObject()
                .put("clOrdId", replace.clOrdId())
                .put("origClOrdId", replace.origClOrdId())
                .put("orderQty", replace.orderQty())
                .put("px", replace.px())
                .put(
                        "timeInForce",
                        replace.timeInForce() == null
                                ? null
                                : replace.timeInForce().name())
                .put("expireTime", expireTime(replace.expiresIn()));
        String orderId = orderId(replace.origClOrdId());
        Answer answer = api.post(trader, path("/orders/" + orderId + "/replace"), text(body));
        return requested(answer, replace.clOrdId(), orderId);
    }

    private String status(Message.Status status) {
        Answer answer = api.get(trader, path("/orders/by-cl-ord-id/" + status.clOrdId()));
        if (answer.status() != 200) {
            return "refused " + answer.code();
        }
        assertThat(answer.text("orderId")).isEqualTo(names.get(status.clOrdId()));
        return Shown.NONE;
    }

    /** No clock is moved: what was reported until now has been dated back. */
    private String nextDay() {
        daysBeforeToday--;
        return Shown.NONE;
    }

    private String requested(Answer answer, String clOrdId, String orderId) {
        String says = taken(answer, CXL_REJ_REASON);
        if (answer.status() < 300) {
            names.put(clOrdId, orderId);
        }
        return says;
    }

    private static String taken(Answer answer, String fixReason) {
        if (answer.replayed()) {
            return "replayed";
        }
        if (answer.status() < 300) {
            return Shown.NONE;
        }
        String number = answer.text(fixReason);
        String code = number.isEmpty() ? answer.code() : answer.code() + " " + number;
        return (answer.json().has("orderId") ? "denied " : "refused ") + code;
    }

    private String orderId(String name) {
        return names.getOrDefault(
                Scenario.orderName(name),
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
    }

    private String path(String rest) {
        return "/v1/accounts/" + account + rest;
    }

    private static String text(JsonObject body) {
        return new String(body.toBytes(), StandardCharsets.UTF_8);
    }

    private static @Nullable Instant expireTime(@Nullable Duration in) {
        return in == null ? null : Instant.now().plus(in);
    }

    // The venue.

    private String report(Message.Report report) throws Exception {
        boolean cancelReject = report.type() == ReportType.CANCEL_REJECT;
        JsonObject body = new JsonObject()
                .put("msgType", cancelReject ? "OrderCancelReject" : "ExecutionReport")
                .put("execType", cancelReject ? null : report.type().name())
                .put(
                        "cxlRejResponseTo",
                        report.rejected() == null ? null : report.rejected().name())
                .put("orderId", orderId(report.clOrdId()))
                .put("clOrdId", reported(report.clOrdId()))
                .put("execId", execId(report.execId()))
                .put("execRefId", report.execRefId() == null ? null : execId(report.execRefId()))
                .put("lastQty", report.lastQty())
                .put("lastPx", report.lastPx())
                .put(
                        "commission",
                        report.charged() == null ? null : report.charged().amount())
                .put(
                        "commCurrency",
                        report.charged() == null ? null : report.charged().currency())
                .put("orderQty", report.orderQty())
                .put("px", report.px())
                .put(report.type() == ReportType.RESTATED ? "execRestatementReason" : "reason", report.reason());
        long place = venue.publish(account, body, Instant.now().minus(Duration.ofDays(daysBeforeToday)));
        eventually(
                () -> assertThat(venue.isSettled(place)).as("report %s", report).isTrue());
        return Shown.NONE;
    }

    /** Unique at the venue for ever, and the scenario's own. */
    private String execId(String name) {
        return account + "-" + name;
    }

    // The market.

    private String quote(Message.Quote quote) throws Exception {
        api.quote(symbol, quote.bidPx().toPlainString(), quote.askPx().toPlainString());
        if (askPx.compareTo(quote.askPx()) == 0) {
            throw new IllegalArgumentException("the offer has to move, it is how a look at it is known");
        }
        askPx = quote.askPx();
        canary.awaitLook(symbol, askPx);
        return Shown.NONE;
    }

    // What is seen.

    private Seen see(@Nullable String orderId) throws SQLException {
        try (PreparedStatement statement = admin.prepareStatement(SEE_ACCOUNT)) {
            statement.setObject(1, orderId == null ? null : UUID.fromString(orderId), Types.OTHER);
            statement.setObject(2, UUID.fromString(account));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Seen(row.getLong(1), row.getBigDecimal(2), row.getLong(3), row.getString(4));
            }
        }
    }

    private Shown.Builder shown(@Nullable String orderId, Seen seen) {
        JsonNode cash = item(path("/balances"), Map.of("code", "CASH", "asset", "USD"));
        Shown.Builder shown = new Shown.Builder().put(Column.CASH, decimal(cash, "posted"));
        for (Leg leg : legs) {
            JsonNode position = item(path("/positions"), Map.of("symbol", symbol, "leg", leg.name()));
            BigDecimal qty = position == null ? BigDecimal.ZERO : decimal(position, "qty");
            shown.andPosition(qty, position == null || qty.signum() == 0 ? null : decimal(position, "avgPx"));
        }
        if (orderId != null) {
            JsonNode order = order(orderId);
            shown.order(
                            OrdStatus.valueOf(order.path("ordStatus").asText()),
                            decimal(order, "orderQty"),
                            decimal(order, "cumQty"),
                            decimal(order, "leavesQty"),
                            decimal(order, "avgPx"),
                            goesBy(orderId, order.path("currentClOrdId").asText()))
                    .put(Column.HOLD, seen.held() == null ? BigDecimal.ZERO : seen.held());
            if (daysBeforeToday == 0 && order.has("dayOrderQty")) {
                shown.day(decimal(order, "dayOrderQty"), decimal(order, "dayCumQty"), decimal(order, "dayAvgPx"));
            }
        }
        return shown;
    }

    private @Nullable JsonNode item(String path, Map<String, String> fields) {
        for (JsonNode item :
                ApiUnderTest.must(200, api.get(trader, path)).json().path("items")) {
            if (fields.entrySet().stream()
                    .allMatch(field -> item.path(field.getKey()).asText().equals(field.getValue()))) {
                return item;
            }
        }
        return null;
    }

    private static BigDecimal decimal(@Nullable JsonNode node, String field) {
        return new BigDecimal(requireNonNull(node).path(field).asText());
    }

    private JsonNode order(String orderId) {
        return ApiUnderTest.must(200, api.get(trader, path("/orders/" + orderId)))
                .json();
    }

    private String goesBy(String orderId, String current) {
        return names.containsKey(current)
                ? current
                : Scenario.ours(names.entrySet().stream()
                        .filter(name -> name.getValue().equals(orderId))
                        .map(Map.Entry::getKey)
                        .min(Comparator.naturalOrder())
                        .orElseThrow());
    }

    /** The events up to this one that have not been seen, once they are published and what they route has reached the venue. */
    private List<JsonNode> published(long lastSeq) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        for (long seq = eventSeq + 1; seq <= lastSeq; seq++) {
            long wanted = seq;
            eventually(() -> assertThat(venue.event(account, wanted))
                    .as("event %s of %s", wanted, account)
                    .isNotNull());
            JsonNode event = requireNonNull(venue.event(account, wanted));
            events.add(event);
            String msgType = routed(event);
            if (msgType != null) {
                String clOrdId = event.path("clOrdId").asText();
                eventually(() -> assertThat(venue.hasRoute(account, msgType, clOrdId))
                        .as("route of %s %s", msgType, clOrdId)
                        .isTrue());
            }
        }
        return events;
    }

    /** The message that brings to the venue what happened. */
    private @Nullable String routed(JsonNode event) {
        return switch (OrderEvent.Type.valueOf(event.path("eventType").asText())) {
            case ORDER_ACCEPTED, ACTIVATED ->
                order(event.path("orderId").asText()).has("heldBy") ? null : "NewOrderSingle";
            case TRIGGERED -> "NewOrderSingle";
            case CANCEL_REQUESTED -> "OrderCancelRequest";
            case REPLACE_REQUESTED -> "OrderCancelReplaceRequest";
            case ORDER_DENIED,
                    PENDING_NEW,
                    NEW,
                    TRADE,
                    TRADE_CORRECT,
                    TRADE_CANCEL,
                    DONE_FOR_DAY,
                    PENDING_CANCEL,
                    PENDING_REPLACE,
                    REPLACED,
                    CANCELED,
                    REJECTED,
                    EXPIRED,
                    STOPPED,
                    SUSPENDED,
                    CALCULATED,
                    RESTATED,
                    CANCEL_REJECTED,
                    REPLACE_REJECTED -> null;
        };
    }

    /** The published events tell the ExecTypes and LastQty, the last of them the same of the order as REST. */
    private List<JsonNode> events(String orderId, Shown.Builder shown) {
        List<JsonNode> own = caused.stream()
                .filter(event -> event.path("orderId").asText().equals(orderId))
                .toList();
        if (own.isEmpty()) {
            return own;
        }
        Shown order = shown.shown();
        JsonNode last = own.getLast();
        assertThat(last.path("ordStatus").asText()).isEqualTo(order.word(Column.ORD_STATUS));
        assertThat(Shown.decimal(decimal(last, "cumQty"))).isEqualTo(order.word(Column.CUM_QTY));
        assertThat(Shown.decimal(decimal(last, "leavesQty"))).isEqualTo(order.word(Column.LEAVES_QTY));
        JsonNode first = own.getFirst();
        shown.put(
                        Column.EXEC_TYPE,
                        own.stream()
                                .map(event -> ExecTypes.of(OrderEvent.Type.valueOf(
                                        event.path("eventType").asText())))
                                .collect(Collectors.joining(" ")))
                .put(Column.LAST_QTY, first.has("lastQty") ? decimal(first, "lastQty") : null);
        return own;
    }

    private String flags(long seq) throws SQLException {
        try (PreparedStatement statement = admin.prepareStatement(SEE_FLAGS)) {
            statement.setObject(1, UUID.fromString(account));
            statement.setLong(2, seq);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    @Override
    public void close() throws SQLException {
        admin.close();
    }
}
