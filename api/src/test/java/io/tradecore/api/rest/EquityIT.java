package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.ledger.MinorUnits;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What accounts are worth at the hot quotes, and the rates that takes. */
@ExtendWith(ApiExtension.class)
class EquityIT {
    private final ApiUnderTest api;

    EquityIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void anAccountIsWorthItsCashAndWhatItsPositionsWouldBring() {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        bought(account, symbol, "3", "100.00");
        api.quote(symbol, "104.00", "105.00");

        JsonNode equity = equity(account);

        assertThat(equity.path("accountType").asText()).isEqualTo("CASH");
        assertThat(equity.path("baseCurrency").asText()).isEqualTo("USD");
        // 1000 - 300 - 0.30 of fees, and 3 at the bid.
        assertThat(equity.path("cash").asText()).isEqualTo("699.7");
        assertThat(equity.path("marketValue").asText()).isEqualTo("312");
        assertThat(equity.path("unrealisedPnl").asText()).isEqualTo("12");
        assertThat(equity.path("equity").asText()).isEqualTo("1011.7");
        assertThat(equity.path("stale").asBoolean()).isFalse();
        assertThat(equity.path("quoteAgeMs").asLong()).isNotNegative();
        assertThat(equity.path("missing")).isEmpty();
        assertThat(equity.path("rates")).isEmpty();
        JsonNode position = equity.path("positions").get(0);
        assertThat(position.path("mark").asText()).isEqualTo("104");
        assertThat(position.path("currency").asText()).isEqualTo("USD");
        assertThat(Duration.between(
                                Instant.parse(equity.path("oldestQuoteTime").asText()),
                                Instant.parse(equity.path("valuedAt").asText()))
                        .toMillis())
                .isEqualTo(equity.path("quoteAgeMs").asLong());
    }

    @Test
    void whatIsHeldIsStillTheAccounts() {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        api.buyOne(account, symbol, "C1");

        assertThat(equity(account).path("equity").asText()).isEqualTo("1000");
        assertThat(equity(account).path("oldestQuoteTime").isNull()).isTrue();
    }

    @Test
    void aPositionShowsItsMarkWithItsAge() {
        String symbol = api.newInstrument();
        String account = api.newAccount("1000");
        bought(account, symbol, "2", "100.00");
        Instant quoteTime = Instant.parse("2026-01-01T00:00:00Z");
        api.quote(symbol, "98.00", "99.00", quoteTime);

        JsonNode position = items(api.get(Tokens.trader(account), "/v1/accounts/" + account + "/positions"))
                .get(0);

        assertThat(position.path("mark").asText()).isEqualTo("98");
        assertThat(position.path("unrealisedPnl").asText()).isEqualTo("-4");
        assertThat(position.path("marketValue").asText()).isEqualTo("196");
        assertThat(position.path("quoteTime").asText()).isEqualTo(quoteTime.toString());
        assertThat(position.path("quoteAgeMs").asLong())
                .isGreaterThan(Duration.ofDays(1).toMillis());
        assertThat(position.path("stale").asBoolean()).isTrue();
        assertThat(equity(account).path("stale").asBoolean()).isTrue();
        assertThat(equity(account).path("equity").asText()).isEqualTo("995.8");
    }

    @Test
    void theFiguresOfAWholeAccountAddUp() {
        String eur = newAsset("EU");
        String gbp = newAsset("GB");
        String eurusd = priced("EX", "USD", "1.08", "1.09");
        String gbpeur = priced("GX", eur, "1.25", "1.26");
        String dax = priced("DX", eur, "110.00", "111.00");
        String oil = api.newInstrument();
        pair(eur, "USD", eurusd, false);
        pair(gbp, eur, gbpeur, false);
        String account = api.newAccount("10000");
        deposit(account, eur, "1000");
        deposit(account, gbp, "100");
        bought(account, oil, "3", "100.00");
        bought(account, dax, "2", "120.00");
        act("{'act':'POST','accountId':'%s','id':'f1','kind':'FEE','asset':'%s','amount':'110.00'}", account, gbp);
        api.quote(oil, "104.00", "105.00");

        JsonNode equity = equity(account);

        // Each line is its own amount at the rate shown, rounded; each total the sum of its lines; equity cash and
        // market value.
        BigDecimal cash = sum(equity.path("balances"), "inBase");
        BigDecimal marketValue = sum(equity.path("positions"), "marketValueInBase");
        assertThat(decimal(equity, "cash")).isEqualByComparingTo(cash);
        assertThat(decimal(equity, "marketValue")).isEqualByComparingTo(marketValue);
        assertThat(decimal(equity, "unrealisedPnl"))
                .isEqualByComparingTo(sum(equity.path("positions"), "unrealisedPnlInBase"));
        assertThat(decimal(equity, "equity")).isEqualByComparingTo(cash.add(marketValue));
        assertThat(equity.path("rates").findValuesAsText("fromAsset")).containsExactlyInAnyOrder(eur, gbp);
        for (JsonNode line : equity.path("balances")) {
            assertThat(decimal(line, "inBase"))
                    .isEqualByComparingTo(converted(equity, line.path("asset").asText(), decimal(line, "posted")));
        }
        for (JsonNode line : equity.path("positions")) {
            String currency = line.path("currency").asText();
            assertThat(decimal(line, "marketValueInBase"))
                    .isEqualByComparingTo(converted(equity, currency, decimal(line, "marketValue")));
            assertThat(decimal(line, "unrealisedPnlInBase"))
                    .isEqualByComparingTo(converted(equity, currency, decimal(line, "unrealisedPnl")));
        }

        // And to what a person comes to by hand: 1000 - 240 - 0.24 EUR at the bid, -10 GBP over EUR at both asks,
        // 9699.70 USD;
        // 3 at 104, 2 at 110 EUR at the bid; a loss of 20 EUR at the ask, a gain of 12.
        assertThat(lines(equity.path("balances"), "asset", "inBase"))
                .isEqualTo(Map.of("USD", "9699.7", eur, "820.54", gbp, "-13.73"));
        assertThat(equity.path("cash").asText()).isEqualTo("10506.51");
        assertThat(equity.path("marketValue").asText()).isEqualTo("549.6");
        assertThat(equity.path("unrealisedPnl").asText()).isEqualTo("-9.8");
        assertThat(equity.path("equity").asText()).isEqualTo("11056.11");
        JsonNode twoHops = find(equity.path("rates"), "fromAsset", gbp);
        assertThat(twoHops.path("symbols").get(0).asText()).isEqualTo(gbpeur);
        assertThat(twoHops.path("symbols").get(1).asText()).isEqualTo(eurusd);
        assertThat(twoHops.path("bid").asText()).isEqualTo("1.35");
        assertThat(twoHops.path("ask").asText()).isEqualTo("1.3734");
    }

    @Test
    void anAccountOnMarginIsWorthItsCashAndWhatIsNotRealisedYet() {
        api.ensure("/v1/assets", "{'asset':'BTC','scale':8,'name':'Bitcoin'}");
        String margin = "'margin':{'unit':'RATE','initial':'0.1','maintenance':'0.05'}";
        String future = onMargin("'securityType':'FUT'," + margin);
        String inverse = onMargin("'securityType':'PERP','inverse':true,'settlCurrency':'BTC'," + margin);
        pair("BTC", "USD", priced("BX", "USD", "100.00", "101.00"), false);
        String account = must(
                        201,
                        api.post(
                                Tokens.admin(),
                                "/v1/accounts",
                                "{'name':'On margin','accountType':'MARGIN','baseCurrency':'USD'}"))
                .text("accountId");
        deposit(account, "USD", "1000");
        deposit(account, "BTC", "1");
        traded(account, future, "SELL", "10", "100.00");
        traded(account, inverse, "BUY", "10", "100.00");
        api.quote(future, "95.00", "96.00");
        api.quote(inverse, "125.00", "126.00");

        JsonNode equity = equity(account);

        // 1000 USD less 1 of fees, 1 BTC less 0.0001: at the bid.
        assertThat(equity.path("cash").asText()).isEqualTo("1098.99");
        // 10 x (100 - 96), and 10 x (1 / 100 - 1 / 125) of BTC.
        assertThat(equity.path("unrealisedPnl").asText()).isEqualTo("42");
        assertThat(equity.path("equity").asText()).isEqualTo("1140.99");
        JsonNode settledInBtc = find(equity.path("positions"), "symbol", inverse);
        assertThat(settledInBtc.path("currency").asText()).isEqualTo("BTC");
        assertThat(settledInBtc.path("unrealisedPnl").asText()).isEqualTo("0.02");
        assertThat(settledInBtc.path("unrealisedPnlInBase").asText()).isEqualTo("2");
    }

    @Test
    void whatIsOwnedMayBeWorthLessThanNothing() {
        String oil = onMargin("'securityType':'FUT','negativePx':true,"
                + "'margin':{'unit':'PER_CONTRACT','initial':'5','maintenance':'5'}");
        String account = must(
                        201,
                        api.post(
                                Tokens.admin(),
                                "/v1/accounts",
                                "{'name':'On margin','accountType':'MARGIN','baseCurrency':'USD'}"))
                .text("accountId");
        deposit(account, "USD", "1000");
        traded(account, oil, "BUY", "2", "100.00");
        api.quote(oil, "-37.63", "-37.00");

        JsonNode equity = equity(account);

        assertThat(equity.path("positions").get(0).path("mark").asText()).isEqualTo("-37.63");
        assertThat(equity.path("marketValue").asText()).isEqualTo("-75.26");
        assertThat(equity.path("unrealisedPnl").asText()).isEqualTo("-275.26");
        // 1000 less 0.20 of fees.
        assertThat(equity.path("equity").asText()).isEqualTo("724.54");
    }

    @Test
    void aRateIsAsOldAsItsOldestQuote() {
        String eur = newAsset("EU");
        String gbp = newAsset("GB");
        String eurusd = priced("EX", "USD", "1.08", "1.09");
        String gbpeur = priced("GX", eur, "1.25", "1.26");
        pair(eur, "USD", eurusd, false);
        pair(gbp, eur, gbpeur, false);
        String account = api.newAccount("1");
        deposit(account, gbp, "100");
        Instant old = Instant.parse("2026-01-01T00:00:00Z");
        api.quote(eurusd, "1.08", "1.09", old);

        JsonNode equity = equity(account);

        assertThat(equity.path("rates").get(0).path("quoteTime").asText()).isEqualTo(old.toString());
        assertThat(equity.path("rates").get(0).path("stale").asBoolean()).isTrue();
        assertThat(equity.path("oldestQuoteTime").asText()).isEqualTo(old.toString());
        assertThat(equity.path("stale").asBoolean()).isTrue();
        assertThat(equity.path("equity").asText()).isEqualTo("136");
    }

    @Test
    void whatIsMissingIsNamedAndNothingIsGuessed() {
        String eur = newAsset("EU");
        String account = api.newAccount("1000");
        deposit(account, eur, "100");

        JsonNode noPair = equity(account);
        assertThat(noPair.path("cash").isNull()).isTrue();
        assertThat(noPair.path("equity").isNull()).isTrue();
        assertThat(noPair.path("marketValue").asText()).isEqualTo("0");
        assertThat(noPair.path("stale").asBoolean()).isFalse();
        assertThat(noPair.path("missing").toString())
                .isEqualTo(("[{'what':'RATE','fromAsset':'" + eur + "','toAsset':'USD'}]").replace('\'', '"'));

        String eurusd = priced("EX", "USD", null, null);
        pair(eur, "USD", eurusd, false);
        assertThat(equity(account).path("missing").toString())
                .isEqualTo(
                        ("[{'what':'RATE_QUOTE','symbol':'" + eurusd + "','fromAsset':'" + eur + "','toAsset':'USD'}]")
                                .replace('\'', '"'));

        api.quote(eurusd, "1.10", "1.20");
        assertThat(equity(account).path("missing")).isEmpty();
        assertThat(equity(account).path("equity").asText()).isEqualTo("1110");
    }

    @Test
    void withoutRedisAnAccountIsAnsweredWithWhatIsKnown() {
        String account = api.newAccount("1000");
        String symbol = api.newInstrument();
        bought(account, symbol, "1", "100.00");
        // Nothing listens there: a process that has never reached Redis.
        try (ApiUnderTest alone = ApiUnderTest.with(Map.of("oms.redis.url", "redis://127.0.0.1:1"))) {
            String path = "/v1/accounts/" + account;
            JsonNode equity = must(200, alone.get(Tokens.trader(account), path + "/equity"))
                    .json();
            assertThat(equity.path("cash").asText()).isEqualTo("899.9");
            assertThat(equity.path("marketValue").isNull()).isTrue();
            assertThat(equity.path("equity").isNull()).isTrue();
            assertThat(equity.path("missing").toString())
                    .isEqualTo(("[{'what':'QUOTE','symbol':'" + symbol + "'}]").replace('\'', '"'));
            JsonNode position = items(alone.get(Tokens.trader(account), path + "/positions"))
                    .get(0);
            assertThat(position.path("qty").asText()).isEqualTo("1");
            for (String figure : List.of("mark", "unrealisedPnl", "marketValue", "quoteTime", "quoteAgeMs", "stale")) {
                assertThat(position.path(figure).isNull()).as(figure).isTrue();
            }
        }
    }

    @Test
    void pairsAreSetShownChangedAndEnded() {
        String eur = newAsset("EU");
        String eurusd = priced("EX", "USD", "1.25", "1.60");
        String path = "/v1/rate-pairs/" + eur + "/USD";
        Instant before = Instant.now();

        Answer set = must(200, api.send("PUT", Tokens.admin(), path, "{'symbol':'" + eurusd + "'}"));
        assertThat(set.text("bid")).isEqualTo("1.25");
        assertThat(set.text("inverted")).isEqualTo("false");
        must(200, api.send("PUT", Tokens.admin(), path, "{'symbol':'" + eurusd + "'}"));
        pair("USD", eur, eurusd, true);
        JsonNode inverted = find(items(api.get(Tokens.system(), "/v1/rate-pairs")), "toAsset", eur);
        assertThat(inverted.path("bid").asText()).isEqualTo("0.625");
        assertThat(inverted.path("ask").asText()).isEqualTo("0.8");
        assertThat(inverted.path("stale").asBoolean()).isFalse();

        String other = priced("EX", "USD", null, null);
        assertThat(must(200, api.send("PUT", Tokens.admin(), path, "{'symbol':'" + other + "'}"))
                        .json()
                        .path("bid")
                        .isNull())
                .isTrue();
        must(204, api.send("DELETE", Tokens.admin(), path, ""));
        assertThat(api.send("DELETE", Tokens.admin(), path, "").code()).isEqualTo("RATE_PAIR_NOT_FOUND");
        assertThat(must(200, api.get(Tokens.admin(), "/v1/admin/audit?from=" + before))
                        .json()
                        .path("items")
                        .findValuesAsText("action")
                        .stream()
                        .filter(action -> action.startsWith("RATE_PAIR")))
                .isEqualTo(List.of("RATE_PAIR_SET", "RATE_PAIR_SET", "RATE_PAIR_SET", "RATE_PAIR_DELETED"));
    }

    @Test
    void pairsThatTellNoRateAreRefused() {
        String eur = newAsset("EU");
        String eurusd = priced("EX", "USD", "1.08", "1.09");
        refused(eur + "/USD", "{'symbol':'" + eurusd + "','inverted':true}", 422, "RATE_PAIR_CURRENCY");
        refused("USD/" + eur, "{'symbol':'" + eurusd + "'}", 422, "RATE_PAIR_CURRENCY");
        refused(eur + "/USD", "{'symbol':'NOPE'}", 422, "INSTRUMENT_UNKNOWN");
        refused(eur + "/NOPE", "{'symbol':'" + eurusd + "'}", 422, "ASSET_UNKNOWN");
        refused("USD/USD", "{'symbol':'" + eurusd + "'}", 400, "FIELD_INVALID");
        refused("usd/" + eur, "{'symbol':'" + eurusd + "'}", 400, "FIELD_INVALID");
        refused(eur + "/USD", "{}", 400, "FIELD_MISSING");
        refused(eur + "/USD", "{'symbol':'" + eurusd + "','inverted':'yes'}", 400, "FIELD_INVALID");
        refused(eur + "/USD", "{'symbol':'" + eurusd + "','rate':'1'}", 400, "FIELD_UNKNOWN");
        String nobody = "/v1/accounts/" + UUID.randomUUID() + "/equity";
        assertThat(api.get(Tokens.admin(), nobody).code()).isEqualTo("ACCOUNT_UNKNOWN");
    }

    private void refused(String assets, String body, int status, String code) {
        Answer answer = api.send("PUT", Tokens.admin(), "/v1/rate-pairs/" + assets, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }

    private JsonNode equity(String account) {
        return must(200, api.get(Tokens.trader(account), "/v1/accounts/" + account + "/equity"))
                .json();
    }

    private String newAsset(String prefix) {
        String asset = api.name(prefix);
        api.ensure("/v1/assets", "{'asset':'" + asset + "','scale':2,'name':'A currency'}");
        return asset;
    }

    /** An instrument priced in a currency, quoted unless the bid is null. */
    private String priced(String prefix, String currency, @Nullable String bidPx, @Nullable String askPx) {
        String symbol = api.name(prefix);
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments",
                        ApiUnderTest.instrumentBody(symbol).replace("'USD'", "'" + currency + "'")));
        if (bidPx != null && askPx != null) {
            api.quote(symbol, bidPx, askPx);
        }
        return symbol;
    }

    private void pair(String fromAsset, String toAsset, String symbol, boolean inverted) {
        must(
                200,
                api.send(
                        "PUT",
                        Tokens.admin(),
                        "/v1/rate-pairs/" + fromAsset + "/" + toAsset,
                        "{'symbol':'" + symbol + "','inverted':" + inverted + "}"));
    }

    private void deposit(String account, String asset, String amount) {
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/accounts/" + account + "/deposits",
                        "{'transferId':'in-" + asset + "','asset':'" + asset + "','amount':'" + amount + "'}"));
    }

    private void act(String act, Object... values) {
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/admin/ledger",
                        "{'requestId':'" + api.name("R") + "','acts':[" + act.formatted(values) + "]}"));
    }

    private String onMargin(String kind) {
        String symbol = api.name("MX");
        String body = ApiUnderTest.instrumentBody(symbol).replace("}", "," + kind + "}");
        must(201, api.post(Tokens.admin(), "/v1/instruments", body));
        api.quote(symbol, "99.00", "101.00");
        return symbol;
    }

    private void bought(String account, String symbol, String qty, String px) {
        traded(account, symbol, "BUY", qty, px);
    }

    private void traded(String account, String symbol, String side, String qty, String px) {
        String order = must(
                        201,
                        api.post(
                                Tokens.trader(account),
                                "/v1/accounts/" + account + "/orders",
                                ApiUnderTest.limitOrder(api.name("C"), symbol, side, qty, px)))
                .text("orderId");
        api.fill(account, order, qty, px);
    }

    private static BigDecimal converted(JsonNode equity, String asset, BigDecimal amount) {
        if (asset.equals("USD")) {
            return amount;
        }
        JsonNode rate = find(equity.path("rates"), "fromAsset", asset);
        return MinorUnits.round(amount.multiply(decimal(rate, amount.signum() >= 0 ? "bid" : "ask")), 2);
    }

    private static BigDecimal sum(JsonNode lines, String field) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode line : lines) {
            sum = sum.add(decimal(line, field));
        }
        return sum;
    }

    private static Map<String, String> lines(JsonNode lines, String key, String value) {
        Map<String, String> found = new HashMap<>();
        lines.forEach(
                line -> found.put(line.path(key).asText(), line.path(value).asText()));
        return found;
    }

    private static BigDecimal decimal(JsonNode node, String field) {
        return new BigDecimal(node.path(field).asText());
    }

    private static JsonNode items(Answer answer) {
        return must(200, answer).json().path("items");
    }

    private static JsonNode find(JsonNode items, String field, String value) {
        for (JsonNode item : items) {
            if (item.path(field).asText().equals(value)) {
                return item;
            }
        }
        throw new AssertionError("no " + field + " " + value + " in " + items);
    }
}
