package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tradecore.oms.execution.ReportType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What operators do and look at is on the trail, in one transaction with the deed. */
@ExtendWith(ApiExtension.class)
class AdminAuditIT {
    private final ApiUnderTest api;

    AdminAuditIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void theTimelineTellsAnOrderFromItsRequestToItsBooking() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String order = api.buyOne(account, symbol, "C1").text("orderId");
        api.report(account, order, ReportType.NEW);
        api.fill(account, order, "0.4", "100.00");
        api.fill(account, order, "0.6", "99.50");

        String path = "/v1/admin/accounts/" + account + "/orders/" + order + "/timeline";
        JsonNode lines = must(200, api.get(Tokens.admin(), path)).json().path("items");
        assertThat(describe(lines))
                .containsExactly(
                        "ORDER_EVENT ORDER_ACCEPTED PENDING_NEW",
                        "ORDER_EVENT NEW NEW",
                        "ORDER_EVENT TRADE PARTIALLY_FILLED",
                        "TRANSFER TRADE POSTED",
                        "ORDER_EVENT TRADE FILLED",
                        "TRANSFER TRADE POSTED");
        assertThat(lines.get(0).path("actor").asText()).isEqualTo("tess");
        assertThat(lines.get(2).path("actor").asText()).isEqualTo("venue:SIM");
        assertThat(lines.get(3).path("detail").path("execId"))
                .isEqualTo(lines.get(2).path("detail").path("execId"));

        List<String> walked = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = must(200, api.get(Tokens.admin(), path + "?limit=1" + cursor));
            walked.addAll(describe(page.json().path("items")));
            cursor = page.text("nextCursor").isEmpty() ? "" : "&cursor=" + page.text("nextCursor");
        } while (!cursor.isEmpty());
        assertThat(walked).isEqualTo(describe(lines));
    }

    @Test
    void theTimelineOfNoOrderIsUnknownAndThatLookIsAuditedToo() {
        String account = api.newAccount();
        String order = UUID.randomUUID().toString();
        Answer answer = api.get(Tokens.admin(), "/v1/admin/accounts/" + account + "/orders/" + order + "/timeline");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("ORDER_UNKNOWN");
        JsonNode trail = trail("accountId=" + account);
        JsonNode look = trail.get(trail.size() - 1);
        assertThat(look.path("action").asText()).isEqualTo("TIMELINE_QUERIED");
        assertThat(look.path("outcome").asText()).isEqualTo("FAILED");
        assertThat(look.path("detail").path("code").asText()).isEqualTo("ORDER_UNKNOWN");
    }

    @Test
    void changesAreOnTheTrailWithWhatStoodBefore() {
        String account = api.newAccount();
        must(200, api.send("PATCH", Tokens.admin(), "/v1/accounts/" + account, "{'status':'SUSPENDED'}"));
        must(200, api.send("PATCH", Tokens.admin(), "/v1/accounts/" + account, "{'status':'SUSPENDED'}"));
        String rate = must(200, api.get(Tokens.admin(), "/v1/accounts/" + account))
                .json()
                .path("limits")
                .get(0)
                .path("limitId")
                .asText();
        must(
                201,
                api.changeRules(
                        Tokens.admin(),
                        "'ends':'%s','limit':{'kind':'ORDERS_PER_SECOND','scope':'ACCOUNT','scopeId':'%s','value':'5.0'}"
                                .formatted(rate, account)));
        List<String> actions = new ArrayList<>();
        JsonNode trail = trail("accountId=" + account);
        trail.forEach(line -> actions.add(line.path("action").asText()));
        assertThat(actions).containsExactly("ACCOUNT_CREATED", "DEPOSIT", "ACCOUNT_STATUS_SET", "RISK_RULE_CHANGED");
        assertThat(trail.get(0).path("actor").asText()).isEqualTo("olga");
        assertThat(trail.get(2).path("detail").path("from").asText()).isEqualTo("ACTIVE");
        assertThat(trail.get(2).path("detail").path("to").asText()).isEqualTo("SUSPENDED");
        JsonNode changed = trail.get(3).path("detail");
        assertThat(changed.path("to").path("value").asText()).isEqualTo("5");
        assertThat(changed.path("from").path("value").asText()).isEqualTo("100000");
        assertThat(changed.path("reason").asText()).isEqualTo("a test");
    }

    @Test
    void whatKeepsAnAccountFromTradingWithItselfIsSetAndOnTheTrail() {
        String account = api.newAccount();
        String path = "/v1/accounts/" + account + "/self-trade-prevention";
        assertThat(must(200, api.get(Tokens.admin(), "/v1/accounts/" + account)).text("selfTradePrevention"))
                .isEqualTo("NONE");
        for (int i = 0; i < 2; i++) {
            assertThat(must(200, api.send("PUT", Tokens.admin(), path, "{'selfTradePrevention':'DECREMENT'}"))
                            .text("selfTradePrevention"))
                    .isEqualTo("DECREMENT");
        }
        must(400, api.send("PUT", Tokens.admin(), path, "{'selfTradePrevention':'DECREASE'}"));

        JsonNode trail = trail("accountId=" + account);
        JsonNode set = trail.get(trail.size() - 1);
        assertThat(set.path("action").asText()).isEqualTo("SELF_TRADE_PREVENTION_SET");
        assertThat(set.path("detail").path("from").asText()).isEqualTo("NONE");
        assertThat(set.path("detail").path("to").asText()).isEqualTo("DECREMENT");
        assertThat(trail.get(trail.size() - 2).path("action").asText()).isEqualTo("DEPOSIT");
    }

    @Test
    void creditOfAGroupIsALimitOfTheFirmOrADeskAlone() {
        String account = api.newAccount();
        Answer refused = must(
                400,
                api.changeRules(
                        Tokens.admin(),
                        "'limit':{'kind':'MAX_GROUP_CREDIT','scope':'ACCOUNT','scopeId':'%s','value':'5'}"
                                .formatted(account)));
        assertThat(refused.text("field")).endsWith("scope");
        Answer tooLong = must(
                400,
                api.changeRules(
                        Tokens.admin(), "'limit':{'kind':'DUPLICATE_WINDOW_MS','scope':'FIRM','value':'10001'}"));
        assertThat(tooLong.text("field")).endsWith("value");
    }

    @Test
    void aSuspendedAccountPlacesNothingAndAClosedOneStaysClosed() {
        String symbol = api.newInstrument();
        String account = api.newAccount("100.00");
        must(200, api.send("PATCH", Tokens.admin(), "/v1/accounts/" + account, "{'status':'SUSPENDED'}"));
        Answer denied = api.post(
                Tokens.trader(account),
                "/v1/accounts/" + account + "/orders",
                ApiUnderTest.limitOrder("C1", symbol, "BUY", "1", "100.00"));
        assertThat(denied.status()).isEqualTo(422);
        assertThat(denied.code()).isEqualTo("ACCOUNT_NOT_ACTIVE");
        must(200, api.send("PATCH", Tokens.admin(), "/v1/accounts/" + account, "{'status':'ACTIVE'}"));
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/accounts/" + account + "/withdrawals",
                        "{'transferId':'all','asset':'USD','amount':'100.00'}"));
        must(200, api.send("PATCH", Tokens.admin(), "/v1/accounts/" + account, "{'status':'CLOSED'}"));
        Answer reopened = api.send("PATCH", Tokens.admin(), "/v1/accounts/" + account, "{'status':'ACTIVE'}");
        assertThat(reopened.status()).isEqualTo(409);
        assertThat(reopened.code()).isEqualTo("ACCOUNT_CLOSED");
    }

    @Test
    void theTrailIsFoundByActorAccountOrderAndTimeAndWalkedByCursor() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String order = api.buyOne(account, symbol, "C1").text("orderId");
        api.fill(account, order, "1", "100.00");

        assertThat(actions(trail("orderId=" + order))).containsExactly("ORDER_ACCEPTED", "TRADE", "TRADE");
        assertThat(actions(trail("accountId=" + account + "&actor=venue:SIM"))).containsExactly("TRADE", "TRADE");
        assertThat(actions(trail("accountId=" + account + "&actor=nobody"))).isEmpty();
        JsonNode whole = trail("accountId=" + account + "&limit=500");
        String second = whole.get(1).path("recordedAt").asText();
        assertThat(trail("accountId=" + account + "&actor=olga&to=" + second).size())
                .isEqualTo(1);
        assertThat(trail("accountId=" + account + "&from=2199-01-01T00:00:00Z").size())
                .isZero();

        List<String> walked = new ArrayList<>();
        String cursor = "";
        String query = "/v1/admin/audit?orderId=" + order + "&limit=1";
        do {
            Answer page = must(200, api.get(Tokens.admin(), query + cursor));
            walked.addAll(page.json().path("items").findValuesAsText("source"));
            cursor = page.text("nextCursor").isEmpty() ? "" : "&cursor=" + page.text("nextCursor");
        } while (!cursor.isEmpty());
        // Earlier looks at this order are of it too; those of this walk itself are not, or it would never end.
        assertThat(walked.subList(0, 3)).containsExactly("ORDER_EVENT", "ORDER_EVENT", "TRANSFER");
        assertThat(walked.subList(3, walked.size())).containsExactly("ADMIN");
    }

    @Test
    void everyLookAtTheTrailIsOnTheTrail() throws SQLException {
        String actor = api.name("auditor");
        String token = Tokens.sign(Tokens.claims(actor, List.of("admin")).build());
        must(200, api.get(token, "/v1/admin/audit?actor=" + actor));
        assertThat(api.get(token, "/v1/admin/audit?cursor=nonsense").status()).isEqualTo(400);
        must(200, api.get(token, "/v1/admin/quarantine"));
        must(200, api.get(token, "/v1/admin/reconciliation"));
        List<String> looks = new ArrayList<>();
        try (Connection connection = api.adminConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT action || ' ' || outcome FROM audit WHERE actor = ? ORDER BY audit_id")) {
            statement.setString(1, actor);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    looks.add(rows.getString(1));
                }
            }
        }
        assertThat(looks)
                .containsExactly(
                        "AUDIT_QUERIED DONE",
                        "AUDIT_QUERIED FAILED",
                        "QUARANTINE_QUERIED DONE",
                        "RECONCILIATION_RUN DONE");
    }

    @Test
    void aQuarantinedMessageIsListedAndResolvedOnce() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String order = api.buyOne(account, symbol, "C1").text("orderId");
        api.report(account, order, ReportType.REPLACED);

        JsonNode open = must(200, api.get(Tokens.admin(), "/v1/admin/quarantine?limit=500"))
                .json()
                .path("items");
        JsonNode entry = MissingNode.getInstance();
        for (JsonNode item : open) {
            if (item.path("accountId").asText().equals(account)) {
                entry = item;
            }
        }
        assertThat(entry.path("reasonCode").asText()).isEqualTo("REPORT_CONTRADICTS");
        String path = "/v1/admin/quarantine/" + entry.path("quarantineId").asText() + "/resolve";
        Answer resolved =
                must(200, api.post(Tokens.admin(), path, "{'action':'DISCARD','resolution':'Told the venue.'}"));
        assertThat(resolved.text("resolvedBy")).isEqualTo("olga");
        must(200, api.post(Tokens.admin(), path, "{'action':'DISCARD','resolution':'Told the venue.'}"));
        Answer again = api.post(Tokens.admin(), path, "{'action':'DISCARD','resolution':'Something else.'}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("QUARANTINE_RESOLVED");
        Answer missing = api.post(
                Tokens.admin(),
                "/v1/admin/quarantine/" + UUID.randomUUID() + "/resolve",
                "{'action':'DISCARD','resolution':'x'}");
        assertThat(missing.code()).isEqualTo("QUARANTINE_NOT_FOUND");
    }

    @Test
    void theReconciliationNamesEveryInvariant() {
        Answer report = must(200, api.get(Tokens.admin(), "/v1/admin/reconciliation"));
        assertThat(report.json().path("items").size()).isGreaterThan(10);
        report.json()
                .path("items")
                .forEach(invariant -> assertThat(invariant.path("violations").asLong())
                        .as(invariant.toString())
                        .isZero());
        assertThat(report.json().path("holds").asBoolean()).isTrue();
    }

    private JsonNode trail(String query) {
        return must(200, api.get(Tokens.admin(), "/v1/admin/audit?" + query))
                .json()
                .path("items");
    }

    /** Actions, without the looks at the trail itself. */
    private static List<String> actions(JsonNode lines) {
        List<String> actions = new ArrayList<>();
        lines.forEach(line -> {
            if (!line.path("action").asText().endsWith("_QUERIED")) {
                actions.add(line.path("action").asText());
            }
        });
        return actions;
    }

    private static List<String> describe(JsonNode lines) {
        List<String> described = new ArrayList<>();
        lines.forEach(line -> described.add(line.path("source").asText() + " "
                + line.path("action").asText() + " " + line.path("outcome").asText()));
        return described;
    }
}
