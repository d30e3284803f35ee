package io.tradecore.ops;

import io.tradecore.ops.installation.DataFolder;
import io.tradecore.ops.installation.Secrets;
import io.tradecore.ops.installation.Tokens;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ops/token}: prints a bearer token of an installation, signed with the secret in its data folder. */
@Command(name = "ops/token", description = "Prints a bearer token.")
public final class MakeToken implements Callable<Integer> {

    private static final Set<String> ROLES = Set.of("admin", "trader", "readonly", "system");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this and exit")
    private boolean help;

    @Option(names = "--role", required = true, paramLabel = "ROLE", description = "admin, trader, readonly or system")
    private String role = "";

    @Option(names = "--account", paramLabel = "ID", description = "an account it may touch; may be repeated")
    private List<UUID> accounts = List.of();

    @Option(names = "--subject", paramLabel = "NAME", description = "who it is for (default: the role)")
    private @Nullable String subject;

    @Option(names = "--hours", paramLabel = "N", defaultValue = "24", description = "it lasts (default: 24)")
    private int hours = 24;

    @Option(names = "--data", paramLabel = "DIR", description = "of the installation (default: var/data)")
    private @Nullable Path data;

    private final Path home;
    private final PrintStream out;

    MakeToken(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    public static void main(String[] args) {
        Path home = Path.of(System.getProperty("tradecore.home", ""));
        System.exit(new CommandLine(new MakeToken(home.toAbsolutePath(), System.out)).execute(args));
    }

    @Override
    public Integer call() {
        if (!ROLES.contains(role)) {
            System.err.println("--role must be admin, trader, readonly or system");
            return Launcher.CANNOT;
        }
        DataFolder folder = new DataFolder(data != null ? data : home.resolve("var/data"));
        if (!Files.exists(folder.secrets())) {
            System.err.println("no installation in " + folder.root() + "; start it once with ops/run");
            return Launcher.CANNOT;
        }
        Tokens tokens = new Tokens(Secrets.load(folder.secrets()).jwtSecret());
        out.println(tokens.issue(subject != null ? subject : role, List.of(role), accounts, Duration.ofHours(hours)));
        return Launcher.OK;
    }
}
