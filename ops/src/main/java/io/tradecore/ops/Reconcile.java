package io.tradecore.ops;

import io.tradecore.migrations.DbRole;
import io.tradecore.ops.books.AdminConnection;
import io.tradecore.ops.books.ChainProof;
import io.tradecore.ops.books.Reconciliation;
import io.tradecore.ops.installation.DataFolder;
import io.tradecore.ops.installation.RunFile;
import io.tradecore.ops.installation.Secrets;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ops/reconcile}: the invariants of the books of a running installation, or of any database. */
@Command(
        name = "ops/reconcile",
        description = "Prints the invariants. Exit 0 if all hold, 1 if not, 2 if the database cannot be asked.")
public final class Reconcile implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this and exit")
    private boolean help;

    @Option(names = "--data", paramLabel = "DIR", description = "of a running installation (default: var/data)")
    private @Nullable Path data;

    @Option(names = "--url", paramLabel = "JDBC", description = "of another database")
    private @Nullable String url;

    @Option(names = "--user", paramLabel = "ROLE", defaultValue = "oms_admin", description = "(default: oms_admin)")
    private String user = DbRole.ADMIN.username();

    @Option(names = "--password", paramLabel = "TEXT", description = "with --url (default: $PGPASSWORD)")
    private @Nullable String password;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "properties chain.key.<number>=<secret> the hash chains are verified with (default: the"
                    + " installation's secrets; with --url and without it the chains are not verified)")
    private @Nullable Path keys;

    @Option(
            names = "--anchors",
            paramLabel = "FILE",
            description = "heads of chains that were kept elsewhere (default: the installation's)")
    private @Nullable Path anchors;

    private final Path home;
    private final PrintStream out;

    Reconcile(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    public static void main(String[] args) {
        Path home = Path.of(System.getProperty("tradecore.home", ""));
        System.exit(new CommandLine(new Reconcile(home.toAbsolutePath(), System.out)).execute(args));
    }

    @Override
    public Integer call() {
        try (Connection admin = connect()) {
            ChainProof proof = proof();
            Reconciliation reconciliation = proof == null ? Reconciliation.of(admin) : Reconciliation.of(admin, proof);
            out.print(reconciliation.table());
            if (proof == null) {
                out.println("  not checked: " + Reconciliation.CHAINS + " (no --keys)");
            }
            return reconciliation.holds() ? Launcher.OK : Launcher.NOT_PROVEN;
        } catch (SQLException | IOException | UncheckedIOException | IllegalStateException e) {
            out.println(e.getMessage());
            return Launcher.CANNOT;
        }
    }

    /** Null where no key was given. */
    private @Nullable ChainProof proof() throws IOException {
        Path file = keys;
        if (url != null) {
            return file == null ? null : ChainProof.read(file, anchors);
        }
        DataFolder folder = folder();
        Path heads = anchors == null && Files.exists(folder.chainHeads()) ? folder.chainHeads() : anchors;
        return ChainProof.read(file == null ? folder.secrets() : file, heads);
    }

    private DataFolder folder() {
        return new DataFolder(data != null ? data : home.resolve("var/data"));
    }

    private Connection connect() throws SQLException {
        String other = url;
        if (other != null) {
            String given = password != null
                    ? password
                    : Optional.ofNullable(System.getenv("PGPASSWORD")).orElse("");
            return AdminConnection.open(other, user, given);
        }
        DataFolder folder = folder();
        RunFile run = RunFile.read(folder.runFile())
                .filter(file -> file.launcher().running().isPresent())
                .orElseThrow(() -> new IllegalStateException(
                        "nothing runs on " + folder.root() + "; start it with ops/run, or name a database with --url"));
        String secret = Secrets.load(folder.secrets()).passwordOf(user);
        return AdminConnection.open(run.jdbcUrl(), user, secret);
    }
}
