package io.tradecore.ops.bench;

import java.util.Map;
import org.HdrHistogram.Histogram;

/** What is told of a histogram of microseconds. */
final class Latencies {

    private static final double MICROS_PER_MILLI = 1000;

    private Latencies() {}

    /** p50, p99, p99.9 and the longest, in milliseconds. */
    static Map<String, Double> of(Histogram micros) {
        return Map.of(
                "p50_ms", micros.getValueAtPercentile(50) / MICROS_PER_MILLI,
                "p99_ms", micros.getValueAtPercentile(99) / MICROS_PER_MILLI,
                "p999_ms", micros.getValueAtPercentile(99.9) / MICROS_PER_MILLI,
                "max_ms", micros.getMaxValue() / MICROS_PER_MILLI);
    }
}
