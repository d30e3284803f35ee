package io.tradecore.ops;

import io.tradecore.ledger.pg.PgChainVerifier;
import io.tradecore.migrations.DbRole;
import io.tradecore.ops.books.AdminConnection;
import io.tradecore.ops.books.ChainProof;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

    @Option(names = "--data", paramLabel = "DIR", description = "of a running installation (default: var/data)")
    private @Nullable Path data;

    @Option(
            names = "--anchors",
            paramLabel = "FILE",
            description = "heads that were kept elsewhere, as the API appends them (default: chain-heads.jsonl in the"
                    + " installation's folder; without them a journal cut at its end looks whole)")
    private @Nullable Path anchors;

    @Option(names = "--url", paramLabel = "JDBC", description = "of another database, with --keys")
    private @Nullable String url;

    @Option(names = "--user", paramLabel = "ROLE", defaultValue = "oms_admin", description = "(default: oms_admin)")
    private String user = DbRole.ADMIN.username();

    @Option(names = "--password", paramLabel = "TEXT", description = "with --url (default: $PGPASSWORD)")
    private @Nullable String password;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "properties chain.key.<number>=<secret> (default: the installation's secrets)")
    private @Nullable Path keys;

    private final Path home;
    private final PrintStream out;

    VerifyChain(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    public static void main(String[] args) {
        Path home = Path.of(System.getProperty("tradecore.home", ""));
        System.exit(new CommandLine(new VerifyChain(home.toAbsolutePath(), System.out)).execute(args));
    }

    @Override
    public Integer call() {
        try (Connection admin = connect()) {
            ChainProof proof = proof();
            PgChainVerifier verifier = proof.verifier(admin);
            AtomicInteger faults = new AtomicInteger();
            verifier.verifyAll(fault -> {
                faults.incrementAndGet();
                out.println("FAIL  " + ChainProof.text(fault));
            });
            out.println(verifier.verified() + " transfers verified, " + verifier.unsealed()
                    + " posted before sealing began, " + proof.anchors().size() + " heads kept elsewhere, " + faults
                    + " accounts with a fault");
            return faults.get() == 0 ? Launcher.OK : Launcher.NOT_PROVEN;
        } catch (SQLException | IOException | UncheckedIOException | IllegalStateException e) {
            out.println(e.getMessage());
            return Launcher.CANNOT;
        }
    }

    private DataFolder folder() {
        return new DataFolder(data != null ? data : home.resolve("var/data"));
    }

    private Connection connect() throws SQLException {
        String other = url;
        if (other != null) {
            if (keys == null) {
                throw new IllegalStateException("--url needs --keys");
            }
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
        return AdminConnection.open(
                run.jdbcUrl(), user, Secrets.load(folder.secrets()).passwordOf(user));
    }

    private ChainProof proof() throws IOException {
        DataFolder folder = folder();
        Path heads = anchors;
        if (heads == null && url == null && Files.exists(folder.chainHeads())) {
            heads = folder.chainHeads();
        }
        return ChainProof.read(keys != null ? keys : folder.secrets(), heads);
    }
}
