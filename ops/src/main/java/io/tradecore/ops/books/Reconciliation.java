package io.tradecore.ops.books;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The invariants of the book as the database reports them: one row each. Immutable. */
public record Reconciliation(List<Invariant> invariants) {

    private static final String RECONCILE = "SELECT invariant, violations, example FROM reconcile() ORDER BY invariant";

    /** What the database cannot say of itself, because it has no key. */
    public static final String CHAINS = "8 hash chains verify";

    /** @param example one of the rows that violate it, null when none does */
    public record Invariant(
            String name, long violations, @Nullable String example) {

        public boolean holds() {
            return violations == 0;
        }
    }

    public Reconciliation {
        invariants = List.copyOf(invariants);
    }

    /**
     * Checks the book as it stands at one moment, in a transaction of its own.
     *
     * @param admin a connection as oms_admin, not in auto-commit
     */
    public static Reconciliation of(Connection admin) throws SQLException {
        List<Invariant> invariants = new ArrayList<>();
        try (Statement statement = admin.createStatement()) {
            // One snapshot for all: a book in use would otherwise be caught between two rows of the report.
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            try (ResultSet rows = statement.executeQuery(RECONCILE)) {
                while (rows.next()) {
                    invariants.add(new Invariant(rows.getString(1), rows.getLong(2), rows.getString(3)));
                }
            }
        } finally {
            admin.rollback();
        }
        return new Reconciliation(invariants);
    }

    /** The same with the journals' hash chains computed anew, each account's as it stands when its turn comes. */
    public static Reconciliation of(Connection admin, ChainProof proof) throws SQLException {
        List<Invariant> invariants = new ArrayList<>(of(admin).invariants());
        invariants.add(proof.verify(admin));
        invariants.sort(Comparator.comparing(Invariant::name));
        return new Reconciliation(invariants);
    }

    public int checked() {
        return invariants.size();
    }

    public int failed() {
        return (int) invariants.stream().filter(invariant -> !invariant.holds()).count();
    }

    /** No invariant at all is no proof. */
    public boolean holds() {
        return checked() > 0 && failed() == 0;
    }

    /** The report as a table for a person, a line per invariant and one that sums up. */
    public String table() {
        int width = invariants.stream()
                .mapToInt(invariant -> invariant.name().length())
                .max()
                .orElse(0);
        StringBuilder table = new StringBuilder("Reconciliation\n");
        for (Invariant invariant : invariants) {
            table.append("  ").append(invariant.holds() ? "ok  " : "FAIL").append("  ");
            table.append(invariant.name());
            if (!invariant.holds()) {
                table.append(" ".repeat(width - invariant.name().length() + 2))
                        .append(invariant.violations())
                        .append(" such as ")
                        .append(invariant.example());
            }
            table.append('\n');
        }
        table.append("  ").append(checked() - failed()).append(" of ").append(checked());
        return table.append(" invariants hold\n").toString();
    }
}
