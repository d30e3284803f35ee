package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.oms.execution.ReportType;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What takes money of an account on margin in USD looks at all of the account: futures at 10 %, fees of 0.1 %, quotes of 99 to 101, and a
 * currency of 2.00 to 2.10 USD that counts a tenth less.
 */
@ExtendWith(ApiExtension.class)
class MarginMoneyIT {
    private final ApiUnderTest api;
    private final String asset;
    private final String pair;

    MarginMoneyIT(ApiUnderTest api) {
        this.api = api;
        asset = api.name("CCY");
        pair = api.name("FX");
        api.ensure("/v1/assets", "{'asset':'" + asset + "','scale':2,'name':'Foreign'}");
        must(201, api.post(Tokens.admin(), "/v1/instruments", ApiUnderTest.instrumentBody(pair)));
        must(
                204,
                api.send(
                        "PUT",
                        Tokens.admin(),
                        "/v1/assets/" + asset + "/haircut",
                        "{'haircut':'0.1','reason':'risk'}"));
    }

    private void ratePair() {
        api.quote(pair, "2.00", "2.10");
        must(200, api.send("PUT", Tokens.admin(), "/v1/rate-pairs/" + asset + "/USD", "{'symbol':'" + pair + "'}"));
    }

    @Test
    void anApprovalLooksAtWhatIsFreeByThen() {
        String symbol = future("USD");
        String account = account("1000");
        api.fill(account, placed(account, "C1", symbol, "BUY", "10", "100.00"), "10", "100.00");
        must(204, api.send("PUT", Tokens.admin(), path(account, "/withdrawal-limits/USD"), "{'maxAmount':'100'}"));
        must(
                202,
                api.post(
                        Tokens.admin(),
                        path(account, "/withdrawals"),
                        "{'transferId':'w1','asset':'USD','amount':'450'}"));
        String approve = act(account, "RESOLVE_WITHDRAWAL", "'id':'w1','approve':true");

        // 999 less 498.90 not realised, 50.11 in use and 450 held.
        api.quote(symbol, "50.11", "52.00");
        Answer denied = must(422, change(api.name("R-"), approve));
        JsonNode numbers = denied.json().path("numbers");
        assertThat(denied.code() + " " + numbers.path("needed").asText() + " "
                        + numbers.path("freeAfter").asText())
                .isEqualTo("MARGIN_INSUFFICIENT 450 -0.01");
        api.quote(symbol, "50.12", "52.00");
        must(201, change(api.name("R-"), approve));
        assertThat(margin(account).path("free").asText()).isEqualTo("0.08");
    }

    @Test
    void aConversionLeavesSomethingFreeOfTheWholeAccount() {
        ratePair();
        String account = almostUsedUp();
        // 51 x 2 less a tenth are 91.80: 10.20 less.
        Answer denied = must(422, convert(account, "USD", "102", asset, "0.5"));
        assertThat(denied.code() + " "
                        + denied.json().path("numbers").path("freeAfter").asText())
                .isEqualTo("MARGIN_INSUFFICIENT -0.20");
        must(201, convert(account, "USD", "100", asset, "0.5"));
        assertThat(margin(account).path("free").asText()).isEqualTo("0");
    }

    @Test
    void whatMakesMoreFreeIsConvertedThoughThereIsNotEnough() {
        ratePair();
        String account = almostUsedUp();
        must(201, convert(account, "USD", "100", asset, "0.5"));
        api.quote(pair, "1.00", "2.10");
        assertThat(margin(account).path("free").asText()).isEqualTo("-45");

        must(422, convert(account, "USD", "1", asset, "0.5"));
        must(201, convert(account, asset, "10", "USD", "1"));
        assertThat(margin(account).path("free").asText()).isEqualTo("-44");
    }

    @Test
    void withoutARateNothingIsConvertedNorOpened() {
        String account = almostUsedUp();
        Answer conversion = must(422, convert(account, "USD", "1", asset, "0.5"));
        assertThat(conversion.code() + " " + names(conversion)).isEqualTo("RATE_MISSING [" + asset + ", USD]");
        String foreign = future(asset);
        must(
                201,
                api.post(
                        Tokens.admin(),
                        path(account, "/deposits"),
                        "{'transferId':'foreign','asset':'" + asset + "','amount':'1000'}"));
        String order = ApiUnderTest.limitOrder("C2", foreign, "BUY", "1", "100.00");
        Answer denied = must(422, api.post(Tokens.trader(account), path(account, "/orders"), order));
        assertThat(denied.code() + " " + names(denied)).isEqualTo("RATE_MISSING [" + asset + ", USD]");

        ratePair();
        placed(account, "C3", foreign, "BUY", "1", "100.00");
        must(201, convert(account, "USD", "1", asset, "0.5"));
    }

    @Test
    void whatCameInIsTakenBackAsFarAsItIsFree() {
        String account = almostUsedUp();
        must(
                201,
                api.post(
                        Tokens.admin(),
                        path(account, "/deposits"),
                        "{'transferId':'more','asset':'USD','amount':'50'}"));
        must(201, change(api.name("R-"), act(account, "POST", "'id':'fee','kind':'FEE','asset':'USD','amount':'40'")));
        Answer denied = must(422, reverse(account, "back", ""));
        assertThat(denied.code() + " "
                        + denied.json().path("numbers").path("freeAfter").asText())
                .isEqualTo("MARGIN_INSUFFICIENT -30.00");
        must(201, reverse(account, "back-20", ",'amount':'20'"));
        assertThat(margin(account).path("free").asText()).isEqualTo("0");
    }

    @ParameterizedTest(name = "{0} of {1}, and not of {2}")
    @DisplayName(
            "An order of 20 @ 100 holds 202 of 1,000 and takes 495 at a leverage of 4: what is used beside it is told by the latter, whatever the way")
    @CsvSource({
        "order, 20.404, 20.405",
        "replace, 40.404, 40.405",
        "withdrawal, 505, 505.01",
        "move, 505, 505.01",
        "hold, 505, 505.01",
        "conversion, 615.8, 615.9"
    })
    void noWayLooksAtHoldsAlone(String way, String within, String beyond) {
        ratePair();
        String symbol = future("USD");
        String account = account("1000");
        leverage(account, "4");
        String orderId = placed(account, "C1", symbol, "BUY", "20", "100.00");
        api.report(account, orderId, ReportType.NEW);
        assertThat(margin(account).path("free").asText()).isEqualTo("505");

        Answer denied = must(422, use(way, account, symbol, orderId, beyond));
        assertThat(denied.code()).isEqualTo("MARGIN_INSUFFICIENT");
        Answer used = use(way, account, symbol, orderId, within);
        if (way.equals("replace")) {
            must(202, used);
            api.answer(account, orderId, ReportType.REPLACED, "U-" + within);
        } else {
            must(201, used);
        }
        assertThat(new BigDecimal(margin(account).path("free").asText())).isBetween(BigDecimal.ZERO, BigDecimal.ONE);
    }

    private Answer use(String way, String account, String symbol, String orderId, String amount) {
        String id = "U-" + amount;
        return switch (way) {
            case "order" ->
                api.post(
                        Tokens.trader(account),
                        path(account, "/orders"),
                        ApiUnderTest.limitOrder(id, symbol, "BUY", amount, "100.00"));
            case "replace" ->
                api.post(
                        Tokens.trader(account),
                        path(account, "/orders/" + orderId + "/replace"),
                        "{'clOrdId':'" + id + "','orderQty':'" + amount + "'}");
            case "withdrawal" ->
                api.post(
                        Tokens.admin(),
                        path(account, "/withdrawals"),
                        "{'transferId':'" + id + "','asset':'USD','amount':'" + amount + "'}");
            case "move" ->
                change(
                        api.name("R-"),
                        act(
                                account,
                                "MOVE",
                                "'id':'" + id + "','toAccountId':'" + api.newAccount() + "','asset':'USD','amount':'"
                                        + amount + "'"));
            case "hold" ->
                change(
                        api.name("R-"),
                        act(
                                account,
                                "HOLD",
                                "'id':'" + UUID.randomUUID() + "','asset':'USD','amount':'" + amount + "'"));
            // A tenth of a unit that counts 1.80 for each: 0.82 of each are gone.
            default -> convert(account, "USD", amount, asset, "0.1");
        };
    }

    @Test
    void whatIsOwedInOneCurrencyIsNotTakenOutInAnother() {
        ratePair();
        String account = account("100");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        path(account, "/deposits"),
                        "{'transferId':'foreign','asset':'" + asset + "','amount':'100'}"));
        must(201, change(api.name("R-"), act(account, "POST", "'id':'fee','kind':'FEE','asset':'USD','amount':'190'")));
        // 90 are owed, and what is left covers them: 50 at 2.00 less a tenth.
        String body = "{'transferId':'%s','asset':'" + asset + "','amount':'%s'}";
        Answer denied =
                must(422, api.post(Tokens.admin(), path(account, "/withdrawals"), body.formatted("w1", "50.01")));
        assertThat(denied.code()).isEqualTo("MARGIN_INSUFFICIENT");
        must(201, api.post(Tokens.admin(), path(account, "/withdrawals"), body.formatted("w2", "50")));
    }

    /** 1,000 less a fee of 9 and 90 that are not realised; 891 in use. */
    private String almostUsedUp() {
        String symbol = future("USD");
        String account = account("1000");
        api.fill(account, placed(account, "C1", symbol, "BUY", "90", "100.00"), "90", "100.00");
        assertThat(margin(account).path("free").asText()).isEqualTo("10");
        return account;
    }

    private void leverage(String account, String leverage) {
        must(
                200,
                api.send(
                        "PUT",
                        Tokens.admin(),
                        "/v1/admin/accounts/" + account + "/margin-settings",
                        "{'leverage':'" + leverage
                                + "','callLevel':'1','stopOutLevel':'0.5','liquidationMode':'LEAST_QUANTITY','reason':'risk'}"));
    }

    private Answer convert(String account, String from, String amount, String to, String rate) {
        String id = api.name("fx-");
        return change(
                id,
                act(
                        account,
                        "CONVERT",
                        "'id':'" + id + "','asset':'" + from + "','amount':'" + amount + "','boughtAsset':'" + to
                                + "','rate':'" + rate + "'"));
    }

    private Answer reverse(String account, String id, String more) {
        return change(api.name("R-"), act(account, "REVERSE", "'id':'" + id + "','originalId':'more'" + more));
    }

    private Answer change(String requestId, String act) {
        String other = Tokens.sign(Tokens.claims("otto", List.of("admin")).build());
        return api.post(other, "/v1/admin/ledger", "{'requestId':'" + requestId + "','acts':[" + act + "]}");
    }

    private static String act(String account, String act, String more) {
        return "{'act':'" + act + "','accountId':'" + account + "'," + more + "}";
    }

    private static List<String> names(Answer denied) {
        JsonNode numbers = denied.json().path("numbers");
        return List.of(numbers.path("from").asText(), numbers.path("to").asText());
    }

    private JsonNode margin(String account) {
        return must(200, api.get(Tokens.trader(account), path(account, "/margin")))
                .json();
    }

    private String future(String currency) {
        String symbol = api.name("SYM");
        String body = ApiUnderTest.instrumentBody(symbol)
                .replace("'currency':'USD'", "'currency':'" + currency + "'")
                .replace("}", ",'securityType':'FUT','margin':{'unit':'RATE','initial':'0.1','maintenance':'0.05'}}");
        must(201, api.post(Tokens.admin(), "/v1/instruments", body));
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

    private String placed(String account, String clOrdId, String symbol, String side, String qty, String px) {
        String order = ApiUnderTest.limitOrder(clOrdId, symbol, side, qty, px);
        return must(201, api.post(Tokens.trader(account), path(account, "/orders"), order))
                .text("orderId");
    }

    private static String path(String account, String rest) {
        return "/v1/accounts/" + account + rest;
    }
}
