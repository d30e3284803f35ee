package io.tradecore.api.control;

import io.tradecore.api.entry.CoreProblems;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.bulk.BulkResult;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.position.pg.PgDueActs;
import io.tradecore.oms.position.pg.PgDueActs.Due;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries acts on instruments to the accounts they have not reached, each through its own lane in a transaction of its own.
 * Whoever does so at the same time does no harm: the account's own row says whether an act has reached it. Safe for use by
 * many threads; blocks its thread.
 */
public final class ActRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ActRunner.class);

    /** So many are under way at once, so that no lane is filled by them. */
    private static final int CHUNK = 200;

    /**
     * What became of one account.
     *
     * @param orders what was done to its orders just now
     * @param code why it was not reached yet; null: it was
     */
    public record Tried(
            AccountId accountId,
            List<BulkResult> orders,
            @Nullable String code) {}

    private final PgDueActs acts;
    private final CommandBus bus;

    public ActRunner(PgDueActs acts, CommandBus bus) {
        this.acts = acts;
        this.bus = bus;
    }

    /**
     * Tries every account that is due, once.
     *
     * @param actId of which act; null: of those that nobody is about to carry out himself
     * @param goOn asked after each chunk
     */
    public List<Tried> run(@Nullable String actId, BooleanSupplier goOn) throws SQLException {
        List<Tried> tried = new ArrayList<>();
        AccountId after = null;
        List<Due> due;
        do {
            due = acts.due(actId, after, CHUNK);
            List<CompletableFuture<Tried>> answers =
                    due.stream().map(this::carry).toList();
            answers.forEach(answer -> tried.add(answer.join()));
            after = due.isEmpty() ? null : due.getLast().accountId();
        } while (due.size() == CHUNK && goOn.getAsBoolean());
        return tried;
    }

    /** Whatever goes wrong, it is still due at the next look. */
    private CompletableFuture<Tried> carry(Due due) {
        AccountId accountId = due.accountId();
        return bus.submit(new Command.ApplyAct(accountId, due.act(), due.announcedBy()))
                .handle((outcome, failure) -> switch (outcome) {
                    case Outcome.ActDone(List<BulkResult> orders) -> new Tried(accountId, orders, null);
                    case Outcome.Refused refused ->
                        new Tried(accountId, List.of(), refused.reason().name());
                    case null -> {
                        LOG.warn(
                                "Act {} has not reached account {} yet",
                                due.act().actId(),
                                accountId,
                                failure);
                        var told = ProblemMapper.told(CoreProblems.failed(failure));
                        yield new Tried(accountId, List.of(), told.problem().code());
                    }
                    default -> throw new IllegalStateException("an act was answered with " + outcome);
                });
    }
}
