package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.api.Eventually;
import io.tradecore.oms.execution.ReportType;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests about several orders of an account, over REST. */
@ExtendWith(ApiExtension.class)
class BulkOrdersIT {
    private final ApiUnderTest api;
    private String symbol = "";
    private String account = "";
    private String trader = "";
    private String base = "";

    BulkOrdersIT(ApiUnderTest api) {
        this.api = api;
    }

    @BeforeEach
    void makeAnInstrumentAndAnAccount() {
        symbol = api.newInstrument();
        account = api.newAccount();
        trader = Tokens.trader(account);
        base = "/v1/accounts/" + account;
    }

    private String massCancel() {
        return base + "/orders/mass-cancel";
    }

    @Test
    void aMassCancelAnswersForEachOrderAndOnceForEachClOrdId() {
        String open = api.buyOne(account, symbol, "B1").text("orderId");
        String pending = api.buyOne(account, symbol, "B2").text("orderId");
        must(202, api.post(trader, base + "/orders/" + pending + "/cancel", "{'clOrdId':'C2'}"));
        String other = api.buyOne(account, api.newInstrument(), "B3").text("orderId");
        String body = "{'clOrdId':'M1','symbol':'" + symbol + "','side':'BUY'}";

        Answer done = must(200, api.post(trader, massCancel(), body));

        assertThat(done.text("clOrdId")).isEqualTo("M1");
        assertThat(done.json().path("counts").toString()).isEqualTo("{\"CANCEL_REQUESTED\":1,\"REFUSED\":1}");
        JsonNode results = done.json().path("results");
        assertThat(results.findValuesAsText("orderId")).containsExactly(open, pending);
        assertThat(results.get(1).path("code").asText()).isEqualTo("CANCEL_ALREADY_PENDING");
        assertThat(results.get(1).path("cxlRejReason").asInt()).isEqualTo(3);
        Answer order = must(200, api.get(trader, base + "/orders/" + open));
        assertThat(order.text("ordStatus")).isEqualTo("PENDING_CANCEL");
        assertThat(order.text("pendingClOrdId"))
                .isEqualTo(results.get(0).path("clOrdId").asText());
        assertThat(api.get(trader, base + "/orders/" + other).text("ordStatus")).isEqualTo("PENDING_NEW");

        api.report(account, open, ReportType.CANCELED);
        Answer again = must(200, api.post(trader, massCancel(), body));
        assertThat(again.replayed()).isTrue();
        assertThat(again.json()).isEqualTo(done.json());
        Answer different = api.post(trader, massCancel(), "{'clOrdId':'M1'}");
        assertThat(different.status()).isEqualTo(409);
        assertThat(different.code()).isEqualTo("EXISTS_WITH_DIFFERENT_SIDE");
        assertThat(different.text("field")).isEqualTo("side");
    }

    @Test
    void aHeldOrderIsCanceledAtOnceByAMassCancel() {
        String held = must(
                        201,
                        api.post(
                                trader,
                                base + "/orders",
                                "{'clOrdId':'H1','symbol':'" + symbol
                                        + "','side':'BUY','ordType':'STOP','timeInForce':'GTC','orderQty':'1',"
                                        + "'stopPx':'105.00'}"))
                .text("orderId");

        Answer done = must(200, api.post(trader, massCancel(), "{'clOrdId':'M1'}"));

        assertThat(done.json().path("counts").toString()).isEqualTo("{\"CANCELED\":1}");
        assertThat(must(200, api.get(trader, base + "/orders/" + held)).text("ordStatus"))
                .isEqualTo("CANCELED");
        JsonNode balances =
                must(200, api.get(trader, base + "/balances")).json().path("items");
        assertThat(balances.findValuesAsText("pending")).containsOnly("0");
    }

    @Test
    void theIdsOfOperatorsAreLeftToThem() {
        Answer refused = api.post(trader, massCancel(), "{'clOrdId':'admin:M1'}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("FIELD_INVALID");
    }

    private String buyAndFill(String qty) {
        String orderId = must(
                        201,
                        api.post(
                                trader,
                                base + "/orders",
                                ApiUnderTest.limitOrder(api.name("FILL"), symbol, "BUY", qty, "100.00")))
                .text("orderId");
        api.fill(account, orderId, qty, "100.00");
        return orderId;
    }

    @Test
    void aPositionIsClosedAtTheMarketOrAtALimitOnce() {
        buyAndFill("2");
        String close = base + "/positions/close";
        String half = "{'clOrdId':'X1','symbol':'" + symbol + "','percent':'50','px':'101.00'}";

        Answer done = must(200, api.post(trader, close, half));

        JsonNode result = done.json().path("results").get(0);
        assertThat(result.path("result").asText()).isEqualTo("ORDER_PLACED");
        assertThat(result.path("orderQty").asText()).isEqualTo("1");
        Answer order = must(
                200, api.get(trader, base + "/orders/" + result.path("orderId").asText()));
        assertThat(order.text("side")).isEqualTo("SELL");
        assertThat(order.text("px")).isEqualTo("101");
        assertThat(order.json().path("execInst").get(0).asText()).isEqualTo("REDUCE_ONLY");
        assertThat(must(200, api.post(trader, close, half)).replayed()).isTrue();

        Answer tooMuch = api.post(trader, close, "{'clOrdId':'X2','symbol':'" + symbol + "','orderQty':'2.5'}");
        assertThat(tooMuch.status()).isEqualTo(409);
        assertThat(tooMuch.code()).isEqualTo("CLOSE_QTY_EXCEEDS_POSITION");
        assertThat(tooMuch.text("ordRejReason")).isEqualTo("13");
        assertThat(tooMuch.json().path("numbers").path("position").asText()).isEqualTo("2");
        Answer all = must(200, api.post(trader, close, "{'clOrdId':'X2'}"));
        assertThat(all.json().path("results").get(0).path("orderQty").asText()).isEqualTo("1");
        Answer flat = api.post(Tokens.trader(api.newAccount()), base + "/positions/close", "{'clOrdId':'X3'}");
        assertThat(flat.code()).isEqualTo("ACCOUNT_UNKNOWN");
        String empty = api.newAccount();
        Answer nothing =
                api.post(Tokens.trader(empty), "/v1/accounts/" + empty + "/positions/close", "{'clOrdId':'X3'}");
        assertThat(nothing.status()).isEqualTo(409);
        assertThat(nothing.code()).isEqualTo("POSITION_FLAT");
    }

    @Test
    void aPreviewShowsTheFiguresOrTheDenialAndLeavesEveryTableAsItIs() {
        var before = api.rowCounts();
        String preview = base + "/orders/preview";

        Answer good = must(200, api.post(trader, preview, ApiUnderTest.limitOrder("P1", symbol, "BUY", "2", "100.00")));
        assertThat(good.json().path("accepted").asBoolean()).isTrue();
        JsonNode figures = good.json().path("figures");
        assertThat(figures.path("reserved").asText()).isEqualTo("200.2");
        assertThat(figures.path("reservedAsset").asText()).isEqualTo("USD");
        assertThat(figures.path("fee").asText()).isEqualTo("0.2");
        assertThat(figures.path("availableAfter").asText()).isEqualTo("99799.8");
        assertThat(figures.path("resultingPosition").asText()).isEqualTo("2");

        Answer denied =
                must(200, api.post(trader, preview, ApiUnderTest.limitOrder("P1", symbol, "SELL", "2", "100.00")));
        assertThat(denied.json().path("accepted").asBoolean()).isFalse();
        assertThat(denied.json().has("figures")).isFalse();
        assertThat(denied.code()).isEqualTo("POSITION_INSUFFICIENT");
        assertThat(denied.json().path("numbers").path("needed").asText()).isEqualTo("2");

        Answer refused = api.post(trader, preview, ApiUnderTest.limitOrder("P1", "NOPE", "BUY", "2", "100.00"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("INSTRUMENT_UNKNOWN");
        assertThat(api.rowCounts()).isEqualTo(before);
    }

    @Test
    void askingForTheStatusOfAnOrderByAnyOfItsNamesChangesNothing() {
        String orderId = api.buyOne(account, symbol, "B1").text("orderId");
        api.report(account, orderId, ReportType.NEW);
        must(202, api.post(trader, base + "/orders/" + orderId + "/replace", "{'clOrdId':'R1','orderQty':'2'}"));
        api.answer(account, orderId, ReportType.REPLACED, "R1");
        var before = api.rowCounts();

        Answer byId = must(200, api.get(trader, base + "/orders/" + orderId));
        assertThat(byId.text("currentClOrdId")).isEqualTo("R1");
        for (String name : new String[] {"B1", "R1"}) {
            assertThat(must(200, api.get(trader, base + "/orders/by-cl-ord-id/" + name))
                            .json())
                    .isEqualTo(byId.json());
        }
        Answer unknown = api.get(trader, base + "/orders/by-cl-ord-id/NOPE");
        assertThat(unknown.code()).isEqualTo("ORDER_UNKNOWN");
        assertThat(api.rowCounts()).isEqualTo(before);
    }

    @Test
    void aDeadMansSwitchCancelsEverythingWhenItsTimeIsUpAndTheAccountShowsIt() throws Exception {
        String orderId = api.buyOne(account, symbol, "B1").text("orderId");
        assertThat(api.get(trader, base).json().has("deadMansSwitch")).isFalse();

        Answer set = must(200, api.send("PUT", trader, base + "/dead-mans-switch", "{'timeoutSeconds':1}"));

        assertThat(set.text("firesAt")).isNotEmpty();
        Eventually.eventually(
                () -> assertThat(api.get(trader, base + "/orders/" + orderId).text("ordStatus"))
                        .isEqualTo("PENDING_CANCEL"));
        JsonNode shown = must(200, api.get(trader, base)).json().path("deadMansSwitch");
        assertThat(shown.path("timeoutSeconds").asInt()).isEqualTo(1);
        assertThat(shown.has("firesAt")).isFalse();
        assertThat(shown.path("firedAt").asText()).isNotEmpty();
        for (String bad : new String[] {"-1", "86401", "1.5", "'1'", "null"}) {
            Answer refused = api.send("PUT", trader, base + "/dead-mans-switch", "{'timeoutSeconds':" + bad + "}");
            assertThat(refused.status()).as(bad).isEqualTo(400);
            assertThat(refused.text("field")).isEqualTo("timeoutSeconds");
        }
    }

    private static String entries(String... entries) {
        return "{'entries':[" + String.join(",", entries) + "]}";
    }

    private String newOrder(String clOrdId, String qty) {
        return "{'newOrder':" + ApiUnderTest.limitOrder(clOrdId, symbol, "BUY", qty, "100.00") + "}";
    }

    @Test
    void aBatchDoesItsEntriesInTheirOrderEachForItself() {
        String orderId = api.buyOne(account, symbol, "OLD").text("orderId");
        api.report(account, orderId, ReportType.NEW);
        String body = entries(
                newOrder("B1", "1"),
                "{'newOrder':{'clOrdId':'B2','symbol':'" + symbol + "','px':'1e5'}}",
                newOrder("B3", "0.0001"),
                newOrder("B4", "2000"),
                "{}",
                "{'replaceOrder':{'orderId':'" + orderId + "','clOrdId':'R1','orderQty':'2'}}",
                "{'cancelOrder':{'orderId':'" + orderId + "','clOrdId':'C1'}}",
                newOrder("B1", "2"),
                newOrder("B1", "1"),
                newOrder("B5", "1"));

        Answer done = must(200, api.post(trader, base + "/orders/batch", body));

        JsonNode results = done.json().path("results");
        assertThat(results.findValuesAsText("status"))
                .containsExactly(
                        "201", "400", "400", "422", "422", "422", "422", "400", "400", "202", "409", "409", "409",
                        "409", "200", "201");
        assertThat(results.findValuesAsText("code"))
                .containsExactly(
                        "DECIMAL_MALFORMED",
                        "QTY_SCALE",
                        "QTY_EXCEEDS_MAX",
                        "FIELD_MISSING",
                        "CANCEL_ALREADY_PENDING",
                        "EXISTS_WITH_DIFFERENT_ORDER_QTY");
        assertThat(results.get(6).path("problem").path("cxlRejReason").asInt()).isEqualTo(3);
        assertThat(results.get(8).path("replayed").asBoolean()).isTrue();
        assertThat(results.get(8).path("order").path("orderId"))
                .isEqualTo(results.get(0).path("order").path("orderId"));
        assertThat(must(200, api.get(trader, base + "/orders/" + orderId)).text("pendingClOrdId"))
                .isEqualTo("R1");
    }

    @Test
    void aBatchHasOneToAHundredEntries() {
        String[] many = new String[100];
        Arrays.setAll(many, i -> newOrder("M" + i, "0.001"));
        Answer full = must(200, api.post(trader, base + "/orders/batch", entries(many)));
        assertThat(full.json().path("results").findValuesAsText("clOrdId"))
                .hasSize(100)
                .startsWith("M0", "M1", "M2")
                .endsWith("M99");

        var before = api.rowCounts();
        for (String bad : new String[] {
            entries(),
            entries(new String(new char[100]).replace("\0", "{},") + "{}"),
            "{'entries':{}}",
            "{'entries':[1]}"
        }) {
            Answer refused = api.post(trader, base + "/orders/batch", bad);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("FIELD_INVALID");
            assertThat(refused.text("field")).isEqualTo("entries");
        }
        assertThat(api.post(trader, base + "/orders/batch", "{'entries':[{'newOrder':}]}")
                        .code())
                .isEqualTo("MALFORMED_JSON");
        assertThat(api.rowCounts()).isEqualTo(before);
    }

    @Test
    void anOperatorCancelsAnInstrumentInAllAccountsOnceAndOnTheRecord() {
        String second = api.newAccount();
        String first = api.buyOne(account, symbol, "B1").text("orderId");
        api.buyOne(second, symbol, "B1");
        api.buyOne(second, api.newInstrument(), "B2");
        String clOrdId = api.name("KILL");
        Instant asked = Instant.now().minusSeconds(1);
        String body = "{'clOrdId':'" + clOrdId + "','symbol':'" + symbol + "','reason':'The feed is wrong.'}";

        Answer done = must(200, api.post(Tokens.admin(), "/v1/admin/orders/mass-cancel", body));

        JsonNode accounts = done.json().path("accounts");
        assertThat(accounts.findValuesAsText("accountId")).containsExactlyInAnyOrder(account, second);
        assertThat(accounts.findValuesAsText("result")).containsExactly("CANCEL_REQUESTED", "CANCEL_REQUESTED");
        Answer events = must(200, api.get(trader, base + "/orders/" + first + "/events"));
        assertThat(events.json().path("items").get(1).path("actor").asText()).isEqualTo("olga");
        assertThat(must(200, api.post(Tokens.admin(), "/v1/admin/orders/mass-cancel", body))
                        .json())
                .isEqualTo(done.json());
        Answer trail = must(200, api.get(Tokens.admin(), "/v1/admin/audit?actor=olga&limit=500&from=" + asked));
        assertThat(trail.json().path("items").findParents("action"))
                .filteredOn(item -> item.path("action").asText().equals("MASS_CANCEL_REQUESTED")
                        && item.path("detail").path("clOrdId").asText().equals(clOrdId))
                .hasSize(2)
                .allMatch(item -> item.path("detail").path("reason").asText().equals("The feed is wrong."));
    }
}
