package io.tradecore.api.entry;

import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.pipeline.CommandBus;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands the entries of a batch to the core in their order. Each is for itself: one that cannot be read, is not admitted, or is
 * refused keeps none of the others. Safe for use by many threads; blocks none.
 */
@Singleton
public final class BatchRunner {

    /**
     * What became of one entry: exactly one of outcome and failure is there.
     *
     * @param command null where the entry could not be read
     */
    public record Done(
            @Nullable Command command,
            @Nullable Outcome outcome,
            @Nullable Throwable failure) {}

    private final CommandBus bus;
    private final OrderAllowance allowance;

    BatchRunner(CommandBus bus, OrderAllowance allowance) {
        this.bus = bus;
        this.allowance = allowance;
    }

    /** Completes, never exceptionally, once all are answered, with one for each entry in their order. */
    public CompletableFuture<List<Done>> run(List<Supplier<Command>> entries) {
        List<CompletableFuture<Done>> done = new ArrayList<>(entries.size());
        CompletableFuture<?> turn = CompletableFuture.completedFuture(null);
        for (Supplier<Command> entry : entries) {
            Command command;
            try {
                command = entry.get();
            } catch (RuntimeException e) {
                done.add(CompletableFuture.completedFuture(new Done(null, null, e)));
                continue;
            }
            // Handed in once it is admitted, and after the one before; nobody waits for that one's commit.
            CompletableFuture<CompletableFuture<Outcome>> handedIn =
                    turn.thenCompose(_ -> allowance.take(command)).thenApply(_ -> bus.submit(command));
            turn = handedIn.handle((_, _) -> true);
            done.add(handedIn.thenCompose(answer -> answer)
                    .handle((outcome, failure) -> new Done(command, outcome, failure)));
        }
        return CompletableFuture.allOf(done.toArray(CompletableFuture[]::new))
                .thenApply(_ -> done.stream().map(CompletableFuture::join).toList());
    }
}
