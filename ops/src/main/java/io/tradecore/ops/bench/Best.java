package io.tradecore.ops.bench;

/** Looks for the setting something works best with. */
final class Best {

    private Best() {}

    /** Tries a setting and says how good it is. */
    @FunctionalInterface
    interface Trial {
        double rate(int setting) throws Exception;
    }

    /** The setting with the highest rate; each is tried once. */
    static int of(int[] settings, Trial trial) throws Exception {
        int best = settings[0];
        double highest = -1;
        for (int setting : settings) {
            double rate = trial.rate(setting);
            if (rate > highest) {
                highest = rate;
                best = setting;
            }
        }
        return best;
    }
}
