package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same id and body again is the same request: answered from what is stored, done once. */
@ExtendWith(ApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyIT {
    private final ApiUnderTest api;
    private String symbol = "";
    private String other = "";

    IdempotencyIT(ApiUnderTest api) {
        this.api = api;
    }

    @BeforeAll
    void makeInstruments() {
        symbol = api.newInstrument();
        other = api.newInstrument();
    }

    @Test
    void theSameOrderAgainIsAnsweredAsItStandsNow() {
        String account = api.newAccount();
        String orders = "/v1/accounts/" + account + "/orders";
        String body = ApiUnderTest.limitOrder("C1", symbol, "BUY", "2", "100.00");
        Answer first = must(201, api.post(Tokens.trader(account), orders, body));
        assertThat(first.replayed()).isFalse();
        api.fill(account, first.text("orderId"), "2", "100.00");

        Answer again = must(
                200,
                api.post(
                        Tokens.trader(account),
                        orders,
                        body.replace("'2'", "2.000").replace("100.00", "100")));
        assertThat(again.replayed()).isTrue();
        assertThat(again.text("orderId")).isEqualTo(first.text("orderId"));
        assertThat(again.text("ordStatus")).isEqualTo("FILLED");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'orderQty':'2', 'orderQty':'3', ORDER_QTY, orderQty",
                "'px':'100.00', 'px':'100.01', PX, px",
                "'side':'BUY', 'side':'SELL', SIDE, side",
                "'timeInForce':'GTC', 'timeInForce':'DAY', TIME_IN_FORCE, timeInForce"
            })
    void anotherBodyUnderTheSameIdIsAConflictThatNamesTheField(String was, String is, String code, String field) {
        String account = api.newAccount();
        String orders = "/v1/accounts/" + account + "/orders";
        String body = ApiUnderTest.limitOrder("C1", symbol, "BUY", "2", "100.00");
        must(201, api.post(Tokens.trader(account), orders, body));
        Answer refused = api.post(Tokens.trader(account), orders, body.replace(was, is));
        assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("EXISTS_WITH_DIFFERENT_" + code);
        assertThat(refused.text("field")).isEqualTo(field);
    }

    @Test
    void anotherSymbolOrTypeUnderTheSameIdIsAConflictThatNamesTheField() {
        String account = api.newAccount();
        String orders = "/v1/accounts/" + account + "/orders";
        String body = ApiUnderTest.limitOrder("C1", symbol, "BUY", "2", "100.00");
        must(201, api.post(Tokens.trader(account), orders, body));
        Answer bySymbol = api.post(Tokens.trader(account), orders, body.replace(symbol, other));
        assertThat(bySymbol.code()).isEqualTo("EXISTS_WITH_DIFFERENT_SYMBOL");
        Answer byType = api.post(
                Tokens.trader(account),
                orders,
                body.replace("'LIMIT'", "'MARKET'").replace(",'px':'100.00'", ""));
        assertThat(byType.code()).isEqualTo("EXISTS_WITH_DIFFERENT_ORD_TYPE");
        assertThat(byType.text("field")).isEqualTo("ordType");
    }

    @Test
    void aDenialIsStoredAndAnsweredAgain() {
        String account = api.newAccount("10");
        String orders = "/v1/accounts/" + account + "/orders";
        String body = ApiUnderTest.limitOrder("C1", symbol, "BUY", "2", "100.00");
        Answer first = api.post(Tokens.trader(account), orders, body);
        Answer again = api.post(Tokens.trader(account), orders, body);
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.replayed()).isTrue();
        assertThat(again.code()).isEqualTo(first.code());
        assertThat(again.text("orderId")).isEqualTo(first.text("orderId"));
    }

    @Test
    void aCancelAgainIsTheSameCancelAndASecondOneIsRefused() {
        String account = api.newAccount();
        String orders = "/v1/accounts/" + account + "/orders/";
        String order = api.buyOne(account, symbol, "C1").text("orderId");
        String second = api.buyOne(account, symbol, "C2").text("orderId");
        String token = Tokens.trader(account);
        must(202, api.post(token, orders + order + "/cancel", "{'clOrdId':'X1'}"));
        assertThat(must(202, api.post(token, orders + order + "/cancel", "{'clOrdId':'X1'}"))
                        .replayed())
                .isTrue();

        Answer pending = api.post(token, orders + order + "/cancel", "{'clOrdId':'X2'}");
        assertThat(pending.status()).isEqualTo(409);
        assertThat(pending.code()).isEqualTo("CANCEL_ALREADY_PENDING");
        Answer otherOrder = api.post(token, orders + second + "/cancel", "{'clOrdId':'X1'}");
        assertThat(otherOrder.status()).isEqualTo(409);
        assertThat(otherOrder.code()).isEqualTo("EXISTS_WITH_DIFFERENT_ORDER_ID");
        assertThat(otherOrder.text("field")).isEqualTo("orderId");
        Answer usedByAnOrder = api.post(token, orders + second + "/cancel", "{'clOrdId':'C1'}");
        assertThat(usedByAnOrder.code()).isEqualTo("EXISTS_WITH_DIFFERENT_KIND");

        api.fill(account, second, "1", "100.00");
        Answer tooLate = api.post(token, orders + second + "/cancel", "{'clOrdId':'X3'}");
        assertThat(tooLate.status()).isEqualTo(409);
        assertThat(tooLate.code()).isEqualTo("CANCEL_TOO_LATE");
    }

    @Test
    void aDepositAgainMovesNothing() {
        String account = api.newAccount("100");
        String deposits = "/v1/accounts/" + account + "/deposits";
        String body = "{'transferId':'T1','asset':'USD','amount':'50.5'}";
        Answer first = must(201, api.post(Tokens.admin(), deposits, body));
        Answer again = must(200, api.post(Tokens.admin(), deposits, body));
        assertThat(again.replayed()).isTrue();
        assertThat(again.json()).isEqualTo(first.json());
        Answer withdrawal = api.post(Tokens.admin(), "/v1/accounts/" + account + "/withdrawals", body);
        assertThat(withdrawal.status()).isEqualTo(409);
        assertThat(withdrawal.code()).isEqualTo("EXISTS_WITH_DIFFERENT_KIND");
    }

    @Test
    void anAccountOfTheSameIdIsMadeOnceAndKeepsItsBody() {
        String id = UUID.randomUUID().toString();
        String body = "{'accountId':'" + id + "','name':'Desk','accountType':'CASH','baseCurrency':'USD'}";
        Answer first = must(201, api.post(Tokens.admin(), "/v1/accounts", body));
        assertThat(first.json().path("limits").get(0).path("value").asText()).isEqualTo("100");
        Answer again = must(200, api.post(Tokens.admin(), "/v1/accounts", body));
        assertThat(again.json()).isEqualTo(first.json());
        Answer refused = api.post(Tokens.admin(), "/v1/accounts", body.replace("Desk", "Desk 2"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("field")).isEqualTo("name");
    }

    @Test
    void aHundredAtOnceMakeOneOrder() throws Exception {
        String account = api.newAccount();
        String orders = "/v1/accounts/" + account + "/orders";
        String body = ApiUnderTest.limitOrder("C1", symbol, "BUY", "1", "100.00");
        List<Callable<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            calls.add(() -> api.post(Tokens.trader(account), orders, body));
        }
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(99);
        assertThat(answers.stream().map(answer -> answer.text("orderId")).distinct())
                .hasSize(1);
    }
}
