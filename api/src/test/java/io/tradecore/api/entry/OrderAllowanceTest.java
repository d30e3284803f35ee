package io.tradecore.api.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.api.problem.ApiException;
import io.tradecore.api.query.OrderRates;
import io.tradecore.api.redis.RateDecision;
import io.tradecore.api.redis.RateKey;
import io.tradecore.api.redis.RateLimit;
import io.tradecore.ledger.AccountId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an account's orders are taken from the count all processes share. */
class OrderAllowanceTest {
    private static final AccountId ACCOUNT = new AccountId(UUID.randomUUID());
    private static final int MESSAGES = 1_000_000;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Counted counted = new Counted();
    private final List<String> told = new ArrayList<>();
    private boolean room = true;
    private @Nullable Integer limit = 1000;
    private long version = 1;
    private int refusals;
    private final Still clock = new Still();
    private final OrderAllowance allowance = new OrderAllowance(
            _ -> room,
            _ -> new OrderRates(limit, MESSAGES, List.of()),
            () -> version,
            counted,
            (_, orders) -> refusals += orders,
            clock,
            tasks::add);

    /** Stands still. */
    private static final class Still extends Clock {
        private Instant now = Instant.parse("2026-11-21T10:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** Gives what is left of orders, and remembers how many were wanted; of messages whatever is wanted. */
    private static final class Counted implements RateLimit {
        private final List<Integer> wanted = new ArrayList<>();
        private int left = Integer.MAX_VALUE;
        private boolean reduced;

        @Override
        public RateDecision check(RateKey key, int perSecond, int most) {
            if (!key.equals(RateKey.ordersOf(ACCOUNT))) {
                return RateDecision.of(most, Duration.ZERO);
            }
            wanted.add(most);
            int given = Math.min(left, most);
            left -= given;
            return new RateDecision(given, left == 0 ? Duration.ofMillis(7) : Duration.ZERO, reduced);
        }
    }

    private void ask(String name) {
        allowance.take(Asked.order(ACCOUNT), new OrderAllowance.Asker() {
            @Override
            public void admitted() {
                told.add(name);
            }

            @Override
            public void refused(RuntimeException why) {
                told.add("not " + name + ": " + ((ApiException) why).problem().code());
            }
        });
    }

    private void ask(int times, String name) {
        for (int i = 0; i < times; i++) {
            ask(name);
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void mostOrdersAreAdmittedAtOnce() {
        ask("first");
        assertThat(told).isEmpty();
        runTasks();
        ask(50, "next");
        assertThat(told).hasSize(51);
        assertThat(counted.wanted).containsExactly(51);
        ask("one more");
        assertThat(told).hasSize(51);
        assertThat(tasks).hasSize(1);
    }

    @Test
    void moreIsTakenAheadBeforeItIsGoneAndNobodyWaitsForIt() {
        ask("first");
        runTasks();
        ask(25, "next");
        assertThat(tasks).isEmpty();
        ask("more than half");
        assertThat(tasks).hasSize(1);
        ask("meanwhile");
        assertThat(told).hasSize(28).endsWith("meanwhile");
        runTasks();
        assertThat(counted.wanted).containsExactly(51, 27);
        ask(25, "next");
        assertThat(tasks).isEmpty();
    }

    @Test
    void whatWasTakenAheadUnderAWiderLimitIsGoneWithItAlsoWhileMoreIsAskedFor() {
        ask("first");
        runTasks();
        ask(26, "next");
        version++;
        limit = 5;
        runTasks();
        ask("after");
        assertThat(told).hasSize(27);
        runTasks();
        assertThat(told).endsWith("after");
        assertThat(counted.wanted).containsExactly(51, 1);
    }

    @Test
    void nothingIsAskedForAheadOfWhatIsKnownToBeUsedUp() {
        counted.left = 30;
        ask("first");
        runTasks();
        ask(29, "next");
        assertThat(told).hasSize(30);
        assertThat(tasks).isEmpty();
    }

    @Test
    void whoComesWhileMoreIsAskedForAfterTheLastIsGoneWaitsItsTurn() {
        ask("first");
        runTasks();
        ask(50, "next");
        ask("a");
        ask("b");
        assertThat(told).hasSize(51);
        runTasks();
        assertThat(told).hasSize(53).endsWith("a", "b");
    }

    @Test
    void asLowALimitAsAFewASecondIsCountedExactly() {
        limit = 3;
        ask("a");
        runTasks();
        ask("b");
        runTasks();
        assertThat(counted.wanted).containsExactly(1, 1);
    }

    @Test
    void thoseThatWaitAreToldTogetherInTheOrderTheyAsked() {
        ask("a");
        ask("b");
        ask("c");
        assertThat(tasks).hasSize(1);
        runTasks();
        assertThat(told).containsExactly("a", "b", "c");
        assertThat(counted.wanted).containsExactly(53);
    }

    @Test
    void whoComesAfterTheAllowanceIsUsedUpIsRefusedUntilThereIsSome() {
        counted.left = 2;
        ask("a");
        ask("b");
        ask("c");
        runTasks();
        assertThat(told).containsExactly("a", "b", "not c: RATE_LIMIT_EXCEEDED");
        assertThat(counted.wanted).hasSize(1);
        counted.left = 1;
        clock.now = clock.now.plusMillis(7);
        ask("d");
        runTasks();
        assertThat(told).endsWith("d");
    }

    @Test
    void untilThereMayBeSomeAgainNobodyIsAskedAndEveryRefusalCounts() {
        counted.left = 0;
        ask("a");
        runTasks();
        counted.left = 1;
        clock.now = clock.now.plusMillis(7).minusNanos(1);
        ask("b");
        ask("c");
        assertThat(tasks).isEmpty();
        assertThat(told).endsWith("not b: RATE_LIMIT_EXCEEDED", "not c: RATE_LIMIT_EXCEEDED");
        assertThat(refusals).isEqualTo(3);
        version++;
        ask("d");
        runTasks();
        assertThat(told).endsWith("d");
    }

    @ParameterizedTest
    @CsvSource({"200, 7", "201, 50"})
    void whoGoesOnAtMoreThanFourTimesTheRateWaitsForAShare(int refused, int millis) {
        counted.left = 0;
        ask("a");
        runTasks();
        ask(refused, "on");
        clock.now = clock.now.plusMillis(50);
        ask("b");
        runTasks();
        counted.left = 1;
        clock.now = clock.now.plusMillis(millis).minusNanos(1);
        ask("c");
        assertThat(tasks).isEmpty();
        assertThat(told).endsWith("not c: RATE_LIMIT_EXCEEDED");
        clock.now = clock.now.plusNanos(1);
        ask("d");
        runTasks();
        assertThat(told).endsWith("d");
    }

    @Test
    void whoHeedsAnswersAgainWaitsForOneAgain() {
        counted.left = 0;
        ask("a");
        runTasks();
        ask(201, "on");
        clock.now = clock.now.plusMillis(50);
        ask("b");
        runTasks();
        clock.now = clock.now.plusMillis(50);
        ask("c");
        runTasks();
        counted.left = 1;
        clock.now = clock.now.plusMillis(7);
        ask("d");
        runTasks();
        assertThat(told).endsWith("d");
    }

    @Test
    void whatWasTakenAheadIsThereThoughItWasTheLast() {
        counted.left = 3;
        ask("a");
        runTasks();
        ask("b");
        ask("c");
        ask("d");
        assertThat(tasks).isEmpty();
        assertThat(told).containsExactly("a", "b", "c", "not d: RATE_LIMIT_EXCEEDED");
        assertThat(refusals).isEqualTo(1);
    }

    @Test
    void whoComesWhileTheLastIsAdmittedIsNotRefusedOnceThereIsOneAgain() {
        counted.left = 1;
        allowance.take(Asked.order(ACCOUNT), new OrderAllowance.Asker() {
            @Override
            public void admitted() {
                clock.now = clock.now.plusMillis(7);
                counted.left = 1;
                ask("b");
            }

            @Override
            public void refused(RuntimeException why) {
                throw why;
            }
        });
        runTasks();
        assertThat(told).containsExactly("b");
    }

    @Test
    void aClockThatIsSetBackRefusesNobodyForLonger() {
        counted.left = 0;
        ask("a");
        runTasks();
        counted.left = 1;
        clock.now = clock.now.minusSeconds(3600);
        ask("b");
        runTasks();
        assertThat(told).endsWith("b");
    }

    @Test
    void anOrderThereIsNoRoomForIsRefusedAtOnceAndDoesNotCount() {
        room = false;
        ask("a");
        assertThat(told).containsExactly("not a: OVERLOADED");
        assertThat(tasks).isEmpty();
        assertThat(counted.wanted).isEmpty();
        assertThat(refusals).isZero();
    }

    @Test
    void whatIsBeyondTheRateIsToldToWhoeverWatchesForRunaways() {
        counted.left = 1;
        ask("a");
        ask("b");
        ask("c");
        runTasks();
        assertThat(refusals).isEqualTo(2);
    }

    @Test
    void whatIsRefusedByAReducedRateMayBeWithinTheAccountsOwn() {
        counted.left = 0;
        counted.reduced = true;
        ask("a");
        runTasks();
        assertThat(told).containsExactly("not a: RATE_LIMIT_EXCEEDED");
        assertThat(refusals).isZero();
    }

    @Test
    void anAccountWithoutLimitsIsLeftToTheCore() {
        limit = null;
        ask("a");
        runTasks();
        assertThat(told).containsExactly("a");
        assertThat(counted.wanted).isEmpty();
    }

    @Test
    void aChangedLimitCountsFromTheNextOrderOn() {
        ask("a");
        runTasks();
        limit = 5;
        version = 2;
        ask("b");
        runTasks();
        assertThat(counted.wanted).containsExactly(51, 1);
    }

    @Test
    void aWiderRateIsAskedAtOnceWhatItAdmits() {
        counted.left = 0;
        ask("a");
        runTasks();
        version++;
        counted.left = 1;
        ask("b");
        runTasks();
        counted.left = 1;
        clock.now = clock.now.plusMillis(7);
        ask("c");
        runTasks();
        assertThat(told).containsExactly("not a: RATE_LIMIT_EXCEEDED", "b", "c");
    }

    @Test
    void aDatabaseThatIsAwayRefusesAndIsAskedAgain() {
        OrderAllowance broken = new OrderAllowance(
                _ -> true,
                _ -> {
                    throw ApiException.databaseUnavailable();
                },
                () -> 1,
                counted,
                (_, orders) -> refusals += orders,
                Clock.systemUTC(),
                Runnable::run);
        for (int i = 0; i < 2; i++) {
            assertThat(broken.take(Asked.order(ACCOUNT))).isCompletedExceptionally();
        }
        assertThat(refusals).isZero();
    }
}
