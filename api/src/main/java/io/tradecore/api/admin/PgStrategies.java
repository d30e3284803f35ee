package io.tradecore.api.admin;

import io.tradecore.api.problem.ApiException;
import io.tradecore.api.sql.Sql;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** Makes strategies, once. Safe for use by many threads; blocks its thread. */
@Singleton
public final class PgStrategies {
    private static final String ADD_STRATEGY = """
            INSERT INTO strategies (strategy_id, name, created_by) VALUES (?, ?, ?) ON CONFLICT (strategy_id) DO NOTHING
            """;
    private static final String FIND_STRATEGY =
            "SELECT strategy_id, name, created_at FROM strategies WHERE strategy_id = ?";
    private static final String LIST_STRATEGIES =
            "SELECT strategy_id, name, created_at FROM strategies ORDER BY strategy_id";

    private final AdminTransactions transactions;

    PgStrategies(AdminTransactions transactions) {
        this.transactions = transactions;
    }

    /** Makes a strategy; the same again answers what stands. */
    public Stored<StrategyView> create(String actor, String strategyId, String name) {
        return transactions.act(actor, connection -> {
            boolean created = Sql.update(connection, ADD_STRATEGY, strategyId, name, actor) == 1;
            StrategyView view =
                    Objects.requireNonNull(Sql.first(connection, FIND_STRATEGY, PgStrategies::view, strategyId));
            if (!view.name().equals(name)) {
                throw ApiException.existsWithDifferent("name", strategyId + " exists with another name.");
            }
            return new AdminTransactions.Act<>(
                    new Stored<>(view, created),
                    created
                            ? AuditEntry.of(
                                    "STRATEGY_CREATED", AuditEntry.detail("strategyId", strategyId, "name", name))
                            : null);
        });
    }

    /** All of them, by their ids. */
    public List<StrategyView> all() {
        return transactions.readOn(connection -> Sql.list(connection, LIST_STRATEGIES, PgStrategies::view));
    }

    private static StrategyView view(ResultSet row) throws SQLException {
        return new StrategyView(Sql.text(row, "strategy_id"), Sql.text(row, "name"), Sql.time(row, "created_at"));
    }
}
