package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.oms.execution.ReportType;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an account on margin is told of itself, and judged by: futures at 10 %, fees of 0.1 %, quotes of 99 to 101. */
@ExtendWith(ApiExtension.class)
class MarginIT {
    private static final String FUTURE =
            "'securityType':'FUT','margin':{'unit':'RATE','initial':'0.1','maintenance':'0.05'}";

    private final ApiUnderTest api;

    MarginIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void anAccountIsToldWhatItHasUsesAndMayStillUse() {
        String symbol = instrument();
        String account = account("1000");
        api.fill(account, placed(account, "C1", symbol, "BUY", "10", "100.00"), "10", "100.00");
        placed(account, "C2", symbol, "BUY", "5", "100.00");

        JsonNode margin = margin(account);
        // 999 less 10; 99 for the position and 49.50 for what the order may add.
        assertThat(margin.path("equity").asText()).isEqualTo("989");
        assertThat(margin.path("used").asText()).isEqualTo("99");
        assertThat(margin.path("maintenance").asText()).isEqualTo("49.5");
        assertThat(margin.path("orders").asText()).isEqualTo("49.5");
        assertThat(margin.path("free").asText()).isEqualTo("840.5");
        assertThat(margin.path("level").asText()).isEqualTo("9.9898");
        assertThat(margin.path("settings").path("stopOutLevel").asText()).isEqualTo("0.5");
        assertThat(margin.path("missing").isEmpty()).isTrue();
        String cashAccount = api.newAccount();
        assertThat(must(422, api.get(Tokens.trader(cashAccount), path(cashAccount, "/margin")))
                        .code())
                .isEqualTo("MARGIN_ACCOUNT_REQUIRED");
    }

    @Test
    void whatAPreviewSaysIsWhatIsCharged() {
        String symbol = instrument();
        String account = account("1000");
        api.fill(account, placed(account, "C1", symbol, "BUY", "10", "100.00"), "10", "100.00");
        for (String qty : new String[] {"4", "10", "17.5"}) {
            String order = ApiUnderTest.limitOrder("P" + qty.replace('.', '-'), symbol, "SELL", qty, "100.00");
            JsonNode before = cash(account);
            JsonNode figures = must(200, api.post(Tokens.trader(account), path(account, "/orders/preview"), order))
                    .json()
                    .path("figures");
            String orderId = must(201, api.post(Tokens.trader(account), path(account, "/orders"), order))
                    .text("orderId");
            assertThat(new BigDecimal(cash(account).path("pending").asText())
                            .subtract(new BigDecimal(before.path("pending").asText())))
                    .isEqualByComparingTo(figures.path("reserved").asText());
            api.report(account, orderId, ReportType.CANCELED);
        }
    }

    @Test
    void theLeverageOfAnAccountBoundsItsOrdersAndEachChangeIsKept() {
        String symbol = instrument();
        String account = account("1000");
        settings(
                200, account, "'leverage':'4','callLevel':'1','stopOutLevel':'0.5','liquidationMode':'LEAST_QUANTITY'");
        // 41 at 99 take 1,014.75 at a quarter, 405.90 at a tenth.
        Answer denied = must(422, place(account, "C1", symbol, "BUY", "41", "100.00"));
        assertThat(denied.code()).isEqualTo("MARGIN_INSUFFICIENT");
        assertThat(denied.json().path("numbers").path("needed").asText()).isEqualTo("1014.75");
        placed(account, "C2", symbol, "BUY", "40", "100.00");
        assertThat(margin(account).path("orders").asText()).isEqualTo("990");
        settings(
                200,
                account,
                "'callLevel':'1.2','stopOutLevel':'0.6','restoreLevel':'0.8','liquidationMode':'WHOLE_POSITION'");
        settings(
                200,
                account,
                "'callLevel':'1.2','stopOutLevel':'0.6','restoreLevel':'0.8','liquidationMode':'WHOLE_POSITION'");
        settings(400, account, "'callLevel':'0.5','stopOutLevel':'0.6','liquidationMode':'WHOLE_POSITION'");

        JsonNode history = must(
                        200, api.get(Tokens.admin(), "/v1/admin/accounts/" + account + "/margin-settings/history"))
                .json()
                .path("items");
        assertThat(history.size()).isEqualTo(2);
        assertThat(history.get(0).path("from").path("leverage").asText()).isEqualTo("4");
        assertThat(history.get(0).path("to").path("restoreLevel").asText()).isEqualTo("0.8");
        assertThat(history.get(0).path("reason").asText()).isEqualTo("asked for by risk");
        assertThat(history.get(1).has("from")).isFalse();
    }

    @Test
    void tiersAndAnUnderlyingAreSaidOfAnInstrumentAndCountAtOnce() {
        String symbol = instrument();
        String hedge = instrument();
        String account = account("1000");
        String underlying = api.name("UND");
        String terms =
                "{'unit':'RATE','initial':'0.1','maintenance':'0.05','tiers':[{'above':'500','initial':'0.2','maintenance':'0.1'}]"
                        + ",'underlying':'" + underlying + "','offset':'0.5'}";
        for (String one : new String[] {symbol, hedge}) {
            JsonNode shown = must(200, api.send("PUT", Tokens.admin(), "/v1/instruments/" + one + "/margin", terms))
                    .json()
                    .path("margin");
            assertThat(shown.path("tiers").get(0).path("above").asText()).isEqualTo("500");
            assertThat(shown.path("underlying").asText() + " "
                            + shown.path("offset").asText())
                    .isEqualTo(underlying + " 0.5");
        }
        String falling = terms.replace("'initial':'0.2'", "'initial':'0.05'")
                .replace("'maintenance':'0.1'", "'maintenance':'0.05'");
        assertThat(must(400, api.send("PUT", Tokens.admin(), "/v1/instruments/" + symbol + "/margin", falling))
                        .text("field"))
                .isEqualTo("tiers");

        api.fill(account, placed(account, "C1", symbol, "BUY", "10", "100.00"), "10", "100.00");
        // 50 of the first 500 of 990, a fifth of the rest.
        assertThat(margin(account).path("used").asText()).isEqualTo("148");
        api.fill(account, placed(account, "C2", hedge, "SELL", "5", "100.00"), "5", "100.00");
        // 51 more of 505, and half of the smaller side less.
        assertThat(margin(account).path("used").asText()).isEqualTo("173.5");
    }

    @Test
    void cashOfAnotherCurrencyCountsLessItsHaircut() {
        String asset = api.name("CCY");
        api.ensure("/v1/assets", "{'asset':'" + asset + "','scale':2,'name':'Foreign'}");
        String pair = api.name("FX");
        String body = ApiUnderTest.instrumentBody(pair);
        must(201, api.post(Tokens.admin(), "/v1/instruments", body));
        api.quote(pair, "2.00", "2.10");
        must(200, api.send("PUT", Tokens.admin(), "/v1/rate-pairs/" + asset + "/USD", "{'symbol':'" + pair + "'}"));
        String account = account("1000");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        path(account, "/deposits"),
                        "{'transferId':'foreign','asset':'" + asset + "','amount':'100'}"));
        assertThat(margin(account).path("equity").asText()).isEqualTo("1200");
        must(
                204,
                api.send(
                        "PUT",
                        Tokens.admin(),
                        "/v1/assets/" + asset + "/haircut",
                        "{'haircut':'0.1','reason':'asked for by risk'}"));
        assertThat(margin(account).path("equity").asText()).isEqualTo("1180");
    }

    @Test
    void whatPositionsUseDoesNotLeaveTheAccount() {
        String symbol = instrument();
        String account = account("1000");
        api.fill(account, placed(account, "C1", symbol, "BUY", "50", "100.00"), "50", "100.00");
        // 995 less 50 not realised and 495 in use.
        assertThat(margin(account).path("free").asText()).isEqualTo("450");
        assertThat(withdraw(account, "w1", "450.01", 422).code()).isEqualTo("MARGIN_INSUFFICIENT");
        withdraw(account, "w2", "450", 201);
        assertThat(margin(account).path("free").asText()).isEqualTo("0");
    }

    private Answer withdraw(String account, String id, String amount, int status) {
        return must(
                status,
                api.post(
                        Tokens.admin(),
                        path(account, "/withdrawals"),
                        "{'transferId':'" + id + "','asset':'USD','amount':'" + amount + "'}"));
    }

    private void settings(int status, String account, String settings) {
        must(
                status,
                api.send(
                        "PUT",
                        Tokens.admin(),
                        "/v1/admin/accounts/" + account + "/margin-settings",
                        "{" + settings + ",'reason':'asked for by risk'}"));
    }

    private JsonNode margin(String account) {
        return must(200, api.get(Tokens.trader(account), path(account, "/margin")))
                .json();
    }

    private JsonNode cash(String account) {
        JsonNode items = must(200, api.get(Tokens.trader(account), path(account, "/balances")))
                .json()
                .path("items");
        for (JsonNode line : items) {
            if (line.path("code").asText().equals("CASH")) {
                return line;
            }
        }
        throw new AssertionError("there is no cash");
    }

    private String instrument() {
        String symbol = api.name("SYM");
        String body = ApiUnderTest.instrumentBody(symbol);
        must(201, api.post(Tokens.admin(), "/v1/instruments", body.replace("}", "," + FUTURE + "}")));
        api.quote(symbol, "99.00", "101.00");
        return symbol;
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
                        path(account, "/deposits"),
                        "{'transferId':'opening','asset':'USD','amount':'" + cash + "'}"));
        return account;
    }

    private Answer place(String account, String clOrdId, String symbol, String side, String qty, String px) {
        return api.post(
                Tokens.trader(account),
                path(account, "/orders"),
                ApiUnderTest.limitOrder(clOrdId, symbol, side, qty, px));
    }

    private String placed(String account, String clOrdId, String symbol, String side, String qty, String px) {
        return must(201, place(account, clOrdId, symbol, side, qty, px)).text("orderId");
    }

    private static String path(String account, String rest) {
        return "/v1/accounts/" + account + rest;
    }
}
