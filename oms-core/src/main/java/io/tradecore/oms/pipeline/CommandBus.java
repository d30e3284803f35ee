package io.tradecore.oms.pipeline;

import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import java.util.concurrent.CompletableFuture;

/** Where every write goes in. Safe for use by many threads. */
public interface CommandBus {

    /**
     * Puts the command into its account's lane. Never blocks: a full lane answers {@code Refused(OVERLOADED)} at once.
     *
     * <p>The future completes after the commit. It completes exceptionally with {@link OutcomeUnknownException} when it
     * cannot be told whether the command was committed: ask again with the same ClOrdID. Commands of one account are
     * applied in the order they were submitted.
     */
    CompletableFuture<Outcome> submit(Command command);
}
