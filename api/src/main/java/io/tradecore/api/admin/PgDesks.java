package io.tradecore.api.admin;

import io.tradecore.api.problem.ApiException;
import io.tradecore.api.sql.Sql;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** Makes desks, once. Safe for use by many threads; blocks its thread. */
@Singleton
public final class PgDesks {
    private static final String ADD_DESK = """
            INSERT INTO desks (desk_id, name, created_by) VALUES (?, ?, ?) ON CONFLICT (desk_id) DO NOTHING
            """;
    private static final String FIND_DESK = "SELECT desk_id, name, created_at FROM desks WHERE desk_id = ?";
    private static final String LIST_DESKS = "SELECT desk_id, name, created_at FROM desks ORDER BY desk_id";

    private final AdminTransactions transactions;

    PgDesks(AdminTransactions transactions) {
        this.transactions = transactions;
    }

    /** Makes a desk; the same again answers what stands. */
    public Stored<DeskView> create(String actor, String deskId, String name) {
        return transactions.act(actor, connection -> {
            boolean created = Sql.update(connection, ADD_DESK, deskId, name, actor) == 1;
            DeskView view = Objects.requireNonNull(Sql.first(connection, FIND_DESK, PgDesks::view, deskId));
            if (!view.name().equals(name)) {
                throw ApiException.existsWithDifferent("name", deskId + " exists with another name.");
            }
            return new AdminTransactions.Act<>(
                    new Stored<>(view, created),
                    created ? AuditEntry.of("DESK_CREATED", AuditEntry.detail("deskId", deskId, "name", name)) : null);
        });
    }

    /** All of them, by their ids. */
    public List<DeskView> all() {
        return transactions.readOn(connection -> Sql.list(connection, LIST_DESKS, PgDesks::view));
    }

    private static DeskView view(ResultSet row) throws SQLException {
        return new DeskView(Sql.text(row, "desk_id"), Sql.text(row, "name"), Sql.time(row, "created_at"));
    }
}
