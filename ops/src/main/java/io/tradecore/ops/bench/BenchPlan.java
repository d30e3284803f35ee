package io.tradecore.ops.bench;

import java.time.Duration;

/**
 * How long and how much is measured.
 *
 * @param repeats of every case; the median counts
 * @param measured the length of one repeat, after its run-up
 * @param runUp how long load runs before the clock of a repeat starts
 * @param warmUp how long a way in is driven before its first repeat, for the compilers of the JVM
 * @param probe how long one candidate is tried when the best batch size, window or concurrency is looked for
 * @param overload how long twice the best rate is offered
 * @param history orders of history for the growth ratio
 */
record BenchPlan(
        int repeats,
        Duration measured,
        Duration runUp,
        Duration warmUp,
        Duration probe,
        Duration overload,
        long history) {

    BenchPlan {
        if (repeats < 1 || history < 1 || !measured.isPositive()) {
            throw new IllegalArgumentException("repeats, seconds and history must be positive");
        }
    }

    static BenchPlan full() {
        return new BenchPlan(
                3,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Duration.ofSeconds(3),
                Duration.ofSeconds(60),
                5_000_000);
    }

    /** Ends within twelve minutes on two cores. */
    static BenchPlan quick() {
        return new BenchPlan(
                3,
                Duration.ofSeconds(3),
                Duration.ofMillis(500),
                Duration.ofSeconds(12),
                Duration.ofMillis(700),
                Duration.ofSeconds(15),
                500_000);
    }

    BenchPlan withRepeats(int count) {
        return new BenchPlan(count, measured, runUp, warmUp, probe, overload, history);
    }

    BenchPlan withMeasured(Duration length) {
        return new BenchPlan(repeats, length, runUp, warmUp, probe, overload, history);
    }

    /** For a case whose way in another one has warmed up. */
    BenchPlan warmedUp() {
        return new BenchPlan(repeats, measured, runUp, probe, probe, overload, history);
    }

    BenchPlan withHistory(long orders) {
        return new BenchPlan(repeats, measured, runUp, warmUp, probe, overload, orders);
    }
}
