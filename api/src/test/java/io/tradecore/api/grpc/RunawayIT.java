package io.tradecore.api.grpc;

import static io.tradecore.api.Eventually.eventually;
import static io.tradecore.api.grpc.TradingClient.buy;
import static io.tradecore.api.grpc.TradingClient.request;
import static io.tradecore.api.rest.ApiUnderTest.limitOrder;
import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.tradecore.api.rest.ApiExtension;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.api.rest.Tokens;
import io.tradecore.grpc.v1.OrderResponse;
import io.tradecore.grpc.v1.PlaceOrderRequest;
import io.tradecore.oms.execution.ReportType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A program that heeds no refusal is halted, and others do not notice. */
@ExtendWith(ApiExtension.class)
class RunawayIT {
    private static final int ORDERS = 5_000;
    private static final int AT_ONCE = 50;
    private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos() * AT_ONCE / ORDERS;
    private static final int PER_SECOND = 200;
    private static final int BEFORE = 300;
    private static final String QTY = "0.01";

    private final ApiUnderTest api;
    private final TradingClient client;
    private final TradingClient others;

    RunawayIT(ApiUnderTest api) {
        this.api = api;
        this.client = new TradingClient(api);
        this.others = new TradingClient(api);
    }

    @AfterEach
    void disconnect() {
        client.close();
        others.close();
    }

    /** Orders of another account, one after the other, as long as that lasts; their times in ns. None may be refused. */
    private List<Long> trade(String account, String symbol, String prefix, IntPredicate goOn) {
        var calls = others.calls(Tokens.trader(account)).withDeadlineAfter(Duration.ofMinutes(2));
        List<Long> nanos = new ArrayList<>();
        while (goOn.test(nanos.size())) {
            var order = buy(prefix + nanos.size(), symbol, QTY);
            long start = System.nanoTime();
            var placed = calls.placeOrder(PlaceOrderRequest.newBuilder()
                    .setAccountId(account)
                    .setOrder(order)
                    .build());
            nanos.add(System.nanoTime() - start);
            assertThat(placed.getOrder().getOrdStatus()).isEqualTo("PENDING_NEW");
        }
        return nanos;
    }

    private static String p99(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return "%.1f ms of %d".formatted(sorted.get((sorted.size() * 99 - 1) / 100) / 1e6, sorted.size());
    }

    /** All at its own pace, whatever is answered, until everything is; how that ended. */
    private static Status runAway(TradingClient.Trading trading, String account, String symbol) {
        long next = System.nanoTime();
        for (int i = 0; i < ORDERS; i++) {
            if (i % AT_ONCE == 0) {
                while (System.nanoTime() - next < 0) {
                    LockSupport.parkNanos(next - System.nanoTime());
                }
                next += PAUSE_NANOS;
            }
            trading.send(request(i, account, buy("R" + i, symbol, QTY)));
        }
        trading.complete();
        return trading.end();
    }

    private static long count(List<OrderResponse> responses, String code) {
        return responses.stream()
                .filter(each -> code.equals(each.getRefused().getCode())
                        || code.equals(each.getDenied().getCode()))
                .count();
    }

    @Test
    void aRunawayIsThrottledThenHaltedAndAnotherAccountTradesOn() throws Exception {
        String symbol = api.newInstrument();
        String runaway = api.newAccount();
        String other = api.newAccount("10000000");
        api.limit(runaway, "ORDERS_PER_SECOND", Integer.toString(PER_SECOND));
        String working = api.buyOne(runaway, symbol, "A1").text("orderId");
        api.report(runaway, working, ReportType.NEW);
        double haltsBefore = halts();
        trade(other, symbol, "W", placed -> placed < BEFORE);
        List<Long> before = trade(other, symbol, "B", placed -> placed < BEFORE);

        TradingClient.Trading trading = client.trade(Tokens.trader(runaway));
        long start = System.nanoTime();
        var program = CompletableFuture.supplyAsync(
                () -> runAway(trading, runaway, symbol),
                task -> Thread.ofVirtual().start(task));
        List<Long> during = trade(other, symbol, "D", _ -> !program.isDone());
        double seconds = (System.nanoTime() - start) / 1e9;

        assertThat(program.join().isOk()).isTrue();
        List<OrderResponse> responses = trading.responses();
        long accepted = responses.stream().filter(OrderResponse::hasAccepted).count();
        long throttled = count(responses, "RATE_LIMIT_EXCEEDED");
        long halted = count(responses, "TRADING_HALTED");
        System.out.printf(
                "%d orders in %.1f s: %d accepted, %d throttled, %d halted; another account's p99 %s before, %s meanwhile%n",
                ORDERS, seconds, accepted, throttled, halted, p99(before), p99(during));
        assertThat(accepted + throttled + halted).isEqualTo(ORDERS);
        assertThat(accepted).isBetween(1L, (long) (PER_SECOND * (1.1 + seconds)));
        assertThat(throttled).isGreaterThanOrEqualTo(1_000);
        eventually(() -> assertThat(api.post(
                                Tokens.trader(runaway),
                                "/v1/accounts/" + runaway + "/orders",
                                limitOrder("N" + System.nanoTime(), symbol, "BUY", QTY, "100.00"))
                        .code())
                .isEqualTo("TRADING_HALTED"));
        isHaltedByTheRuleOnce(runaway, working);
        assertThat(halts() - haltsBefore).isEqualTo(1);
    }

    private void isHaltedByTheRuleOnce(String runaway, String working) throws Exception {
        String orders = "/v1/accounts/" + runaway + "/orders";
        eventually(() -> assertThat(
                        api.get(Tokens.trader(runaway), orders + "/" + working).text("ordStatus"))
                .isEqualTo("PENDING_CANCEL"));
        api.report(runaway, working, ReportType.CANCELED);
        eventually(() -> assertThat(must(200, api.get(Tokens.trader(runaway), orders + "?status=open"))
                        .json()
                        .path("items"))
                .isEmpty());
        String states = "/v1/admin/trading-states";
        JsonNode changes = must(200, api.get(Tokens.admin(), states + "/changes?scope=ACCOUNT&scopeId=" + runaway))
                .json()
                .path("items");
        assertThat(changes.findValuesAsText("changedBy")).containsExactly("rule:runaway");
        assertThat(changes.findValuesAsText("to")).containsExactly("HALTED");
        assertThat(changes.findValuesAsText("reason"))
                .allMatch(reason -> reason.matches("1[0-9]{3} orders refused by the rate limit within PT2S"));
        must(
                200,
                api.send(
                        "PUT",
                        Tokens.admin(),
                        states + "/ACCOUNT/" + runaway,
                        "{'state':'ACTIVE','reason':'the program is mended'}"));
    }

    private double halts() {
        return api.context()
                .getBean(MeterRegistry.class)
                .get("oms.runaway.halts")
                .counter()
                .count();
    }
}
