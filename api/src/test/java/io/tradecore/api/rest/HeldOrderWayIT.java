package io.tradecore.api.rest;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.oms.execution.ReportType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Orders that wait for a price, over REST, triggered by the hot quotes. */
@ExtendWith(ApiExtension.class)
class HeldOrderWayIT {
    private final ApiUnderTest api;

    HeldOrderWayIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void aStopIsSentOnceThoughTwoQuotesCrossIt() throws Exception {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        Answer held = place(account, symbol, "S", "'ordType':'STOP','stopPx':'105.00'");
        String order = held.text("orderId");
        assertThat(held.text("ordStatus")).isEqualTo("PENDING_NEW");
        assertThat(held.text("heldBy")).isEqualTo("TRIGGER");
        assertThat(held.text("stopPx")).isEqualTo("105");
        assertThat(held.text("triggerPriceType")).isEqualTo("BEST_OFFER");
        assertThat(find(account, order).json().path("stopPx").asText()).isEqualTo("105");

        api.quote(symbol, "105.00", "106.00");
        eventually(() -> assertThat(events(account, order)).contains("TRIGGERED"));
        api.quote(symbol, "99.00", "101.00");
        api.quote(symbol, "107.00", "108.00");
        api.fill(account, order, "1", "106.00");

        assertThat(find(account, order).text("ordStatus")).isEqualTo("FILLED");
        assertThat(find(account, order).json().has("heldBy")).isFalse();
        assertThat(events(account, order)).containsExactly("ORDER_ACCEPTED", "TRIGGERED", "TRADE");
    }

    @Test
    void aTrailingStopFollowsTheMarketAndIsTriggeredBehindIt() throws Exception {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        String order = place(account, symbol, "T", "'ordType':'TRAILING_STOP','trailPercent':'5'")
                .text("orderId");

        api.quote(symbol, "89.00", "90.00");
        // The best price is kept, so that a restart goes on from it.
        eventually(() -> assertThat(find(account, order).text("stopPx")).isEqualTo("94.5"));
        api.quote(symbol, "93.00", "94.49");
        api.quote(symbol, "93.00", "94.50");
        eventually(() -> assertThat(events(account, order)).containsExactly("ORDER_ACCEPTED", "TRIGGERED"));
    }

    @Test
    void aTouchedOrderGoesOutWithItsLimit() throws Exception {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        String order = place(account, symbol, "L", "'ordType':'LIMIT_IF_TOUCHED','stopPx':'97.00','px':'98.00'")
                .text("orderId");

        api.quote(symbol, "96.00", "97.00");
        eventually(() -> assertThat(events(account, order)).containsExactly("ORDER_ACCEPTED", "TRIGGERED"));
        api.report(account, order, ReportType.NEW);
        assertThat(find(account, order).text("ordStatus")).isEqualTo("NEW");
    }

    @Test
    void aStaleQuoteTriggersNothing() throws Exception {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        String order = place(account, symbol, "S", "'ordType':'STOP','stopPx':'105.00'")
                .text("orderId");

        api.quote(symbol, "105.00", "106.00", Instant.now().minus(Duration.ofHours(1)));
        // An order that is placed after it and is triggered by a fresh quote shows that the watch has looked.
        String other = api.newInstrument();
        String seen =
                place(account, other, "O", "'ordType':'STOP','stopPx':'101.00'").text("orderId");
        eventually(() -> assertThat(events(account, seen)).contains("TRIGGERED"));
        assertThat(find(account, order).text("heldBy")).isEqualTo("TRIGGER");
    }

    @Test
    void aHeldOrderIsReplacedAndCanceledAtOnce() {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        String trader = Tokens.trader(account);
        String path = "/v1/accounts/" + account + "/orders/"
                + place(account, symbol, "S", "'ordType':'STOP','stopPx':'105.00'")
                        .text("orderId");

        assertThat(must(202, api.post(trader, path + "/replace", "{'clOrdId':'R','orderQty':'2'}"))
                        .text("orderQty"))
                .isEqualTo("2");
        assertThat(must(202, api.post(trader, path + "/cancel", "{'clOrdId':'C'}"))
                        .text("ordStatus"))
                .isEqualTo("CANCELED");
        assertThat(must(200, api.get(trader, "/v1/accounts/" + account + "/balances"))
                        .json()
                        .path("items")
                        .findValuesAsText("pending"))
                .containsOnly("0");
    }

    @Test
    void aHeldOrderIsTriggeredByThePriceItWasReplacedWithAndNotByTheOneBefore() throws Exception {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        String order = place(account, symbol, "S", "'ordType':'STOP','stopPx':'105.00'")
                .text("orderId");
        String replace = "/v1/accounts/" + account + "/orders/" + order + "/replace";
        String trader = Tokens.trader(account);

        Answer replaced = must(202, api.post(trader, replace, "{'clOrdId':'R1','stopPx':'110.00'}"));
        assertThat(replaced.text("stopPx")).isEqualTo("110");
        assertThat(replaced.text("currentClOrdId")).isEqualTo("R1");
        assertThat(find(account, order).text("stopPx")).isEqualTo("110");
        assertThat(must(202, api.post(trader, replace, "{'clOrdId':'R1','stopPx':'110'}"))
                        .replayed())
                .isTrue();
        // One of another account shows that the watch has looked at the quote.
        String other = api.newAccount("1000");
        String seen =
                place(other, symbol, "O", "'ordType':'STOP','stopPx':'105.00'").text("orderId");
        api.quote(symbol, "105.00", "106.00");
        eventually(() -> assertThat(events(other, seen)).contains("TRIGGERED"));
        assertThat(find(account, order).text("heldBy")).isEqualTo("TRIGGER");

        must(202, api.post(trader, replace, "{'clOrdId':'R2','stopPx':'104.00'}"));
        eventually(() -> assertThat(events(account, order))
                .containsExactly("ORDER_ACCEPTED", "REPLACED", "REPLACED", "TRIGGERED"));
        api.report(account, order, ReportType.NEW);
        Answer late = api.post(trader, replace, "{'clOrdId':'R3','stopPx':'120.00'}");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.code()).isEqualTo("TRIGGER_TOO_LATE");
        assertThat(late.json().path("cxlRejReason").asInt()).isZero();
    }

    @Test
    void aReplaceThatDoesNotFitWhatTheOrderWaitsForIsRefused() {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        String trader = Tokens.trader(account);
        String order = place(account, symbol, "T", "'ordType':'TRAILING_STOP','trailAmount':'5'")
                .text("orderId");
        String replace = "/v1/accounts/" + account + "/orders/" + order + "/replace";

        assertThat(api.post(trader, replace, "{'clOrdId':'R','stopPx':'110'}").code())
                .isEqualTo("STOP_PX_NOT_ALLOWED");
        assertThat(api.post(trader, replace, "{'clOrdId':'R','trailAmount':'5.001'}")
                        .code())
                .isEqualTo("TRAIL_AMOUNT_SCALE");
        assertThat(api.post(trader, replace, "{'clOrdId':'R','trailPercent':'100'}")
                        .code())
                .isEqualTo("FIELD_INVALID");
        assertThat(api.post(trader, replace, "{'clOrdId':'R','trailAmount':'5','trailPercent':'5'}")
                        .code())
                .isEqualTo("FIELD_INVALID");
        assertThat(api.post(trader, replace, "{'clOrdId':'R'}").code()).isEqualTo("FIELD_MISSING");
        assertThat(must(202, api.post(trader, replace, "{'clOrdId':'R','trailPercent':'10'}"))
                        .text("stopPx"))
                .isEqualTo("111.1");
    }

    @Test
    void aReduceOnlyOrderClosesAndNoMore() {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        String bought = must(201, api.buyOne(account, symbol, "B")).text("orderId");
        api.fill(account, bought, "1", "100.00");
        String reduce = "'ordType':'LIMIT','px':'100.00','execInst':['REDUCE_ONLY']";

        Answer buys = post(account, symbol, "BUY", "1", "R1", reduce);
        assertThat(buys.code()).isEqualTo("REDUCE_ONLY_INCREASES");
        assertThat(buys.json().path("numbers").path("position").asText()).isEqualTo("1");
        assertThat(post(account, symbol, "SELL", "1.001", "R2", reduce).code()).isEqualTo("REDUCE_ONLY_INCREASES");
        must(201, post(account, symbol, "SELL", "1", "R3", reduce));
    }

    @Test
    void anOrderByAmountBecomesWholeLotsAtThePriceItWouldTradeAt() {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        String byAmount = "{'clOrdId':'%s','symbol':'" + symbol
                + "','side':'BUY','ordType':'%s','timeInForce':'GTC','cashOrderQty':'%s'%s}";
        String orders = "/v1/accounts/" + account + "/orders";
        String limit = byAmount.formatted("C1", "LIMIT", "250.00", ",'px':'99.00'");

        Answer placed = must(201, api.post(Tokens.trader(account), orders, limit));
        assertThat(placed.text("orderQty")).isEqualTo("2.525");
        assertThat(placed.text("cashOrderQty")).isEqualTo("250");
        assertThat(must(200, api.post(Tokens.trader(account), orders, limit)).replayed())
                .isTrue();
        assertThat(find(account, placed.text("orderId")).text("cashOrderQty")).isEqualTo("250");
        // A MARKET order to buy takes the offer of 101.00, though it is reserved at the worst the collar allows.
        assertThat(must(201, api.post(Tokens.trader(account), orders, byAmount.formatted("C2", "MARKET", "101.10", "")))
                        .text("orderQty"))
                .isEqualTo("1");
        assertThat(api.post(Tokens.trader(account), orders, limit.replace("250.00", "251.00"))
                        .code())
                .isEqualTo("EXISTS_WITH_DIFFERENT_CASH_ORDER_QTY");
        assertThat(api.post(Tokens.trader(account), orders, byAmount.formatted("C3", "MARKET", "0.10", ""))
                        .code())
                .isEqualTo("CASH_ORDER_QTY_BELOW_LOT");
        assertThat(api.post(Tokens.trader(account), orders, byAmount.formatted("C4", "MARKET", "1.001", ""))
                        .code())
                .isEqualTo("CASH_ORDER_QTY_SCALE");
    }

    @Test
    void anOrderThatWatchesTheLastTradeWaitsUntilTheQuotesTellIt() throws Exception {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        String order = place(account, symbol, "S", "'ordType':'STOP','stopPx':'105.00','triggerPriceType':'LAST_TRADE'")
                .text("orderId");
        // One of another account that the same quote triggers shows that the watch has looked.
        String other = api.newAccount("1000");
        String seen =
                place(other, symbol, "O", "'ordType':'STOP','stopPx':'105.00'").text("orderId");

        api.quote(symbol, "105.00", "106.00");
        eventually(() -> assertThat(events(other, seen)).contains("TRIGGERED"));
        assertThat(find(account, order).text("heldBy")).isEqualTo("TRIGGER");
        Answer trail = post(
                account,
                symbol,
                "BUY",
                "1",
                "T",
                "'ordType':'TRAILING_STOP','trailAmount':'5','triggerPriceType':'LAST_TRADE'");
        assertThat(trail.code()).isEqualTo("TRIGGER_PRICE_MISSING");

        api.quote(symbol, "105.00", "106.00", "104.99", Instant.now());
        api.quote(symbol, "99.00", "101.00", "105.00", Instant.now());
        eventually(() -> assertThat(events(account, order)).containsExactly("ORDER_ACCEPTED", "TRIGGERED"));
    }

    private Answer place(String account, String symbol, String clOrdId, String more) {
        return must(201, post(account, symbol, "BUY", "1", clOrdId, more));
    }

    private Answer post(String account, String symbol, String side, String qty, String clOrdId, String more) {
        String body = "{'clOrdId':'%s','symbol':'%s','side':'%s','timeInForce':'GTC','orderQty':'%s',%s}"
                .formatted(clOrdId, symbol, side, qty, more);
        return api.post(Tokens.trader(account), "/v1/accounts/" + account + "/orders", body);
    }

    private Answer find(String account, String orderId) {
        return must(200, api.get(Tokens.trader(account), "/v1/accounts/" + account + "/orders/" + orderId));
    }

    private List<String> events(String account, String orderId) {
        return must(200, api.get(Tokens.trader(account), "/v1/accounts/" + account + "/orders/" + orderId + "/events"))
                .json()
                .path("items")
                .findValuesAsText("eventType");
    }
}
