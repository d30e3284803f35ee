package io.tradecore.oms.pipeline;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import java.util.concurrent.CompletableFuture;

/** Where every write goes in. Safe for use by many threads. */
public interface CommandBus {

    /** The answer to a command for which there is no room. */
    Outcome.Refused OVERLOADED =
            new Outcome.Refused(Reason.OVERLOADED, "Too many requests are waiting; nothing was done with this one.");

    /**
     * Puts the command into its account's lane. Never blocks: without room in the lane the answer is {@link #OVERLOADED} at
     * once. A flood of new orders leaves room for everything else.
     *
     * <p>The future completes after the commit. It completes exceptionally with {@link OutcomeUnknownException} when it
     * cannot be told whether the command was committed: ask again with the same ClOrdID. Commands of one account are
     * applied in the order they were submitted.
     */
    CompletableFuture<Outcome> submit(Command command);

    /** Whether a new order of the account would find room now: spares the work on one that would not. Never blocks. */
    boolean hasRoomForOrder(AccountId accountId);
}
