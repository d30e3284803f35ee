package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.api.nats.QuarantinedReports;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.pipeline.CommandBus;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ways a report that could not be applied leaves the quarantine. */
@ExtendWith(ApiExtension.class)
class QuarantineIT {
    private final ApiUnderTest api;
    private String account = "";
    private String symbol = "";
    private String base = "";

    QuarantineIT(ApiUnderTest api) {
        this.api = api;
    }

    @BeforeEach
    void makeAnInstrumentAndAnAccount() {
        symbol = api.newInstrument();
        account = api.newAccount();
        base = "/v1/accounts/" + account;
    }

    /** A report as a venue sends it, taken the way it takes. */
    private void receive(String orderId, String execId, String more) throws Exception {
        String payload = """
                {"schema":"oms.report","version":1,"venueId":"SIM","accountId":"%s","orderId":"%s","execId":"%s",
                "msgType":"ExecutionReport","transactTime":"2026-01-31T12:00:00Z",%s}""".formatted(account, orderId, execId, more.replace('\'', '"'));
        Outcome outcome = api.context()
                .getBean(CommandBus.class)
                .submit(new Command.ApplyReport(QuarantinedReports.read("SIM", payload)))
                .join();
        assertThat(outcome).isInstanceOf(Outcome.ReportQuarantined.class);
    }

    private static String trade(String qty) {
        return "'execType':'TRADE','lastQty':'" + qty + "','lastPx':'100.00'";
    }

    private JsonNode entry(String execId) {
        for (JsonNode item : must(200, api.get(Tokens.admin(), "/v1/admin/quarantine?status=all&limit=500"))
                .json()
                .path("items")) {
            if (item.path("execId").asText().equals(execId)) {
                return item;
            }
        }
        throw new AssertionError("nothing quarantined of " + execId);
    }

    private Answer resolve(String execId, String body) {
        return api.post(
                Tokens.admin(),
                "/v1/admin/quarantine/" + entry(execId).path("quarantineId").asText() + "/resolve",
                body);
    }

    private Answer order(String orderId) {
        return must(200, api.get(Tokens.admin(), base + "/orders/" + orderId));
    }

    @Test
    void aReportThatBecamePossibleIsAppliedOnceByTheOperator() throws Exception {
        String orderId = api.buyOne(account, symbol, "B1").text("orderId");
        String bust = api.name("E-");
        String fill = api.name("E-");
        receive(orderId, bust, "'execType':'TRADE_CANCEL','execRefId':'" + fill + "'");
        Answer early = resolve(bust, "{'action':'REAPPLY','resolution':'The fill is there.'}");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.code()).isEqualTo("QUARANTINE_NOT_APPLICABLE");
        assertThat(early.json().path("numbers").path("reason").asText()).isEqualTo("REPORT_EXECUTION_UNKNOWN");
        api.fill(account, orderId, fill, "1", "100.00");

        Answer resolved = must(200, resolve(bust, "{'action':'REAPPLY','resolution':'The fill is there.'}"));

        assertThat(resolved.text("outcome")).isEqualTo("APPLIED");
        assertThat(resolved.text("orderId")).isEqualTo(orderId);
        assertThat(order(orderId).text("cumQty")).isEqualTo("0");
        assertThat(must(200, resolve(bust, "{'action':'REAPPLY','resolution':'The fill is there.'}"))
                        .json())
                .isEqualTo(resolved.json());
        assertThat(resolve(bust, "{'action':'DISCARD','resolution':'No.'}").code())
                .isEqualTo("QUARANTINE_RESOLVED");
        JsonNode events = must(200, api.get(Tokens.admin(), base + "/orders/" + orderId + "/events"))
                .json()
                .path("items");
        assertThat(events.get(events.size() - 1).path("actor").asText()).isEqualTo("olga");
        JsonNode line = must(
                        200,
                        api.get(
                                Tokens.admin(),
                                "/v1/admin/audit?actor=olga&limit=500&orderId=" + orderId + "&accountId=" + account))
                .json();
        assertThat(line.toString()).contains("QUARANTINE_RESOLVED", "REAPPLY", "The fill is there.");
    }

    @Test
    void anExecIdThatIsTakenIsBookedUnderAnotherAndAnotherOrderMayBeNamed() throws Exception {
        String orderId = api.buyOne(account, symbol, "B1").text("orderId");
        String other = api.buyOne(account, symbol, "B2").text("orderId");
        String execId = api.name("E-");
        api.fill(account, orderId, execId, "0.4", "100.00");
        receive(orderId, execId, trade("0.5"));
        assertThat(resolve(execId, "{'action':'REAPPLY','resolution':'x'}").code())
                .isEqualTo("QUARANTINE_NOT_APPLICABLE");

        must(
                200,
                resolve(
                        execId,
                        "{'action':'APPLY_TO_ORDER','resolution':'It names the wrong order.','accountId':'" + account
                                + "','orderId':'" + other + "','execId':'" + execId + "-2'}"));

        assertThat(order(orderId).text("cumQty")).isEqualTo("0.4");
        assertThat(order(other).text("cumQty")).isEqualTo("0.5");
        assertThat(must(200, api.get(Tokens.admin(), base + "/executions"))
                        .json()
                        .path("items")
                        .findValuesAsText("execId"))
                .containsExactly(execId, execId + "-2");
    }

    @Test
    void aReportOfNoOrderIsAppliedToOneThatIsNamedOrDiscarded() throws Exception {
        String orderId = api.buyOne(account, symbol, "B1").text("orderId");
        String first = api.name("E-");
        String second = api.name("E-");
        receive(UUID.randomUUID().toString(), first, trade("1"));
        receive(UUID.randomUUID().toString(), second, trade("1"));

        must(
                200,
                resolve(
                        first,
                        "{'action':'APPLY_TO_ORDER','resolution':'Told by phone.','accountId':'" + account
                                + "','orderId':'" + orderId + "'}"));
        Answer discarded = must(200, resolve(second, "{'action':'DISCARD','resolution':'Not ours.'}"));

        assertThat(order(orderId).text("ordStatus")).isEqualTo("FILLED");
        assertThat(discarded.text("outcome")).isEqualTo("DISCARDED");
        assertThat(discarded.json().has("orderId")).isFalse();
    }

    @Test
    void aResolutionThatDoesNotFitIsRefusedAndChangesNothing() throws Exception {
        String execId = api.name("E-");
        receive(UUID.randomUUID().toString(), execId, trade("1"));
        assertThat(resolve(execId, "{'resolution':'x'}").text("field")).isEqualTo("action");
        assertThat(resolve(execId, "{'action':'APPLY_TO_ORDER','resolution':'x'}")
                        .text("field"))
                .isEqualTo("accountId");
        assertThat(resolve(execId, "{'action':'REAPPLY','resolution':'x','orderId':'" + UUID.randomUUID() + "'}")
                        .text("field"))
                .isEqualTo("orderId");
        assertThat(resolve(execId, "{'action':'DISCARD','resolution':'x','execId':'y'}")
                        .text("field"))
                .isEqualTo("execId");
        assertThat(resolve(
                                execId,
                                "{'action':'APPLY_TO_ORDER','resolution':'x','accountId':'" + account + "','orderId':'"
                                        + UUID.randomUUID() + "'}")
                        .json()
                        .path("numbers")
                        .path("reason")
                        .asText())
                .isEqualTo("REPORT_ORDER_UNKNOWN");
        assertThat(entry(execId).has("resolvedAt")).isFalse();
    }
}
