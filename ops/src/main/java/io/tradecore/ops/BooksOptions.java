package io.tradecore.ops;

import io.tradecore.migrations.DbRole;
import io.tradecore.ops.books.AdminConnection;
import io.tradecore.ops.books.ChainProof;
import io.tradecore.ops.installation.DataFolder;
import io.tradecore.ops.installation.RunFile;
import io.tradecore.ops.installation.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which books a command looks at, and what it proves their hash chains with. */
final class BooksOptions {

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

    BooksOptions(Path home) {
        this.home = home;
    }

    /** Whether there is something to verify hash chains with: another database says nothing of keys. */
    boolean canProve() {
        return url == null || keys != null;
    }

    /**
     * The keys and the heads kept elsewhere, where {@link #canProve}.
     *
     * @throws IllegalStateException if there is no key
     * @throws IOException if a file cannot be read
     */
    ChainProof proof() throws IOException {
        DataFolder folder = folder();
        Path heads = anchors;
        if (heads == null && url == null && Files.exists(folder.chainHeads())) {
            heads = folder.chainHeads();
        }
        return ChainProof.read(keys != null ? keys : folder.secrets(), heads);
    }

    /**
     * Connects to the database.
     *
     * @throws IllegalStateException if no installation runs and no other database is named
     */
    Connection connect() throws IOException, SQLException {
        String other = url;
        if (other != null) {
            String given = password != null
                    ? password
                    : Optional.ofNullable(System.getenv("PGPASSWORD")).orElse("");
            return AdminConnection.open(other, user, given);
        }
        DataFolder folder = folder();
        RunFile run = RunFile.running(folder)
                .orElseThrow(() -> new IllegalStateException(
                        "nothing runs on " + folder.root() + "; start it with ops/run, or name a database with --url"));
        String secret = Secrets.load(folder.secrets()).passwordOf(user);
        return AdminConnection.open(run.jdbcUrl(), user, secret);
    }

    private DataFolder folder() {
        return new DataFolder(data != null ? data : home.resolve("var/data"));
    }
}
