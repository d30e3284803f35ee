package io.tradecore.ops.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One repeat of a case.
 *
 * @param offered how many a second were asked for; of a closed loop, as many as were answered
 * @param achieved how many a second were done
 * @param refused said no to, explicitly
 * @param failed ended in an error, or without an answer
 * @param dropped not sent by the generator because the way in took no more
 * @param more further numbers of the repeat, by name
 */
record Sample(double offered, double achieved, long refused, long failed, long dropped, Map<String, Double> more) {

    Sample {
        more = Map.copyOf(more);
    }

    static Sample ofRate(double achieved) {
        return new Sample(achieved, achieved, 0, 0, 0, Map.of());
    }

    Sample with(String name, double value) {
        Map<String, Double> extended = new LinkedHashMap<>(more);
        extended.put(name, value);
        return new Sample(offered, achieved, refused, failed, dropped, extended);
    }

    Sample with(Map<String, Double> values) {
        Map<String, Double> extended = new LinkedHashMap<>(more);
        extended.putAll(values);
        return new Sample(offered, achieved, refused, failed, dropped, extended);
    }
}
