package io.tradecore.api.rest;

import static io.tradecore.api.Reconciled.assertReconciled;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A future is settled daily: margin of 10 %, fees of 0.1 %, quotes of 99 to 101. */
@ExtendWith(ApiExtension.class)
class SettlementIT {
    private static final String FUTURE =
            "'securityType':'FUT','margin':{'unit':'RATE','initial':'0.1','maintenance':'0.05'}";

    private final ApiUnderTest api;

    SettlementIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void longsAndShortsAreSettledAgainstEachOtherAndClosingPaysTheRest() {
        String symbol = instrument(FUTURE);
        String buyer = account();
        String seller = account();
        fill(buyer, "C1", symbol, "BUY", "10", "100.00", "1");
        fill(seller, "C1", symbol, "SELL", "10", "100.00", "1");

        Answer first = must(201, settle(symbol, api.name("act-"), "103"));
        assertThat(figures(first)).isEqualTo("2 2 30 30");
        assertThat(figures(must(201, settle(symbol, api.name("act-"), "101")))).isEqualTo("2 2 20 20");
        assertCash(buyer, "1009");
        assertCash(seller, "989");
        assertPosition(buyer, "10 100 0");
        // At 99: what it gained up to 101 is in the cash, so that equity is what closing it now leaves.
        assertThat(equity(buyer)).isEqualTo("1009 -20 989");

        fill(buyer, "C2", symbol, "SELL", "10", "99.00", "2");
        // 10 x (99 - 100), of which 10 were paid: 20 go back, and 0.99 in fees.
        assertCash(buyer, "988.01");
        assertPosition(buyer, "0 - -10");
        // Flat by the next settlement.
        assertThat(figures(must(201, settle(symbol, api.name("act-"), "98")))).isEqualTo("1 1 30 0");
        assertReconciled();
    }

    @Test
    void aBustReckonsTheSettlementsSinceAnew() {
        String symbol = instrument(FUTURE);
        String account = account();
        fill(account, "C1", symbol, "BUY", "4", "100.00", "1");
        String second = fill(account, "C2", symbol, "BUY", "6", "101.00", "2");
        must(201, settle(symbol, api.name("act-"), "105"));
        // 4 x 5 + 6 x 4, less 0.4 and 0.61 in fees.
        assertCash(account, "1042.99");

        api.bust(account, second, account + "-2");
        // As if it had never been: 4 x 5, less 0.4.
        assertCash(account, "1019.6");
        assertPosition(account, "4 100 0");
        fill(account, "C3", symbol, "SELL", "5", "101.00", "3");
        // -16 on four, a short of one, and 0.5 in fees (0.505, half-even).
        assertCash(account, "1003.1");
        assertPosition(account, "-1 101 4");
        must(201, settle(symbol, api.name("act-"), "100"));
        assertCash(account, "1004.1");
        assertReconciled();
    }

    @Test
    void whatIsNoFutureIsNotSettled() {
        String spot = api.newInstrument();
        Answer refused = must(409, settle(spot, api.name("act-"), "100"));
        assertThat(refused.code()).isEqualTo("INSTRUMENT_NOT_SETTLED_DAILY");
    }

    @Test
    void aSettlementUnderTheSameIdAtAnotherPriceIsRefused() {
        String symbol = instrument(FUTURE);
        String actId = api.name("act-");
        must(201, settle(symbol, actId, "100"));
        assertThat(must(200, settle(symbol, actId, "100.00")).replayed()).isTrue();
        assertThat(must(409, settle(symbol, actId, "101")).text("field")).isEqualTo("settlementPx");
    }

    private String equity(String account) {
        Answer equity = must(200, api.get(Tokens.trader(account), "/v1/accounts/" + account + "/equity"));
        return String.join(" ", equity.text("cash"), equity.text("unrealisedPnl"), equity.text("equity"));
    }

    private Answer settle(String symbol, String actId, String px) {
        return api.post(
                Tokens.admin(),
                "/v1/instruments/" + symbol + "/acts",
                "{'actId':'%s','kind':'SETTLEMENT','settlementPx':'%s','reason':'end of day'}".formatted(actId, px));
    }

    /** Accounts, done, credited, debited. */
    private static String figures(Answer act) {
        return String.join(" ", act.text("accounts"), act.text("done"), act.text("credited"), act.text("debited"));
    }

    /** Tells the order; the execution is named by the account and this. */
    private String fill(
            String account, String clOrdId, String symbol, String side, String qty, String px, String execution) {
        String order = must(
                        201,
                        api.post(
                                Tokens.trader(account),
                                "/v1/accounts/" + account + "/orders",
                                ApiUnderTest.limitOrder(clOrdId, symbol, side, qty, px)))
                .text("orderId");
        api.fill(account, order, account + "-" + execution, qty, px);
        return order;
    }

    private void assertCash(String account, String posted) {
        for (JsonNode line : items(account, "/balances")) {
            if (line.path("code").asText().equals("CASH")) {
                assertThat(line.path("posted").asText()).isEqualTo(posted);
            }
        }
    }

    /** Quantity, average, realised. */
    private void assertPosition(String account, String state) {
        JsonNode position = items(account, "/positions").get(0);
        assertThat(position.path("qty").asText() + " "
                        + position.path("avgPx").asText("-") + " "
                        + position.path("realisedPnl").asText())
                .isEqualTo(state);
    }

    private JsonNode items(String account, String path) {
        return must(200, api.get(Tokens.trader(account), "/v1/accounts/" + account + path))
                .json()
                .path("items");
    }

    private String instrument(String kind) {
        String symbol = api.name("SYM");
        String body = ApiUnderTest.instrumentBody(symbol);
        must(201, api.post(Tokens.admin(), "/v1/instruments", body.replace("}", "," + kind + "}")));
        api.quote(symbol, "99.00", "101.00");
        return symbol;
    }

    private String account() {
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
                        "{'transferId':'opening','asset':'USD','amount':'1000'}"));
        return account;
    }
}
