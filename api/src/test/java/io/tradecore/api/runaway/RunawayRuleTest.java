package io.tradecore.api.runaway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tradecore.api.problem.ApiException;
import io.tradecore.ledger.AccountId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What is done about an account whose program has run away. */
class RunawayRuleTest {
    private static final AccountId ACCOUNT = new AccountId(UUID.randomUUID());
    private static final Duration WINDOW = Duration.ofSeconds(2);

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<String> reasons = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private boolean full;
    private boolean broken;
    private final RunawayRule rule =
            new RunawayRule(new RefusalWindow(3, WINDOW, () -> 0), WINDOW, this::halt, this::execute, meters);

    private void execute(Runnable task) {
        if (full) {
            throw new RejectedExecutionException("full");
        }
        tasks.add(task);
    }

    private boolean halt(AccountId accountId, String reason) {
        if (broken) {
            throw ApiException.databaseUnavailable();
        }
        reasons.add(reason);
        return reasons.size() == 1;
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private double halts() {
        return meters.get("oms.runaway.halts").counter().count();
    }

    @Test
    void itIsHaltedOnAnotherThreadWithTheFiguresAsItsReason() {
        rule.refused(ACCOUNT, 2);
        rule.refused(ACCOUNT, 2);
        assertThat(tasks).hasSize(1);
        assertThat(reasons).isEmpty();
        runTasks();
        assertThat(reasons).containsExactly("4 orders refused by the rate limit within PT2S");
        assertThat(halts()).isEqualTo(1);
    }

    @Test
    void oneThatIsHaltedAlreadyIsNotCountedAgain() {
        rule.refused(ACCOUNT, 3);
        rule.refused(ACCOUNT, 3);
        runTasks();
        assertThat(reasons).hasSize(2);
        assertThat(halts()).isEqualTo(1);
    }

    @Test
    void aHaltThatFailsIsTriedAgainWithTheNextRefusals() {
        broken = true;
        rule.refused(ACCOUNT, 3);
        runTasks();
        assertThat(halts()).isZero();
        broken = false;
        full = true;
        rule.refused(ACCOUNT, 3);
        full = false;
        rule.refused(ACCOUNT, 3);
        runTasks();
        assertThat(halts()).isEqualTo(1);
    }
}
