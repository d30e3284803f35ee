package io.tradecore.api.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.api.problem.ApiException;
import io.tradecore.api.query.OrderRates;
import io.tradecore.api.redis.InProcessRateLimit;
import io.tradecore.api.redis.RateDecision;
import io.tradecore.api.redis.RateKey;
import io.tradecore.api.redis.RateLimit;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.risk.RuleScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each rate bounds, and what it leaves alone. The count that processes share is kept by a clock of the test's. */
class RatesTest {
    private static final AccountId ACCOUNT = new AccountId(UUID.randomUUID());
    private static final AccountId OTHER = new AccountId(UUID.randomUUID());
    private static final int WIDE = 1_000_000;
    private static final String ADMITTED = "admitted";

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Map<AccountId, OrderRates> rates = new HashMap<>();
    private final Set<RateKey> counted =
            new TreeSet<>((one, other) -> one.name().compareTo(other.name()));
    private final Map<AccountId, Integer> runaway = new HashMap<>();
    private final Redis redis = new Redis();
    private final OrderAllowance allowance = process();
    private long nanos;
    private long version = 1;

    /** The whole rate while it is up; while it is down half of it, as a process counts then. */
    private final class Redis implements RateLimit {
        private final RateLimit whole = new InProcessRateLimit(1, () -> nanos);
        private final RateLimit half = new InProcessRateLimit(0.5, () -> nanos);
        private boolean up = true;

        @Override
        public RateDecision check(RateKey key, int perSecond, int most) {
            counted.add(key);
            return (up ? whole : half).check(key, perSecond, most);
        }
    }

    private OrderAllowance process() {
        return new OrderAllowance(
                _ -> true,
                account -> rates.getOrDefault(account, OrderRates.NONE),
                () -> version,
                redis,
                (account, orders) -> runaway.merge(account, orders, Integer::sum),
                clock(),
                tasks::add);
    }

    /** Asks, lets everything run, and says what was told: that it is admitted, or with what code it is refused. */
    private String ask(OrderAllowance process, Command command) {
        List<String> told = new ArrayList<>();
        process.take(command, new OrderAllowance.Asker() {
            @Override
            public void admitted() {
                told.add(ADMITTED);
            }

            @Override
            public void refused(RuntimeException why) {
                assertThat(((ApiException) why).retryAfter()).isPositive();
                told.add(((ApiException) why).problem().code() + " " + new TreeMap<>(((ApiException) why).numbers()));
            }
        });
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        assertThat(told).hasSize(1);
        return told.getFirst();
    }

    private List<String> ask(int times, Command command) {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            told.add(ask(allowance, command));
        }
        return told;
    }

    /** An account that only this bounds; null: nothing does. */
    private static OrderRates bounded(String rate, @Nullable Integer perSecond) {
        return switch (rate) {
            case "ORDERS" -> new OrderRates(perSecond, WIDE, List.of());
            case "MESSAGES" -> new OrderRates(WIDE, perSecond, List.of());
            case "DESK" -> ofGroups(perSecond == null ? List.of() : List.of(desk(perSecond)));
            case "FIRM" ->
                ofGroups(perSecond == null ? List.of() : List.of(new OrderRates.Group(RuleScope.FIRM, "*", perSecond)));
            default -> throw new IllegalArgumentException(rate);
        };
    }

    private static OrderRates ofGroups(List<OrderRates.Group> groups) {
        return new OrderRates(WIDE, WIDE, groups);
    }

    private static OrderRates.Group desk(int perSecond) {
        return new OrderRates.Group(RuleScope.DESK, "RATES", perSecond);
    }

    /** Goes as the count does. */
    private Clock clock() {
        InstantSource source = () -> Instant.EPOCH.plusNanos(nanos);
        return source.withZone(ZoneOffset.UTC);
    }

    @ParameterizedTest(name = "{0} at {1}, Redis {2}: {3} sent, {4} admitted")
    @DisplayName(
            "Of new orders each rate admits what is within it, the bound included, and halts only who is beyond his own")
    @CsvSource(textBlock = """
            # rate,   bound, Redis, sent, admitted, others are refused with,  of those count as a runaway's
            ORDERS,   20,    up,    19,   19,       ,                                                                                0
            ORDERS,   20,    up,    20,   20,       ,                                                                                0
            ORDERS,   20,    up,    21,   20,       'RATE_LIMIT_EXCEEDED {ordersPerSecond=20}',                                      1
            ORDERS,   ,      up,    100,  100,      ,                                                                                0
            ORDERS,   20,    down,  9,    9,        ,                                                                                0
            ORDERS,   20,    down,  10,   10,       ,                                                                                0
            ORDERS,   20,    down,  11,   10,       'RATE_LIMIT_EXCEEDED {ordersPerSecond=20}',                                      0
            MESSAGES, 20,    up,    19,   19,       ,                                                                                0
            MESSAGES, 20,    up,    20,   20,       ,                                                                                0
            MESSAGES, 20,    up,    21,   20,       'MESSAGE_RATE_EXCEEDED {messagesPerSecond=20}',                                  1
            MESSAGES, ,      up,    100,  100,      ,                                                                                0
            MESSAGES, 20,    down,  9,    9,        ,                                                                                0
            MESSAGES, 20,    down,  10,   10,       ,                                                                                0
            MESSAGES, 20,    down,  11,   10,       'MESSAGE_RATE_EXCEEDED {messagesPerSecond=20}',                                  0
            DESK,     20,    up,    19,   19,       ,                                                                                0
            DESK,     20,    up,    20,   20,       ,                                                                                0
            DESK,     20,    up,    21,   20,       'RATE_LIMIT_EXCEEDED {groupOrdersPerSecond=20, scope=DESK, scopeId=RATES}',      0
            DESK,     ,      up,    100,  100,      ,                                                                                0
            DESK,     20,    down,  9,    9,        ,                                                                                0
            DESK,     20,    down,  10,   10,       ,                                                                                0
            DESK,     20,    down,  11,   10,       'RATE_LIMIT_EXCEEDED {groupOrdersPerSecond=20, scope=DESK, scopeId=RATES}',      0
            FIRM,     20,    up,    19,   19,       ,                                                                                0
            FIRM,     20,    up,    20,   20,       ,                                                                                0
            FIRM,     20,    up,    21,   20,       'RATE_LIMIT_EXCEEDED {groupOrdersPerSecond=20, scope=FIRM, scopeId=*}',          0
            FIRM,     ,      up,    100,  100,      ,                                                                                0
            FIRM,     20,    down,  9,    9,        ,                                                                                0
            FIRM,     20,    down,  10,   10,       ,                                                                                0
            FIRM,     20,    down,  11,   10,       'RATE_LIMIT_EXCEEDED {groupOrdersPerSecond=20, scope=FIRM, scopeId=*}',          0
            """)
    void eachRateAdmitsWhatIsWithinIt(
            String rate,
            @Nullable Integer bound,
            String state,
            int sent,
            int admitted,
            @Nullable String refusedWith,
            int runaways) {
        rates.put(ACCOUNT, bounded(rate, bound));
        redis.up = state.equals("up");

        List<String> told = ask(sent, Asked.order(ACCOUNT));

        assertThat(told.subList(0, admitted)).containsOnly(ADMITTED);
        assertThat(told.subList(admitted, sent)).isEqualTo(Collections.nCopies(sent - admitted, refusedWith));
        assertThat(runaway.getOrDefault(ACCOUNT, 0)).isEqualTo(runaways);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A bound that is changed, or taken away, counts from the next order on, also for what was taken ahead")
    @CsvSource({"ORDERS", "MESSAGES", "DESK", "FIRM"})
    void aBoundOfAnotherVersionIsReadAgain(String rate) {
        rates.put(ACCOUNT, bounded(rate, 1000));
        assertThat(ask(1, Asked.order(ACCOUNT))).containsOnly(ADMITTED);

        rates.put(ACCOUNT, bounded(rate, 2));
        version++;
        assertThat(ask(2, Asked.order(ACCOUNT))).containsOnly(ADMITTED);
        assertThat(ask(1, Asked.order(ACCOUNT))).doesNotContain(ADMITTED);

        rates.put(ACCOUNT, bounded(rate, null));
        version++;
        assertThat(ask(50, Asked.order(ACCOUNT))).containsOnly(ADMITTED);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A second later there is room for as much again")
    @CsvSource({"ORDERS", "MESSAGES", "DESK", "FIRM"})
    void itFillsWithTime(String rate) {
        rates.put(ACCOUNT, bounded(rate, 10));
        assertThat(ask(11, Asked.order(ACCOUNT)).getLast()).isNotEqualTo(ADMITTED);
        nanos += Duration.ofSeconds(1).toNanos();
        List<String> told = ask(11, Asked.order(ACCOUNT));
        assertThat(told.subList(0, 10)).containsOnly(ADMITTED);
        assertThat(told.getLast()).isNotEqualTo(ADMITTED);
    }

    @Test
    void whatTakesBackOrReducesCountsAndAlwaysGoesOn() {
        rates.put(ACCOUNT, bounded("MESSAGES", 10));
        assertThat(Asked.allThatPass(ACCOUNT))
                .hasSize(5)
                .allMatch(command -> ask(allowance, command).equals(ADMITTED));
        List<String> told = ask(6, Asked.order(ACCOUNT));
        assertThat(told.subList(0, 5)).containsOnly(ADMITTED);
        assertThat(told.getLast()).startsWith("MESSAGE_RATE_EXCEEDED");
        assertThat(Asked.allThatPass(ACCOUNT))
                .allMatch(command -> ask(allowance, command).equals(ADMITTED));
        assertThat(runaway).containsOnly(Map.entry(ACCOUNT, 1));
    }

    @Test
    void whatGoesOnWithoutRoomIsNoDebt() {
        rates.put(ACCOUNT, bounded("MESSAGES", 10));
        assertThat(ask(1000, Asked.cancel(ACCOUNT))).containsOnly(ADMITTED);
        assertThat(ask(1, Asked.order(ACCOUNT))).doesNotContain(ADMITTED);
        nanos += Duration.ofSeconds(1).toNanos();
        assertThat(ask(10, Asked.order(ACCOUNT))).containsOnly(ADMITTED);
    }

    @Test
    void aCancelWaitsForNobodysCount() {
        List<String> told = new ArrayList<>();
        rates.put(ACCOUNT, bounded("MESSAGES", 10));
        allowance.take(Asked.cancel(ACCOUNT)).thenRun(() -> told.add(ADMITTED));
        assertThat(told).containsExactly(ADMITTED);
        assertThat(tasks).hasSize(1);
    }

    @Test
    void aReplaceIsAMessageAndAnOrderOfItsAccountButNoNewOneOfAGroup() {
        rates.put(ACCOUNT, new OrderRates(WIDE, WIDE, List.of(desk(1))));
        assertThat(ask(5, Asked.replace(ACCOUNT))).containsOnly(ADMITTED);
        assertThat(counted).containsExactlyInAnyOrder(RateKey.ordersOf(ACCOUNT), RateKey.messagesOf(ACCOUNT));
        rates.put(ACCOUNT, bounded("MESSAGES", 3));
        version++;
        assertThat(ask(4, Asked.replace(ACCOUNT)).getLast()).startsWith("MESSAGE_RATE_EXCEEDED");
        rates.put(OTHER, bounded("ORDERS", 3));
        assertThat(ask(4, Asked.replace(OTHER)).getLast()).startsWith("RATE_LIMIT_EXCEEDED");
    }

    @Test
    void aPreviewIsAnOrderOfItsAccountAndChangesNothing() {
        rates.put(ACCOUNT, new OrderRates(2, 1, List.of(desk(1))));
        List<String> told = ask(3, Asked.preview(ACCOUNT));
        assertThat(told.subList(0, 2)).containsOnly(ADMITTED);
        assertThat(told.getLast()).isEqualTo("RATE_LIMIT_EXCEEDED {ordersPerSecond=2}");
        assertThat(counted).containsExactly(RateKey.ordersOf(ACCOUNT));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("Each order of a list counts, and a list beyond a rate is refused once")
    @CsvSource({"ORDERS", "MESSAGES", "DESK", "FIRM"})
    void eachOrderOfAListCounts(String rate) {
        rates.put(ACCOUNT, bounded(rate, 6));
        assertThat(ask(2, Asked.list(ACCOUNT, 3))).containsOnly(ADMITTED);
        assertThat(ask(1, Asked.list(ACCOUNT, 3))).doesNotContain(ADMITTED);
    }

    @Test
    void theAccountsOfAGroupShareItsRateInAllProcesses() {
        OrderAllowance otherProcess = process();
        rates.put(ACCOUNT, ofGroups(List.of(desk(10))));
        rates.put(OTHER, ofGroups(List.of(desk(10))));
        int admitted = 0;
        for (int i = 0; i < 10; i++) {
            admitted += ask(allowance, Asked.order(ACCOUNT)).equals(ADMITTED) ? 1 : 0;
            admitted += ask(otherProcess, Asked.order(OTHER)).equals(ADMITTED) ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(10);
        assertThat(ask(allowance, Asked.cancel(ACCOUNT))).isEqualTo(ADMITTED);
        assertThat(runaway).isEmpty();
    }

    @Test
    void whoIsRefusedByItsDeskHasNotCountedForTheFirm() {
        OrderRates.Group firm = new OrderRates.Group(RuleScope.FIRM, "*", 10);
        rates.put(ACCOUNT, ofGroups(List.of(desk(2), firm)));
        rates.put(OTHER, ofGroups(List.of(firm)));
        assertThat(ask(20, Asked.order(ACCOUNT))).filteredOn(ADMITTED::equals).hasSize(2);
        assertThat(ask(20, Asked.order(OTHER))).filteredOn(ADMITTED::equals).hasSize(8);
    }

    @Test
    void nothingIsAskedOfAGroupThatNobodyBounds() {
        rates.put(ACCOUNT, ofGroups(List.of(desk(10))));
        rates.put(OTHER, ofGroups(List.of()));
        assertThat(ask(50, Asked.order(OTHER))).containsOnly(ADMITTED);
        assertThat(counted).containsExactlyInAnyOrder(RateKey.ordersOf(OTHER), RateKey.messagesOf(OTHER));
    }

    @Test
    void mostOrdersOfABoundedGroupAskNobody() {
        rates.put(ACCOUNT, ofGroups(List.of(desk(1000))));
        assertThat(ask(1, Asked.order(ACCOUNT))).containsOnly(ADMITTED);
        counted.clear();
        assertThat(ask(25, Asked.order(ACCOUNT))).containsOnly(ADMITTED);
        assertThat(counted).isEmpty();
        assertThat(ask(25, Asked.order(ACCOUNT))).containsOnly(ADMITTED);
        assertThat(counted).containsExactly(RateKey.ordersOfGroup(RuleScope.DESK, "RATES"));
    }
}
