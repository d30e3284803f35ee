package io.tradecore.oms.pipeline;

import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Command.ApplyReport;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a batch of commands through one transaction, and again where that is safe. Safe for use by many threads.
 *
 * <p>Trying again is safe because every command carries its own key (ClOrdID, transfer id, ExecID): what an attempt with
 * an unknown end did commit is found and answered, not done twice.
 */
public final class Pipeline {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final int MAX_ATTEMPTS = 5;
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(800);

    private final BatchStore store;
    private final BatchDecider decider;
    private final CommitListener listener;

    public Pipeline(BatchStore store, BatchDecider decider, CommitListener listener) {
        this.store = store;
        this.decider = decider;
        this.listener = listener;
    }

    /** What became of one command of a batch. */
    public sealed interface Settled {

        /** Committed, or refused without a trace. */
        record Done(Outcome outcome) implements Settled {}

        /** Not known, or a bug. */
        record Failed(RuntimeException cause) implements Settled {}
    }

    /** Takes the commands through, in their order. One result per command; one bad command never fails its neighbours. */
    public List<Settled> execute(List<Command> commands) {
        for (int attempt = 1; ; attempt++) {
            try {
                var committed = store.inTransaction(
                        commands, batch -> decider.needs(commands, batch), batch -> decider.decide(commands, batch));
                listener.committed(new CommittedBatch(committed.batch()));
                return committed.outcomes().stream()
                        .map(Settled.Done::new)
                        .map(Settled.class::cast)
                        .toList();
            } catch (BatchFailedException e) {
                switch (e.kind()) {
                    case CONTENDED, CONNECTION -> {
                        if (attempt == MAX_ATTEMPTS || !pause(attempt)) {
                            return failed(commands, new OutcomeUnknownException("The database did not answer.", e));
                        }
                    }
                    case CONTENT, OTHER -> {
                        return apart(commands, e);
                    }
                }
            } catch (RuntimeException e) {
                return apart(commands, e);
            }
        }
    }

    /** Runs the commands one by one, so that only the one that fails fails. */
    private List<Settled> apart(List<Command> commands, RuntimeException cause) {
        if (commands.size() > 1) {
            LOG.warn("A batch of {} commands failed, trying them one by one", commands.size(), cause);
            List<Settled> settled = new ArrayList<>(commands.size());
            commands.forEach(command -> settled.addAll(execute(List.of(command))));
            return settled;
        }
        boolean content =
                cause instanceof BatchFailedException failed && failed.kind() == BatchFailedException.Kind.CONTENT;
        if (content && commands.getFirst() instanceof ApplyReport report) {
            return quarantined(report, cause);
        }
        LOG.error("A command failed: {}", commands.getFirst(), cause);
        return failed(commands, cause);
    }

    /** A report the database refuses would come back for ever: it is kept for an operator instead. */
    private List<Settled> quarantined(ApplyReport command, RuntimeException cause) {
        String text = "The database refused it: " + cause.getMessage();
        if (command.operator() != null) {
            return List.of(new Settled.Done(new Outcome.ReportQuarantined(Reason.REPORT_UNBOOKABLE, text)));
        }
        try {
            var committed = store.inTransaction(List.of(command), _ -> List.of(), batch -> {
                batch.quarantine(command.report(), Reason.REPORT_UNBOOKABLE, text);
                return List.of(new Outcome.ReportQuarantined(Reason.REPORT_UNBOOKABLE, text));
            });
            return List.of(new Settled.Done(committed.outcomes().getFirst()));
        } catch (RuntimeException e) {
            LOG.error("A report could not be quarantined: {}", command, e);
            return failed(List.of(command), e);
        }
    }

    private static List<Settled> failed(List<Command> commands, RuntimeException cause) {
        return commands.stream().<Settled>map(_ -> new Settled.Failed(cause)).toList();
    }

    /** False when the thread is asked to stop. Grows with the attempts and is spread, so that rivals do not meet again. */
    private static boolean pause(int attempt) {
        long longest = Math.min(LONGEST_PAUSE.toMillis(), 50L << attempt);
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
