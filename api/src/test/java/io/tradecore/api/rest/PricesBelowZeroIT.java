package io.tradecore.api.rest;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.Reconciled.assertReconciled;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.oms.execution.ReportType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Crude oil in April 2020: 1,000 barrels a contract, margin of 8,000 by the contract, fees of 0.1 %. */
@ExtendWith(ApiExtension.class)
class PricesBelowZeroIT {
    private final ApiUnderTest api;

    PricesBelowZeroIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void ordersOfEveryKindTradeOnBothSidesOfZero() throws Exception {
        String symbol = oil(true);
        String account = account("100000");
        String purchase = placed(account, symbol, "C1", "BUY", "'ordType':'LIMIT','px':'37.63'");
        assertCash(account, "100000 8037.63");
        api.fill(account, purchase, "1", "37.63");
        assertCash(account, "99962.37 0");

        String stop = placed(account, symbol, "C2", "SELL", "'ordType':'STOP_LIMIT','stopPx':'-30.00','px':'-33.00'");
        assertThat(order(account, stop, "stopPx") + " " + order(account, stop, "px"))
                .isEqualTo("-30 -33");
        api.quote(symbol, "-37.63", "-37.00");
        eventually(() -> assertThat(events(account, stop)).contains("TRIGGERED"));
        api.fill(account, stop, "1", "-37.63");
        assertThat(position(account)).isEqualTo("0 @ null -75260 75.26");
        assertCash(account, "24664.74 0");

        String trail = placed(account, symbol, "C3", "BUY", "'ordType':'TRAILING_STOP','trailPercent':'10'");
        assertThat(order(account, trail, "stopPx")).isEqualTo("-33.3");
        api.quote(symbol, "-41.00", "-40.00");
        // The best price is kept, so that a restart goes on from it.
        eventually(() -> assertThat(order(account, trail, "stopPx")).isEqualTo("-36"));
        api.quote(symbol, "-37.00", "-36.00");
        eventually(() -> assertThat(events(account, trail)).contains("TRIGGERED"));
        api.fill(account, trail, "1", "-36.00");
        assertThat(position(account)).isEqualTo("1 @ -36 -75260 111.26");
        assertCash(account, "24628.74 0");

        // A long at the bid has lost 1 on each barrel, and is worth less than nothing.
        JsonNode equity = must(200, api.get(Tokens.trader(account), path(account, "/equity")))
                .json();
        assertThat(equity.path("equity").asText()).isEqualTo("23628.74");
        assertThat(equity.path("positions").get(0).path("marketValue").asText()).isEqualTo("-37000");

        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments/" + symbol + "/acts",
                        "{'actId':'" + api.name("act-")
                                + "','kind':'SETTLEMENT','settlementPx':'-37.63','reason':'close'}"));
        assertCash(account, "22998.74 0");

        api.quote(symbol, "-0.01", "0.01");
        String sale = placed(account, symbol, "C4", "SELL", "'ordType':'LIMIT','px':'0'");
        api.report(account, sale, ReportType.NEW);
        assertThat(must(
                                202,
                                api.post(
                                        Tokens.trader(account),
                                        path(account, "/orders/" + sale + "/replace"),
                                        "{'clOrdId':'C5','px':'-0.01'}"))
                        .text("ordStatus"))
                .isEqualTo("PENDING_REPLACE");
        api.answer(account, sale, ReportType.REPLACED, "C5");
        assertThat(order(account, sale, "px")).isEqualTo("-0.01");
        api.fill(account, sale, "1", "-0.01");
        // 35,990 in all, of which the settlement has taken 1,630 before; a fee of a cent.
        assertThat(position(account)).isEqualTo("0 @ null -39270 111.27");
        assertCash(account, "60618.73 0");
        assertReconciled();
    }

    @Test
    void whatIsNoPriceIsRefusedWithItsCode() {
        String symbol = oil(true);
        String account = account("100000");
        api.quote(symbol, "-37.63", "-37.00");
        assertThat(code(account, symbol, "C1", "'ordType':'LIMIT','px':'-33.29'"))
                .isEqualTo("PX_OUTSIDE_COLLAR");
        assertThat(code(account, symbol, "C2", "'ordType':'LIMIT','px':'-37.005'"))
                .isEqualTo("PX_SCALE");
        Answer byCash = api.post(
                Tokens.trader(account),
                path(account, "/orders"),
                "{'clOrdId':'C3','symbol':'" + symbol
                        + "','side':'BUY','timeInForce':'IOC','ordType':'MARKET','cashOrderQty':'1000'}");
        assertThat(must(422, byCash).code()).isEqualTo("CASH_ORDER_QTY_BELOW_LOT");

        String other = oil(false);
        assertThat(code(account, other, "C4", "'ordType':'LIMIT','px':'0'")).isEqualTo("PX_NOT_POSITIVE");
        assertThat(code(account, other, "C5", "'ordType':'LIMIT','px':'-1'")).isEqualTo("PX_NOT_POSITIVE");
        assertThat(code(account, other, "C6", "'ordType':'STOP','stopPx':'-1'")).isEqualTo("STOP_PX_NOT_POSITIVE");
        String order = placed(account, other, "C7", "BUY", "'ordType':'LIMIT','px':'37.00'");
        api.report(account, order, ReportType.NEW);
        Answer replaced = api.post(
                Tokens.trader(account), path(account, "/orders/" + order + "/replace"), "{'clOrdId':'C8','px':'-1'}");
        assertThat(must(422, replaced).code()).isEqualTo("PX_NOT_POSITIVE");

        String onCash = api.newAccount();
        assertThat(code(onCash, symbol, "C1", "'ordType':'LIMIT','px':'-37.00'"))
                .isEqualTo("MARGIN_ACCOUNT_REQUIRED");
        assertReconciled();
    }

    private String oil(boolean negativePx) {
        String symbol = api.name("CL");
        String kind = ",'securityType':'FUT','negativePx':" + negativePx
                + ",'multiplier':'1000','margin':{'unit':'PER_CONTRACT','initial':'8000','maintenance':'7000'}}";
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments",
                        ApiUnderTest.instrumentBody(symbol).replace("}", kind)));
        api.quote(symbol, "37.60", "37.63");
        return symbol;
    }

    private String account(String cash) {
        String account = must(
                        201,
                        api.post(
                                Tokens.admin(),
                                "/v1/accounts",
                                "{'name':'Oil','accountType':'MARGIN','baseCurrency':'USD'}"))
                .text("accountId");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        path(account, "/deposits"),
                        "{'transferId':'opening','asset':'USD','amount':'" + cash + "'}"));
        return account;
    }

    private static String path(String account, String rest) {
        return "/v1/accounts/" + account + rest;
    }

    private Answer place(String account, String symbol, String clOrdId, String side, String more) {
        return api.post(
                Tokens.trader(account),
                path(account, "/orders"),
                "{'clOrdId':'" + clOrdId + "','symbol':'" + symbol + "','side':'" + side
                        + "','timeInForce':'GTC','orderQty':'1'," + more + "}");
    }

    private String placed(String account, String symbol, String clOrdId, String side, String more) {
        return must(201, place(account, symbol, clOrdId, side, more)).text("orderId");
    }

    private String code(String account, String symbol, String clOrdId, String more) {
        return must(422, place(account, symbol, clOrdId, "BUY", more)).code();
    }

    private String order(String account, String orderId, String field) {
        return must(200, api.get(Tokens.trader(account), path(account, "/orders/" + orderId)))
                .text(field);
    }

    private List<String> events(String account, String orderId) {
        return must(200, api.get(Tokens.trader(account), path(account, "/orders/" + orderId + "/events")))
                .json()
                .path("items")
                .findValuesAsText("eventType");
    }

    /** Quantity @ average, realised and fees. */
    private String position(String account) {
        JsonNode position = items(account, "/positions").get(0);
        return position.path("qty").asText() + " @ " + position.path("avgPx").asText() + " "
                + position.path("realisedPnl").asText() + " "
                + position.path("fees").asText();
    }

    private void assertCash(String account, String postedAndPending) {
        for (JsonNode line : items(account, "/balances")) {
            if (line.path("code").asText().equals("CASH")) {
                assertThat(line.path("posted").asText() + " "
                                + line.path("pending").asText())
                        .isEqualTo(postedAndPending);
            }
        }
    }

    private JsonNode items(String account, String path) {
        return must(200, api.get(Tokens.trader(account), path(account, path)))
                .json()
                .path("items");
    }
}
