package io.tradecore.ops.drill;

import java.util.Arrays;

/**
 * How long answers took, in milliseconds.
 *
 * @param p99 the least that 99 in a hundred took no longer than
 */
record Latencies(int count, double p50, double p99, double most) {

    private static final double NANOS_PER_MS = 1e6;

    /** @throws IllegalStateException when there are none */
    static Latencies of(long[] nanos) {
        if (nanos.length == 0) {
            throw new IllegalStateException("no order was answered in that time");
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latencies(
                sorted.length, ms(sorted, 0.50), ms(sorted, 0.99), sorted[sorted.length - 1] / NANOS_PER_MS);
    }

    private static double ms(long[] sorted, double share) {
        return sorted[(int) Math.ceil(sorted.length * share) - 1] / NANOS_PER_MS;
    }
}
