package io.tradecore.ops.bench;

import io.tradecore.ops.demo.Figures;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ops/bench}: measures everything side by side in one run and proves the books after each case. */
@Command(
        name = "ops/bench",
        description =
                "Measures rates, costs and latencies beside what PostgreSQL can do at all and what people would use"
                        + " instead. Exit 0 if every invariant held, 1 if not, 2 if it could not run.")
public final class Bench implements Callable<Integer> {

    private static final int OK = 0;
    private static final int NOT_PROVEN = 1;
    private static final int CANNOT = 2;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this and exit")
    private boolean help;

    @Option(names = "--quick", description = "short repeats and a short history: ends within twelve minutes")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "where the figures are written")
    private @Nullable Path json;

    @Option(
            names = "--only",
            paramLabel = "CASE",
            split = ",",
            description = "measure only these: ${COMPLETION-CANDIDATES}")
    private Set<BenchPart> only = EnumSet.noneOf(BenchPart.class);

    @Option(names = "--data", paramLabel = "DIR", description = "the bench's own folder (default: var/bench)")
    private @Nullable Path data;

    @Option(names = "--repeats", paramLabel = "N", description = "of every case; the median counts (default: 3)")
    private @Nullable Integer repeats;

    @Option(names = "--seconds", paramLabel = "N", description = "length of one repeat (default: 10, quick: 3)")
    private @Nullable Integer seconds;

    @Option(
            names = "--history",
            paramLabel = "N",
            description = "orders of history (default: 5,000,000, quick: 500,000)")
    private @Nullable Long history;

    private final Path home;
    private final PrintStream out;

    Bench(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    public static void main(String[] args) {
        Path home = Path.of(System.getProperty("tradecore.home", ""));
        CommandLine command = new CommandLine(new Bench(home.toAbsolutePath(), System.out));
        System.exit(command.setCaseInsensitiveEnumValuesAllowed(true).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Report report = new Report();
        Figures figures = new Figures();
        int exit = measure(report, figures);
        report.figures().forEach(figures::put);
        report.missed().forEach(missed -> figures.problem("missed: " + missed));
        out.println();
        out.print(report.table());
        out.println(exit == OK ? "Every invariant held." : "NOT PROVEN RIGHT.");
        Path file = json;
        if (file != null) {
            figures.write(file);
        }
        return exit;
    }

    private int measure(Report report, Figures figures) throws Exception {
        try {
            BenchFolder folder = new BenchFolder(data != null ? data : home.resolve("var/bench"));
            folder.prepare();
            Machine.describe(home).forEach((name, value) -> {
                figures.put(name, value);
                out.printf(Locale.ROOT, "%-12s %s%n", name, value);
            });
            Set<BenchPart> parts = only.isEmpty() ? EnumSet.allOf(BenchPart.class) : EnumSet.copyOf(only);
            figures.put("cases", parts.stream().map(BenchPart::toString).toList());
            new BenchRun(home, folder, plan(), parts, report, out).run();
            return OK;
        } catch (InvariantException e) {
            out.println(e.getMessage());
            figures.problem(String.valueOf(e.getMessage()));
            return NOT_PROVEN;
        } catch (IllegalStateException | IllegalArgumentException e) {
            out.println(e.getMessage());
            figures.problem(String.valueOf(e.getMessage()));
            return CANNOT;
        }
    }

    private BenchPlan plan() {
        BenchPlan plan = quick ? BenchPlan.quick() : BenchPlan.full();
        Integer count = repeats;
        Integer length = seconds;
        Long orders = history;
        plan = count == null ? plan : plan.withRepeats(count);
        plan = length == null ? plan : plan.withMeasured(Duration.ofSeconds(length));
        return orders == null ? plan : plan.withHistory(orders);
    }
}
