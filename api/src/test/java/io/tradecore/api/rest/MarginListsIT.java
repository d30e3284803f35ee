package io.tradecore.api.rest;

import static io.tradecore.api.Reconciled.assertReconciled;
import static io.tradecore.api.rest.ApiUnderTest.limitOrder;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.oms.execution.ReportType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of orders of an account that trades on margin: a future at 10 %, a fee of 0.1 %, quotes of 99 to 101. */
@ExtendWith(ApiExtension.class)
class MarginListsIT {
    private final ApiUnderTest api;
    private final String symbol;

    MarginListsIT(ApiUnderTest api) {
        this.api = api;
        this.symbol = api.name("SYM");
        String terms = ",'securityType':'FUT','margin':{'unit':'RATE','initial':'0.1','maintenance':'0.05'}}";
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments",
                        ApiUnderTest.instrumentBody(symbol).replace("}", terms)));
        api.quote(symbol, "99.00", "101.00");
    }

    @AfterEach
    void theBooksAreRight() {
        assertReconciled();
    }

    @Test
    void aBracketTakesTheMarginOfItsEntryAndNothingForItsExits() {
        String account = account("101");
        JsonNode placed = must(201, place(account, bracket("L1"))).json();
        assertCash(account, "101", "101");
        assertMargin(account, "99", "0");
        assertThat(must(422, buy(account, "C1")).code()).isEqualTo("MARGIN_INSUFFICIENT");

        api.fill(account, orderId(placed, 0), "10", "100.00");
        assertCash(account, "100", "0");
        assertThat(must(422, sell(account, "C2")).code())
                .as("the exits close all there is")
                .isEqualTo("MARGIN_INSUFFICIENT");

        api.fill(account, orderId(placed, 1), "10", "105.00");
        api.report(account, orderId(placed, 2), ReportType.CANCELED);
        // 50.00 won, 1.05 in fees.
        assertCash(account, "148.95", "0");
        assertMargin(account, "0", "0");
    }

    @ParameterizedTest(name = "{0} with {1}: {2} {3}")
    @CsvSource({
        "BRACKET,  101,    201, -",
        "BRACKET,  100.99, 422, L1-P",
        "PYRAMID,  151.5,  201, -",
        "PYRAMID,  151.49, 422, L1-T",
        "OCO,      101,    201, -",
        "OCO,      100.99, 422, L1-A"
    })
    void isAskedForWhatAllOfItMayOpen(String kind, String cash, int status, String culprit) {
        String account = account(cash);
        String list = switch (kind) {
            case "BRACKET" -> bracket("L1");
            case "PYRAMID" ->
                list(
                        "L1",
                        "OTO",
                        order("L1-P", "BUY", "10", "100.00", null),
                        order("L1-T", "BUY", "5", "100.00", "L1-P"));
            default ->
                list(
                        "L1",
                        "OCO",
                        order("L1-A", "BUY", "10", "100.00", null),
                        order("L1-B", "BUY", "10", "95.00", null));
        };
        Answer answer = must(status, place(account, list));

        if (status == 201) {
            assertCash(account, cash, cash);
            must(202, api.send("DELETE", Tokens.trader(account), lists(account) + "/L1", ""));
            for (JsonNode member : answer.json().path("members")) {
                api.report(account, member.path("order").path("orderId").asText(), ReportType.CANCELED);
            }
        } else {
            assertThat(answer.code()).isEqualTo("MARGIN_INSUFFICIENT");
            assertThat(answer.json().path("numbers").path("clOrdId").asText()).isEqualTo(culprit);
            assertThat(must(200, api.get(Tokens.trader(account), lists(account) + "/L1"))
                            .text("listOrderStatus"))
                    .isEqualTo("REJECT");
        }
        assertCash(account, cash, "0");
    }

    @Test
    void ordersThatCancelEachOtherCountOnceInTheMarginOfTheAccount() {
        String account = account("1000");
        must(
                201,
                place(
                        account,
                        list(
                                "L1",
                                "OCO",
                                order("A", "BUY", "10", "100.00", null),
                                order("B", "BUY", "10", "95.00", null))));

        assertCash(account, "1000", "101");
        assertMargin(account, "99", "0");
    }

    @Test
    void anotherPositionIsJudgedWithWhatExitsMayStillClose() {
        String account = account("1000");
        String bought = must(201, order(account, limitOrder("C1", symbol, "BUY", "10", "100.00")))
                .text("orderId");
        api.fill(account, bought, "10", "100.00");
        JsonNode placed = must(
                        201,
                        place(
                                account,
                                list(
                                        "L1",
                                        "OCO",
                                        order("A", "SELL", "15", "105.00", null),
                                        order("B", "SELL", "15", "108.00", null))))
                .json();
        // 5 open a short, at 108.00: 54.00 of margin and 0.54 in fees.
        assertCash(account, "999", "54.54");

        api.fill(account, orderId(placed, 0), "15", "105.00");
        api.report(account, orderId(placed, 1), ReportType.CANCELED);
        assertCash(account, "1047.42", "0");
    }

    @Test
    void aHedgingAccountTakesNoLists() {
        String account = must(
                        201,
                        api.post(
                                Tokens.admin(),
                                "/v1/accounts",
                                "{'name':'Legs','accountType':'MARGIN','positionMode':'HEDGING','baseCurrency':'USD'}"))
                .text("accountId");

        assertThat(must(422, place(account, bracket("L1"))).code()).isEqualTo("LIST_NOT_ON_HEDGING");
    }

    private String bracket(String listId) {
        return list(
                listId,
                "OTOCO",
                order(listId + "-P", "BUY", "10", "100.00", null),
                order(listId + "-T", "SELL", "10", "105.00", listId + "-P"),
                order(listId + "-S", "SELL", "10", "108.00", listId + "-P"));
    }

    private String order(String clOrdId, String side, String qty, String px, @Nullable String after) {
        return "{'order':" + limitOrder(clOrdId, symbol, side, qty, px)
                + (after == null ? "" : ",'after':'" + after + "'") + "}";
    }

    private static String list(String listId, String type, String... orders) {
        return "{'listId':'" + listId + "','listType':'" + type + "','orders':[" + String.join(",", orders) + "]}";
    }

    private static String lists(String account) {
        return "/v1/accounts/" + account + "/order-lists";
    }

    private Answer place(String account, String list) {
        return api.post(Tokens.trader(account), lists(account), list);
    }

    private Answer buy(String account, String clOrdId) {
        return order(account, limitOrder(clOrdId, symbol, "BUY", "1", "100.00"));
    }

    private Answer sell(String account, String clOrdId) {
        return order(account, limitOrder(clOrdId, symbol, "SELL", "1", "100.00"));
    }

    private Answer order(String account, String body) {
        return api.post(Tokens.trader(account), "/v1/accounts/" + account + "/orders", body);
    }

    private static String orderId(JsonNode list, int member) {
        return list.path("members").get(member).path("order").path("orderId").asText();
    }

    private String account(String cash) {
        String account = must(
                        201,
                        api.post(
                                Tokens.admin(),
                                "/v1/accounts",
                                "{'name':'On margin','accountType':'MARGIN','baseCurrency':'USD'}"))
                .text("accountId");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/accounts/" + account + "/deposits",
                        "{'transferId':'opening','asset':'USD','amount':'" + cash + "'}"));
        return account;
    }

    private void assertCash(String account, String posted, String pending) {
        for (JsonNode line : must(200, api.get(Tokens.trader(account), "/v1/accounts/" + account + "/balances"))
                .json()
                .path("items")) {
            if (line.path("code").asText().equals("CASH")) {
                assertThat(line.path("posted").asText() + " "
                                + line.path("pending").asText())
                        .isEqualTo(posted + " " + pending);
                return;
            }
        }
        throw new AssertionError("there is no cash");
    }

    /** What open orders may add to the margin in use, and what is held for something else than orders. */
    private void assertMargin(String account, String orders, String withheld) {
        JsonNode margin = must(200, api.get(Tokens.trader(account), "/v1/accounts/" + account + "/margin"))
                .json();
        assertThat(margin.path("orders").asText() + " "
                        + margin.path("withheld").asText())
                .isEqualTo(orders + " " + withheld);
    }
}
