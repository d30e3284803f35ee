package io.tradecore.ops.drill;

import io.tradecore.ops.demo.Figures;
import io.tradecore.ops.market.InstrumentSpec;
import io.tradecore.ops.market.QuoteBoard;
import io.tradecore.ops.market.QuoteFile;
import io.tradecore.ops.market.SymbolProfile;
import io.tradecore.ops.market.Touch;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code ops/drill stop-out}: the market falls by a fifth under accounts on margin, twice from the same start: once undisturbed, once with the API
 * killed when half of the liquidations have begun.
 */
@Command(
        name = "stop-out",
        description =
                "The market falls by a fifth under accounts on margin, twice from the same start: once undisturbed, once"
                        + " with the API killed half-way and started again. Both must end the same, with nobody below his level.")
final class StopOutDrill implements Callable<Integer> {

    private static final int LEAST_ACCOUNTS = 20;
    private static final int MOST_ACCOUNTS = 2_000;
    private static final int MOST_SYMBOLS = 4;

    @Mixin
    private final DrillOptions options = new DrillOptions();

    @Option(
            names = "--quotes",
            paramLabel = "FILE",
            required = true,
            description = "recorded quotes, CSV(.gz) as for ops/run --replay")
    private @Nullable Path quotes;

    @Option(names = "--accounts", paramLabel = "N", defaultValue = "200", description = "(default: 200)")
    private int accounts = 200;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "8",
            description = "over which the quotes fall (default: 8)")
    private int seconds = 8;

    private final Path home;
    private final PrintStream out;

    StopOutDrill(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    @Override
    public Integer call() throws Exception {
        return options.run("stop-out", home, out, this::run);
    }

    private void run(Path folder, Figures figures) throws Exception {
        if (accounts < LEAST_ACCOUNTS || accounts > MOST_ACCOUNTS || seconds < 1) {
            throw new IllegalArgumentException(
                    "--accounts must be " + LEAST_ACCOUNTS + " to " + MOST_ACCOUNTS + ", --seconds 1 or more");
        }
        Path file = quotes;
        if (file == null || !Files.isReadable(file)) {
            throw new IllegalArgumentException("--quotes " + file + ": no such file");
        }
        List<InstrumentSpec> specs = ofOneCurrency(QuoteFile.profile(file));
        FallingMarket market = new FallingMarket(home, file, specs, seconds, out);
        Path start = folder.resolve("start");
        List<Crowd.Member> crowd = market.prepare(start, accounts);
        Path undisturbed = copied(start, folder.resolve("undisturbed"));
        Path killed = copied(start, folder.resolve("killed"));
        figures.put("quotes", file.getFileName().toString());
        figures.put("symbols", specs.stream().map(InstrumentSpec::symbol).toList());
        figures.put("accounts", accounts);
        Set<UUID> wholes = crowd.stream()
                .filter(Crowd.Member::closesWhole)
                .map(Crowd.Member::id)
                .collect(Collectors.toSet());
        Ending one = market.fall("undisturbed", undisturbed, false, figures);
        Ending other = market.fall("killed", killed, true, figures);
        List<String> differences = StopOutJudge.differences(one, other, wholes);
        figures.put("same_end", differences.isEmpty());
        differences.forEach(difference -> figures.problem("the two runs differ: " + difference));
    }

    /** Equity has one currency here: instruments of another than the first one's are left out. */
    private static List<InstrumentSpec> ofOneCurrency(List<SymbolProfile> profiles) {
        List<InstrumentSpec> specs = profiles.stream().map(InstrumentSpec::of).toList();
        String currency = specs.getFirst().currency();
        return specs.stream()
                .filter(spec -> spec.currency().equals(currency))
                .limit(MOST_SYMBOLS)
                .toList();
    }

    /** A folder may be copied while nothing runs on it: what is started on the copy begins where the other ended. */
    private static Path copied(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }

    /** The last quotes of all these instruments, once there are some. */
    static Map<String, Touch> touches(QuoteBoard board, List<InstrumentSpec> specs) {
        Map<String, Touch> touches = new TreeMap<>();
        specs.forEach(spec -> board.touch(spec.symbol()).ifPresent(touch -> touches.put(spec.symbol(), touch)));
        return touches;
    }
}
