package io.tradecore.ops;

import io.tradecore.ops.books.Reconciliation;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private final BooksOptions books;

    private final PrintStream out;

    Reconcile(Path home, PrintStream out) {
        this.books = new BooksOptions(home);
        this.out = out;
    }

    public static void main(String[] args) {
        Path home = Path.of(System.getProperty("tradecore.home", ""));
        System.exit(new CommandLine(new Reconcile(home.toAbsolutePath(), System.out)).execute(args));
    }

    @Override
    public Integer call() {
        try (Connection admin = books.connect()) {
            Reconciliation reconciliation =
                    books.canProve() ? Reconciliation.of(admin, books.proof()) : Reconciliation.of(admin);
            out.print(reconciliation.table());
            if (!books.canProve()) {
                out.println("  not checked: " + Reconciliation.CHAINS + " (no --keys)");
            }
            return reconciliation.holds() ? Launcher.OK : Launcher.NOT_PROVEN;
        } catch (SQLException | IOException | UncheckedIOException | IllegalStateException e) {
            out.println(e.getMessage());
            return Launcher.CANNOT;
        }
    }
}
