package io.tradecore.api.rest;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.rest.ApiUnderTest.limitOrder;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.api.config.Databases;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.TransferChain;
import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.pipeline.BatchDecider;
import io.tradecore.oms.pipeline.Exposures;
import io.tradecore.oms.pipeline.Pipeline;
import io.tradecore.oms.pipeline.Pipeline.Settled;
import io.tradecore.oms.pipeline.pg.PgBatchStore;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.pg.PgRiskRules;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of risk, changed while orders come in. What is set is of instruments, desks, accounts and users of the test's own. */
@ExtendWith(ApiExtension.class)
class RiskRulesIT {
    private static final String OTHER_OPERATOR = Tokens.admin("oscar");

    private final ApiUnderTest api;

    RiskRulesIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void whatTightensCountsAtOnceAndWhatLoosensTakesTwo() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String tight = must(201, api.changeRules(Tokens.admin(), limitOfAccount(account, symbol, "5")))
                .text("changeId");
        Answer denied = place(account, "C1", symbol, "5.001");
        assertThat(denied.status()).isEqualTo(422);
        assertThat(denied.code()).isEqualTo("QTY_EXCEEDS_MAX");
        assertThat(denied.json().path("numbers").path("maxOrderQty").asText()).isEqualTo("5");
        must(201, place(account, "C2", symbol, "5"));

        Answer proposed = must(
                201, api.changeRules(Tokens.admin(), "'ends':'" + tight + "'," + limitOfAccount(account, symbol, "6")));
        assertThat(proposed.text("state")).isEqualTo("PROPOSED");
        assertThat(place(account, "C3", symbol, "6").code()).isEqualTo("QTY_EXCEEDS_MAX");
        String approve = "/v1/admin/risk-changes/" + proposed.text("changeId") + "/approve";
        Answer alone = api.post(Tokens.admin(), approve, "");
        assertThat(alone.status()).isEqualTo(422);
        assertThat(alone.code()).isEqualTo("FOUR_EYES");
        Answer approved = must(200, api.post(OTHER_OPERATOR, approve, ""));
        assertThat(approved.text("state")).isEqualTo("APPLIED");
        assertThat(approved.text("proposedBy")).isEqualTo("olga");
        assertThat(approved.text("resolvedBy")).isEqualTo("oscar");
        assertThat(approved.json().path("before").path("value").asText()).isEqualTo("5");
        assertThat(approved.json().path("after").path("value").asText()).isEqualTo("6");
        must(201, place(account, "C4", symbol, "6"));
        assertThat(place(account, "C5", symbol, "6.001").code()).isEqualTo("QTY_EXCEEDS_MAX");
        assertThat(must(200, api.post(OTHER_OPERATOR, approve, "")).json()).isEqualTo(approved.json());
        assertThat(rulesOf(account).findValuesAsText("value")).containsExactlyInAnyOrder("100000", "6");
    }

    /** What is judged before the lane, as the rate is, goes by what was heard of: it must not wait for a batch. */
    @Test
    void aProcessHearsOfAChangeAlsoWhileItHasNothingToJudge() throws Exception {
        String limit = limitOfAccount(api.newAccount(), api.newInstrument(), "5");
        PgRiskRules rules = api.context().getBean(PgRiskRules.class);
        long before = rules.version();
        must(201, api.changeRules(Tokens.admin(), limit));
        eventually(() -> assertThat(rules.version()).isGreaterThan(before));
    }

    @Test
    void aChangeIsProposedOnceAndMayBeRejected() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String limit = must(201, api.changeRules(Tokens.admin(), limitOfAccount(account, symbol, "5")))
                .text("changeId");
        String body = "{'changeId':'" + UUID.randomUUID() + "','ends':'" + limit + "','reason':'no use any more'}";
        Answer proposed = must(201, api.post(Tokens.admin(), "/v1/admin/risk-changes", body));
        assertThat(proposed.text("state")).isEqualTo("PROPOSED");
        Answer again = must(200, api.post(Tokens.admin(), "/v1/admin/risk-changes", body));
        assertThat(again.replayed()).isTrue();
        assertThat(again.json()).isEqualTo(proposed.json());
        Answer other = api.post(Tokens.admin(), "/v1/admin/risk-changes", body.replace("no use", "of no use"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text("field")).isEqualTo("reason");

        String path = "/v1/admin/risk-changes/" + proposed.text("changeId");
        Answer rejected = must(200, api.post(OTHER_OPERATOR, path + "/reject", "{'reason':'it is of use'}"));
        assertThat(rejected.text("state")).isEqualTo("REJECTED");
        assertThat(rejected.text("resolution")).isEqualTo("it is of use");
        Answer late = api.post(OTHER_OPERATOR, path + "/approve", "");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.code()).isEqualTo("RISK_CHANGE_NOT_APPLICABLE");
        assertThat(place(account, "C1", symbol, "6").code()).isEqualTo("QTY_EXCEEDS_MAX");
        assertThat(must(200, api.get(Tokens.admin(), path)).json()).isEqualTo(rejected.json());
        assertThat(must(200, api.get(Tokens.admin(), "/v1/admin/risk-changes?state=REJECTED&limit=500"))
                        .json()
                        .path("items")
                        .findValuesAsText("changeId"))
                .contains(proposed.text("changeId"));
    }

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @DisplayName("Whoever sets it, the bound that leaves the least room counts")
    @CsvSource(textBlock = """
            # kind,               scope,   value, qty,   code
            MAY_TRADE,            FIRM,    0,     1,     INSTRUMENT_RESTRICTED
            MAY_TRADE,            DESK,    0,     1,     INSTRUMENT_RESTRICTED
            MAY_TRADE,            ACCOUNT, 0,     1,     INSTRUMENT_RESTRICTED
            MAY_TRADE,            USER,    0,     1,     INSTRUMENT_RESTRICTED
            MAY_TRADE,            STRATEGY, 0,    1,     INSTRUMENT_RESTRICTED
            MAX_ORDER_QTY,        DESK,    2,     2.001, QTY_EXCEEDS_MAX
            MAX_ORDER_QTY,        STRATEGY, 2,    2.001, QTY_EXCEEDS_MAX
            MIN_ORDER_QTY,        DESK,    2,     1.999, QTY_BELOW_MIN
            MAX_ORDER_NOTIONAL,   USER,    200,   2.001, NOTIONAL_EXCEEDS_MAX
            MIN_ORDER_NOTIONAL,   FIRM,    204,   1.999, NOTIONAL_BELOW_MIN
            PRICE_COLLAR,         FIRM,    0,     1,     PX_OUTSIDE_COLLAR
            """)
    void scopes(String kind, String scope, String value, String qty, String code) {
        String symbol = api.newInstrument();
        String desk = api.name("DESK-");
        must(201, api.post(Tokens.admin(), "/v1/desks", "{'deskId':'" + desk + "','name':'A desk'}"));
        String strategy = api.name("STRAT-");
        String made = "{'strategyId':'" + strategy + "','name':'A strategy'}";
        must(201, api.post(Tokens.admin(), "/v1/strategies", made));
        must(200, api.post(Tokens.admin(), "/v1/strategies", made));
        must(409, api.post(Tokens.admin(), "/v1/strategies", made.replace("A strategy", "Another")));
        String account = must(
                        201,
                        api.post(
                                Tokens.admin(),
                                "/v1/accounts",
                                "{'name':'A','accountType':'CASH','baseCurrency':'USD','deskId':'" + desk
                                        + "','strategyId':'" + strategy + "'}"))
                .text("accountId");
        assertThat(must(200, api.get(Tokens.admin(), "/v1/accounts/" + account)).text("strategyId"))
                .isEqualTo(strategy);
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/accounts/" + account + "/deposits",
                        "{'transferId':'opening','asset':'USD','amount':'1000'}"));
        String user = api.name("user-");
        String trader = Tokens.traderNamed(user, account);
        String orders = "/v1/accounts/" + account + "/orders";
        // Outside of the touch, so that a collar of nothing is one.
        must(201, api.post(trader, orders, limitOrder("C1", symbol, "BUY", qty, "102.00")));

        String scopeId = switch (scope) {
            case "DESK" -> "'scopeId':'" + desk + "',";
            case "STRATEGY" -> "'scopeId':'" + strategy + "',";
            case "ACCOUNT" -> "'scopeId':'" + account + "',";
            case "USER" -> "'scopeId':'" + user + "',";
            default -> "";
        };
        Answer change = must(
                201,
                api.changeRules(
                        Tokens.admin(),
                        "'limit':{'kind':'%s','scope':'%s',%s'symbol':'%s','value':'%s'}"
                                .formatted(kind, scope, scopeId, symbol, value)));
        assertThat(change.text("state")).isEqualTo("APPLIED");
        Answer denied = api.post(trader, orders, limitOrder("C2", symbol, "BUY", qty, "102.00"));
        assertThat(denied.status()).isEqualTo(422);
        assertThat(denied.code()).isEqualTo(code);
        if (!scope.equals("FIRM")) {
            // Of another desk, no strategy, another account and another user.
            must(201, place(api.newAccount(), "C1", symbol, qty));
        }
    }

    @Test
    void whatIsBeyondASoftLimitPassesWithAWarning() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        must(
                201,
                api.changeRules(
                        Tokens.admin(),
                        "'limit':{'kind':'MAX_ORDER_QTY','scope':'ACCOUNT','scopeId':'%s','value':'5','severity':'SOFT'}"
                                .formatted(account)));
        Answer within = must(201, place(account, "C1", symbol, "5"));
        assertThat(within.json().has("warnings")).isFalse();
        Answer beyond = must(201, place(account, "C2", symbol, "6"));
        JsonNode warning = beyond.json().path("warnings").get(0);
        assertThat(warning.path("code").asText()).isEqualTo("QTY_EXCEEDS_MAX");
        assertThat(warning.path("numbers").path("orderQty").asText()).isEqualTo("6");
        assertThat(warning.path("numbers").path("maxOrderQty").asText()).isEqualTo("5");
        JsonNode event = must(
                        200,
                        api.get(
                                Tokens.trader(account),
                                "/v1/accounts/" + account + "/orders/" + beyond.text("orderId") + "/events"))
                .json()
                .path("items")
                .get(0);
        assertThat(event.path("eventType").asText()).isEqualTo("ORDER_ACCEPTED");
        assertThat(event.path("reasonCode").asText()).isEqualTo("QTY_EXCEEDS_MAX");
        assertThat(event.path("reasonText").asText()).contains("orderQty 6", "maxOrderQty 5");
        assertThat(api.get(Tokens.system(), "/prometheus").text())
                .contains("oms_risk_warnings_total{code=\"QTY_EXCEEDS_MAX\"}");
    }

    @Test
    void aLimitBeginsAndEndsAtItsTime() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        Instant from = Instant.now().plusSeconds(1);
        must(
                201,
                api.changeRules(
                        Tokens.admin(),
                        "'limit':{'kind':'MAX_ORDER_QTY','scope':'FIRM','symbol':'%s','value':'5','effectiveFrom':'%s','effectiveTo':'%s'}"
                                .formatted(symbol, from, from.plusSeconds(1))));
        assertThat(wouldPass(account, symbol)).isTrue();
        await(() -> !wouldPass(account, symbol));
        assertThat(Instant.now()).isAfterOrEqualTo(from);
        await(() -> wouldPass(account, symbol));
    }

    @Test
    void whatWasInForceWhenItWasMadeIsSoAlsoWhereTheClockHasBeenSetBackSince() throws SQLException {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        assertThat(wouldPass(account, symbol)).isTrue();
        try (Connection admin = api.adminConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("""
                    INSERT INTO house_limits
                        (limit_id, scope, scope_id, kind, symbol, value, severity, effective_from, created_at, created_by)
                    SELECT gen_random_uuid(), 'FIRM', '*', 'MAX_ORDER_QTY', '%s', 5, 'HARD', ahead, ahead, 'a clock ahead'
                    FROM (SELECT now() + interval '1 hour' AS ahead) clock""".formatted(symbol));
            statement.execute("UPDATE risk_version SET version = version + 1");
        }
        assertThat(wouldPass(account, symbol)).isFalse();
        assertThat(place(account, "C1", symbol, "6").code()).isEqualTo("QTY_EXCEEDS_MAX");
    }

    @Test
    void whoHasPermissionsOfHisOwnHasThoseAlone() {
        String permitted = api.newInstrument();
        String other = api.newInstrument();
        String account = api.newAccount();
        String user = api.name("user-");
        String trader = Tokens.traderNamed(user, account);
        String orders = "/v1/accounts/" + account + "/orders";
        must(201, api.post(trader, orders, limitOrder("C1", other, "BUY", "1", "100.00")));
        Answer proposed = must(
                201,
                api.changeRules(
                        Tokens.admin(),
                        "'permission':{'user':'%s','symbol':'%s','venueId':'SIM'}".formatted(user, permitted)));
        assertThat(proposed.text("state")).isEqualTo("PROPOSED");
        approve(proposed);
        must(201, api.post(trader, orders, limitOrder("C2", permitted, "BUY", "1", "100.00")));
        Answer denied = api.post(trader, orders, limitOrder("C3", other, "BUY", "1", "100.00"));
        assertThat(denied.status()).isEqualTo(422);
        assertThat(denied.code()).isEqualTo("USER_NOT_PERMITTED");
        must(201, place(account, "C4", other, "1"));
    }

    @Test
    void anInstrumentTakesTheOrdersItIsSaidTo() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        approve(must(
                201,
                api.changeRules(
                        Tokens.admin(),
                        "'orderTerms':{'symbol':'%s','ordTypes':['LIMIT'],'timesInForce':['GTC']}".formatted(symbol))));
        must(201, place(account, "C1", symbol, "1"));
        String order = limitOrder("C2", symbol, "BUY", "1", "100.00");
        assertThat(post(account, order.replace("GTC", "DAY")).code()).isEqualTo("TIME_IN_FORCE_NOT_ALLOWED");
        assertThat(post(
                                account,
                                order.replace("C2", "C3")
                                        .replace("LIMIT", "MARKET")
                                        .replace(",'px':'100.00'", ""))
                        .code())
                .isEqualTo("ORD_TYPE_NOT_ALLOWED");
    }

    @Test
    void noStockIsSoldShortThatWasNotLocated() {
        String symbol = api.name("CS");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/instruments",
                        ApiUnderTest.instrumentBody(symbol)
                                .replace(
                                        "}",
                                        ",'securityType':'CS','margin':{'unit':'RATE','initial':'0.5','maintenance':'0.25'}}")));
        api.quote(symbol, "99.00", "101.00");
        String account = must(
                        201,
                        api.post(
                                Tokens.admin(),
                                "/v1/accounts",
                                "{'name':'A','accountType':'MARGIN','baseCurrency':'USD'}"))
                .text("accountId");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/accounts/" + account + "/deposits",
                        "{'transferId':'opening','asset':'USD','amount':'10000'}"));
        assertThat(post(account, limitOrder("C1", symbol, "SELL", "1", "100.00"))
                        .code())
                .isEqualTo("LOCATE_MISSING");
        Answer located = must(
                201,
                api.changeRules(
                        Tokens.admin(),
                        "'limit':{'kind':'MAX_SHORT_QTY','scope':'ACCOUNT','scopeId':'%s','symbol':'%s','value':'5'}"
                                .formatted(account, symbol)));
        assertThat(located.text("state")).isEqualTo("PROPOSED");
        approve(located);
        String bought = must(201, post(account, limitOrder("C2", symbol, "BUY", "2", "100.00")))
                .text("orderId");
        api.fill(account, bought, "2", "100.00");
        // Two are sold from what it has, four of five short, and the next but one is one too many.
        must(201, post(account, limitOrder("C3", symbol, "SELL", "6", "100.00")));
        must(201, post(account, limitOrder("C4", symbol, "SELL", "1", "100.00")));
        Answer denied = post(account, limitOrder("C5", symbol, "SELL", "0.001", "100.00"));
        assertThat(denied.code()).isEqualTo("LOCATE_EXCEEDED");
        assertThat(denied.json().path("numbers").path("shortQty").asText()).isEqualTo("5.001");
        assertThat(denied.json().path("numbers").path("locatedQty").asText()).isEqualTo("5");
    }

    @Test
    void aChangeMadeOnOneNodeCountsForTheNextBatchOfAnother() {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        Pipeline other = otherNode();
        assertThat(placedAt(other, account, "C1", symbol, "6")).isEqualTo("accepted");

        String tight = must(
                        201,
                        api.changeRules(
                                Tokens.admin(),
                                "'limit':{'kind':'MAX_ORDER_QTY','scope':'FIRM','symbol':'%s','value':'5'}"
                                        .formatted(symbol)))
                .text("changeId");
        assertThat(placedAt(other, account, "C2", symbol, "6")).isEqualTo("QTY_EXCEEDS_MAX");
        assertThat(placedAt(other, account, "C3", symbol, "5")).isEqualTo("accepted");

        approve(must(201, api.changeRules(Tokens.admin(), "'ends':'" + tight + "'")));
        assertThat(placedAt(other, account, "C4", symbol, "6")).isEqualTo("accepted");
    }

    /** Another process's way of orders, over the same database. */
    private Pipeline otherNode() {
        var beans = api.context();
        Instruments instruments = beans.getBean(Instruments.class);
        UuidV7 ids = beans.getBean(UuidV7.class);
        return new Pipeline(
                new PgBatchStore(
                        beans.getBean(Databases.class).writer(),
                        instruments,
                        new PgRiskRules(),
                        ids,
                        beans.getBean(TransferChain.class),
                        new Exposures(1_000)),
                new BatchDecider(instruments, beans.getBean(PreTradeRisk.class), ids),
                _ -> {});
    }

    private static String placedAt(Pipeline node, String account, String clOrdId, String symbol, String qty) {
        Command order = new Command.PlaceOrder(
                AccountId.of(account),
                new ClOrdId(clOrdId),
                symbol,
                Side.BUY,
                OrdType.LIMIT,
                TimeInForce.GTC,
                new BigDecimal(qty),
                new BigDecimal("100.00"),
                "trader");
        return switch (node.execute(List.of(order)).getFirst()) {
            case Settled.Done(Outcome.OrderAccepted _) -> "accepted";
            case Settled.Done(Outcome.OrderDenied denied) -> denied.reason().name();
            case Settled settled -> settled.toString();
        };
    }

    private static String limitOfAccount(String account, String symbol, String value) {
        return "'limit':{'kind':'MAX_ORDER_QTY','scope':'ACCOUNT','scopeId':'%s','symbol':'%s','value':'%s'}"
                .formatted(account, symbol, value);
    }

    private JsonNode rulesOf(String account) {
        return must(200, api.get(Tokens.admin(), "/v1/admin/risk-rules?accountId=" + account))
                .json()
                .path("limits");
    }

    private void approve(Answer proposed) {
        Answer approved =
                api.post(OTHER_OPERATOR, "/v1/admin/risk-changes/" + proposed.text("changeId") + "/approve", "");
        assertThat(must(200, approved).text("state")).isEqualTo("APPLIED");
    }

    private Answer place(String account, String clOrdId, String symbol, String qty) {
        return post(account, limitOrder(clOrdId, symbol, "BUY", qty, "100.00"));
    }

    private Answer post(String account, String order) {
        return api.post(Tokens.trader(account), "/v1/accounts/" + account + "/orders", order);
    }

    private boolean wouldPass(String account, String symbol) {
        return must(
                        200,
                        api.post(
                                Tokens.trader(account),
                                "/v1/accounts/" + account + "/orders/preview",
                                limitOrder("P1", symbol, "BUY", "6", "100.00")))
                .json()
                .path("accepted")
                .asBoolean();
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
