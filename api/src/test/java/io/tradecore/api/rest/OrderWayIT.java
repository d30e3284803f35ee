package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.oms.execution.ReportType;
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
        assertThat(account1.json().path("limits").get(0).path("symbol").asText())
                .isEqualTo("*");
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
        must(
                200,
                api.send(
                        "PUT",
                        Tokens.admin(),
                        "/v1/accounts/" + account + "/limits/*",
                        "{'ordersPerSecond':1,'maxOrderQty':'10'}"));
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
