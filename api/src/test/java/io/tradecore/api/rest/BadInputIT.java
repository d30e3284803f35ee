package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input is answered with a clear problem and a stable code, writes nothing, and is never a 500. */
@ExtendWith(ApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private final ApiUnderTest api;
    private String symbol = "";
    private String account = "";

    BadInputIT(ApiUnderTest api) {
        this.api = api;
    }

    @BeforeAll
    void makeAnInstrumentAndAnAccount() {
        symbol = api.newInstrument();
        account = api.newAccount();
        api.buyOne(account, symbol, "TAKEN");
    }

    /** What is sent, and what must be answered. In bodies single quotes stand for double ones. */
    record Case(
            String name,
            String method,
            String path,
            @Nullable String body,
            int status,
            String code,
            String field) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case order(String name, String body, int status, String code, String field) {
        return new Case("order: " + name, "POST", "/v1/accounts/{account}/orders", body, status, code, field);
    }

    /** An order that would be good, with one field written another way. */
    private static Case qty(String json, int status, String code) {
        return order("orderQty " + json, body("orderQty", json), status, code, "orderQty");
    }

    private static Case px(String json, int status, String code) {
        return order("px " + json, body("px", json), status, code, "px");
    }

    private static Case field(String field, String json, int status, String code) {
        String shown = json.length() > 30 ? json.substring(0, 30) + "…" : json;
        return order(field + " " + shown, body(field, json), status, code, field);
    }

    private static Case replace(String name, String body, int status, String code, String field) {
        String path = "/v1/accounts/{account}/orders/" + UUID.randomUUID() + "/replace";
        return new Case("replace " + name, "POST", path, body, status, code, field);
    }

    private static Case get(String path, int status, String code, String field) {
        return new Case("GET " + path, "GET", path, null, status, code, field);
    }

    private static Case deposit(String name, String body, int status, String code, String field) {
        return new Case("deposit: " + name, "POST", "/v1/accounts/{account}/deposits", body, status, code, field);
    }

    private static final String QTY = "'kind':'MAX_ORDER_QTY','scope':'FIRM','value':'1'";

    private static Case rule(String name, String members, int status, String code, String field) {
        String body = "{'changeId':'0190a000-0000-7000-8000-000000000001'," + members + "}";
        return new Case("rule: " + name, "POST", "/v1/admin/risk-changes", body, status, code, field);
    }

    private static String limit(String members) {
        return "'reason':'x','limit':{" + members + "}";
    }

    private static String body(String field, String json) {
        StringBuilder body = new StringBuilder("{");
        Map<String, String> good = Map.of(
                "clOrdId", "'C1'",
                "symbol", "'{symbol}'",
                "side", "'BUY'",
                "ordType", "'LIMIT'",
                "timeInForce", "'GTC'",
                "orderQty", "'1'",
                "px", "'100.00'");
        good.forEach((name, value) -> body.append(body.length() == 1 ? "" : ",")
                .append("'" + name + "':")
                .append(name.equals(field) ? json : value));
        return body + (good.containsKey(field) ? "}" : ",'" + field + "':" + json + "}");
    }

    private static String without(String field) {
        return body(field, "null");
    }

    static Stream<Case> cases() {
        return Stream.of(json(), decimals(), fields(), references(), cash(), reads(), routes())
                .flatMap(cases -> cases);
    }

    private static Stream<Case> json() {
        return Stream.of(
                order("no body", "", 400, "BODY_MISSING", ""),
                order("open brace", "{", 400, "MALFORMED_JSON", ""),
                order("no JSON", "clOrdId=C1", 400, "MALFORMED_JSON", ""),
                order("array", "[]", 400, "MALFORMED_JSON", ""),
                order("null", "null", 400, "MALFORMED_JSON", ""),
                order("string", "'x'", 400, "MALFORMED_JSON", ""),
                order("two objects", body("px", "'100.00'") + "{}", 400, "MALFORMED_JSON", ""),
                order("name twice", body("px", "'100.00','px':'101.00'"), 400, "MALFORMED_JSON", ""),
                order("comment", "{/* */}", 400, "MALFORMED_JSON", ""),
                order("too deep", "{'clOrdId':" + "[".repeat(2000), 400, "FIELD_INVALID", "clOrdId"));
    }

    private static Stream<Case> decimals() {
        return Stream.of(
                qty("NaN", 400, "MALFORMED_JSON"),
                qty("Infinity", 400, "MALFORMED_JSON"),
                qty("-Infinity", 400, "MALFORMED_JSON"),
                qty("'NaN'", 400, "DECIMAL_MALFORMED"),
                qty("'Infinity'", 400, "DECIMAL_MALFORMED"),
                qty("1e400", 400, "DECIMAL_MALFORMED"),
                qty("'1e400'", 400, "DECIMAL_MALFORMED"),
                qty("1e2", 400, "DECIMAL_MALFORMED"),
                qty("'1E-3'", 400, "DECIMAL_MALFORMED"),
                qty("'+1'", 400, "DECIMAL_MALFORMED"),
                qty("' 1'", 400, "DECIMAL_MALFORMED"),
                qty("'1.'", 400, "DECIMAL_MALFORMED"),
                qty("'.5'", 400, "DECIMAL_MALFORMED"),
                qty("'01'", 400, "DECIMAL_MALFORMED"),
                qty("'1,000'", 400, "DECIMAL_MALFORMED"),
                qty("'0x10'", 400, "DECIMAL_MALFORMED"),
                qty("'\\u0661'", 400, "DECIMAL_MALFORMED"),
                qty("''", 400, "DECIMAL_MALFORMED"),
                qty("-1", 400, "DECIMAL_NOT_POSITIVE"),
                qty("'-0.5'", 400, "DECIMAL_NOT_POSITIVE"),
                qty("0", 400, "DECIMAL_NOT_POSITIVE"),
                qty("'0.000'", 400, "DECIMAL_NOT_POSITIVE"),
                qty("'-0'", 400, "DECIMAL_NOT_POSITIVE"),
                qty("'1" + "0".repeat(18) + "'", 400, "DECIMAL_OUT_OF_RANGE"),
                qty("1" + "0".repeat(900), 400, "DECIMAL_OUT_OF_RANGE"),
                qty("'0." + "0".repeat(18) + "1'", 400, "DECIMAL_OUT_OF_RANGE"),
                qty("true", 400, "FIELD_INVALID"),
                qty("[1]", 400, "FIELD_INVALID"),
                qty("{'v':1}", 400, "FIELD_INVALID"),
                qty("null", 400, "FIELD_MISSING"),
                qty("'1.0001'", 422, "QTY_SCALE"),
                px("'100.001'", 422, "PX_SCALE"),
                px("'NaN'", 400, "DECIMAL_MALFORMED"),
                px("1e400", 400, "DECIMAL_MALFORMED"),
                px("-100", 422, "PX_NOT_POSITIVE"),
                px("0", 422, "PX_NOT_POSITIVE"),
                px("null", 400, "FIELD_MISSING"));
    }

    private static Stream<Case> fields() {
        return Stream.of(
                field("colour", "'red'", 400, "FIELD_UNKNOWN"),
                field("accountId", "'" + UUID.randomUUID() + "'", 400, "FIELD_UNKNOWN"),
                field("ordStatus", "'FILLED'", 400, "FIELD_UNKNOWN"),
                field("ClOrdId", "'C1'", 400, "FIELD_UNKNOWN"),
                order("clOrdId missing", without("clOrdId"), 400, "FIELD_MISSING", "clOrdId"),
                order("symbol missing", without("symbol"), 400, "FIELD_MISSING", "symbol"),
                order("side missing", without("side"), 400, "FIELD_MISSING", "side"),
                order("ordType missing", without("ordType"), 400, "FIELD_MISSING", "ordType"),
                order("timeInForce missing", without("timeInForce"), 400, "FIELD_MISSING", "timeInForce"),
                field("clOrdId", "''", 400, "FIELD_INVALID"),
                field("clOrdId", "'a b'", 400, "FIELD_INVALID"),
                field("clOrdId", "'C\\u00001'", 400, "FIELD_INVALID"),
                field("clOrdId", "'" + "x".repeat(65) + "'", 400, "FIELD_INVALID"),
                field("clOrdId", "'list:1'", 400, "FIELD_INVALID"),
                field("clOrdId", "17", 400, "FIELD_INVALID"),
                field("symbol", "'\\u0000'", 400, "FIELD_INVALID"),
                field("symbol", "'\\ud800'", 400, "FIELD_INVALID"),
                field("symbol", "['A']", 400, "FIELD_INVALID"),
                field("side", "'buy'", 400, "FIELD_INVALID"),
                field("side", "0", 400, "FIELD_INVALID"),
                field("side", "'SELL_SHORT'", 400, "FIELD_INVALID"),
                field("ordType", "'PEGGED'", 400, "FIELD_INVALID"),
                order("STOP without stopPx", stop("'px':null"), 400, "FIELD_MISSING", "stopPx"),
                order("STOP with px", stop("'px':'100.00','stopPx':'100.00'"), 400, "FIELD_INVALID", "px"),
                order(
                        "STOP that trails",
                        stop("'stopPx':'100.00','trailAmount':'1'"),
                        400,
                        "FIELD_INVALID",
                        "trailAmount"),
                order("STOP at zero", stop("'stopPx':'0'"), 422, "STOP_PX_NOT_POSITIVE", "stopPx"),
                order(
                        "STOP of another price",
                        stop("'stopPx':'1','triggerPriceType':'X'"),
                        400,
                        "FIELD_INVALID",
                        "triggerPriceType"),
                order("trail missing", trail("'px':null"), 400, "FIELD_MISSING", "trailAmount"),
                order("two trails", trail("'trailAmount':'1','trailPercent':'1'"), 400, "FIELD_INVALID", "trailAmount"),
                order("trail of all", trail("'trailPercent':'100'"), 400, "FIELD_INVALID", "trailPercent"),
                order("trail with stopPx", trail("'trailAmount':'1','stopPx':'1'"), 400, "FIELD_INVALID", "stopPx"),
                field("stopPx", "'100.00'", 400, "FIELD_INVALID"),
                field("triggerPriceType", "'BEST_BID'", 400, "FIELD_INVALID"),
                field("timeInForce", "'GTX'", 400, "FIELD_INVALID"),
                order("GTD without end", body("timeInForce", "'GTD'"), 400, "FIELD_MISSING", "expireTime"),
                field("expireTime", "'2199-01-01T00:00:00Z'", 400, "FIELD_INVALID"),
                field("expireTime", "'tomorrow'", 400, "FIELD_INVALID"),
                field("displayQty", "'0'", 400, "DECIMAL_NOT_POSITIVE"),
                field("execInst", "'POST_ONLY'", 400, "FIELD_INVALID"),
                field("execInst", "['HIDDEN']", 400, "FIELD_INVALID"),
                field("execInst", "['POST_ONLY','POST_ONLY']", 400, "FIELD_INVALID"),
                field("execInst", "[['POST_ONLY']]", 400, "FIELD_INVALID"),
                order("MARKET with px", body("ordType", "'MARKET'"), 400, "FIELD_INVALID", "px"));
    }

    private static String stop(String more) {
        return "{'clOrdId':'C1','symbol':'{symbol}','side':'BUY','ordType':'STOP','timeInForce':'GTC','orderQty':'1',"
                + more + "}";
    }

    private static String trail(String more) {
        return stop(more).replace("'STOP'", "'TRAILING_STOP'");
    }

    private static Stream<Case> references() {
        return Stream.of(
                order("stopPx too fine", stop("'stopPx':'100.001'"), 422, "STOP_PX_SCALE", "stopPx"),
                order("trail too fine", trail("'trailAmount':'0.001'"), 422, "TRAIL_AMOUNT_SCALE", "trailAmount"),
                field("symbol", "'NOPE'", 422, "INSTRUMENT_UNKNOWN"),
                field("symbol", "'; DROP TABLE orders; --'", 422, "INSTRUMENT_UNKNOWN"),
                order(
                        "other body",
                        body("clOrdId", "'TAKEN'").replace("'1'", "'2'"),
                        409,
                        "EXISTS_WITH_DIFFERENT_ORDER_QTY",
                        "orderQty"),
                new Case(
                        "cancel of nothing",
                        "POST",
                        "/v1/accounts/{account}/orders/" + UUID.randomUUID() + "/cancel",
                        "{'clOrdId':'X1'}",
                        404,
                        "ORDER_UNKNOWN",
                        ""),
                new Case(
                        "cancel of no id",
                        "POST",
                        "/v1/accounts/{account}/orders/abc/cancel",
                        "{'clOrdId':'X1'}",
                        404,
                        "ORDER_UNKNOWN",
                        ""),
                new Case(
                        "cancel with unknown field",
                        "POST",
                        "/v1/accounts/{account}/orders/" + UUID.randomUUID() + "/cancel",
                        "{'clOrdId':'X1','reason':'x'}",
                        400,
                        "FIELD_UNKNOWN",
                        "reason"),
                replace("of nothing", "{'clOrdId':'X1','orderQty':'1'}", 404, "ORDER_UNKNOWN", ""),
                replace("that changes nothing", "{'clOrdId':'X1'}", 400, "FIELD_MISSING", "orderQty"),
                replace("to no quantity", "{'clOrdId':'X1','orderQty':'0'}", 400, "DECIMAL_NOT_POSITIVE", "orderQty"),
                replace("of the side", "{'clOrdId':'X1','side':'SELL'}", 400, "FIELD_UNKNOWN", "side"),
                replace(
                        "of no name",
                        "{'clOrdId':'X1','origClOrdId':'','px':'1'}",
                        400,
                        "FIELD_INVALID",
                        "origClOrdId"),
                new Case(
                        "order of no account",
                        "POST",
                        "/v1/accounts/" + UUID.randomUUID() + "/orders",
                        body("px", "'100.00'"),
                        404,
                        "ACCOUNT_UNKNOWN",
                        ""),
                new Case(
                        "order of no id",
                        "POST",
                        "/v1/accounts/1-1-1-1-1/orders",
                        body("px", "'100.00'"),
                        404,
                        "ACCOUNT_UNKNOWN",
                        ""));
    }

    private static Stream<Case> cash() {
        return Stream.of(
                deposit(
                        "too many decimals",
                        "{'transferId':'T1','asset':'USD','amount':'1.001'}",
                        422,
                        "AMOUNT_SCALE",
                        "amount"),
                deposit(
                        "unknown asset",
                        "{'transferId':'T1','asset':'XXX','amount':'1'}",
                        422,
                        "ASSET_UNKNOWN",
                        "asset"),
                deposit(
                        "negative",
                        "{'transferId':'T1','asset':'USD','amount':'-1'}",
                        400,
                        "DECIMAL_NOT_POSITIVE",
                        "amount"),
                deposit(
                        "Infinity",
                        "{'transferId':'T1','asset':'USD','amount':'Infinity'}",
                        400,
                        "DECIMAL_MALFORMED",
                        "amount"),
                deposit(
                        "no time",
                        "{'transferId':'T1','asset':'USD','amount':'1','effectiveAt':'yesterday'}",
                        400,
                        "FIELD_INVALID",
                        "effectiveAt"),
                deposit(
                        "far time",
                        "{'transferId':'T1','asset':'USD','amount':'1','effectiveAt':'+999999999-01-01T00:00:00Z'}",
                        400,
                        "FIELD_INVALID",
                        "effectiveAt"),
                deposit(
                        "other amount",
                        "{'transferId':'opening','asset':'USD','amount':'1'}",
                        409,
                        "EXISTS_WITH_DIFFERENT_AMOUNT",
                        "amount"),
                new Case(
                        "desk that is not there",
                        "POST",
                        "/v1/accounts",
                        "{'name':'x','accountType':'CASH','baseCurrency':'USD','deskId':'NOPE'}",
                        422,
                        "DESK_UNKNOWN",
                        "deskId"),
                new Case(
                        "strategy that is not there",
                        "POST",
                        "/v1/accounts",
                        "{'name':'x','accountType':'CASH','baseCurrency':'USD','strategyId':'NOPE'}",
                        422,
                        "STRATEGY_UNKNOWN",
                        "strategyId"),
                new Case(
                        "strategy in small letters",
                        "POST",
                        "/v1/strategies",
                        "{'strategyId':'fx','name':'FX'}",
                        400,
                        "FIELD_INVALID",
                        "strategyId"),
                new Case(
                        "desk in small letters",
                        "POST",
                        "/v1/desks",
                        "{'deskId':'fx','name':'FX'}",
                        400,
                        "FIELD_INVALID",
                        "deskId"),
                rule("nothing", "'reason':'x'", 400, "FIELD_MISSING", "ends"),
                rule("no reason", "'limit':{" + QTY + "}", 400, "FIELD_MISSING", "reason"),
                rule(
                        "two at once",
                        "'reason':'x','limit':{" + QTY + "},'permission':{'user':'u'}",
                        400,
                        "FIELD_MISSING",
                        "ends"),
                rule(
                        "desk without a name",
                        limit("'kind':'MAX_ORDER_QTY','scope':'DESK','value':'1'"),
                        400,
                        "FIELD_MISSING",
                        "scopeId"),
                rule("firm with a name", limit(QTY + ",'scopeId':'x'"), 400, "FIELD_INVALID", "scopeId"),
                rule(
                        "no account",
                        limit("'kind':'MAX_ORDER_QTY','scope':'ACCOUNT','scopeId':'x','value':'1'"),
                        400,
                        "FIELD_INVALID",
                        "scopeId"),
                rule(
                        "another account",
                        limit(
                                "'kind':'MAX_ORDER_QTY','scope':'ACCOUNT','scopeId':'00000000-0000-7000-8000-000000000001','value':'1'"),
                        404,
                        "ACCOUNT_UNKNOWN",
                        ""),
                rule(
                        "another desk",
                        limit("'kind':'MAX_ORDER_QTY','scope':'DESK','scopeId':'NOPE','value':'1'"),
                        422,
                        "DESK_UNKNOWN",
                        "scopeId"),
                rule(
                        "another strategy",
                        limit("'kind':'MAX_ORDER_QTY','scope':'STRATEGY','scopeId':'NOPE','value':'1'"),
                        422,
                        "STRATEGY_UNKNOWN",
                        "scopeId"),
                rule(
                        "credit of a group that is a user",
                        limit("'kind':'MAX_GROUP_CREDIT','scope':'USER','scopeId':'tess','value':'1'"),
                        400,
                        "FIELD_INVALID",
                        "scope"),
                rule("limit of no symbol", limit(QTY + ",'symbol':'NOPE'"), 422, "INSTRUMENT_UNKNOWN", ""),
                rule(
                        "class and symbol",
                        limit(QTY + ",'symbol':'NOPE','securityType':'FUT'"),
                        400,
                        "FIELD_INVALID",
                        "securityType"),
                rule(
                        "negative limit",
                        limit("'kind':'MAX_ORDER_QTY','scope':'FIRM','value':'-1'"),
                        400,
                        "DECIMAL_NEGATIVE",
                        "value"),
                rule(
                        "half a permission",
                        limit("'kind':'MAY_TRADE','scope':'FIRM','value':'0.5'"),
                        400,
                        "FIELD_INVALID",
                        "value"),
                rule(
                        "fractional rate",
                        limit("'kind':'ORDERS_PER_SECOND','scope':'FIRM','value':'1.5'"),
                        400,
                        "FIELD_INVALID",
                        "value"),
                rule(
                        "huge rate",
                        limit("'kind':'ORDERS_PER_SECOND','scope':'FIRM','value':'1000001'"),
                        400,
                        "FIELD_INVALID",
                        "value"),
                rule(
                        "rate of a user",
                        limit("'kind':'ORDERS_PER_SECOND','scope':'USER','scopeId':'u','value':'1'"),
                        400,
                        "FIELD_INVALID",
                        "scope"),
                rule(
                        "soft rate",
                        limit("'kind':'ORDERS_PER_SECOND','scope':'FIRM','value':'1','severity':'SOFT'"),
                        400,
                        "FIELD_INVALID",
                        "severity"),
                rule(
                        "huge rate of messages",
                        limit("'kind':'MESSAGES_PER_SECOND','scope':'FIRM','value':'1000001'"),
                        400,
                        "FIELD_INVALID",
                        "value"),
                rule(
                        "rate of messages of a user",
                        limit("'kind':'MESSAGES_PER_SECOND','scope':'USER','scopeId':'u','value':'1'"),
                        400,
                        "FIELD_INVALID",
                        "scope"),
                rule(
                        "rate of messages of a class",
                        limit("'kind':'MESSAGES_PER_SECOND','scope':'FIRM','value':'1','securityType':'FUT'"),
                        400,
                        "FIELD_INVALID",
                        "securityType"),
                rule(
                        "soft rate of messages",
                        limit("'kind':'MESSAGES_PER_SECOND','scope':'FIRM','value':'1','severity':'SOFT'"),
                        400,
                        "FIELD_INVALID",
                        "severity"),
                rule(
                        "no rate of a group",
                        limit("'kind':'GROUP_ORDERS_PER_SECOND','scope':'FIRM','value':'0'"),
                        400,
                        "FIELD_INVALID",
                        "value"),
                rule(
                        "fractional rate of a group",
                        limit("'kind':'GROUP_ORDERS_PER_SECOND','scope':'FIRM','value':'1.5'"),
                        400,
                        "FIELD_INVALID",
                        "value"),
                rule(
                        "huge rate of a group",
                        limit("'kind':'GROUP_ORDERS_PER_SECOND','scope':'FIRM','value':'1000001'"),
                        400,
                        "FIELD_INVALID",
                        "value"),
                rule(
                        "group of a user",
                        limit("'kind':'GROUP_ORDERS_PER_SECOND','scope':'USER','scopeId':'u','value':'1'"),
                        400,
                        "FIELD_INVALID",
                        "scope"),
                rule(
                        "group of an account",
                        limit(
                                "'kind':'GROUP_ORDERS_PER_SECOND','scope':'ACCOUNT','scopeId':'00000000-0000-7000-8000-000000000001','value':'1'"),
                        400,
                        "FIELD_INVALID",
                        "scope"),
                rule(
                        "rate of a group in a class",
                        limit("'kind':'GROUP_ORDERS_PER_SECOND','scope':'FIRM','value':'1','securityType':'FUT'"),
                        400,
                        "FIELD_INVALID",
                        "securityType"),
                rule(
                        "soft rate of a group",
                        limit("'kind':'GROUP_ORDERS_PER_SECOND','scope':'FIRM','value':'1','severity':'SOFT'"),
                        400,
                        "FIELD_INVALID",
                        "severity"),
                rule(
                        "has ended",
                        limit(QTY + ",'effectiveTo':'2020-01-01T00:00:00Z'"),
                        400,
                        "FIELD_INVALID",
                        "effectiveTo"),
                rule(
                        "ends before it begins",
                        limit(QTY + ",'effectiveFrom':'2030-01-01T00:00:00Z','effectiveTo':'2030-01-01T00:00:00Z'"),
                        400,
                        "FIELD_INVALID",
                        "effectiveTo"),
                rule(
                        "rule that is not there",
                        "'reason':'x','ends':'00000000-0000-7000-8000-000000000001'",
                        422,
                        "RISK_RULE_UNKNOWN",
                        "ends"),
                rule(
                        "permission of no venue",
                        "'reason':'x','permission':{'user':'u','venueId':'NOPE'}",
                        422,
                        "VENUE_UNKNOWN",
                        "venueId"),
                rule(
                        "unknown order type",
                        "'reason':'x','orderTerms':{'ordTypes':['PEGGED'],'timesInForce':['DAY']}",
                        400,
                        "FIELD_INVALID",
                        "orderTerms.ordTypes"),
                new Case(
                        "unknown status",
                        "PATCH",
                        "/v1/accounts/{account}",
                        "{'status':'GONE'}",
                        400,
                        "FIELD_INVALID",
                        "status"),
                new Case(
                        "account of no currency",
                        "POST",
                        "/v1/accounts",
                        "{'name':'x','accountType':'CASH','baseCurrency':'XXX'}",
                        422,
                        "ASSET_UNKNOWN",
                        ""),
                new Case(
                        "account of no type",
                        "POST",
                        "/v1/accounts",
                        "{'name':'x','accountType':'CREDIT','baseCurrency':'USD'}",
                        400,
                        "FIELD_INVALID",
                        "accountType"),
                new Case(
                        "nested unknown field",
                        "POST",
                        "/v1/accounts",
                        "{'name':'x','accountType':'CASH','baseCurrency':'USD','limits':{'foo':1}}",
                        400,
                        "FIELD_UNKNOWN",
                        "limits.foo"),
                new Case(
                        "name with NUL",
                        "POST",
                        "/v1/assets",
                        "{'asset':'EUR','scale':2,'name':'a\\u0000b'}",
                        400,
                        "FIELD_INVALID",
                        "name"),
                new Case(
                        "scale out of range",
                        "POST",
                        "/v1/assets",
                        "{'asset':'EUR','scale':19,'name':'x'}",
                        400,
                        "FIELD_INVALID",
                        "scale"),
                new Case(
                        "other scale",
                        "POST",
                        "/v1/assets",
                        "{'asset':'USD','scale':3,'name':'US dollar'}",
                        409,
                        "EXISTS_WITH_DIFFERENT_BODY",
                        "scale"),
                new Case(
                        "instrument at no venue",
                        "POST",
                        "/v1/instruments",
                        ApiUnderTest.instrumentBody("NEWSYM").replace("'SIM'", "'NOVENUE'"),
                        422,
                        "VENUE_UNKNOWN",
                        "venueId"),
                new Case(
                        "tick finer than its scale",
                        "POST",
                        "/v1/instruments",
                        ApiUnderTest.instrumentBody("NEWSYM").replace("'0.01'", "'0.001'"),
                        400,
                        "FIELD_INVALID",
                        "tickSize"),
                new Case(
                        "collar of 100 %",
                        "POST",
                        "/v1/instruments",
                        ApiUnderTest.instrumentBody("NEWSYM").replace("'0.1'", "'1'"),
                        400,
                        "FIELD_INVALID",
                        "priceCollar"));
    }

    private static Stream<Case> reads() {
        return Stream.of(
                get("/v1/accounts/{account}/orders?limit=0", 400, "PARAMETER_INVALID", "limit"),
                get("/v1/accounts/{account}/orders?limit=501", 400, "PARAMETER_INVALID", "limit"),
                get("/v1/accounts/{account}/orders?limit=ten", 400, "PARAMETER_INVALID", "limit"),
                get("/v1/accounts/{account}/orders?limit=1e6", 400, "PARAMETER_INVALID", "limit"),
                get("/v1/accounts/{account}/orders?status=odd", 400, "PARAMETER_INVALID", "status"),
                get("/v1/accounts/{account}/orders?symbol=%00", 400, "PARAMETER_INVALID", "symbol"),
                get("/v1/accounts/{account}/orders?cursor=nonsense", 400, "CURSOR_INVALID", "cursor"),
                get("/v1/accounts/{account}/orders?cursor=%00", 400, "CURSOR_INVALID", "cursor"),
                get("/v1/accounts/{account}/executions?cursor=b3JkZXJzfDE", 400, "CURSOR_INVALID", "cursor"),
                get("/v1/accounts/{account}/journal?cursor=am91cm5hbHx4", 400, "CURSOR_INVALID", "cursor"),
                get("/v1/accounts/{account}/orders/" + UUID.randomUUID(), 404, "ORDER_UNKNOWN", ""),
                get("/v1/accounts/{account}/orders/1-1-1-1-1", 404, "ORDER_UNKNOWN", ""),
                get("/v1/accounts/{account}/orders/by-cl-ord-id/unused", 404, "ORDER_UNKNOWN", ""),
                get("/v1/accounts/{account}/orders/by-cl-ord-id/%00", 404, "ORDER_UNKNOWN", ""),
                get("/v1/accounts/{account}/orders/" + UUID.randomUUID() + "/events", 404, "ORDER_UNKNOWN", ""),
                get("/v1/accounts/" + UUID.randomUUID() + "/balances", 404, "ACCOUNT_UNKNOWN", ""),
                get("/v1/accounts/%00/journal", 404, "ACCOUNT_UNKNOWN", ""),
                get("/v1/instruments/NOPE", 404, "INSTRUMENT_NOT_FOUND", ""),
                get("/v1/instruments/%00", 404, "INSTRUMENT_NOT_FOUND", ""));
    }

    private static Stream<Case> routes() {
        return Stream.of(
                get("/v1/nothing", 404, "ROUTE_UNKNOWN", ""),
                get("/", 404, "ROUTE_UNKNOWN", ""),
                get("/v1/accounts/{account}/orders/a/b/c", 404, "ROUTE_UNKNOWN", ""),
                new Case(
                        "wrong method", "DELETE", "/v1/accounts/{account}/orders", null, 405, "METHOD_NOT_ALLOWED", ""),
                new Case(
                        "unusual method",
                        "TRACE",
                        "/v1/accounts/{account}/orders",
                        null,
                        405,
                        "METHOD_NOT_ALLOWED",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRefusedWithAProblemAndLeavesNothing(Case bad) {
        String token = bad.path().matches(".*/(orders|cancel|replace)") ? Tokens.system() : Tokens.admin();
        String body = bad.body();
        String path = fill(bad.path());
        Map<String, Long> before = api.rowCounts();

        Answer answer = body == null
                ? api.send(api.request(token, path).method(bad.method(), BodyPublishers.noBody()))
                : api.send(bad.method(), token, path, fill(body));

        assertThat(api.rowCounts()).isEqualTo(before);
        isProblem(answer, bad.status(), bad.code());
        if (!bad.code().equals("MALFORMED_JSON")) {
            assertThat(answer.text("field")).isEqualTo(bad.field());
        }
    }

    private String fill(String text) {
        return text.replace("{account}", account).replace("{symbol}", symbol);
    }

    private static void isProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.text("type")).isEqualTo("urn:tradecore:problem:" + code);
        assertThat(answer.text("title")).isNotBlank();
        assertThat(answer.text("detail")).isNotBlank().doesNotContain("io.tradecore", "Exception", "java.");
    }

    @Test
    void aQuantityOffItsLotAndAPriceOffItsTickAreRefused() {
        String coarse = api.name("COARSE");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments",
                        ApiUnderTest.instrumentBody(coarse)
                                .replace("'tickSize':'0.01'", "'tickSize':'0.25'")
                                .replace("'lotSize':'0.001'", "'lotSize':'0.01'")));
        String orders = "/v1/accounts/" + account + "/orders";
        Map<String, Long> before = api.rowCounts();
        String token = Tokens.trader(account);
        isProblem(
                api.post(token, orders, ApiUnderTest.limitOrder("L1", coarse, "BUY", "0.005", "100.00")),
                422,
                "QTY_LOT");
        isProblem(
                api.post(token, orders, ApiUnderTest.limitOrder("L1", coarse, "BUY", "0.01", "100.10")),
                422,
                "PX_TICK");
        assertThat(api.rowCounts()).isEqualTo(before);
    }

    @Test
    void aBodyOfAnotherMediaTypeIsRefused() {
        String path = "/v1/accounts/" + account + "/orders";
        String body = fill(body("px", "'100.00'")).replace('\'', '"');
        Map<String, Long> before = api.rowCounts();
        for (String type : new String[] {"text/plain", "application/xml", "application/x-www-form-urlencoded", "x"}) {
            Answer answer = api.send(api.request(Tokens.system(), path)
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString(body)));
            isProblem(answer, 415, "MEDIA_TYPE_UNSUPPORTED");
        }
        isProblem(
                api.send(api.request(Tokens.system(), path).POST(BodyPublishers.ofString(body))),
                415,
                "MEDIA_TYPE_UNSUPPORTED");
        assertThat(api.rowCounts()).isEqualTo(before);
    }

    @Test
    void anOversizedBodyIsRefusedWhetherItsLengthIsToldOrNot() {
        byte[] body = ("{\"clOrdId\":\"" + "x".repeat(70_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        Map<String, Long> before = api.rowCounts();
        for (BodyPublisher publisher : new BodyPublisher[] {
            BodyPublishers.ofByteArray(body), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
        }) {
            Answer answer = api.send(api.request(Tokens.system(), "/v1/accounts/" + account + "/orders")
                    .header("Content-Type", "application/json")
                    .POST(publisher));
            isProblem(answer, 413, "BODY_TOO_LARGE");
            Answer stranger = api.send(api.request(null, "/v1/accounts/" + account + "/orders")
                    .header("Content-Type", "application/json")
                    .POST(publisher));
            isProblem(stranger, 401, "UNAUTHENTICATED");
        }
        assertThat(api.rowCounts()).isEqualTo(before);
    }

    @Test
    void nothingIsAtAnUnknownPathForAnybody() {
        isProblem(api.send(api.request(null, "/v1/nothing").GET()), 404, "ROUTE_UNKNOWN");
        isProblem(api.get(Tokens.trader(account), "/swagger/openapi.yml"), 404, "ROUTE_UNKNOWN");
    }

    @Test
    void aBodyThatIsNotUtf8IsRefused() {
        byte[] body = "{\"clOrdId\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        Answer answer = api.send(api.request(Tokens.system(), "/v1/accounts/" + account + "/orders")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));
        isProblem(answer, 400, "MALFORMED_JSON");
    }

    @Test
    void aClientThatTakesNoJsonIsTold() {
        Answer answer = api.send(api.request(Tokens.admin(), "/v1/instruments")
                .header("Accept", "text/html")
                .GET());
        isProblem(answer, 406, "NOT_ACCEPTABLE");
    }

    @Test
    void anotherTenantsAccountAndAMissingOneAnswerTheSameBody() {
        String mine = api.newAccount();
        String body = fill(body("px", "'100.00'"));
        Answer other = api.post(Tokens.trader(mine), "/v1/accounts/" + account + "/orders", body);
        Answer missing = api.post(Tokens.trader(mine), "/v1/accounts/" + UUID.randomUUID() + "/orders", body);
        isProblem(other, 404, "ACCOUNT_UNKNOWN");
        assertThat(other.text()).isEqualTo(missing.text());
        assertThat(other.contentType()).isEqualTo(missing.contentType());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/accounts/%zz HTTP/1.1",
                "GET /v1/instruments/%ff%fe HTTP/1.1",
                "GET /v1/accounts/{account}/orders?limit=%zz HTTP/1.1",
                "GET /v1/accounts/{account}/orders?limit=1&limit=2 HTTP/1.1",
                "GET /v1/instruments/a;b=c HTTP/1.1",
                "GET //v1//instruments HTTP/1.1",
                "GET /v1/../v1/instruments/{symbol}/../NOPE HTTP/1.1",
                "GET v1 HTTP/1.1",
                "FOO /v1/instruments HTTP/1.1",
                "POST /v1/accounts/{account}/orders HTTP/1.1\r\nContent-Length: -1",
                "POST /v1/accounts/{account}/orders HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 7",
                "POST /v1/accounts/{account}/orders HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
                        + "Content-Type: application/json\r\n\r\nzz\r\n{}"
            })
    void whatIsHardlyHttpIsNeverAFaultOfOurs(String head) throws IOException {
        String token = Tokens.system();
        String request = fill(head) + "\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\nConnection: close\r\n\r\n";
        URI address = api.request(null, "/").build().uri();
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String status = reader.readLine();
            // A connection that is just closed is an answer, too.
            if (status != null) {
                assertThat(status).matches("HTTP/1\\.1 [24]\\d\\d .*");
            }
        }
    }
}
