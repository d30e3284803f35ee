package io.tradecore.ops.drill;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ops/drill NAME}: one of the drills. */
@Command(
        name = "ops/drill",
        synopsisSubcommandLabel = "NAME",
        description =
                "Does harm to an installation of its own and proves that the books stand it. Exit 0 if everything the drill"
                        + " says holds, 1 if not, 2 if it could not run.",
        commandListHeading = "%nDrills:%n")
public final class Drill implements Callable<Integer> {

    static final int OK = 0;
    static final int NOT_PROVEN = 1;
    static final int CANNOT = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this and exit")
    private boolean help;

    public static void main(String[] args) {
        Path home = Path.of(System.getProperty("tradecore.home", "")).toAbsolutePath();
        System.exit(commandLine(home, System.out).execute(args));
    }

    static CommandLine commandLine(Path home, PrintStream out) {
        return new CommandLine(new Drill())
                .addSubcommand("stop-out", new StopOutDrill(home, out))
                .addSubcommand("runaway", new RunawayDrill(home, out));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CANNOT;
    }
}
