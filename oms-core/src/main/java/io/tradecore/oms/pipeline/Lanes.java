package io.tradecore.oms.pipeline;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.pipeline.LaneQueue.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command bus: an account's commands always go into the same lane, and a lane takes what waits in it as one batch, the
 * accounts in turn. A batch of one is the ordinary case; under load batches grow by themselves, without a timer.
 *
 * <p>Safe for use by many threads. {@link #close} lets what was submitted finish.
 */
public final class Lanes implements CommandBus, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    private final Pipeline pipeline;
    private final int maxBatch;
    private final List<LaneQueue> queues = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    public Lanes(LaneOptions options, Pipeline pipeline) {
        this.pipeline = pipeline;
        this.maxBatch = options.maxBatch();
        for (int lane = 0; lane < options.lanes(); lane++) {
            LaneQueue queue = new LaneQueue(options.queueCapacity(), options.reserved());
            queues.add(queue);
            threads.add(Thread.ofPlatform().name("lane-" + lane).start(() -> run(queue)));
        }
    }

    @Override
    public CompletableFuture<Outcome> submit(Command command) {
        Waiting waiting = new Waiting(command, new CompletableFuture<>());
        if (!lane(command.accountId()).offer(waiting)) {
            waiting.answer().complete(OVERLOADED);
        }
        return waiting.answer();
    }

    @Override
    public boolean hasRoomForOrder(AccountId accountId) {
        return lane(accountId).hasRoomForOrder(accountId);
    }

    private LaneQueue lane(AccountId accountId) {
        return queues.get(Math.floorMod(accountId.hashCode(), queues.size()));
    }

    /** Commands waiting in all lanes, for metrics. */
    public int waiting() {
        return queues.stream().mapToInt(LaneQueue::size).sum();
    }

    private void run(LaneQueue queue) {
        List<Waiting> batch = new ArrayList<>(maxBatch);
        try {
            while (queue.take(batch, maxBatch)) {
                execute(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void execute(List<Waiting> batch) {
        List<Pipeline.Settled> settled;
        try {
            settled = pipeline.execute(batch.stream().map(Waiting::command).toList());
        } catch (RuntimeException | Error e) {
            // The lane must outlive whatever happens to a batch, and nobody may wait for an answer in vain.
            LOG.error("A batch failed", e);
            batch.forEach(waiting -> waiting.answer().completeExceptionally(e));
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            CompletableFuture<Outcome> answer = batch.get(i).answer();
            switch (settled.get(i)) {
                case Pipeline.Settled.Done done -> answer.complete(done.outcome());
                case Pipeline.Settled.Failed failed -> answer.completeExceptionally(failed.cause());
            }
        }
    }

    /** Refuses new commands, lets those that wait be committed and answered, and ends the threads. */
    @Override
    public void close() {
        queues.forEach(LaneQueue::close);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                threads.forEach(Thread::interrupt);
                return;
            }
        }
    }
}
