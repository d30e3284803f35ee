package io.tradecore.api.rest;

import static io.tradecore.api.Reconciled.assertReconciled;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.oms.execution.ReportType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An account with a long and a short leg: futures at 10 %, fees of 0.1 %, quotes of 99 to 101. */
@ExtendWith(ApiExtension.class)
class HedgingIT {

    private final ApiUnderTest api;

    HedgingIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void eachLegKeepsItsAverageAndMarginIsOfTheNet() {
        String symbol = instrument();
        String account = account("1000");
        String open = placed(account, "C1", symbol, "BUY", "OPEN", "10", "100.00");
        assertCash(account, "1000 101");
        api.fill(account, open, "10", "100.00");
        String hedge = placed(account, "C2", symbol, "SELL", "OPEN", "10", "101.00");
        assertCash(account, "999 0");
        api.fill(account, hedge, account + "-H", "10", "101.00");

        assertThat(legs(account, "/positions")).containsExactly("LONG 10 @ 100 0 1", "SHORT -10 @ 101 0 1.01");
        assertThat(api.get(Tokens.trader(account), path(account, "/orders/" + hedge))
                        .text("positionEffect"))
                .isEqualTo("OPEN");
        JsonNode equity = must(200, api.get(Tokens.trader(account), path(account, "/equity")))
                .json();
        // 997.99 of cash; the long at the bid has lost 10, the short at the ask nothing.
        assertThat(equity.path("equity").asText()).isEqualTo("987.99");

        api.bust(account, hedge, account + "-H");
        assertThat(legs(account, "/positions")).containsExactly("LONG 10 @ 100 0 1", "SHORT 0 @ null 0 0");
        assertThat(legs(account, "/positions?asOf=2199-01-01T00:00:00Z"))
                .containsExactly("LONG 10 @ 100 0 1", "SHORT 0 @ null 0 0");
        assertReconciled();
    }

    @Test
    void aCloseTakesNoMoreThanItsLegAndALateFillThatDoesIsBookedAndFlagged() {
        String symbol = instrument();
        String account = account("1000");
        api.fill(account, placed(account, "C1", symbol, "BUY", "OPEN", "5", "100.00"), "5", "100.00");
        String first = placed(account, "C2", symbol, "SELL", "CLOSE", "3", "102.00");
        Answer tooMuch = must(422, place(account, "C3", symbol, "SELL", "CLOSE", "2.001", "102.00"));
        assertThat(tooMuch.code()).isEqualTo("CLOSE_EXCEEDS_LEG");
        assertThat(tooMuch.json().path("numbers").toString())
                .isEqualTo("{\"closing\":\"3\",\"leg\":\"5\",\"orderQty\":\"2.001\"}");
        api.report(account, first, ReportType.NEW);
        assertThat(must(422, replace(account, first, "C4", "5.001")).code()).isEqualTo("CLOSE_EXCEEDS_LEG");
        // A leg of its own: nothing of it is there.
        assertThat(must(422, place(account, "C5", symbol, "BUY", "CLOSE", "1", "100.00"))
                        .code())
                .isEqualTo("CLOSE_EXCEEDS_LEG");

        api.report(account, first, ReportType.CANCELED);
        String second = placed(account, "C6", symbol, "SELL", "CLOSE", "5", "102.00");
        api.fill(account, second, "5", "102.00");
        api.fill(account, first, account + "-LATE", "3", "102.00");

        assertThat(legs(account, "/positions")).containsExactly("LONG -3 @ 102 10 1.32");
        JsonNode late = items(account, "/executions").get(2);
        assertThat(late.path("execId").asText()).isEqualTo(account + "-LATE");
        assertThat(late.path("flags").toString()).contains("LATE", "OVERCLOSE");
        assertReconciled();
    }

    @Test
    void ordersSayWhatTheyDoToTheirLegHereAndNowhereElse() {
        String symbol = instrument();
        String account = account("1000");
        Answer missing = api.post(
                Tokens.trader(account),
                path(account, "/orders"),
                ApiUnderTest.limitOrder("C1", symbol, "BUY", "1", "100.00"));
        assertThat(must(422, missing).code()).isEqualTo("POSITION_EFFECT_MISSING");
        String netting = api.newAccount();
        assertThat(must(422, place(netting, "C1", symbol, "BUY", "OPEN", "1", "100.00"))
                        .code())
                .isEqualTo("POSITION_EFFECT_NOT_ALLOWED");
        assertThat(must(422, close(netting, "X1", symbol, "LONG")).code()).isEqualTo("LEG_NOT_ALLOWED");

        placed(account, "C2", symbol, "BUY", "OPEN", "1", "100.00");
        must(200, place(account, "C2", symbol, "BUY", "OPEN", "1.0", "100.00"));
        assertThat(must(409, place(account, "C2", symbol, "BUY", "CLOSE", "1", "100.00"))
                        .code())
                .isEqualTo("EXISTS_WITH_DIFFERENT_POSITION_EFFECT");
        assertReconciled();
    }

    @Test
    void aCashAccountCannotHedgeAndTheModeStays() {
        String body = "{'name':'Legs','accountType':'%s','positionMode':'HEDGING','baseCurrency':'USD'}";
        Answer refused = must(422, api.post(Tokens.admin(), "/v1/accounts", body.formatted("CASH")));
        assertThat(refused.code()).isEqualTo("HEDGING_NEEDS_MARGIN");
        Answer made = must(201, api.post(Tokens.admin(), "/v1/accounts", body.formatted("MARGIN")));
        assertThat(made.text("positionMode")).isEqualTo("HEDGING");
        String account = made.text("accountId");
        assertThat(must(200, api.get(Tokens.trader(account), path(account, ""))).text("positionMode"))
                .isEqualTo("HEDGING");
        String again = "{'accountId':'" + account + "','name':'Legs','accountType':'MARGIN','baseCurrency':'USD'}";
        Answer different = must(409, api.post(Tokens.admin(), "/v1/accounts", again));
        assertThat(different.code() + " " + different.text("field"))
                .isEqualTo("EXISTS_WITH_DIFFERENT_BODY positionMode");
    }

    @Test
    void aLegIsClosedByItself() {
        String symbol = instrument();
        String account = account("1000");
        api.fill(account, placed(account, "C1", symbol, "BUY", "OPEN", "5", "100.00"), "5", "100.00");
        api.fill(account, placed(account, "C2", symbol, "SELL", "OPEN", "2", "100.00"), "2", "100.00");
        String closing = must(200, close(account, "X1", symbol, "LONG"))
                .json()
                .path("results")
                .get(0)
                .path("orderId")
                .asText();
        JsonNode order = must(200, api.get(Tokens.trader(account), path(account, "/orders/" + closing)))
                .json();
        assertThat(order.path("side").asText() + " " + order.path("orderQty").asText() + " "
                        + order.path("positionEffect").asText())
                .isEqualTo("SELL 5 CLOSE");
        api.fill(account, closing, "5", "99.00");

        assertThat(legs(account, "/positions")).containsExactly("LONG 0 @ null -5 1", "SHORT -2 @ 100 0 0.2");
        assertReconciled();
    }

    @Test
    void fundingIsOfTheNetAndASettlementOfEachLeg() {
        String symbol = instrument();
        String account = account("1000");
        api.fill(account, placed(account, "C1", symbol, "BUY", "OPEN", "5", "100.00"), "5", "100.00");
        String sale = placed(account, "C2", symbol, "SELL", "OPEN", "2", "101.00");
        api.fill(account, sale, account + "-S", "2", "101.00");
        assertCash(account, "999.3 0");

        must(201, announce(symbol, "'kind':'FUNDING','mark':'100','rate':'0.01'"));
        assertCash(account, "996.3 0");
        // The long has lost 50, the short has gained 22.
        assertThat(must(201, announce(symbol, "'kind':'SETTLEMENT','settlementPx':'90'"))
                        .text("accounts"))
                .isEqualTo("1");
        assertCash(account, "968.3 0");
        assertThat(legs(account, "/positions")).containsExactly("LONG 5 @ 100 0 0.5", "SHORT -2 @ 101 0 0.2");
        // From there on the long at the bid of 99 has gained 45, the short at the ask of 101 has lost 22.
        assertThat(must(200, api.get(Tokens.trader(account), path(account, "/equity")))
                        .text("equity"))
                .isEqualTo("991.3");

        // Closing brings the loss by the average, less what was paid of it.
        api.fill(account, placed(account, "C3", symbol, "SELL", "CLOSE", "5", "98.00"), "5", "98.00");
        assertThat(legs(account, "/positions")).containsExactly("LONG 0 @ null -10 0.99", "SHORT -2 @ 101 0 0.2");
        assertCash(account, "1007.81 0");
        // Without the sale there was nothing of the short to pay.
        api.bust(account, sale, account + "-S");
        assertCash(account, "986.01 0");
        assertReconciled();
    }

    @Test
    void legsThatMakeUpForEachOtherAreSettledToo() {
        String symbol = instrument();
        String account = account("1000");
        api.fill(account, placed(account, "C1", symbol, "BUY", "OPEN", "5", "100.00"), "5", "100.00");
        api.fill(account, placed(account, "C2", symbol, "SELL", "OPEN", "5", "101.00"), "5", "101.00");
        assertThat(must(201, announce(symbol, "'kind':'SETTLEMENT','settlementPx':'90'"))
                        .text("credited"))
                .isEqualTo("5");
        assertCash(account, "1004 0");
        assertReconciled();
    }

    @Test
    void aSplitIsOfEachLegAndOfTheOrdersThatCloseThem() {
        String symbol = instrument();
        String account = account("1000");
        String purchase = placed(account, "C1", symbol, "BUY", "OPEN", "5", "100.00");
        api.fill(account, purchase, account + "-P", "5", "100.00");
        api.fill(account, placed(account, "C2", symbol, "SELL", "OPEN", "2", "102.00"), "2", "102.00");
        String closing = working(account, "C3", symbol, "SELL", "CLOSE", "5", "110.00");
        must(201, announce(symbol, "'kind':'SETTLEMENT','settlementPx':'90'"));
        assertCash(account, "973.3 22.22");

        split(symbol, "'numerator':2,'denominator':1");
        assertThat(legs(account, "/positions")).containsExactly("LONG 10 @ 50 0 0.5", "SHORT -4 @ 51 0 0.2");
        JsonNode order = must(200, api.get(Tokens.trader(account), path(account, "/orders/" + closing)))
                .json();
        assertThat(order.path("orderQty").asText() + " " + order.path("px").asText())
                .isEqualTo("10 55");
        assertThat(must(422, place(account, "C4", symbol, "SELL", "CLOSE", "0.001", "100.00"))
                        .code())
                .isEqualTo("CLOSE_EXCEEDS_LEG");
        // Of 10 and of 4 in thirds: 3.333 and 1.333, and of what is left 0.0003 each are closed at 150.
        split(symbol, "'numerator':1,'denominator':3,'fractionPx':'150.00'");
        assertThat(legs(account, "/positions"))
                .containsExactly("LONG 3.333 @ 150 0 0.5", "SHORT -1.333 @ 153 0.000999999999 0.2");
        assertReconciled();

        // The long leg is gone, with all that was paid of it.
        api.bust(account, purchase, account + "-P");
        assertThat(legs(account, "/positions"))
                .containsExactly("LONG 0 @ null 0 0", "SHORT -1.333 @ 153 0.000999999999 0.2");
        assertThat(legs(account, "/positions?asOf=2199-01-01T00:00:00Z"))
                .containsExactly("LONG 0 @ null 0 0", "SHORT -1.333 @ 153 0.000999999999 0.2");
        assertReconciled();
    }

    @Test
    void anAccountWithLegsIsNotEmptyThoughTheyMakeUpForEachOther() {
        String symbol = instrument();
        String account = account("1000");
        api.fill(account, placed(account, "C1", symbol, "BUY", "OPEN", "5", "100.00"), "5", "100.00");
        api.fill(account, placed(account, "C2", symbol, "SELL", "OPEN", "5", "100.00"), "5", "100.00");
        // Neither leg has lost anything, and the net takes no margin: all of the cash is free.
        api.quote(symbol, "100.00", "100.00");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        path(account, "/withdrawals"),
                        "{'transferId':'out','asset':'USD','amount':'999'}"));

        Answer closed = api.send("PATCH", Tokens.admin(), path(account, ""), "{'status':'CLOSED'}");
        assertThat(must(409, closed).code()).isEqualTo("ACCOUNT_NOT_EMPTY");
    }

    private void split(String symbol, String terms) {
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments/" + symbol + "/splits",
                        "{'splitId':'" + api.name("split-") + "'," + terms + ",'reason':'corporate action'}"));
    }

    private Answer announce(String symbol, String act) {
        return api.post(
                Tokens.admin(),
                "/v1/instruments/" + symbol + "/acts",
                "{'actId':'" + api.name("act-") + "'," + act + ",'reason':'test'}");
    }

    private String instrument() {
        String symbol = api.name("SYM");
        String kind = ",'securityType':'FUT','margin':{'unit':'RATE','initial':'0.1','maintenance':'0.05'}}";
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments",
                        ApiUnderTest.instrumentBody(symbol).replace("}", kind)));
        api.quote(symbol, "99.00", "101.00");
        return symbol;
    }

    private String account(String cash) {
        String account = must(
                        201,
                        api.post(
                                Tokens.admin(),
                                "/v1/accounts",
                                "{'name':'Legs','accountType':'MARGIN','positionMode':'HEDGING','baseCurrency':'USD'}"))
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

    private Answer place(
            String account, String clOrdId, String symbol, String side, String effect, String qty, String px) {
        String order = ApiUnderTest.limitOrder(clOrdId, symbol, side, qty, px);
        return api.post(
                Tokens.trader(account),
                path(account, "/orders"),
                order.replace("}", ",'positionEffect':'" + effect + "'}"));
    }

    private String placed(
            String account, String clOrdId, String symbol, String side, String effect, String qty, String px) {
        return must(201, place(account, clOrdId, symbol, side, effect, qty, px)).text("orderId");
    }

    /** One that works at its venue. */
    private String working(
            String account, String clOrdId, String symbol, String side, String effect, String qty, String px) {
        String orderId = placed(account, clOrdId, symbol, side, effect, qty, px);
        api.report(account, orderId, ReportType.NEW);
        return orderId;
    }

    private Answer replace(String account, String orderId, String clOrdId, String orderQty) {
        return api.post(
                Tokens.trader(account),
                path(account, "/orders/" + orderId + "/replace"),
                "{'clOrdId':'" + clOrdId + "','orderQty':'" + orderQty + "'}");
    }

    private Answer close(String account, String clOrdId, String symbol, String leg) {
        return api.post(
                Tokens.trader(account),
                path(account, "/positions/close"),
                "{'clOrdId':'" + clOrdId + "','symbol':'" + symbol + "','leg':'" + leg + "'}");
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

    /** As leg, quantity @ average, realised and fees. */
    private List<String> legs(String account, String path) {
        List<String> legs = new ArrayList<>();
        items(account, path)
                .forEach(leg -> legs.add(leg.path("leg").asText() + " "
                        + leg.path("qty").asText() + " @ " + leg.path("avgPx").asText() + " "
                        + leg.path("realisedPnl").asText() + " "
                        + leg.path("fees").asText()));
        return legs;
    }

    private JsonNode items(String account, String path) {
        return must(200, api.get(Tokens.trader(account), path(account, path)))
                .json()
                .path("items");
    }
}
