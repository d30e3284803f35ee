package io.tradecore.api.redis;

import static io.tradecore.api.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.risk.RuleScope;
import io.tradecore.servers.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisRateLimitIT {
    private final TestServers servers = TestServers.get();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RateKey account = ofSomeAccount();
    private final List<RedisLink> links = new ArrayList<>();

    @AfterEach
    void stopAll() {
        servers.servers().redis().start();
        links.forEach(RedisLink::close);
    }

    private static RateKey ofSomeAccount() {
        return RateKey.ordersOf(new AccountId(UUID.randomUUID()));
    }

    private RedisLink link() {
        var link = new RedisLink(servers.addresses().redisUri());
        links.add(link);
        link.start();
        return link;
    }

    private RedisRateLimit connectedLimit() throws Exception {
        RedisLink link = link();
        eventually(() -> assertThat(link.client()).isNotNull());
        return new RedisRateLimit(link, meters);
    }

    private double fallbacks() {
        return meters.get("oms.redis.fallbacks").counter().count();
    }

    private int admitted(RateLimit limit, int orders, int perSecond) {
        int admitted = 0;
        for (int i = 0; i < orders; i++) {
            if (limit.check(account, perSecond).admitted()) {
                admitted++;
            }
        }
        return admitted;
    }

    @Test
    void twoProcessesTogetherGetTheRateAndOneBurstAndNotMore() throws Exception {
        int perSecond = 50;
        RedisRateLimit first = connectedLimit();
        RedisRateLimit second = connectedLimit();
        long startNanos = System.nanoTime();
        int admitted;
        try (var pool = Executors.newFixedThreadPool(2)) {
            Callable<Integer> one = () -> admitted(first, 200, perSecond);
            Callable<Integer> other = () -> admitted(second, 200, perSecond);
            admitted = 0;
            for (Future<Integer> each : pool.invokeAll(List.of(one, other))) {
                admitted += each.get();
            }
        }
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        assertThat(fallbacks()).isZero();
        assertThat(admitted).isBetween(perSecond, perSecond + (int) Math.ceil(perSecond * seconds));
    }

    @Test
    void aRefusalSaysWhenTheNextOrderIsAdmitted() throws Exception {
        RedisRateLimit limit = connectedLimit();
        assertThat(limit.check(account, 1).admitted()).isTrue();
        RateDecision refused = limit.check(account, 1);
        assertThat(refused.admitted()).isFalse();
        assertThat(refused.reduced()).isFalse();
        assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        eventually(() -> assertThat(limit.check(account, 1).admitted()).isTrue());
    }

    @Test
    void whoTakesTheLastIsToldWhenThereIsOneAgain() throws Exception {
        RedisRateLimit limit = connectedLimit();
        assertThat(limit.check(account, 2)).isEqualTo(RateDecision.of(1, Duration.ZERO));
        RateDecision last = limit.check(account, 2, 5);
        assertThat(last.taken()).isEqualTo(1);
        assertThat(last.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void accountsAndWhatTheyDoAreCountedApart() throws Exception {
        RedisRateLimit limit = connectedLimit();
        AccountId one = new AccountId(UUID.randomUUID());
        AccountId other = new AccountId(UUID.randomUUID());
        List<RateKey> keys = List.of(
                RateKey.ordersOf(one),
                RateKey.messagesOf(one),
                RateKey.ordersOf(other),
                RateKey.ordersOfGroup(RuleScope.DESK, one.toString()),
                RateKey.ordersOfGroup(RuleScope.DESK, other.toString()));
        assertThat(keys).allMatch(key -> limit.check(key, 1).admitted());
        assertThat(keys).noneMatch(key -> limit.check(key, 1).admitted());
    }

    @Test
    void withoutRedisTheProcessCountsAtHalfTheRateAndAnswersQuickly() throws Exception {
        RedisRateLimit limit = connectedLimit();
        assertThat(limit.check(account, 1000).admitted()).isTrue();
        servers.servers().redis().stop();
        // Past the first failures the breaker is open.
        eventually(() -> {
            limit.check(ofSomeAccount(), 20);
            assertThat(fallbacks()).isGreaterThan(5);
        });
        long startNanos = System.nanoTime();
        int admitted = admitted(limit, 100, 20);
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        assertThat(admitted).isBetween(10, 10 + (int) Math.ceil(10 * seconds));
        assertThat(seconds).as("seconds for 100 checks").isLessThan(2);
    }

    @Test
    void redisCountsAgainOnceItIsBack() throws Exception {
        RedisRateLimit limit = connectedLimit();
        servers.servers().redis().stop();
        eventually(() -> {
            limit.check(account, 20);
            assertThat(fallbacks()).isGreaterThan(3);
        });
        servers.servers().redis().start();
        eventually(() -> {
            double before = fallbacks();
            limit.check(account, 20);
            assertThat(fallbacks()).isEqualTo(before);
        });
    }

    @Test
    void aProcessStartsWhileRedisIsDown() throws Exception {
        servers.servers().redis().stop();
        RedisLink link = link();
        var limit = new RedisRateLimit(link, meters);
        assertThat(admitted(limit, 10, 4)).isEqualTo(2);
        assertThat(limit.check(account, 4).reduced()).isTrue();
        servers.servers().redis().start();
        eventually(() -> assertThat(link.client()).isNotNull());
        double before = fallbacks();
        assertThat(limit.check(account, 4).admitted()).isTrue();
        assertThat(fallbacks()).isEqualTo(before);
    }
}
