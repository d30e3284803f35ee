package io.tradecore.api.halt;

import io.tradecore.api.entry.BulkIds;
import io.tradecore.api.entry.CoreProblems;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command.CancelHalted;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.halt.pg.PgHalts;
import io.tradecore.oms.halt.pg.PgHalts.Due;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.pipeline.OutcomeUnknownException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels what is open in halted scopes, a few orders of an account at a time through its own lane: others who trade there wait for
 * no more than these. What is to be done is told by the orders as they stand, so that nothing has to be kept of how far it has
 * come: whoever looks goes on, and whoever does so at the same time does no harm. Safe for use by many threads; blocks its thread.
 */
public final class HaltRunner {
    private static final Logger LOG = LoggerFactory.getLogger(HaltRunner.class);

    /** So many orders are under way at once, so that no lane is filled by them. */
    private static final int CHUNK = 400;

    /** So many orders of an account are cancelled together. */
    private static final int PART = 16;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    /** What could not be done in an account yet. */
    public record Failed(AccountId accountId, String code) {}

    private final PgHalts halts;
    private final CommandBus bus;
    /** Held while orders are looked for and cancelled: another thread that comes meanwhile waits, finds them asked for, and does nothing twice. */
    private final Lock alone = new ReentrantLock(true);

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
     * Tries every order that is to be cancelled, once; where they are few, those of an account not any more after one whose outcome is unknown, or for
     * which there was no room.
     *
     * @param laterThan in scopes that are halted by a later change; 0 for all that are
     * @param goOn asked after each chunk
     * @return those where it could not be done
     */
    public List<Failed> run(long laterThan, BooleanSupplier goOn) throws SQLException {
        Map<AccountId, String> failed = new ConcurrentHashMap<>();
        List<Due> due = List.of();
        do {
            due = cancelAfter(laterThan, due.isEmpty() ? null : due.getLast(), failed);
        } while (due.size() == CHUNK && goOn.getAsBoolean());
        List<Failed> told = new ArrayList<>();
        failed.forEach((accountId, code) -> told.add(new Failed(accountId, code)));
        return told;
    }

    /** Tries the next that are due, and returns them. */
    private List<Due> cancelAfter(long laterThan, @Nullable Due last, Map<AccountId, String> failed)
            throws SQLException {
        alone.lock();
        try {
            List<Due> due = halts.due(laterThan, last, CHUNK);
            // What the cancels of a few set going (routes, reports, events) comes by and by, and others have the cores
            // in between; many go at once.
            boolean few = due.size() < CHUNK;
            CompletableFuture.allOf(partsByAccount(due)
                            .flatMap(parts -> few
                                    ? Stream.of(inTurn(parts, part -> cancel(part, failed)))
                                    : parts.stream().map(part -> cancel(part, failed)))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
            return due;
        } finally {
            alone.unlock();
        }
    }

    /** Begins each when the one before is done, and none after one that tells not to go on. */
    static <T> CompletableFuture<Boolean> inTurn(List<T> steps, Function<T, CompletableFuture<Boolean>> goesOnAfter) {
        CompletableFuture<Boolean> goesOn = CompletableFuture.completedFuture(true);
        for (T step : steps) {
            goesOn = goesOn.thenCompose(
                    goOn -> goOn ? goesOnAfter.apply(step) : CompletableFuture.completedFuture(false));
        }
        return goesOn;
    }

    /** Of each account, what the same change halted, a few orders each, in their order. */
    private static Stream<List<CancelHalted>> partsByAccount(List<Due> due) {
        Map<ChangedAccount, List<OrderId>> orders = new LinkedHashMap<>();
        due.forEach(each -> orders.computeIfAbsent(
                        new ChangedAccount(each.accountId(), each.changeId()), _ -> new ArrayList<>())
                .add(each.orderId()));
        return orders.entrySet().stream()
                .map(entry -> entry.getValue().stream()
                        .gather(Gatherers.windowFixed(PART))
                        .map(part -> entry.getKey().cancel(part))
                        .toList());
    }

    private record ChangedAccount(AccountId accountId, long changeId) {

        CancelHalted cancel(List<OrderId> orderIds) {
            return new CancelHalted(accountId, BulkIds.ofHalt(changeId, orderIds.getFirst()), orderIds);
        }
    }

    /** Whatever goes wrong, it is still due at the next look. False where the account's next part would fare no better now. */
    private CompletableFuture<Boolean> cancel(CancelHalted part, Map<AccountId, String> failed) {
        AccountId accountId = part.accountId();
        return bus.submit(part).handle((outcome, failure) -> {
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
            return !(failure instanceof OutcomeUnknownException) && outcome != CommandBus.OVERLOADED;
        });
    }
}
