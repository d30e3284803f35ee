package io.tradecore.ops.demo;

import java.io.PrintStream;
import java.util.Locale;

/** Shows how the session goes: one line that is rewritten on a terminal, a line every five seconds elsewhere. */
final class Progress {

    private static final long PLAIN_EVERY_S = 5;

    private final PrintStream out;
    private final boolean terminal;
    private long lastShownS = -1;

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Called about once a second. */
    void show(long second, int ofSeconds, Tally tally, int fills) {
        if (second == lastShownS || !terminal && second % PLAIN_EVERY_S != 0) {
            return;
        }
        lastShownS = second;
        String line = String.format(
                Locale.ROOT,
                "  %3d/%d s  acknowledged %,d  denied %,d  cancels %,d  fills %,d  p99 %.1f ms  unknown %d",
                second,
                ofSeconds,
                tally.acknowledged.sum(),
                tally.denied.sum(),
                tally.cancelsAccepted.sum(),
                fills,
                tally.acknowledgementTimes().getValueAtPercentile(99) / 1000.0,
                tally.unknownMet.sum());
        if (terminal) {
            out.print("\r" + line + "\u001b[K");
            out.flush();
        } else {
            out.println(line);
        }
    }

    /** Ends the line that was being rewritten. */
    void done() {
        if (terminal && lastShownS >= 0) {
            out.println();
        }
    }
}
