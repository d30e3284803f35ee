package io.tradecore.api.admin;

import io.tradecore.api.admin.ReconciliationView.InvariantView;
import io.tradecore.api.sql.Sql;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Checks the invariants of all books in one snapshot. Safe for use by many threads; may take up to a minute. */
@Singleton
public final class PgReconciliation {
    private static final String RECONCILE = """
            SELECT invariant, violations, example FROM reconcile()
            """;

    private final AdminTransactions transactions;

    PgReconciliation(AdminTransactions transactions) {
        this.transactions = transactions;
    }

    /** The report as of now. */
    public ReconciliationView run(String actor) {
        List<InvariantView> invariants = transactions.query(
                actor,
                AuditEntry.of("RECONCILIATION_RUN", Map.of()),
                connection -> Sql.list(
                        connection,
                        RECONCILE,
                        row -> new InvariantView(
                                Sql.text(row, "invariant"),
                                row.getLong("violations"),
                                Sql.textOrNull(row, "example"))));
        return new ReconciliationView(invariants.stream().allMatch(i -> i.violations() == 0), invariants);
    }
}
