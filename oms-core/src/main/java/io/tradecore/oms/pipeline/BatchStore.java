package io.tradecore.oms.pipeline;

import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import java.util.List;
import java.util.function.Function;

/** Keeps what batches decide. Implementations are safe for use by many threads. */
public interface BatchStore {

    /** What was decided, and the state it left. */
    record Committed(List<Outcome> outcomes, BatchState batch) {}

    /**
     * Runs one transaction: lets only the commands' accounts be seen, locks them in id order, loads what the commands may
     * need, has them decided, writes what changed and commits.
     *
     * @param needs called before that, with the accounts locked: what they are to be lent of credits they have together with others
     * @param decide called once, with the accounts locked; what it throws rolls the transaction back
     * @return what decide returned and what it was given, once it is committed
     * @throws BatchFailedException if nothing, or nobody knows what, was committed
     */
    Committed inTransaction(
            List<Command> commands,
            Function<BatchState, List<Lending>> needs,
            Function<BatchState, List<Outcome>> decide);
}
