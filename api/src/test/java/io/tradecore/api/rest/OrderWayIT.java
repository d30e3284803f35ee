package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.oms.execution.ReportType;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An order's whole way over REST: reference data, account, deposit, order, fill, cancel, and what can be read of it. */
@ExtendWith(ApiExtension.class)
class OrderWayIT {
    private final ApiUnderTest api;

    OrderWayIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void anOrderIsPlacedFilledInPartCanceledAndCanBeReadEverywhere() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String trader = Tokens.trader(account);
        String base = "/v1/accounts/" + account;

        Answer placed = must(
                201, api.post(trader, base + "/orders", ApiUnderTest.limitOrder("C1", symbol, "BUY", "3", "100.00")));
        String orderId = placed.text("orderId");
        assertThat(placed.text("ordStatus")).isEqualTo("PENDING_NEW");
        assertThat(placed.text("leavesQty")).isEqualTo("3");
        assertThat(placed.text("venueId")).isEqualTo("SIM");

        api.report(account, orderId, ReportType.NEW);
        api.fill(account, orderId, "1", "100.00");
        Answer pending = must(202, api.post(trader, base + "/orders/" + orderId + "/cancel", "{'clOrdId':'C2'}"));
        assertThat(pending.text("ordStatus")).isEqualTo("PENDING_CANCEL");
        assertThat(pending.text("pendingClOrdId")).isEqualTo("C2");
        api.report(account, orderId, ReportType.CANCELED);

        Answer order = must(200, api.get(trader, base + "/orders/" + orderId));
        assertThat(order.text("ordStatus")).isEqualTo("CANCELED");
        assertThat(order.text("cumQty")).isEqualTo("1");
        assertThat(order.text("leavesQty")).isEqualTo("0");
        assertThat(order.text("avgPx")).isEqualTo("100");
        assertThat(order.json().has("pendingClOrdId")).isFalse();
        assertThat(must(200, api.get(trader, base + "/orders/by-cl-ord-id/C1")).json())
                .isEqualTo(order.json());

        Answer events = must(200, api.get(trader, base + "/orders/" + orderId + "/events"));
        assertThat(events.json().path("items").findValuesAsText("eventType"))
                .containsExactly("ORDER_ACCEPTED", "NEW", "TRADE", "CANCEL_REQUESTED", "CANCELED");

        Answer executions = must(200, api.get(trader, base + "/executions"));
        JsonNode execution = executions.json().path("items").get(0);
        assertThat(execution.path("lastQty").asText()).isEqualTo("1");
        assertThat(execution.path("notional").asText()).isEqualTo("100");
        assertThat(execution.path("fee").asText()).isEqualTo("0.1");
        assertThat(execution.path("flags").isArray()).isTrue();

        Answer account1 = must(200, api.get(trader, base));
        assertThat(account1.text("deskId")).isEqualTo("MAIN");
        assertThat(account1.json().path("limits").get(0).path("kind").asText()).isEqualTo("ORDERS_PER_SECOND");
    }

    @Test
    void anOrderIsReplacedAndGoesByTheNewName() {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        String trader = Tokens.trader(account);
        String orders = "/v1/accounts/" + account + "/orders";
        String orderId = must(
                        201, api.post(trader, orders, ApiUnderTest.limitOrder("C1", symbol, "BUY", "3", "100.00")))
                .text("orderId");
        String replace = orders + "/" + orderId + "/replace";
        String body = "{'clOrdId':'C2','origClOrdId':'C1','orderQty':'4','px':'99.00'}";

        Answer early = api.post(trader, replace, body);
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.code()).isEqualTo("REPLACE_TOO_EARLY");
        assertThat(early.json().path("cxlRejReason").asInt()).isEqualTo(2);
        api.report(account, orderId, ReportType.NEW);

        Answer pending = must(202, api.post(trader, replace, body));
        assertThat(pending.text("ordStatus")).isEqualTo("PENDING_REPLACE");
        assertThat(pending.text("orderQty")).isEqualTo("3");
        assertThat(pending.json().path("pending").path("orderQty").asText()).isEqualTo("4");
        assertThat(must(202, api.post(trader, replace, body)).replayed()).isTrue();
        assertThat(must(200, api.get(trader, orders + "?status=PENDING_REPLACE"))
                        .json()
                        .path("items"))
                .hasSize(1);
        JsonNode read = must(200, api.get(trader, orders + "/" + orderId)).json();
        assertThat(read.path("pending")).isEqualTo(pending.json().path("pending"));
        assertThat(read.path("pending").path("kind").asText()).isEqualTo("REPLACE");
        assertThat(read.path("pending").path("origClOrdId").asText()).isEqualTo("C1");
        api.answer(account, orderId, ReportType.REPLACED, "C2");

        JsonNode replaced =
                must(200, api.get(trader, orders + "/by-cl-ord-id/C2")).json();
        assertThat(replaced.path("ordStatus").asText()).isEqualTo("NEW");
        assertThat(replaced.path("clOrdId").asText()).isEqualTo("C1");
        assertThat(replaced.path("currentClOrdId").asText()).isEqualTo("C2");
        assertThat(replaced.path("orderQty").asText()).isEqualTo("4");
        assertThat(replaced.path("px").asText()).isEqualTo("99");
        assertThat(replaced.has("pending")).isFalse();
        JsonNode events = must(200, api.get(trader, orders + "/" + orderId + "/events"))
                .json()
                .path("items");
        assertThat(events.findValuesAsText("eventType"))
                .containsExactly("ORDER_ACCEPTED", "NEW", "REPLACE_REQUESTED", "REPLACED");
        assertThat(events.get(3).path("orderQty").asText()).isEqualTo("4");

        Answer mismatch = api.post(trader, orders + "/" + orderId + "/cancel", "{'clOrdId':'C3','origClOrdId':'C1'}");
        assertThat(mismatch.code()).isEqualTo("ORIG_CL_ORD_ID_MISMATCH");
        assertThat(mismatch.json().path("cxlRejReason").asInt()).isEqualTo(1);
        assertThat(mismatch.json().path("numbers").path("currentClOrdId").asText())
                .isEqualTo("C2");
    }

    @Test
    void aReplaceThatDoesNotFitIsRefusedBeforeTheCoreSeesIt() {
        String account = api.newAccount();
        String trader = Tokens.trader(account);
        String replace = "/v1/accounts/" + account + "/orders/" + UUID.randomUUID() + "/replace";

        Answer nothing = api.post(trader, replace, "{'clOrdId':'C2'}");
        assertThat(nothing.status()).isEqualTo(400);
        assertThat(nothing.code()).isEqualTo("FIELD_MISSING");
        assertThat(api.post(trader, replace, "{'clOrdId':'C2','orderQty':'0'}").code())
                .isEqualTo("DECIMAL_NOT_POSITIVE");
        assertThat(api.post(trader, replace, "{'clOrdId':'C2','timeInForce':'EVER'}")
                        .code())
                .isEqualTo("FIELD_INVALID");
        Answer unknown = api.post(trader, replace, "{'clOrdId':'C2','orderQty':'1'}");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("cxlRejReason").asInt()).isEqualTo(1);
    }

    @Test
    void aBustedFillIsTakenBackAndBothAreShown() {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        String trader = Tokens.trader(account);
        String base = "/v1/accounts/" + account;
        String orderId = must(
                        201,
                        api.post(trader, base + "/orders", ApiUnderTest.limitOrder("C1", symbol, "BUY", "1", "100.00")))
                .text("orderId");
        api.fill(account, orderId, account + "-T1", "1", "100.00");
        api.bust(account, orderId, account + "-T1");

        Answer order = must(200, api.get(trader, base + "/orders/" + orderId));
        assertThat(order.text("ordStatus")).isEqualTo("NEW");
        assertThat(order.text("leavesQty")).isEqualTo("1");
        JsonNode bust = must(200, api.get(trader, base + "/executions"))
                .json()
                .path("items")
                .get(1);
        assertThat(bust.path("execType").asText()).isEqualTo("TRADE_CANCEL");
        assertThat(bust.path("execRefId").asText()).isEqualTo(account + "-T1");
        assertThat(bust.path("notional").asText()).isEqualTo("-100");
        JsonNode cash =
                find(must(200, api.get(trader, base + "/balances")).json().path("items"), "code", "CASH");
        assertThat(cash.path("posted").asText()).isEqualTo("1000");
        assertThat(cash.path("pending").asText()).isEqualTo("100.1");
    }

    @Test
    void anOrderTakesItsInstructionsAndItsEnd() {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        String trader = Tokens.trader(account);
        String orders = "/v1/accounts/" + account + "/orders";
        String order = "{'clOrdId':'C1','symbol':'" + symbol + "','side':'BUY','ordType':'LIMIT','timeInForce':'GTD',"
                + "'expireTime':'2199-01-01T00:00:00Z','orderQty':'3','px':'100','displayQty':'1',"
                + "'execInst':['POST_ONLY']}";
        Answer placed = must(201, api.post(trader, orders, order));
        assertThat(placed.text("expireTime")).isEqualTo("2199-01-01T00:00:00Z");
        assertThat(placed.text("displayQty")).isEqualTo("1");
        assertThat(placed.json().path("execInst").get(0).asText()).isEqualTo("POST_ONLY");
        JsonNode read = must(200, api.get(trader, orders + "/" + placed.text("orderId")))
                .json();
        assertThat(read.path("execInst")).isEqualTo(placed.json().path("execInst"));
        assertThat(read.path("expireTime")).isEqualTo(placed.json().path("expireTime"));

        Answer past = api.post(trader, orders, order.replace("C1", "C2").replace("2199", "2020"));
        assertThat(past.code()).isEqualTo("EXPIRE_TIME_PAST");
        assertThat(past.json().path("ordRejReason").asInt()).isEqualTo(99);
        assertThat(api.post(trader, orders, order.replace("C1", "C3").replace("'GTD'", "'DAY'"))
                        .code())
                .isEqualTo("FIELD_INVALID");
        assertThat(api.post(trader, orders, order.replace("C1", "C4").replace("['POST_ONLY']", "'POST_ONLY'"))
                        .code())
                .isEqualTo("FIELD_INVALID");
        assertThat(api.post(trader, orders, order.replace("C1", "C5").replace("'displayQty':'1'", "'displayQty':'4'"))
                        .code())
                .isEqualTo("DISPLAY_QTY_EXCEEDS_ORDER_QTY");
    }

    @Test
    void theBooksShowWhatAFillDidAndWhatTheRestHolds() {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        String trader = Tokens.trader(account);
        String base = "/v1/accounts/" + account;
        String orderId = must(
                        201,
                        api.post(trader, base + "/orders", ApiUnderTest.limitOrder("C1", symbol, "BUY", "3", "100.00")))
                .text("orderId");
        api.fill(account, orderId, "1", "100.00");

        JsonNode balances =
                must(200, api.get(trader, base + "/balances")).json().path("items");
        JsonNode cash = find(balances, "code", "CASH");
        assertThat(cash.path("posted").asText()).isEqualTo("899.9");
        assertThat(cash.path("pending").asText()).isEqualTo("200.2");
        assertThat(cash.path("available").asText()).isEqualTo("699.7");

        api.quote(symbol, "104.00", "105.00");
        JsonNode position = must(200, api.get(trader, base + "/positions"))
                .json()
                .path("items")
                .get(0);
        assertThat(position.path("qty").asText()).isEqualTo("1");
        assertThat(position.path("avgPx").asText()).isEqualTo("100");
        assertThat(position.path("fees").asText()).isEqualTo("0.1");
        assertThat(position.path("mark").asText()).isEqualTo("104");
        assertThat(position.path("unrealisedPnl").asText()).isEqualTo("4");
        assertThat(position.path("quoteAgeMs").isNumber()).isTrue();

        JsonNode journal = must(200, api.get(trader, base + "/journal")).json().path("items");
        assertThat(journal.findValuesAsText("kind")).containsExactly("DEPOSIT", "TRADE");
        assertThat(journal.get(1).path("entries").size()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void aDenialNamesItsReasonItsNumbersAndTheOrderThatRecordsIt() {
        String symbol = api.newInstrument();
        String account = api.newAccount("50");
        String trader = Tokens.trader(account);
        Answer denied = api.post(
                trader,
                "/v1/accounts/" + account + "/orders",
                ApiUnderTest.limitOrder("C1", symbol, "BUY", "1", "100.00"));

        assertThat(denied.status()).isEqualTo(422);
        assertThat(denied.contentType()).startsWith("application/problem+json");
        assertThat(denied.code()).isEqualTo("CASH_INSUFFICIENT");
        assertThat(denied.json().path("numbers").size()).isPositive();
        Answer order = must(200, api.get(trader, "/v1/accounts/" + account + "/orders/" + denied.text("orderId")));
        assertThat(order.text("ordStatus")).isEqualTo("DENIED");
        assertThat(order.text("reasonCode")).isEqualTo("CASH_INSUFFICIENT");
    }

    @Test
    void aMarketOrderHasNoPriceInItsAnswer() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        Answer placed = must(
                201,
                api.post(
                        Tokens.system(),
                        "/v1/accounts/" + account + "/orders",
                        "{'clOrdId':'M1','symbol':'" + symbol
                                + "','side':'BUY','ordType':'MARKET','timeInForce':'IOC','orderQty':0.5}"));
        assertThat(placed.json().has("px")).isTrue();
        assertThat(placed.json().path("px").isNull()).isTrue();
        assertThat(placed.text("orderQty")).isEqualTo("0.5");
    }

    @Test
    void aWithdrawalTakesAvailableCashAndNoMore() {
        String account = api.newAccount("100.00");
        String path = "/v1/accounts/" + account + "/withdrawals";
        Answer taken = must(201, api.post(Tokens.admin(), path, "{'transferId':'W1','asset':'USD','amount':'40.25'}"));
        assertThat(taken.text("amount")).isEqualTo("-40.25");
        assertThat(taken.text("available")).isEqualTo("59.75");
        Answer refused = api.post(Tokens.admin(), path, "{'transferId':'W2','asset':'USD','amount':'59.76'}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("CASH_INSUFFICIENT");
    }

    @Test
    void aDisabledInstrumentTakesNoOrdersAndStillAnswersOldOnes() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String orders = "/v1/accounts/" + account + "/orders";
        String body = ApiUnderTest.limitOrder("C1", symbol, "BUY", "1", "100.00");
        must(201, api.post(Tokens.trader(account), orders, body));
        must(200, api.send("PATCH", Tokens.admin(), "/v1/instruments/" + symbol, "{'status':'DISABLED'}"));

        Answer refused =
                api.post(Tokens.trader(account), orders, ApiUnderTest.limitOrder("C2", symbol, "BUY", "1", "100.00"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("INSTRUMENT_DISABLED");
        Answer replayed = must(200, api.post(Tokens.trader(account), orders, body));
        assertThat(replayed.replayed()).isTrue();
        must(200, api.send("PATCH", Tokens.admin(), "/v1/instruments/" + symbol, "{'status':'ACTIVE'}"));
        must(
                201,
                api.post(Tokens.trader(account), orders, ApiUnderTest.limitOrder("C2", symbol, "BUY", "1", "100.00")));
    }

    @Test
    void anAccountOverItsRateIsToldWhenToTryAgain() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        api.limit(account, "ORDERS_PER_SECOND", "1");
        String orders = "/v1/accounts/" + account + "/orders";
        Answer last = must(
                201,
                api.post(Tokens.trader(account), orders, ApiUnderTest.limitOrder("C0", symbol, "BUY", "1", "100.00")));
        for (int i = 1; i < 20 && last.status() != 429; i++) {
            last = api.post(
                    Tokens.trader(account), orders, ApiUnderTest.limitOrder("C" + i, symbol, "BUY", "1", "100.00"));
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.code()).isEqualTo("RATE_LIMIT_EXCEEDED");
        assertThat(last.header("Retry-After")).matches("[1-9][0-9]*");
    }

    @Test
    void theServiceTellsItsHealthAndItsDescriptionToEverybody() {
        assertThat(api.send(api.request(null, "/health").GET()).status()).isEqualTo(200);
        Answer openApi = api.send(api.request(null, "/openapi.yaml").GET());
        assertThat(openApi.status()).isEqualTo(200);
        assertThat(openApi.text()).startsWith("openapi: 3");
        assertThat(api.get(Tokens.system(), "/prometheus").text()).contains("jvm_memory_used_bytes");
    }

    private static JsonNode find(JsonNode items, String field, String value) {
        for (JsonNode item : items) {
            if (item.path(field).asText().equals(value)) {
                return item;
            }
        }
        throw new AssertionError("no " + field + " " + value + " in " + items);
    }
}
