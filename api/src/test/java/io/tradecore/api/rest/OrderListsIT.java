package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.limitOrder;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.oms.execution.ReportType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of orders over REST: placed, followed, read, canceled, and refused with the code that says why. */
@ExtendWith(ApiExtension.class)
class OrderListsIT {
    private final ApiUnderTest api;
    private final String symbol;
    private final String account;
    private final String trader;
    private final String lists;

    OrderListsIT(ApiUnderTest api) {
        this.api = api;
        this.symbol = api.newInstrument();
        this.account = api.newAccount();
        this.trader = Tokens.trader(account);
        this.lists = "/v1/accounts/" + account + "/order-lists";
    }

    private String order(String clOrdId, String side, String qty, String px, @Nullable String after) {
        return "{'order':" + limitOrder(clOrdId, symbol, side, qty, px)
                + (after == null ? "" : ",'after':'" + after + "'") + "}";
    }

    private static String list(String type, String... orders) {
        return "{'listId':'L1','listType':'" + type + "','orders':[" + String.join(",", orders) + "]}";
    }

    private String bracket() {
        return list(
                "OTOCO",
                order("P", "BUY", "10", "100.00", null),
                order("T", "SELL", "10", "105.00", "P"),
                order("S", "SELL", "10", "108.00", "P"));
    }

    private static String orderId(JsonNode list, int member) {
        return list.path("members").get(member).path("order").path("orderId").asText();
    }

    @Test
    void aBracketIsPlacedFollowedReadAndCanceled() {
        Answer placed = must(201, api.post(trader, lists, bracket()));
        assertThat(placed.text("listOrderStatus")).isEqualTo("EXECUTING");
        JsonNode held = placed.json().path("members").get(1);
        assertThat(held.path("after").asText()).isEqualTo("P");
        assertThat(held.path("order").path("heldBy").asText()).isEqualTo("LIST");
        assertThat(held.path("order").path("listId").asText()).isEqualTo("L1");
        assertThat(held.path("order").path("contingencyType").asText()).isEqualTo("OCO");
        assertThat(must(200, api.post(trader, lists, bracket())).replayed()).isTrue();

        api.fill(account, orderId(placed.json(), 0), "4", "100.00");
        JsonNode followed = must(200, api.get(trader, lists + "/L1")).json();
        JsonNode takeProfit = followed.path("members").get(1);
        assertThat(takeProfit.path("plannedQty").asText()).isEqualTo("10");
        assertThat(takeProfit.path("order").path("orderQty").asText()).isEqualTo("4");
        assertThat(takeProfit.path("order").has("heldBy")).isFalse();
        assertThat(must(200, api.get(trader, "/v1/accounts/" + account + "/orders/by-cl-ord-id/T"))
                        .json())
                .isEqualTo(takeProfit.path("order"));
        assertThat(must(200, api.get(trader, "/v1/accounts/" + account + "/orders/" + orderId(followed, 1) + "/events"))
                        .json()
                        .path("items")
                        .findValuesAsText("eventType"))
                .containsExactly("ORDER_ACCEPTED", "ACTIVATED");

        Answer canceling = must(202, api.send("DELETE", trader, lists + "/L1", ""));
        assertThat(canceling.text("listOrderStatus")).isEqualTo("CANCELING");
        for (int member = 0; member < 3; member++) {
            api.report(account, orderId(followed, member), ReportType.CANCELED);
        }
        assertThat(must(200, api.get(trader, lists + "/L1")).text("listOrderStatus"))
                .isEqualTo("ALL_DONE");
        assertThat(must(202, api.send("DELETE", trader, lists + "/L1", "")).replayed())
                .isTrue();
    }

    @Test
    void aListIsDeniedAsAWholeAndNamesTheOrder() {
        String poor = api.newAccount("100");
        Answer denied = api.post(Tokens.trader(poor), "/v1/accounts/" + poor + "/order-lists", bracket());

        assertThat(denied.status()).as(denied.text()).isEqualTo(422);
        assertThat(denied.code()).isEqualTo("CASH_INSUFFICIENT");
        assertThat(denied.json().path("numbers").path("clOrdId").asText()).isEqualTo("P");
        JsonNode list = must(200, api.get(Tokens.trader(poor), "/v1/accounts/" + poor + "/order-lists/L1"))
                .json();
        assertThat(list.path("listOrderStatus").asText()).isEqualTo("REJECT");
        assertThat(orderId(list, 0)).isEqualTo(denied.text("orderId"));
        assertThat(list.path("members").get(1).path("order").path("reasonCode").asText())
                .isEqualTo("LIST_MEMBER_DENIED");
    }

    @Test
    void aListThereIsNoneOfIsUnknown() {
        assertThat(api.get(trader, lists + "/NONE").code()).isEqualTo("LIST_UNKNOWN");
        assertThat(api.get(trader, lists + "/no%20name").code()).isEqualTo("LIST_UNKNOWN");
        assertThat(api.send("DELETE", trader, lists + "/NONE", "").code()).isEqualTo("LIST_UNKNOWN");
    }

    @ParameterizedTest
    @CsvSource({
        "OCO,   BUY 10 100 -,                              422, LIST_TOO_SHORT",
        "OTO,   BUY 10 100 B/BUY 10 100 A,                 422, LIST_LOOP",
        "OCO,   BUY 10 100 -/BUY 10 99 A,                  422, LIST_SHAPE",
        "OCO,   BUY 10 100 -/SELL 10 105 -,                422, LIST_SIDES_DIFFER",
        "OCO,   BUY 10 100 -/BUY 9 99 -,                   422, LIST_QTYS_DIFFER",
        "OTO,   BUY 10 100 -/SELL 11 105 A,                422, LIST_QTY_EXCEEDS_PARENT",
        "OTOCO, BUY 10 100 -/SELL 10 105 A/SELL 10 99 A,   422, LIST_PX_WRONG_SIDE",
        "OTO,   BUY 10 100 -/SELL 10 105.001 A,            422, PX_SCALE",
        "OTO,   BUY 10 100 -/SELL 10 200 A,                422, PX_OUTSIDE_COLLAR",
        "BOTH,  BUY 10 100 -/BUY 10 99 -,                  400, FIELD_INVALID"
    })
    void whatIsNoListIsRefusedWithItsCode(String type, String orders, int status, String code) {
        String[] members = orders.split("/", -1);
        for (int i = 0; i < members.length; i++) {
            String[] words = members[i].split(" ", -1);
            members[i] = order(
                    String.valueOf((char) ('A' + i)),
                    words[0],
                    words[1],
                    words[2],
                    words[3].equals("-") ? null : words[3]);
        }

        Answer answer = api.post(trader, lists, list(type, members));

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void aFieldIsNamedWithTheOrderItIsIn() {
        Answer answer = api.post(trader, lists, list("OCO", order("A", "BUY", "1", "100", null), "{'order':{}}"));

        assertThat(answer.code()).isEqualTo("FIELD_MISSING");
        assertThat(answer.text("field")).isEqualTo("orders[1].order.clOrdId");
        assertThat(api.post(trader, lists, "{'listId':'L1','listType':'OCO','orders':{}}")
                        .text("field"))
                .isEqualTo("orders");
    }

    @Test
    void aUsedListIdWithAnotherBodyNamesTheDifference() {
        must(201, api.post(trader, lists, bracket()));

        Answer other = api.post(trader, lists, bracket().replace("108.00", "109.00"));

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("EXISTS_WITH_DIFFERENT_PX");
        assertThat(other.json().path("numbers").path("clOrdId").asText()).isEqualTo("S");
    }
}
