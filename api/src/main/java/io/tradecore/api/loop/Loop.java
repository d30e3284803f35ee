package io.tradecore.api.loop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a step in a thread of its own: when woken, at the earliest after a rest and at the latest after a pause. However
 * often it is woken while a step runs, one more step follows. A step that throws is logged and repeated after a longer
 * pause. Thread-safe.
 */
public final class Loop implements AutoCloseable {
    /** One round of work. Ends early, with InterruptedException, when the loop is closed and does not end by itself. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(250);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
    private static final long SAME_FAILURE_SILENCE_NANOS =
            Duration.ofSeconds(10).toNanos();

    private final String name;
    private final Duration rest;
    private final Duration pause;
    private final Step step;
    private final Thread thread;
    private final Semaphore wake = new Semaphore(0);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private long lastWarnedNanos;
    private boolean failing;

    /**
     * @param name of the thread, and what a failure is logged under
     * @param pause the longest time between two steps
     */
    public Loop(String name, Duration pause, Step step) {
        this(name, Duration.ZERO, pause, step);
    }

    /**
     * @param name of the thread, and what a failure is logged under
     * @param rest the shortest time between two steps: under load, what comes meanwhile is one step's work
     * @param pause the longest time between two steps
     */
    public Loop(String name, Duration rest, Duration pause, Step step) {
        this.name = name;
        this.rest = rest;
        this.pause = pause;
        this.step = step;
        this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::repeat);
    }

    /** Starts the thread. Once only. */
    public void start() {
        thread.start();
    }

    /** Has the next step run at once. Never blocks. */
    public void wake() {
        // More than one permit would only repeat a step for nothing; one too many does no harm.
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    /** Whether close was called: a long step ends itself at the next good moment. */
    public boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Lets the running step end and waits for it; interrupts it when that takes too long. */
    @Override
    public void close() {
        stopping.countDown();
        wake();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void repeat() {
        while (!isStopping()) {
            try {
                step.run();
                recovered();
                if (!rest.isZero() && stoppedWithin(rest)) {
                    return;
                }
                if (wake.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException e) {
                // Only close interrupts this thread.
                return;
            } catch (Exception e) {
                warn(e);
                if (stoppedWithin(AFTER_FAILURE)) {
                    return;
                }
            }
        }
    }

    /** A failure waits its time out, however often it is woken: nothing is tried in a hurry that just failed. */
    private boolean stoppedWithin(Duration time) {
        try {
            return stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.info("{} works again", name);
        }
    }

    private void warn(Exception failure) {
        long now = System.nanoTime();
        if (!failing || now - lastWarnedNanos > SAME_FAILURE_SILENCE_NANOS) {
            failing = true;
            lastWarnedNanos = now;
            if (failure instanceof RuntimeException) {
                LOG.warn("{} failed and goes on trying", name, failure);
            } else {
                // A server that is away, mostly: where in our code that was noticed says nothing.
                LOG.warn("{} failed and goes on trying: {}", name, failure.toString());
            }
        }
    }
}
