package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A cursor walks every row once, whatever the size of the page, also while rows are added. */
@ExtendWith(ApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagingIT {
    private static final int ORDERS = 7;

    private final ApiUnderTest api;
    private final List<String> placed = new ArrayList<>();
    private String symbol = "";
    private String account = "";

    PagingIT(ApiUnderTest api) {
        this.api = api;
    }

    @BeforeAll
    void placeAndFillOrders() {
        symbol = api.newInstrument();
        account = api.newAccount();
        for (int i = 0; i < ORDERS; i++) {
            String order = api.buyOne(account, symbol, "P" + i).text("orderId");
            placed.add(order);
            api.fill(account, order, i % 2 == 0 ? "1" : "0.5", "100.00");
        }
    }

    @Test
    void ordersComeNewestFirstEachOnce() {
        List<String> newestFirst = new ArrayList<>(placed);
        Collections.reverse(newestFirst);
        for (int limit : new int[] {1, 2, 3, ORDERS, 500}) {
            assertThat(walk("/orders", limit, "orderId")).isEqualTo(newestFirst);
        }
    }

    @Test
    void ordersAreFilteredByStatusAndSymbol() {
        assertThat(walk("/orders?status=open", 2, "ordStatus")).hasSize(3).containsOnly("PARTIALLY_FILLED");
        assertThat(walk("/orders?status=closed", 2, "ordStatus")).hasSize(4).containsOnly("FILLED");
        assertThat(walk("/orders?status=FILLED&symbol=" + symbol, 3, "ordStatus"))
                .hasSize(4);
        assertThat(walk("/orders?status=CANCELED", 3, "ordStatus")).isEmpty();
        assertThat(walk("/orders?symbol=NOSUCH", 3, "ordStatus")).isEmpty();
    }

    @Test
    void executionsAndTransfersComeInTheOrderOfBookingEachOnce() {
        for (int limit : new int[] {1, 3, 500}) {
            assertThat(walk("/executions", limit, "orderId")).isEqualTo(placed);
            assertThat(walk("/journal", limit, "seq")).isEqualTo(List.of("1", "2", "3", "4", "5", "6", "7", "8"));
        }
    }

    @Test
    void everyTransferOfAPageComesWithAllItsEntriesAndTheySumToZero() {
        JsonNode transfers = must(200, api.get(Tokens.readonly(account), path("/journal?limit=3")))
                .json()
                .path("items");
        assertThat(transfers.size()).isEqualTo(3);
        for (JsonNode transfer : transfers) {
            for (String asset : new String[] {"USD", symbol}) {
                java.math.BigDecimal sum = java.math.BigDecimal.ZERO;
                for (JsonNode entry : transfer.path("entries")) {
                    if (entry.path("asset").asText().equals(asset)) {
                        sum = sum.add(
                                new java.math.BigDecimal(entry.path("amount").asText()));
                    }
                }
                assertThat(sum).isEqualByComparingTo("0");
            }
        }
    }

    @Test
    void eventsOfAnOrderComeOldestFirstEachOnce() {
        assertThat(walk("/orders/" + placed.getFirst() + "/events", 1, "eventType"))
                .containsExactly("ORDER_ACCEPTED", "TRADE");
    }

    @Test
    void ordersPlacedMeanwhileDoNotDisturbAWalk() {
        String busy = api.newAccount();
        List<String> before = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            before.addFirst(api.buyOne(busy, symbol, "B" + i).text("orderId"));
        }
        Answer first = must(200, api.get(Tokens.trader(busy), "/v1/accounts/" + busy + "/orders?limit=2"));
        api.buyOne(busy, symbol, "B4");
        Answer second = must(
                200,
                api.get(
                        Tokens.trader(busy),
                        "/v1/accounts/" + busy + "/orders?limit=10&cursor=" + first.text("nextCursor")));
        List<String> seen = new ArrayList<>(first.json().path("items").findValuesAsText("orderId"));
        seen.addAll(second.json().path("items").findValuesAsText("orderId"));
        assertThat(seen).isEqualTo(before);
        assertThat(second.json().has("nextCursor")).isFalse();
    }

    private String path(String part) {
        return "/v1/accounts/" + account + part;
    }

    private List<String> walk(String part, int limit, String field) {
        List<String> seen = new ArrayList<>();
        String start = path(part) + (part.contains("?") ? "&" : "?") + "limit=" + limit;
        String cursor = "";
        do {
            Answer page = must(
                    200, api.get(Tokens.readonly(account), cursor.isEmpty() ? start : start + "&cursor=" + cursor));
            page.json().path("items").forEach(item -> seen.add(item.path(field).asText()));
            assertThat(page.json().path("items").size()).isLessThanOrEqualTo(limit);
            cursor = page.text("nextCursor");
        } while (!cursor.isEmpty());
        return seen;
    }
}
