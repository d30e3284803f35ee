package io.tradecore.api.rest;

import static io.tradecore.api.Reconciled.assertReconciled;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.oms.execution.ReportType;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An account that trades on margin: futures at 10 %, fees of 0.1 %, quotes of 99 to 101. */
@ExtendWith(ApiExtension.class)
class MarginAccountIT {
    private static final String FUTURE =
            "'securityType':'FUT','margin':{'unit':'RATE','initial':'0.1','maintenance':'0.05'}";

    private final ApiUnderTest api;

    MarginAccountIT(ApiUnderTest api) {
        this.api = api;
        api.ensure("/v1/assets", "{'asset':'BTC','scale':8,'name':'Bitcoin'}");
    }

    @Test
    void aShortHoldsItsMarginAndCashMovesByWhatIsRealised() {
        String symbol = instrument(FUTURE);
        String account = account("USD", "1000");
        String sell = placed(account, "C1", symbol, "SELL", "10", "100.00");
        assertCash(account, "USD", "1000", "101");

        api.fill(account, sell, "10", "100.00");
        assertCash(account, "USD", "999", "0");
        api.quote(symbol, "95.00", "96.00");
        String buy = placed(account, "C2", symbol, "BUY", "4", "96.00");
        assertCash(account, "USD", "999", "0");

        api.fill(account, buy, account + "-T1", "4", "96.00");
        // 4 x (100 - 96), less 0.384 in fees.
        assertCash(account, "USD", "1014.62", "0");
        assertPosition(account, "-6", "100", "16", "1.38");

        api.bust(account, buy, account + "-T1");
        assertCash(account, "USD", "999", "0");
        assertPosition(account, "-10", "100", "0", "1");
        assertReconciled();
    }

    @Test
    void aFlipRealisesWhatItClosesAndHoldsMarginForTheRest() {
        String symbol = instrument(FUTURE);
        String account = account("USD", "1000");
        api.fill(account, placed(account, "C1", symbol, "BUY", "2", "100.00"), "2", "100.00");
        String flip = placed(account, "C2", symbol, "SELL", "5", "102.00");
        // 3 of the 5 open a short: 30.6 of margin and 0.306 in fees.
        assertCash(account, "USD", "999.8", "30.91");

        api.fill(account, flip, "1", "102.00");
        assertCash(account, "USD", "1001.7", "30.91");
        api.fill(account, flip, "3", "102.00");
        // Of what was posted for fees 0.41 is what 4 x 102 x 0.1 % come to.
        assertCash(account, "USD", "1003.39", "10.31");
        assertPosition(account, "-2", "102", "4", "0.61");

        api.report(account, flip, ReportType.CANCELED);
        assertCash(account, "USD", "1003.39", "0");
        assertReconciled();
    }

    @Test
    void whatTheFreeMarginDoesNotCoverIsDeniedAndWhatOnlyClosesIsNot() {
        String symbol = instrument(FUTURE);
        String account = account("USD", "102");
        assertDenied("MARGIN_INSUFFICIENT", account, "C1", symbol, "SELL", "10.1", "100.00");
        api.fill(account, placed(account, "C2", symbol, "SELL", "10", "100.00"), "10", "100.00");
        api.quote(symbol, "109.00", "111.00");

        assertDenied("MARGIN_INSUFFICIENT", account, "C3", symbol, "SELL", "0.001", "109.00");
        assertDenied("MARGIN_INSUFFICIENT", account, "C4", symbol, "BUY", "10.001", "111.00");
        String close = placed(account, "C5", symbol, "BUY", "10", "111.00");
        assertDenied("MARGIN_INSUFFICIENT", account, "C6", symbol, "BUY", "1", "111.00");
        api.fill(account, close, "10", "111.00");
        // It is booked whatever it costs: 101 - 110 - 1.11.
        assertCash(account, "USD", "-10.11", "0");
        assertReconciled();
    }

    @Test
    void aPositionWithoutAFreshQuoteDeniesWhatOpensMore() {
        String symbol = instrument(FUTURE);
        String other = instrument(FUTURE);
        String account = account("USD", "1000");
        api.fill(account, placed(account, "C1", symbol, "BUY", "1", "100.00"), "1", "100.00");
        api.quote(symbol, "99.00", "101.00", Instant.now().minusSeconds(3_600));

        assertDenied("QUOTE_STALE", account, "C2", other, "BUY", "1", "100.00");
    }

    @Test
    void withoutMarginTermsNothingIsOpened() {
        String symbol = instrument("'securityType':'CFD'");
        String account = account("USD", "1000");

        assertDenied("MARGIN_TERMS_MISSING", account, "C1", symbol, "BUY", "1", "100.00");
    }

    @Test
    void aReplaceHoldsWhatTheOrderWillNeed() {
        String symbol = instrument(FUTURE);
        String account = account("USD", "1000");
        api.fill(account, placed(account, "C1", symbol, "BUY", "1", "100.00"), "1", "100.00");
        String sell = placed(account, "C2", symbol, "SELL", "1", "100.00");
        api.report(account, sell, ReportType.NEW);
        assertCash(account, "USD", "999.9", "0");

        must(
                202,
                api.post(
                        Tokens.trader(account),
                        "/v1/accounts/" + account + "/orders/" + sell + "/replace",
                        "{'clOrdId':'C3','orderQty':'3'}"));
        assertCash(account, "USD", "999.9", "20.2");
        api.answer(account, sell, ReportType.REPLACED, "C3");
        assertCash(account, "USD", "999.9", "20.2");
        api.report(account, sell, ReportType.CANCELED);
        assertCash(account, "USD", "999.9", "0");
        assertReconciled();
    }

    @Test
    void anInverseContractSettlesInItsOwnCurrency() {
        String symbol = instrument("'securityType':'PERP','inverse':true,'settlCurrency':'BTC',"
                + "'margin':{'unit':'RATE','initial':'0.1','maintenance':'0.05'}");
        String account = account("BTC", "1");
        String buy = placed(account, "C1", symbol, "BUY", "10", "100.00");
        // 10 / 100 of BTC: a tenth of it and a thousandth.
        assertCash(account, "BTC", "1", "0.0101");
        api.fill(account, buy, "10", "100.00");
        api.fill(account, placed(account, "C2", symbol, "SELL", "10", "105.00"), "10", "105.00");

        // 10 x (1 / 100 - 1 / 105) = 0.00476190, less 0.0001 and 0.00009524 in fees.
        assertCash(account, "BTC", "1.00456666", "0");
        assertReconciled();
    }

    @Test
    void aPriceBelowZeroIsBookedWhereTheInstrumentMayHaveOne() {
        String symbol = instrument(FUTURE + ",'negativePx':true");
        String account = account("USD", "1000");
        String buy = placed(account, "C1", symbol, "BUY", "10", "100.00");
        api.fill(account, buy, "4", "-30.00");
        // A fee of 0.12 for 120, whichever way they went; margin and fee of the 6 left at their limit.
        assertCash(account, "USD", "999.88", "60.6");
        assertPosition(account, "4", "-30", "0", "0.12");
        api.quote(symbol, "-26.00", "-25.00");
        String sell = must(
                        201,
                        api.post(
                                Tokens.trader(account),
                                "/v1/accounts/" + account + "/orders",
                                "{'clOrdId':'C2','symbol':'" + symbol
                                        + "','side':'SELL','ordType':'MARKET','timeInForce':'IOC','orderQty':'4'}"))
                .text("orderId");
        api.fill(account, sell, "4", "-26.00");

        assertCash(account, "USD", "1015.78", "60.6");
        assertReconciled();
    }

    @Test
    void anOrderThatOnlyClosesStillDoesOnceItIsSplit() {
        String symbol = instrument("'securityType':'CS','margin':{'unit':'RATE','initial':'0.1','maintenance':'0.05'}");
        String account = account("USD", "1000");
        api.fill(account, placed(account, "C1", symbol, "BUY", "10", "100.00"), "10", "100.00");
        String sell = placed(account, "C2", symbol, "SELL", "10", "104.00");
        assertCash(account, "USD", "999", "0");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments/" + symbol + "/splits",
                        "{'splitId':'" + api.name("split-")
                                + "','numerator':2,'denominator':1,'reason':'two for one'}"));

        assertPosition(account, "20", "50", "0", "1");
        assertCash(account, "USD", "999", "0");
        api.quote(symbol, "52.00", "52.00");
        api.fill(account, sell, "20", "52.00");
        assertPosition(account, "0", "null", "40", "2.04");
        assertCash(account, "USD", "1037.96", "0");
        assertReconciled();
    }

    @Test
    void aReplaceThatClosesWhatAnotherOrderClosesNeedsMargin() {
        String symbol = instrument(FUTURE);
        String account = account("USD", "102");
        api.fill(account, placed(account, "C1", symbol, "BUY", "10", "100.00"), "10", "100.00");
        String first = placed(account, "C2", symbol, "SELL", "10", "104.00");
        api.report(account, first, ReportType.NEW);
        replace(account, first, "R1", "4", 202);
        api.answer(account, first, ReportType.REPLACED, "R1");
        placed(account, "C3", symbol, "SELL", "6", "104.00");

        assertThat(replace(account, first, "R2", "10", 422).code()).isEqualTo("MARGIN_INSUFFICIENT");
        assertCash(account, "USD", "101", "0");
        assertReconciled();
    }

    private Answer replace(String account, String order, String clOrdId, String orderQty, int status) {
        return must(
                status,
                api.post(
                        Tokens.trader(account),
                        "/v1/accounts/" + account + "/orders/" + order + "/replace",
                        "{'clOrdId':'" + clOrdId + "','orderQty':'" + orderQty + "'}"));
    }

    private String instrument(String kind) {
        String symbol = api.name("SYM");
        String body = ApiUnderTest.instrumentBody(symbol);
        must(201, api.post(Tokens.admin(), "/v1/instruments", body.replace("}", "," + kind + "}")));
        api.quote(symbol, "99.00", "101.00");
        return symbol;
    }

    private String account(String currency, String cash) {
        String account = must(
                        201,
                        api.post(
                                Tokens.admin(),
                                "/v1/accounts",
                                "{'name':'On margin','accountType':'MARGIN','baseCurrency':'" + currency + "'}"))
                .text("accountId");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/accounts/" + account + "/deposits",
                        "{'transferId':'opening','asset':'" + currency + "','amount':'" + cash + "'}"));
        return account;
    }

    private Answer place(String account, String clOrdId, String symbol, String side, String qty, String px) {
        return api.post(
                Tokens.trader(account),
                "/v1/accounts/" + account + "/orders",
                ApiUnderTest.limitOrder(clOrdId, symbol, side, qty, px));
    }

    private String placed(String account, String clOrdId, String symbol, String side, String qty, String px) {
        return must(201, place(account, clOrdId, symbol, side, qty, px)).text("orderId");
    }

    private void assertDenied(
            String code, String account, String clOrdId, String symbol, String side, String qty, String px) {
        assertThat(must(422, place(account, clOrdId, symbol, side, qty, px)).code())
                .isEqualTo(code);
    }

    private void assertCash(String account, String asset, String posted, String pending) {
        for (JsonNode line : items(account, "/balances")) {
            if (line.path("code").asText().equals("CASH")
                    && line.path("asset").asText().equals(asset)) {
                assertThat(line.path("posted").asText() + " "
                                + line.path("pending").asText())
                        .isEqualTo(posted + " " + pending);
                return;
            }
        }
        throw new AssertionError("there is no cash in " + asset);
    }

    private void assertPosition(String account, String qty, String avgPx, String realisedPnl, String fees) {
        JsonNode position = items(account, "/positions").get(0);
        assertThat(position.path("qty").asText()).isEqualTo(qty);
        assertThat(position.path("avgPx").asText()).isEqualTo(avgPx);
        assertThat(position.path("realisedPnl").asText()).isEqualTo(realisedPnl);
        assertThat(position.path("fees").asText()).isEqualTo(fees);
    }

    private JsonNode items(String account, String path) {
        return must(200, api.get(Tokens.trader(account), "/v1/accounts/" + account + path))
                .json()
                .path("items");
    }
}
