package io.tradecore.ops.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The repeats of one case. Immutable. */
record Medians(String name, List<Sample> samples) {

    Medians {
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException(name + " was not measured");
        }
    }

    double offered() {
        return median(Sample::offered);
    }

    double achieved() {
        return median(Sample::achieved);
    }

    double least() {
        return samples.stream().mapToDouble(Sample::achieved).min().orElseThrow();
    }

    double most() {
        return samples.stream().mapToDouble(Sample::achieved).max().orElseThrow();
    }

    long refused() {
        return samples.stream().mapToLong(Sample::refused).sum();
    }

    long failed() {
        return samples.stream().mapToLong(Sample::failed).sum();
    }

    long dropped() {
        return samples.stream().mapToLong(Sample::dropped).sum();
    }

    /** The further numbers that every repeat has, their median each. */
    Map<String, Double> more() {
        Map<String, Double> medians = new TreeMap<>();
        samples.getFirst().more().keySet().stream()
                .filter(key -> samples.stream().allMatch(sample -> sample.more().containsKey(key)))
                .forEach(key -> medians.put(key, median(sample -> sample.more().getOrDefault(key, Double.NaN))));
        return medians;
    }

    private double median(ToDoubleFunction<Sample> of) {
        return median(samples.stream().mapToDouble(of).boxed().toList());
    }

    /** The middle one, or the mean of the two in the middle. */
    static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        sorted.sort(null);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
