package io.tradecore.servers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Limits of the firm so wide that no test meets them by chance: they take the place of those that are shipped on every
 * installation of {@link TestServers}. A test of a limit sets its own, and a test of what is shipped lifts these while it runs.
 */
public final class WideLimits {

    private static final String SET = """
            WITH wide (kind, value) AS (VALUES ('MAX_ORDER_QTY', 1e15), ('MAX_MARKET_ORDER_QTY', 1e15), ('MAX_ORDER_NOTIONAL', 1e15),
                ('PRICE_COLLAR', 1), ('MAX_POSITION', 1e15), ('MAX_OPEN_ORDERS', 1e9), ('MAX_OPEN_NOTIONAL', 1e15), ('MAX_CREDIT', 1e15),
                ('MAX_DAILY_LOSS', 1e15), ('MAX_ORDER_TO_TRADE', 1e9), ('DUPLICATE_WINDOW_MS', 0),
                ('MAX_REPEATED_EXECUTIONS', 1e9)),
            ended AS (
                UPDATE house_limits l SET effective_to = now() FROM wide w
                WHERE l.kind = w.kind AND l.created_by = 'migration' AND l.effective_to IS NULL),
            made AS (
                INSERT INTO house_limits (limit_id, scope, scope_id, kind, value, severity, effective_from, created_by)
                SELECT gen_random_uuid(), 'FIRM', '*', kind, value, 'HARD', now(), 'wide' FROM wide)
            UPDATE risk_version SET version = version + 1""";

    private static final String LIFT = """
            WITH ended AS (
                DELETE FROM house_limits WHERE created_by = 'wide' RETURNING kind),
            shipped AS (
                SELECT DISTINCT ON (l.kind) l.limit_id FROM house_limits l JOIN ended e ON e.kind = l.kind
                WHERE l.created_by = 'migration' ORDER BY l.kind, l.created_at DESC),
            begun AS (
                UPDATE house_limits l SET effective_to = NULL FROM shipped s WHERE l.limit_id = s.limit_id)
            UPDATE risk_version SET version = version + 1""";

    private WideLimits() {}

    /** Puts them in force: for every batch of orders that begins after this has returned. */
    public static void set(TestServers servers) throws SQLException {
        execute(servers, SET);
    }

    /** Puts those that are shipped in force again, in the same way. */
    public static void lift(TestServers servers) throws SQLException {
        execute(servers, LIFT);
    }

    private static void execute(TestServers servers, String sql) throws SQLException {
        try (Connection owner = servers.ownerConnection();
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }
}
