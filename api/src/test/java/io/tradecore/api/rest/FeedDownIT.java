package io.tradecore.api.rest;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.Reconciled.assertReconciled;
import static io.tradecore.api.rest.ApiUnderTest.limitOrder;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.execution.ReportType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redisson.client.RedisException;

/**
 * What a running API answers while there are no fresh quotes: nothing goes out that is judged by one, everything else is as ever,
 * and all of it is once they are back.
 */
class FeedDownIT {
    private static final Duration MAX_AGE = Duration.ofSeconds(5);

    private static ApiUnderTest api;

    private String symbol = "";
    private String account = "";
    private String orders = "";
    private int sent;

    @BeforeAll
    static void startApi() {
        api = ApiUnderTest.with(Map.of("OMS_QUOTE_MAX_AGE", MAX_AGE.toString()));
    }

    @AfterAll
    static void stopApi() {
        api.servers().redis().start();
        api.close();
    }

    @Test
    void redisIsStopped() throws Exception {
        begin();
        String lowered = rest();
        String raised = rest();
        String canceled = rest();
        String filled = rest();
        api.servers().redis().stop();
        try {
            Instant since = Instant.now();
            eventually(() -> assertThat(Duration.between(since, Instant.now())).isGreaterThan(MAX_AGE));
            onlyWhatNeedsNoQuotePasses(lowered, raised, canceled, filled);
            assertThat(acceptedOf(8, limitedTo(4), 2)).as("at half the rate").isTrue();
        } finally {
            api.servers().redis().start();
        }
        everythingPassesAgain();
        eventually(() -> assertThat(acceptedOf(4, limitedTo(4), 4))
                .as("at the whole rate")
                .isTrue());
        assertReconciled();
    }

    @Test
    void theQuoteFeedIsSilent() throws Exception {
        begin();
        String lowered = rest();
        String raised = rest();
        String canceled = rest();
        String filled = rest();
        api.quote(symbol, "99.00", "101.00", Instant.now().minus(MAX_AGE).minusMillis(1));

        onlyWhatNeedsNoQuotePasses(lowered, raised, canceled, filled);
        assertThat(acceptedOf(4, limitedTo(4), 4)).as("at the whole rate").isTrue();
        everythingPassesAgain();
        assertReconciled();
    }

    private void begin() {
        symbol = unquoted();
        account = api.newAccount();
        orders = "/v1/accounts/" + account + "/orders";
    }

    /** An instrument that no quote is known of. The API of other tests has names of its own. */
    private static String unquoted() {
        String symbol = api.name("FEED");
        must(201, api.post(Tokens.admin(), "/v1/instruments", ApiUnderTest.instrumentBody(symbol)));
        return symbol;
    }

    /** An order of 3 at its venue. */
    private String rest() {
        api.quote(symbol, "99.00", "101.00");
        String orderId = must(201, place(limitOrder(next(), symbol, "BUY", "3", "100.00")))
                .text("orderId");
        api.report(account, orderId, ReportType.NEW);
        return orderId;
    }

    private void onlyWhatNeedsNoQuotePasses(String lowered, String raised, String canceled, String filled) {
        denied("QUOTE_STALE", place(limitOrder(next(), symbol, "BUY", "1", "100.00")));
        denied("QUOTE_STALE", place(order("MARKET", "")));
        denied("QUOTE_STALE", place(order("TRAILING_STOP", ",'trailAmount':'5'")));
        denied("QUOTE_MISSING", place(limitOrder(next(), unquoted(), "BUY", "1", "100.00")));
        must(201, place(order("STOP", ",'stopPx':'105.00'")));

        must(202, ask(lowered, "replace", ",'orderQty':'2'"));
        refused("QUOTE_STALE", ask(raised, "replace", ",'orderQty':'4'"));
        refused("QUOTE_STALE", ask(raised, "replace", ",'px':'99.00'"));
        must(202, ask(canceled, "cancel", ""));

        assertThat(api.fill(account, filled, "3", "100.00")).isInstanceOf(Outcome.ReportApplied.class);
        assertThat(read(filled).text("ordStatus")).isEqualTo("FILLED");
        assertThat(api.get(trader(), "/v1/accounts/" + account + "/positions").text())
                .contains("\"qty\":\"3\"");
    }

    /** A stop that was accepted meanwhile is triggered as well. */
    private void everythingPassesAgain() throws Exception {
        eventually(() -> {
            try {
                api.quote(symbol, "99.00", "101.00");
            } catch (RedisException e) {
                throw new AssertionError("not reconnected yet", e);
            }
        });
        must(201, place(limitOrder(next(), symbol, "BUY", "1", "100.00")));
        must(201, place(order("MARKET", "")));
        String raised = rest();
        must(202, ask(raised, "replace", ",'orderQty':'4'"));
        String stop = must(201, place(order("STOP", ",'stopPx':'105.00'"))).text("orderId");
        api.quote(symbol, "104.00", "105.00");
        eventually(() -> assertThat(read(stop).json().has("heldBy")).isFalse());
        eventually(() -> assertThat(must(200, api.get(trader(), orders))
                        .json()
                        .path("items")
                        .findValuesAsText("heldBy"))
                .isEmpty());
    }

    private void denied(String code, Answer answer) {
        refused(code, answer);
        assertThat(read(answer.text("orderId")).text("ordStatus")).isEqualTo("DENIED");
    }

    private static void refused(String code, Answer answer) {
        assertThat(answer.code()).as(answer.text()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(422);
    }

    private Answer read(String orderId) {
        return must(200, api.get(trader(), orders + "/" + orderId));
    }

    private Answer place(String body) {
        return api.post(trader(), orders, body);
    }

    private Answer ask(String orderId, String request, String more) {
        return api.post(trader(), orders + "/" + orderId + "/" + request, "{'clOrdId':'" + next() + "'" + more + "}");
    }

    private String order(String ordType, String more) {
        return "{'clOrdId':'%s','symbol':'%s','side':'BUY','ordType':'%s','timeInForce':'DAY','orderQty':'1'%s}"
                .formatted(next(), symbol, ordType, more);
    }

    private String trader() {
        return Tokens.trader(account);
    }

    private String next() {
        return "C" + ++sent;
    }

    private static String limitedTo(int perSecond) {
        String limited = api.newAccount();
        api.limit(limited, "ORDERS_PER_SECOND", Integer.toString(perSecond));
        return limited;
    }

    /** Whether of so many stops at once as many are accepted as a burst has, and no more than the rate adds meanwhile. */
    private boolean acceptedOf(int orders, String limited, int burst) throws Exception {
        List<Callable<Integer>> posts = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            String body = order("STOP", ",'stopPx':'105.00'");
            posts.add(() -> api.post(Tokens.trader(limited), "/v1/accounts/" + limited + "/orders", body)
                    .status());
        }
        long startNanos = System.nanoTime();
        int accepted = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> post : threads.invokeAll(posts)) {
                int status = post.get();
                assertThat(status).isIn(201, 429);
                accepted += status == 201 ? 1 : 0;
            }
        }
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return accepted >= burst && accepted <= burst + Math.ceil(burst * seconds);
    }
}
