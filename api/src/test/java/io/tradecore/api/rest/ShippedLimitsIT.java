package io.tradecore.api.rest;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.rest.ApiUnderTest.limitOrder;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.servers.TestServers;
import io.tradecore.servers.WideLimits;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the limits of the firm do as they are shipped, before an operator has said anything. */
@ExtendWith(ApiExtension.class)
class ShippedLimitsIT {
    private static final Duration WINDOW = Duration.ofMillis(500);

    private final ApiUnderTest api;

    ShippedLimitsIT(ApiUnderTest api) {
        this.api = api;
    }

    @BeforeAll
    static void haveTheLimitsThatAreShipped() throws SQLException {
        WideLimits.lift(TestServers.get());
    }

    @AfterAll
    static void haveThoseOfTestsAgain() throws SQLException {
        WideLimits.set(TestServers.get());
    }

    @Test
    void everyKindHasABoundThatComparesSomething() {
        Map<String, String> shipped = new TreeMap<>();
        for (JsonNode limit : must(200, api.get(Tokens.admin(), "/v1/admin/risk-rules"))
                .json()
                .path("limits")) {
            if (limit.path("scope").asText().equals("FIRM")
                    && !limit.has("symbol")
                    && !limit.has("securityType")
                    && !limit.has("effectiveTo")) {
                shipped.put(limit.path("kind").asText(), limit.path("value").asText());
            }
        }
        assertThat(shipped.values())
                .allSatisfy(value -> assertThat(new BigDecimal(value)).isLessThan(new BigDecimal("1e15")));
        assertThat(shipped)
                .contains(
                        Map.entry("MAY_TRADE", "1"),
                        Map.entry("MAX_ORDER_QTY", "1000000000"),
                        Map.entry("MIN_ORDER_QTY", "0"),
                        Map.entry("MAX_MARKET_ORDER_QTY", "1000000000"),
                        Map.entry("MAX_ORDER_NOTIONAL", "1000000000"),
                        Map.entry("MIN_ORDER_NOTIONAL", "0"),
                        Map.entry("PRICE_COLLAR", "0.1"),
                        Map.entry("MAX_POSITION", "1000000000000"),
                        Map.entry("MAX_OPEN_ORDERS", "100000"),
                        Map.entry("MAX_OPEN_NOTIONAL", "1000000000000"),
                        Map.entry("MAX_CREDIT", "1000000000000"),
                        Map.entry("MAX_DAILY_LOSS", "1000000000"),
                        Map.entry("MAX_ORDER_TO_TRADE", "100000"),
                        Map.entry("DUPLICATE_WINDOW_MS", "500"),
                        Map.entry("MAX_REPEATED_EXECUTIONS", "10000"),
                        Map.entry("ORDERS_PER_SECOND", "1000000"));
    }

    @Test
    void theHistoryTellsWhatTheyWereBefore() {
        List<String> changes = new ArrayList<>();
        for (JsonNode change : must(200, api.get(Tokens.admin(), "/v1/admin/risk-changes?limit=500"))
                .json()
                .path("items")) {
            if (change.path("reason").asText().equals("shipped so that every check compares something")) {
                changes.add(change.path("after").path("kind").asText() + " "
                        + change.path("before").path("value").asText() + " "
                        + change.path("after").path("value").asText() + " "
                        + change.path("state").asText());
            }
        }
        assertThat(changes)
                .hasSize(11)
                .contains(
                        "DUPLICATE_WINDOW_MS 0 500 APPLIED",
                        "MAX_CREDIT 1000000000000000 1000000000000 APPLIED",
                        "PRICE_COLLAR 1 0.1 APPLIED");
    }

    @Test
    void theSameOrderPastedTwiceIsADuplicate() throws Exception {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        Answer pasted = pasteTwice(account, symbol);
        assertThat(pasted.status()).isEqualTo(422);
        assertThat(pasted.code()).isEqualTo("DUPLICATE_ORDER");
        JsonNode numbers = pasted.json().path("numbers");
        assertThat(numbers.path("windowMs").asText()).isEqualTo("500");
        assertThat(new BigDecimal(numbers.path("ageMs").asText())).isLessThan(new BigDecimal("500"));
        // Another price is another order, and after the window the same is one.
        must(201, place(account, limitOrder("other", symbol, "BUY", "1", "99.99")));
        eventually(() -> assertThat(place(account, limitOrder(api.name("later-"), symbol, "BUY", "1", "99.99"))
                        .status())
                .isEqualTo(201));
    }

    /** Within the window, however busy the machine is: otherwise once more, at another price. */
    private Answer pasteTwice(String account, String symbol) {
        for (int attempt = 0; ; attempt++) {
            String px = "98." + (10 + attempt);
            long began = System.nanoTime();
            must(201, place(account, limitOrder("one-" + attempt, symbol, "BUY", "1", px)));
            Answer again = place(account, limitOrder("two-" + attempt, symbol, "BUY", "1.000", px));
            if (System.nanoTime() - began < WINDOW.toNanos()) {
                return again;
            }
            assertThat(attempt).as("attempts that took longer than the window").isLessThan(50);
        }
    }

    @Test
    void aPriceElevenPercentFromTheTouchIsOutsideTheCollar() {
        String symbol = api.name("WIDE");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments",
                        ApiUnderTest.instrumentBody(symbol).replace("'priceCollar':'0.1'", "'priceCollar':'0.5'")));
        api.quote(symbol, "99.00", "100.00");
        String account = api.newAccount();
        must(201, place(account, limitOrder("at", symbol, "BUY", "1", "110.00")));
        Answer denied = place(account, limitOrder("beyond", symbol, "BUY", "1", "111.00"));
        assertThat(denied.status()).isEqualTo(422);
        assertThat(denied.code()).isEqualTo("PX_OUTSIDE_COLLAR");
        assertThat(denied.json().path("numbers").path("highestPx").asText()).isEqualTo("110");
    }

    @Test
    void whatAWholeAccountHasIsReckonedInItsCurrency() {
        String symbol = api.newInstrument();
        // Worth nothing that anybody knows.
        String currency = api.name("SHELLS");
        must(201, api.post(Tokens.admin(), "/v1/assets", "{'asset':'" + currency + "','scale':2,'name':'Shells'}"));
        String account = must(
                        201,
                        api.post(
                                Tokens.admin(),
                                "/v1/accounts",
                                "{'name':'A','accountType':'CASH','baseCurrency':'" + currency + "'}"))
                .text("accountId");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/accounts/" + account + "/deposits",
                        "{'transferId':'opening','asset':'USD','amount':'1000'}"));
        Answer denied = place(account, limitOrder("C1", symbol, "BUY", "1", "100.00"));
        assertThat(denied.status()).isEqualTo(422);
        assertThat(denied.code()).isEqualTo("RATE_MISSING");
        assertThat(denied.json().path("numbers").path("from").asText()).isEqualTo("USD");
        assertThat(denied.json().path("numbers").path("to").asText()).isEqualTo(currency);
    }

    private Answer place(String account, String order) {
        return api.post(Tokens.trader(account), "/v1/accounts/" + account + "/orders", order);
    }
}
