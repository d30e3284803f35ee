package io.tradecore.ops.books;

import io.tradecore.ledger.TransferChain;
import io.tradecore.ledger.pg.ChainFault;
import io.tradecore.ledger.pg.PgChainVerifier;
import io.tradecore.ops.installation.DataFolder;
import io.tradecore.ops.installation.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What journals are proven with: the keys they were sealed with, by number, and a file of heads that were kept elsewhere. The
 * database has neither, so what it reports of itself says nothing of the hashes. Immutable.
 *
 * @param anchors heads as the API appends them to a file; null: there are none
 */
public record ChainProof(
        Map<Integer, TransferChain> chains, @Nullable Path anchors) {

    /** Before the number of a key, in secrets.properties and in a file of keys. */
    private static final String KEY = "chain.key.";

    public ChainProof {
        chains = Map.copyOf(chains);
    }

    /**
     * With the keys of a file of properties {@code chain.key.<number>=<secret>}.
     *
     * @param anchors heads as the API appends them to a file; null: there are none
     * @throws IllegalStateException if there is no key in the file
     * @throws IOException if the keys cannot be read
     */
    public static ChainProof read(Path keys, @Nullable Path anchors) throws IOException {
        Map<Integer, TransferChain> chains = new HashMap<>();
        Secrets.load(keys).values().forEach((name, secret) -> {
            if (name.startsWith(KEY)) {
                int id = Integer.parseInt(name.substring(KEY.length()));
                chains.put(id, new TransferChain(id, secret));
            }
        });
        if (chains.isEmpty()) {
            throw new IllegalStateException("there is no " + KEY + "<number> in " + keys);
        }
        return new ChainProof(chains, anchors);
    }

    /** With what an installation keeps in its folder. */
    public static ChainProof of(DataFolder folder) throws IOException {
        Path heads = folder.chainHeads();
        return read(folder.secrets(), Files.exists(heads) ? heads : null);
    }

    /**
     * Reads journals with it over a connection as oms_admin, not in auto-commit.
     *
     * @throws UncheckedIOException if the heads cannot be read
     */
    public PgChainVerifier verifier(Connection admin) throws SQLException {
        PgChainVerifier verifier = new PgChainVerifier(admin, chains);
        if (anchors != null) {
            try {
                ChainAnchors.read(anchors, verifier::anchor);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return verifier;
    }

    /** All journals as an invariant: its violations are the accounts with a fault, its example the first of them. */
    public Reconciliation.Invariant verify(Connection admin) throws SQLException {
        List<ChainFault> faults = new ArrayList<>();
        verifier(admin).verifyAll(faults::add);
        String example = faults.isEmpty() ? null : text(faults.getFirst());
        return new Reconciliation.Invariant(Reconciliation.CHAINS, faults.size(), example);
    }

    /** A fault for people. */
    public static String text(ChainFault fault) {
        return fault.accountId() + " transfer " + fault.seq() + ": "
                + fault.kind().text();
    }
}
