package io.tradecore.api.halt;

import io.tradecore.api.entry.BulkIds;
import io.tradecore.api.entry.CoreProblems;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.halt.pg.PgHalts;
import io.tradecore.oms.halt.pg.PgHalts.Due;
import io.tradecore.oms.pipeline.CommandBus;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels what is open in halted scopes, each account through its own lane in a transaction of its own. What is to be done is
 * told by the orders as they stand, so that nothing has to be kept of how far it has come: whoever looks goes on, and whoever
 * does so at the same time does no harm. Safe for use by many threads; blocks its thread.
 */
public final class HaltRunner {
    private static final Logger LOG = LoggerFactory.getLogger(HaltRunner.class);

    /** So many are under way at once, so that no lane is filled by them. */
    private static final int CHUNK = 200;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(1);

    /** What could not be done in an account yet. */
    public record Failed(AccountId accountId, String code) {}

    private final PgHalts halts;
    private final CommandBus bus;

    public HaltRunner(PgHalts halts, CommandBus bus) {
        this.halts = halts;
        this.bus = bus;
    }

    /**
     * Waits until every batch has finished that may not have seen what was changed before this was called.
     *
     * @return false where one has not within that time
     */
    public boolean awaitInForce(Duration patience) throws SQLException {
        long until = System.nanoTime() + patience.toNanos();
        long next = halts.nextTx();
        while (!halts.isFinishedBelow(next)) {
            if (System.nanoTime() - until > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return true;
    }

    /**
     * Tries every account that has something to cancel, once.
     *
     * @param goOn asked after each chunk
     * @return those where it could not be done
     */
    public List<Failed> run(BooleanSupplier goOn) throws SQLException {
        Map<AccountId, String> failed = new ConcurrentHashMap<>();
        AccountId after = null;
        List<Due> due;
        do {
            due = halts.due(after, CHUNK);
            List<CompletableFuture<Void>> answers =
                    due.stream().map(account -> cancel(account, failed)).toList();
            answers.forEach(CompletableFuture::join);
            after = due.isEmpty() ? null : due.getLast().accountId();
        } while (due.size() == CHUNK && goOn.getAsBoolean());
        List<Failed> told = new ArrayList<>();
        failed.forEach((accountId, code) -> told.add(new Failed(accountId, code)));
        return told;
    }

    /** Whatever goes wrong, it is still due at the next look. */
    private CompletableFuture<Void> cancel(Due due, Map<AccountId, String> failed) {
        AccountId accountId = due.accountId();
        return bus.submit(new Command.CancelHalted(accountId, BulkIds.ofHalt(due.changeId())))
                .handle((outcome, failure) -> {
                    switch (outcome) {
                        case Outcome.BulkDone _ -> {}
                        case Outcome.Refused refused ->
                            failed.put(accountId, refused.reason().name());
                        case null -> {
                            LOG.warn("Halted orders of account {} are not cancelled yet", accountId, failure);
                            var told = ProblemMapper.told(CoreProblems.failed(failure));
                            failed.put(accountId, told.problem().code());
                        }
                        default -> throw new IllegalStateException("a halt was answered with " + outcome);
                    }
                    return null;
                });
    }
}
