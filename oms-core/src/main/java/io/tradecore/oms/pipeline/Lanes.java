package io.tradecore.oms.pipeline;

import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command bus: an account's commands always go into the same lane, and a lane takes everything that waits in it as one
 * batch. A batch of one is the ordinary case; under load batches grow by themselves, without a timer.
 *
 * <p>Safe for use by many threads. {@link #close} lets what was submitted finish.
 */
public final class Lanes implements CommandBus, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    private record Waiting(Command command, CompletableFuture<Outcome> answer) {}

    private final Pipeline pipeline;
    private final int maxBatch;
    private final List<BlockingQueue<Waiting>> queues = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;

    public Lanes(LaneOptions options, Pipeline pipeline) {
        this.pipeline = pipeline;
        this.maxBatch = options.maxBatch();
        for (int lane = 0; lane < options.lanes(); lane++) {
            BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(options.queueCapacity());
            queues.add(queue);
            threads.add(Thread.ofPlatform().name("lane-" + lane).start(() -> run(queue)));
        }
    }

    @Override
    public CompletableFuture<Outcome> submit(Command command) {
        Waiting waiting = new Waiting(command, new CompletableFuture<>());
        int lane = Math.floorMod(command.accountId().hashCode(), queues.size());
        if (closing || !queues.get(lane).offer(waiting)) {
            refuse(waiting);
        }
        return waiting.answer;
    }

    private static void refuse(Waiting waiting) {
        waiting.answer()
                .complete(new Outcome.Refused(
                        Reason.OVERLOADED, "Too many requests are waiting; nothing was done with this one."));
    }

    /** Commands waiting in all lanes, for metrics. */
    public int waiting() {
        return queues.stream().mapToInt(BlockingQueue::size).sum();
    }

    private void run(BlockingQueue<Waiting> queue) {
        List<Waiting> batch = new ArrayList<>(maxBatch);
        while (true) {
            try {
                Waiting first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    if (closing) {
                        return;
                    }
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, maxBatch - 1);
                execute(batch);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                batch.clear();
            }
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
        closing = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                threads.forEach(Thread::interrupt);
                return;
            }
        }
        // What slipped in while its lane was ending was never looked at.
        for (BlockingQueue<Waiting> queue : queues) {
            List<Waiting> left = new ArrayList<>();
            queue.drainTo(left);
            left.forEach(Lanes::refuse);
        }
    }
}
