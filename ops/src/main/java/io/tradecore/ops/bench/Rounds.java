package io.tradecore.ops.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures cases in turn, A B C A B C, so that whatever drifts on the machine hits all of them alike. */
final class Rounds {

    private final int repeats;
    private final PrintStream out;

    Rounds(int repeats, PrintStream out) {
        this.repeats = repeats;
        this.out = out;
    }

    /** The medians by the case's name, in the order of the cases. Closes the cases. */
    Map<String, Medians> measure(List<BenchCase> cases) throws Exception {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        try {
            for (BenchCase each : cases) {
                out.println("  warming up " + each.name());
                each.warmUp();
                samples.put(each.name(), new ArrayList<>());
            }
            for (int round = 1; round <= repeats; round++) {
                for (BenchCase each : cases) {
                    Sample sample = each.measure();
                    samples.getOrDefault(each.name(), new ArrayList<>()).add(sample);
                    out.printf(
                            Locale.ROOT, "  %d/%d  %-24s %,10.0f /s%n", round, repeats, each.name(), sample.achieved());
                }
            }
        } finally {
            for (BenchCase each : cases) {
                each.close();
            }
        }
        Map<String, Medians> medians = new LinkedHashMap<>();
        samples.forEach((name, repeated) -> medians.put(name, new Medians(name, repeated)));
        return medians;
    }
}
