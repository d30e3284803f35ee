package io.tradecore.servers;

import io.tradecore.servers.Probes.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a server to answer or to be gone. */
final class Await {
    private static final Duration PAUSE = Duration.ofMillis(25);

    private Await() {}

    /**
     * Returns when the probe answers.
     *
     * @throws IllegalStateException if the server ended or the time is over, naming its log
     */
    static void answer(String name, Probe probe, BooleanSupplier running, Duration limit, Path log) {
        var deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                probe.version();
                return;
            } catch (IOException | SQLException e) {
                if (!running.getAsBoolean()) {
                    throw new IllegalStateException(name + " ended while starting, see " + log, e);
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException(name + " did not answer in " + limit + ", see " + log, e);
                }
                pause(name);
            }
        }
    }

    /** Returns true when the condition holds, false when the time is over. */
    static boolean until(String what, BooleanSupplier condition, Duration limit) {
        var deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            pause(what);
        }
        return true;
    }

    private static void pause(String what) {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + what, e);
        }
    }
}
