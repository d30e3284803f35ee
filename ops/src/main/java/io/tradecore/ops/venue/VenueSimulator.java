package io.tradecore.ops.venue;

import io.tradecore.ops.venue.journal.JournalSummary;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The venue simulator's main class: takes routed orders from NATS, fills them against recorded or made quotes and reports
 * back. Ends cleanly on SIGTERM; ends with 1 when it cannot go on, with 2 on wrong arguments.
 */
@Command(
        name = "VenueSimulator",
        description = "A venue that fills orders against a quote stream (docs/venue-protocol.md).",
        sortOptions = false)
public final class VenueSimulator implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(VenueSimulator.class);
    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(12);

    @Mixin
    private VenueOptions options = new VenueOptions();

    public static void main(String[] args) {
        CommandLine commandLine = new CommandLine(new VenueSimulator());
        commandLine.setExecutionExceptionHandler(VenueSimulator::cannot);
        System.exit(commandLine.execute(args));
    }

    /** What a person can mend is said in one line; for anything else the log has the whole of it. */
    private static int cannot(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
        if (!(e instanceof IOException || e instanceof IllegalArgumentException)) {
            LOG.error("the venue cannot go on", e);
        }
        String why = e instanceof NoSuchFileException ? e.getMessage() + " does not exist" : e.getMessage();
        commandLine.getErr().println("VenueSimulator: " + why);
        return 1;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (options.summary) {
            JournalSummary summary = JournalSummary.of(options.data);
            System.out.println(summary.toJson());
            return summary.ordersTakenTwice() + summary.execIdsUsedTwice() == 0 ? 0 : 1;
        }
        CountDownLatch done = new CountDownLatch(1);
        try (VenueProcess process = new VenueProcess(options, Clock.systemUTC())) {
            CompletableFuture<Void> end = process.failure();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                end.complete(null);
                awaitQuietly(done);
            }));
            process.start();
            end.get();
            return 0;
        } catch (ExecutionException e) {
            LOG.error("the venue cannot go on", e.getCause());
            return 1;
        } finally {
            done.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch done) {
        try {
            boolean unused = done.await(PATIENCE_AT_THE_END.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
