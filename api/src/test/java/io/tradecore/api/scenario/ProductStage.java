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
import io.tradecore.oms.scenario.Column;
import io.tradecore.oms.scenario.ExecTypes;
import io.tradecore.oms.scenario.Message;
import io.tradecore.oms.scenario.Shown;
import io.tradecore.oms.scenario.Stage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scenario through the product in an account of its own: the trader asks over REST, the venue reports over NATS.
 * What is shown comes from the event stream, from REST and from the database. For one thread.
 */
final class ProductStage implements Stage, AutoCloseable {

    /** What no surface shows: how far the account is, what the order holds, what was quarantined, the last fill's flags. */
    private static final String SEE_ACCOUNT = """
            SELECT a.event_seq,
                   (SELECT remaining FROM holds h WHERE (h.account_id, h.hold_id) = (a.account_id, ?)),
                   (SELECT count(*) FROM quarantine q WHERE q.account_id = a.account_id),
                   (SELECT reason_code FROM quarantine q WHERE q.account_id = a.account_id ORDER BY received_at DESC LIMIT 1),
                   (SELECT array_to_string(flags, ' ') FROM executions x
                    WHERE (x.account_id, x.event_seq) = (a.account_id, a.event_seq))
            FROM accounts a WHERE a.account_id = ?
            """;

    private record Seen(
            long eventSeq,
            @Nullable BigDecimal held,
            long quarantined,
            @Nullable String quarantineCode,
            @Nullable String flags) {}

    private final ApiUnderTest api;
    private final VenueLine venue;
    private final String symbol;
    private final String account;
    private final String trader;
    private final Connection admin;
    private final Map<String, String> names = new HashMap<>();
    private long eventSeq;
    private long quarantined;

    ProductStage(ApiUnderTest api, VenueLine venue, String symbol, String account) throws SQLException {
        this.api = api;
        this.venue = venue;
        this.symbol = symbol;
        this.account = account;
        this.trader = Tokens.trader(account);
        this.admin = api.adminConnection();
    }

    @Override
    public Shown play(Message message) throws Exception {
        String says = switch (message) {
            case Message.NewOrder order -> place(order);
            case Message.Cancel cancel -> cancel(cancel);
            case Message.Replace replace -> replace(replace);
            case Message.Status status -> status(status);
            case Message.Report report -> report(report);
        };
        String orderId = names.get(subject(message));
        Seen seen = see(orderId);
        Shown.Builder shown = shown(orderId, seen)
                .put(Column.EXEC_TYPE, message instanceof Message.Status && orderId != null ? "ORDER_STATUS" : null);
        if (message instanceof Message.Report && seen.eventSeq() == eventSeq) {
            // Why something is ignored is said nowhere; that nothing changes is seen.
            says = seen.quarantined() > quarantined ? "quarantined " + seen.quarantineCode() : "ignored";
        }
        if (seen.eventSeq() > eventSeq) {
            assertThat(seen.eventSeq()).as("one event for one message").isEqualTo(eventSeq + 1);
            event(message, requireNonNull(orderId), seen, shown);
            String flags = seen.flags();
            says = flags == null || flags.isEmpty() ? says : flags.toLowerCase(Locale.ROOT);
        }
        eventSeq = seen.eventSeq();
        quarantined = seen.quarantined();
        return shown.put(Column.SAYS, says).shown();
    }

    /** The name of the order a message is about, now that it has been taken. */
    private static String subject(Message message) {
        return switch (message) {
            case Message.NewOrder order -> order.clOrdId();
            case Message.Cancel cancel -> cancel.origClOrdId();
            case Message.Replace replace -> replace.origClOrdId();
            case Message.Status status -> status.clOrdId();
            case Message.Report report -> report.clOrdId();
        };
    }

    // The trader.

    private String place(Message.NewOrder order) throws Exception {
        JsonObject body = new JsonObject()
                .put("clOrdId", order.clOrdId())
                .put("symbol", symbol)
                .put("side", order.side().name())
                .put("ordType", order.px() == null ? "MARKET" : "LIMIT")
                .put("timeInForce", order.timeInForce().name())
                .put("orderQty", order.orderQty())
                .put("px", order.px())
                .put("expireTime", expireTime(order.expiresIn()));
        Answer answer = api.post(trader, path("/orders"), text(body));
        String orderId = answer.text("orderId");
        if (!orderId.isEmpty()) {
            names.putIfAbsent(order.clOrdId(), orderId);
        }
        return taken(answer, "ordRejReason", "NewOrderSingle", order.clOrdId());
    }

    private String cancel(Message.Cancel cancel) throws Exception {
        JsonObject body = new JsonObject().put("clOrdId", cancel.clOrdId()).put("origClOrdId", cancel.origClOrdId());
        String orderId = orderId(cancel.origClOrdId());
        Answer answer = api.post(trader, path("/orders/" + orderId + "/cancel"), text(body));
        return requested(answer, "OrderCancelRequest", cancel.clOrdId(), orderId);
    }

    private String replace(Message.Replace replace) throws Exception {
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
        return requested(answer, "OrderCancelReplaceRequest", replace.clOrdId(), orderId);
    }

    private String status(Message.Status status) {
        Answer answer = api.get(trader, path("/orders/by-cl-ord-id/" + status.clOrdId()));
        if (answer.status() != 200) {
            return "refused " + answer.code();
        }
        assertThat(answer.text("orderId")).isEqualTo(names.get(status.clOrdId()));
        return Shown.NONE;
    }

    private String requested(Answer answer, String msgType, String clOrdId, String orderId) throws Exception {
        String says = taken(answer, "cxlRejReason", msgType, clOrdId);
        if (answer.status() < 300) {
            names.put(clOrdId, orderId);
        }
        return says;
    }

    /** What an answer says; one that was taken has reached the venue when this returns. */
    private String taken(Answer answer, String fixReason, String msgType, String clOrdId) throws Exception {
        if (answer.replayed()) {
            return "replayed";
        }
        if (answer.status() < 300) {
            eventually(() -> assertThat(venue.hasRoute(account, msgType, clOrdId))
                    .as("route of %s %s", msgType, clOrdId)
                    .isTrue());
            return Shown.NONE;
        }
        String number = answer.text(fixReason);
        String code = number.isEmpty() ? answer.code() : answer.code() + " " + number;
        return (answer.json().has("orderId") ? "denied " : "refused ") + code;
    }

    private String orderId(String name) {
        return names.getOrDefault(
                name,
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
                .put("clOrdId", report.clOrdId())
                .put("execId", execId(report.execId()))
                .put("execRefId", report.execRefId() == null ? null : execId(report.execRefId()))
                .put("lastQty", report.lastQty())
                .put("lastPx", report.lastPx())
                .put("orderQty", report.orderQty())
                .put("px", report.px())
                .put(report.type() == ReportType.RESTATED ? "execRestatementReason" : "reason", report.reason());
        long place = venue.publish(account, body);
        eventually(
                () -> assertThat(venue.isSettled(place)).as("report %s", report).isTrue());
        return Shown.NONE;
    }

    /** Unique at the venue for ever, and the scenario's own. */
    private String execId(String name) {
        return account + "-" + name;
    }

    // What is seen.

    private Seen see(@Nullable String orderId) throws SQLException {
        try (PreparedStatement statement = admin.prepareStatement(SEE_ACCOUNT)) {
            statement.setObject(1, orderId == null ? null : UUID.fromString(orderId), Types.OTHER);
            statement.setObject(2, UUID.fromString(account));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Seen(
                        row.getLong(1), row.getBigDecimal(2), row.getLong(3), row.getString(4), row.getString(5));
            }
        }
    }

    private Shown.Builder shown(@Nullable String orderId, Seen seen) {
        JsonNode cash = item(path("/balances"), "code", "CASH");
        JsonNode position = item(path("/positions"), "symbol", symbol);
        Shown.Builder shown = new Shown.Builder().put(Column.CASH, decimal(cash, "posted"));
        if (position == null) {
            shown.position(BigDecimal.ZERO, null);
        } else {
            BigDecimal qty = decimal(position, "qty");
            shown.position(qty, qty.signum() == 0 ? null : decimal(position, "avgPx"));
        }
        if (orderId != null) {
            JsonNode order = ApiUnderTest.must(200, api.get(trader, path("/orders/" + orderId)))
                    .json();
            shown.order(
                            OrdStatus.valueOf(order.path("ordStatus").asText()),
                            decimal(order, "orderQty"),
                            decimal(order, "cumQty"),
                            decimal(order, "leavesQty"),
                            decimal(order, "avgPx"),
                            order.path("currentClOrdId").asText())
                    .put(Column.HOLD, seen.held() == null ? BigDecimal.ZERO : seen.held());
        }
        return shown;
    }

    private @Nullable JsonNode item(String path, String field, String value) {
        for (JsonNode item :
                ApiUnderTest.must(200, api.get(trader, path)).json().path("items")) {
            if (item.path(field).asText().equals(value)) {
                return item;
            }
        }
        return null;
    }

    private static BigDecimal decimal(@Nullable JsonNode node, String field) {
        return new BigDecimal(requireNonNull(node).path(field).asText());
    }

    /** The published event tells the ExecType and LastQty, and the same of the order as REST. */
    private void event(Message message, String orderId, Seen seen, Shown.Builder shown) throws Exception {
        eventually(() -> assertThat(venue.event(account, seen.eventSeq()))
                .as("event %s of %s", seen.eventSeq(), account)
                .isNotNull());
        JsonNode event = requireNonNull(venue.event(account, seen.eventSeq()));
        Shown order = shown.shown();
        assertThat(event.path("orderId").asText()).isEqualTo(orderId);
        assertThat(event.path("clOrdId").asText()).isEqualTo(message.clOrdId());
        assertThat(event.path("ordStatus").asText()).isEqualTo(order.word(Column.ORD_STATUS));
        assertThat(Shown.decimal(decimal(event, "cumQty"))).isEqualTo(order.word(Column.CUM_QTY));
        assertThat(Shown.decimal(decimal(event, "leavesQty"))).isEqualTo(order.word(Column.LEAVES_QTY));
        shown.put(
                        Column.EXEC_TYPE,
                        ExecTypes.of(
                                OrderEvent.Type.valueOf(event.path("eventType").asText())))
                .put(Column.LAST_QTY, event.has("lastQty") ? decimal(event, "lastQty") : null);
    }

    @Override
    public void close() throws SQLException {
        admin.close();
    }
}
