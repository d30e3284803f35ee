package io.tradecore.api.rest;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.rest.ApiUnderTest.limitOrder;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rates of messages and of groups, by what clients are answered. */
@ExtendWith(ApiExtension.class)
class RatesIT {
    private static final int GROUP_RATE = 10;
    private static final int SENT = 100;
    private static final String BEYOND = "RATE_LIMIT_EXCEEDED";

    private final ApiUnderTest api;
    private final AtomicInteger ids = new AtomicInteger();

    RatesIT(ApiUnderTest api) {
        this.api = api;
    }

    @AfterEach
    void startRedis() {
        api.servers().redis().start();
    }

    private String newDesk() {
        String desk = api.name("RATED-");
        must(201, api.post(Tokens.admin(), "/v1/desks", "{'deskId':'" + desk + "','name':'A desk'}"));
        return desk;
    }

    private String accountOf(String desk) {
        String account = must(
                        201,
                        api.post(
                                Tokens.admin(),
                                "/v1/accounts",
                                "{'name':'A','accountType':'CASH','baseCurrency':'USD','deskId':'" + desk + "',"
                                        + "'limits':{'ordersPerSecond':100000}}"))
                .text("accountId");
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/accounts/" + account + "/deposits",
                        "{'transferId':'opening','asset':'USD','amount':'100000'}"));
        return account;
    }

    private Answer place(ApiUnderTest process, String account, String symbol) {
        return process.post(
                Tokens.trader(account),
                "/v1/accounts/" + account + "/orders",
                limitOrder("C" + ids.incrementAndGet(), symbol, "BUY", "0.01", "100.00"));
    }

    @Test
    void ordersBeyondTheRateOfMessagesLeaveNoTraceAndCancelsPass() {
        String symbol = api.newInstrument();
        String desk = newDesk();
        String account = accountOf(desk);
        String trader = Tokens.trader(account);
        String orders = "/v1/accounts/" + account + "/orders";
        Answer limit = must(
                201,
                api.changeRules(
                        Tokens.admin(),
                        "'limit':{'kind':'MESSAGES_PER_SECOND','scope':'DESK','scopeId':'%s','value':'2'}"
                                .formatted(desk)));
        assertThat(limit.text("state")).isEqualTo("APPLIED");
        String resting = must(201, place(api, account, symbol)).text("orderId");

        Answer last = place(api, account, symbol);
        for (int i = 0; i < 20 && last.status() != 429; i++) {
            last = place(api, account, symbol);
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.code()).isEqualTo("MESSAGE_RATE_EXCEEDED");
        assertThat(last.json().path("numbers").path("messagesPerSecond").asText())
                .isEqualTo("2");
        assertThat(last.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(api.get(trader, orders + "/by-cl-ord-id/C" + ids.get()).code())
                .isEqualTo("ORDER_UNKNOWN");
        must(202, api.post(trader, orders + "/" + resting + "/cancel", "{'clOrdId':'X1'}"));
        for (int i = 0; i < 10; i++) {
            must(200, api.post(trader, orders + "/mass-cancel", "{'clOrdId':'M" + i + "'}"));
        }
        Answer batch = must(
                200,
                api.post(
                        trader,
                        orders + "/batch",
                        "{'entries':[{'cancelOrder':{'orderId':'%s','clOrdId':'X2'}},{'newOrder':%s}]}"
                                .formatted(resting, limitOrder("B1", symbol, "BUY", "0.01", "100.00"))));
        JsonNode results = batch.json().path("results");
        assertThat(results.get(0).path("status").asInt()).isNotEqualTo(429);
        assertThat(results.get(1).path("problem").path("code").asText()).isEqualTo("MESSAGE_RATE_EXCEEDED");
    }

    /** What became of orders that both processes sent at once. */
    private record Burst(int first, int second, List<String> refusals, double seconds) {
        int passed() {
            return first + second;
        }
    }

    /** Whatever comes past the rate passes here, also where there is no quote after an outage. */
    private int send(ApiUnderTest process, String account, String symbol, List<String> refusals) {
        int passed = 0;
        for (int i = 0; i < SENT; i++) {
            Answer answer = place(process, account, symbol);
            if (answer.status() == 429) {
                refusals.add(answer.code() + " " + answer.json().path("numbers"));
            } else {
                assertThat(answer.code()).isIn("", "QUOTE_MISSING");
                passed++;
            }
        }
        return passed;
    }

    private Burst burst(ApiUnderTest other, String account, String otherAccount, String symbol) {
        List<String> refusals = new ArrayList<>();
        List<String> otherRefusals = new ArrayList<>();
        long start = System.nanoTime();
        var second = CompletableFuture.supplyAsync(
                () -> send(other, otherAccount, symbol, otherRefusals),
                task -> Thread.ofVirtual().start(task));
        int first = send(api, account, symbol, refusals);
        int passedSecond = second.join();
        refusals.addAll(otherRefusals);
        return new Burst(first, passedSecond, refusals, (System.nanoTime() - start) / 1e9);
    }

    private static double fallbacks(ApiUnderTest process) {
        return process.context()
                .getBean(MeterRegistry.class)
                .get("oms.redis.fallbacks")
                .counter()
                .count();
    }

    @Test
    void theAccountsOfADeskShareItsRateOnTwoProcessesAndWithoutRedisEachHasHalf() throws Exception {
        String symbol = api.newInstrument();
        String desk = newDesk();
        String account = accountOf(desk);
        String otherAccount = accountOf(desk);
        String outside = api.newAccount();
        Answer proposed = must(
                201,
                api.changeRules(
                        Tokens.admin(),
                        "'limit':{'kind':'GROUP_ORDERS_PER_SECOND','scope':'DESK','scopeId':'%s','value':'%d'}"
                                .formatted(desk, GROUP_RATE)));
        must(
                200,
                api.post(
                        Tokens.admin("oscar"), "/v1/admin/risk-changes/" + proposed.text("changeId") + "/approve", ""));
        // By so few refusals an account would be halted, were they its own.
        try (ApiUnderTest other = ApiUnderTest.with(Map.of("oms.runaway.refusals", 20))) {
            must(201, place(api, outside, symbol));
            eventually(() -> assertThat(place(other, outside, symbol).status()).isEqualTo(201));

            Burst together = burst(other, account, otherAccount, symbol);
            assertThat(together.passed())
                    .as("passed of both in %s s", together.seconds())
                    .isBetween(GROUP_RATE, GROUP_RATE + (int) Math.ceil(GROUP_RATE * together.seconds()));
            assertThat(together.refusals())
                    .isNotEmpty()
                    .allMatch(refusal -> refusal.startsWith(BEYOND)
                            && refusal.contains("\"groupOrdersPerSecond\":\"" + GROUP_RATE + "\"")
                            && refusal.contains("\"scope\":\"DESK\"")
                            && refusal.contains("\"scopeId\":\"" + desk + "\""));
            must(201, place(other, outside, symbol));

            api.servers().redis().stop();
            Burst apart = burst(other, account, otherAccount, symbol);
            int half = GROUP_RATE / 2;
            int most = half + (int) Math.ceil(half * apart.seconds());
            assertThat(apart.first()).isBetween(half, most);
            assertThat(apart.second()).isBetween(half, most);
            assertThat(apart.refusals()).allMatch(refusal -> refusal.startsWith(BEYOND));

            api.servers().redis().start();
            for (ApiUnderTest process : List.of(api, other)) {
                eventually(() -> {
                    double before = fallbacks(process);
                    place(process, account, symbol);
                    assertThat(fallbacks(process)).isEqualTo(before);
                });
            }
            Burst again = burst(other, account, otherAccount, symbol);
            assertThat(again.passed())
                    .as("passed of both in %s s", again.seconds())
                    .isLessThanOrEqualTo(GROUP_RATE + (int) Math.ceil(GROUP_RATE * again.seconds()));
            String open = "/v1/accounts/" + account + "/orders/mass-cancel";
            must(200, api.post(Tokens.trader(account), open, "{'clOrdId':'M1'}"));
        }
    }
}
