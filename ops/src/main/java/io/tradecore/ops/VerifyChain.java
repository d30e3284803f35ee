package io.tradecore.ops;

import io.tradecore.ledger.pg.PgChainVerifier;
import io.tradecore.ops.books.ChainProof;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ops/verify-chain}: whether the journals are what was sealed, on a running installation or any database. */
@Command(
        name = "ops/verify-chain",
        description = "Computes every hash of the journals anew and names the first wrong transfer of each account."
                + " Exit 0 if all are right, 1 if not, 2 if the database cannot be asked.")
public final class VerifyChain implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this and exit")
    private boolean help;

    @Mixin
    private final BooksOptions books;

    private final PrintStream out;

    VerifyChain(Path home, PrintStream out) {
        this.books = new BooksOptions(home);
        this.out = out;
    }

    public static void main(String[] args) {
        Path home = Path.of(System.getProperty("tradecore.home", ""));
        System.exit(new CommandLine(new VerifyChain(home.toAbsolutePath(), System.out)).execute(args));
    }

    @Override
    public Integer call() {
        if (!books.canProve()) {
            out.println("--url needs --keys");
            return Launcher.CANNOT;
        }
        try (Connection admin = books.connect()) {
            PgChainVerifier verifier = books.proof().verifier(admin);
            AtomicInteger faults = new AtomicInteger();
            verifier.verifyAll(fault -> {
                faults.incrementAndGet();
                out.println("FAIL  " + ChainProof.text(fault));
            });
            out.println(verifier.verified() + " transfers verified, " + verifier.unsealed()
                    + " posted before sealing began, " + verifier.anchored() + " heads kept elsewhere, " + faults
                    + " accounts with a fault");
            return faults.get() == 0 ? Launcher.OK : Launcher.NOT_PROVEN;
        } catch (SQLException | IOException | UncheckedIOException | IllegalStateException e) {
            out.println(e.getMessage());
            return Launcher.CANNOT;
        }
    }
}
