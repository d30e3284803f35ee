package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.api.Eventually;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Books changed by operators over HTTP. */
@ExtendWith(ApiExtension.class)
class LedgerIT {
    private static final String LEDGER = "/v1/admin/ledger";

    private final ApiUnderTest api;
    private String account = "";
    private String base = "";

    LedgerIT(ApiUnderTest api) {
        this.api = api;
    }

    @BeforeEach
    void makeAnAccount() {
        api.newInstrument();
        account = api.newAccount();
        base = "/v1/accounts/" + account;
    }

    private static String other() {
        return Tokens.sign(Tokens.claims("otto", List.of("admin")).build());
    }

    private Answer change(String requestId, String... acts) {
        return changeAs(Tokens.admin(), requestId, acts);
    }

    private Answer changeAs(String token, String requestId, String... acts) {
        return api.post(token, LEDGER, "{'requestId':'" + requestId + "','acts':[" + String.join(",", acts) + "]}");
    }

    private String act(String act, String more) {
        return "{'act':'" + act + "','accountId':'" + account + "'," + more + "}";
    }

    private String available() {
        for (JsonNode line :
                must(200, api.get(Tokens.admin(), base + "/balances")).json().path("items")) {
            if (line.path("code").asText().equals("CASH")) {
                return line.path("available").asText();
            }
        }
        throw new AssertionError("no cash");
    }

    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void aGroupIsAnsweredByWhatEachActDidAndTheSameAgain() {
        String before = available();
        String[] acts = {
            act("POST", "'id':'f1','kind':'FEE','asset':'USD','amount':'10.00'"),
            act("POST", "'id':'i1','kind':'INTEREST','asset':'USD','amount':'10.00'")
        };
        Answer done = must(201, change("g1", acts));
        assertThat(done.json().path("results")).hasSize(2);
        assertThat(done.json().path("results").get(0).path("result").asText()).isEqualTo("POSTED");
        assertThat(available()).isEqualTo(before);

        Answer again = must(200, change("g1", acts));
        assertThat(again.json()).isEqualTo(done.json());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        Answer different = change("g1", acts[0], acts[1].replace("10.00", "10.01"));
        refused(different, 409, "EXISTS_WITH_DIFFERENT_AMOUNT");
        assertThat(different.json().path("field").asText()).isEqualTo("acts[1].amount");
    }

    @Test
    void aRefusalNamesTheMemberAndStays() {
        String[] acts = {
            act("POST", "'id':'f1','kind':'FEE','asset':'USD','amount':'1'"),
            act("POST", "'id':'w1','kind':'WITHDRAWAL','asset':'USD','amount':'99999999'")
        };
        Answer no = change("g1", acts);
        refused(no, 422, "CASH_INSUFFICIENT");
        assertThat(no.json().path("numbers").path("member").asText()).isEqualTo("1");
        assertThat(no.json().path("numbers").path("memberId").asText()).isEqualTo("w1");
        assertThat(change("g1", acts).header("Idempotent-Replayed")).isEqualTo("true");
    }

    @Test
    void whatCannotBeReadIsRefusedByItsField() {
        List<String> bad = new ArrayList<>(List.of(
                "'id':'x','kind':'FEE','asset':'USD'",
                "'id':'x','kind':'FEE','asset':'USD','amount':'0'",
                "'id':'x','kind':'FEE','asset':'USD','amount':'-1'",
                "'id':'x','kind':'FEE','asset':'USD','amount':'NaN'",
                "'id':'x','kind':'FEE','asset':'USD','amount':'1e3'",
                "'id':'x','kind':'FEE','asset':'USD','amount':'1" + "0".repeat(18) + "'",
                "'id':'x','kind':'TRADE','asset':'USD','amount':'1'",
                "'id':'x','asset':'USD','amount':'1'",
                "'id':'a b','kind':'FEE','asset':'USD','amount':'1'",
                "'id':'x','kind':'FEE','asset':'USD','amount':'1','nonsense':'1'"));
        for (String more : bad) {
            assertThat(change("x", act("POST", more)).status()).as(more).isEqualTo(400);
        }
        assertThat(change("x", act("HOLD", "'id':'no-uuid','asset':'USD','amount':'1'"))
                        .status())
                .isEqualTo(400);
        assertThat(change("x").status()).isEqualTo(400);
        refused(change("x", act("POST", "'id':'x','kind':'FEE','asset':'USD','amount':'0.001'")), 422, "AMOUNT_SCALE");
        refused(
                api.post(
                        Tokens.admin(),
                        LEDGER,
                        "{'requestId':'x','acts':[{'act':'RELEASE','accountId':'" + UUID.randomUUID() + "','id':'"
                                + UUID.randomUUID() + "'}]}"),
                404,
                "ACCOUNT_UNKNOWN");
    }

    /** A release of an amount would give back all, a capture in another currency would be of the hold's. */
    @Test
    void aFieldThatTheActHasNoUseForIsRefused() {
        String holdId = UUID.randomUUID().toString();
        must(201, change("h1", act("HOLD", "'id':'" + holdId + "','asset':'USD','amount':'100'")));
        String before = available();
        String capture = "'id':'c1','holdId':'" + holdId + "','kind':'FEE','amount':'30'";
        String convert = "'id':'v1','asset':'USD','amount':'1','boughtAsset':'EUR','rate':'0.9'";
        Map<String, String> foreign = Map.of(
                "amount", act("RELEASE", "'id':'" + holdId + "','amount':'10'"),
                "asset", act("CAPTURE", capture + ",'asset':'EUR'"),
                "expiresAt", act("CAPTURE", capture + ",'expiresAt':'2199-01-01T00:00:00Z'"),
                "effectiveAt",
                        act(
                                "HOLD",
                                "'id':'" + UUID.randomUUID()
                                        + "','asset':'USD','amount':'1','effectiveAt':'2025-01-01T00:00:00Z'"),
                "toAccountId",
                        act(
                                "POST",
                                "'id':'p1','kind':'FEE','asset':'USD','amount':'1','toAccountId':'" + account + "'"),
                "last", act("CONVERT", convert + ",'last':true"),
                "rate", act("REVERSE", "'id':'r1','originalId':'opening','rate':'1'"),
                "rounding", act("MOVE", "'id':'m1','asset':'USD','amount':'1','rounding':'DOWN'"),
                "originalId", act("RESOLVE_WITHDRAWAL", "'id':'w1','approve':true,'originalId':'w1'"));

        foreign.forEach((field, act) -> {
            Answer answer = change(api.name("x-"), act);
            refused(answer, 400, "FIELD_UNKNOWN");
            assertThat(answer.text("field")).isEqualTo(field);
        });
        assertThat(available()).isEqualTo(before);
    }

    @Test
    void aHoldIsShownCapturedAndReleased() {
        String holdId = UUID.randomUUID().toString();
        must(201, change("h1", act("HOLD", "'id':'" + holdId + "','asset':'USD','amount':'100'")));
        must(201, change("c1", act("CAPTURE", "'id':'c1','holdId':'" + holdId + "','kind':'FEE','amount':'30'")));
        Answer tooMuch =
                change("c2", act("CAPTURE", "'id':'c2','holdId':'" + holdId + "','kind':'FEE','amount':'70.01'"));
        refused(tooMuch, 422, "HOLD_EXCEEDED");
        assertThat(tooMuch.json().path("numbers").path("remaining").asText()).isEqualTo("70");

        JsonNode hold = must(200, api.get(Tokens.trader(account), base + "/holds"))
                .json()
                .path("items")
                .get(0);
        assertThat(hold.path("remaining").asText()).isEqualTo("70");
        assertThat(hold.path("state").asText()).isEqualTo("OPEN");
        must(201, change("r1", act("RELEASE", "'id':'" + holdId + "'")));
        refused(change("r2", act("RELEASE", "'id':'" + holdId + "'")), 409, "HOLD_CLOSED");
    }

    @Test
    void anExpiredHoldIsReadAsSuchAndSwept() throws Exception {
        String before = available();
        String holdId = UUID.randomUUID().toString();
        Instant expiresAt = Instant.now().plusSeconds(1);
        must(
                201,
                change(
                        "h1",
                        act(
                                "HOLD",
                                "'id':'" + holdId + "','asset':'USD','amount':'100','expiresAt':'" + expiresAt + "'")));
        assertThat(available()).isNotEqualTo(before);
        Eventually.eventually(() -> {
            assertThat(available()).isEqualTo(before);
            JsonNode hold = must(200, api.get(Tokens.admin(), base + "/holds"))
                    .json()
                    .path("items")
                    .get(0);
            assertThat(hold.path("state").asText()).isEqualTo("EXPIRED");
        });
    }

    @Test
    void aLargeWithdrawalWaitsForAnotherOperator() {
        assertThat(api.send("PUT", Tokens.admin(), base + "/withdrawal-limits/USD", "{'maxAmount':'100'}")
                        .status())
                .isEqualTo(204);
        String id = api.name("W-");
        Answer asked = must(
                202,
                api.post(
                        Tokens.admin(),
                        base + "/withdrawals",
                        "{'transferId':'" + id
                                + "','asset':'USD','amount':'200','effectiveAt':'2025-03-01T00:00:00Z'}"));
        assertThat(asked.text("status")).isEqualTo("REQUESTED");
        JsonNode waiting = null;
        for (JsonNode item : must(200, api.get(other(), "/v1/admin/withdrawals?limit=500"))
                .json()
                .path("items")) {
            waiting = item.path("transferId").asText().equals(id) ? item : waiting;
        }
        assertThat(Objects.requireNonNull(waiting).path("effectiveAt").asText())
                .as("what the other operator approves")
                .isEqualTo("2025-03-01T00:00:00Z");

        String resolve = act("RESOLVE_WITHDRAWAL", "'id':'" + id + "','approve':true");
        refused(change(api.name("R-"), resolve), 422, "FOUR_EYES");
        String requestId = api.name("R-");
        Answer approved = must(201, changeAs(other(), requestId, resolve));
        assertThat(approved.json().path("results").get(0).path("amount").asText())
                .isEqualTo("-200");
        must(200, changeAs(other(), requestId, resolve));
        assertThat(must(200, api.get(other(), "/v1/admin/withdrawals?limit=500&status=APPROVED"))
                        .text())
                .contains(id);
    }

    @Test
    void aBreakIsShownAndResolvedOnce() {
        must(201, change("f1", act("POST", "'id':'f1','kind':'FEE','asset':'USD','amount':'999999999'")));
        JsonNode mine = null;
        for (JsonNode item : must(200, api.get(Tokens.admin(), "/v1/admin/breaks?limit=500"))
                .json()
                .path("items")) {
            mine = item.path("accountId").asText().equals(account) ? item : mine;
        }
        String path = "/v1/admin/breaks/"
                + Objects.requireNonNull(mine).path("breakId").asText() + "/resolve";

        Answer resolved = must(200, api.post(Tokens.admin(), path, "{'resolution':'Paid in.'}"));
        assertThat(resolved.text("resolvedBy")).isNotBlank();
        must(200, api.post(Tokens.admin(), path, "{'resolution':'Paid in.'}"));
        refused(api.post(Tokens.admin(), path, "{'resolution':'Written off.'}"), 409, "BREAK_RESOLVED");
    }

    @Test
    void onlyAnEmptyAccountIsClosed() {
        Answer no = api.send("PATCH", Tokens.admin(), base, "{'status':'CLOSED'}");
        refused(no, 409, "ACCOUNT_NOT_EMPTY");
        assertThat(no.json().path("numbers").path("balance").asText()).isEqualTo("CASH USD");

        must(
                201,
                api.post(
                        Tokens.admin(),
                        base + "/withdrawals",
                        "{'transferId':'all','asset':'USD','amount':'" + available() + "'}"));
        must(200, api.send("PATCH", Tokens.admin(), base, "{'status':'CLOSED'}"));
        refused(
                api.post(Tokens.admin(), base + "/deposits", "{'transferId':'d1','asset':'USD','amount':'1'}"),
                422,
                "ACCOUNT_NOT_ACTIVE");
    }
}
