package io.tradecore.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.migrations.DbRole;
import io.tradecore.servers.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the reconciliation says of all accounts of the tests. */
public final class Reconciled {

    private Reconciled() {}

    /** Every invariant holds. */
    public static void assertReconciled() {
        assertThat(violations()).isEmpty();
    }

    /** Those that do not, each with an example. */
    public static List<String> violations() {
        List<String> violations = new ArrayList<>();
        try (Connection admin = TestServers.get().connection(DbRole.ADMIN);
                Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT invariant || ', e.g. ' || example FROM reconcile() WHERE violations > 0")) {
            while (row.next()) {
                violations.add(row.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return violations;
    }
}
