package io.tradecore.api.entry;

import static io.tradecore.api.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.query.OrderRates;
import io.tradecore.api.redis.RateKey;
import io.tradecore.api.redis.RedisLink;
import io.tradecore.api.redis.RedisRateLimit;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.check.CheckTable;
import io.tradecore.oms.check.CheckTable.Kind;
import io.tradecore.oms.check.CheckTable.Row;
import io.tradecore.servers.TestServers;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays the table of the rates of an account on a real Redis, which is stopped where a row says so. */
class RateTableIT {

    private static final int WIDE = 1_000_000;
    private static final CheckTable RATES = CheckTable.load("rates.chk");

    private final TestServers servers = TestServers.get();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RedisLink link = new RedisLink(servers.addresses().redisUri());
    private final RedisRateLimit rateLimit = new RedisRateLimit(link, meters);
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @AfterEach
    void bringBack() {
        servers.servers().redis().start();
        link.close();
    }

    static List<Row> rows() {
        return RATES.played();
    }

    @Test
    @DisplayName("Both have their rows")
    void complete() {
        assertThat(RATES.gaps(List.of("MESSAGE_RATE_EXCEEDED", "RATE_LIMIT_EXCEEDED"), EnumSet.allOf(Kind.class)))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("The last of so many orders at once")
    @MethodSource("rows")
    void atOnce(Row row) throws Exception {
        link.start();
        counting();
        switch (row.cell("redis")) {
            case "up" -> {}
            case "down" -> servers.servers().redis().stop();
            case "back" -> {
                servers.servers().redis().stop();
                eventually(() -> assertThat(isCountedHere()).isTrue());
                servers.servers().redis().start();
                counting();
            }
            default -> throw new IllegalArgumentException(row.toString());
        }

        assertThat(last(Integer.parseInt(row.cell("orders")), rates(row)))
                .as(row.place())
                .isEqualTo(row.outcome());
    }

    /** Returns once Redis counts. */
    private void counting() throws Exception {
        eventually(() -> assertThat(isCountedHere()).isFalse());
    }

    /** Whether an order of somebody else is counted by this process. */
    private boolean isCountedHere() {
        return rateLimit
                .check(RateKey.ordersOf(new AccountId(UUID.randomUUID())), 1, 1)
                .reduced();
    }

    private static OrderRates rates(Row row) {
        int limit = Integer.parseInt(row.cell("limit"));
        return row.check().equals("RATE_LIMIT_EXCEEDED")
                ? new OrderRates(limit, WIDE, List.of())
                : new OrderRates(WIDE, limit, List.of());
    }

    private String last(int orders, OrderRates rates) {
        OrderAllowance allowance = new OrderAllowance(
                _ -> true, _ -> rates, () -> 1, rateLimit, (_, _) -> {}, Clock.systemUTC(), tasks::add);
        AccountId account = new AccountId(UUID.randomUUID());
        String[] told = new String[orders];
        for (int i = 0; i < orders; i++) {
            int order = i;
            allowance.take(Asked.order(account), new OrderAllowance.Asker() {
                @Override
                public void admitted() {
                    told[order] = CheckTable.PASSED;
                }

                @Override
                public void refused(RuntimeException why) {
                    var problem = ((ApiException) why).problem();
                    told[order] = CheckTable.denied(problem.code(), problem.numbers());
                }
            });
        }
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        return told[orders - 1];
    }
}
