package io.tradecore.ops.drill;

import io.tradecore.ops.drill.Standing.Held;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** What the database of a stop-out's drill says, in which there are no other accounts. Not thread-safe. */
final class StopOutBooks implements AutoCloseable {

    private static final String LIST_ACCOUNTS = """
            SELECT a.account_id, b.posted, m.leverage, m.stop_out_level FROM accounts a
            JOIN margin_settings m USING (account_id)
            JOIN ledger_balances b ON b.account_id = a.account_id AND b.code = 'CASH' AND b.asset = a.base_currency""";

    private static final String LIST_POSITIONS =
            "SELECT account_id, symbol, leg, qty, avg_px FROM positions WHERE qty <> 0 ORDER BY account_id, symbol, leg";

    private static final String LIST_LIQUIDATED = "SELECT DISTINCT account_id FROM liquidations";

    private static final String LIST_UNFINISHED = "SELECT account_id FROM liquidations WHERE ended_at IS NULL";

    private static final String COUNT_LIQUIDATED = "SELECT count(DISTINCT account_id) FROM liquidations";

    // A leg goes by what opened it; the sum after each execution is the position as it was then.
    private static final String LIST_FLIPPED = """
            WITH moves AS (
                SELECT e.account_id, e.symbol, e.event_seq,
                    CASE WHEN h.position_effect IS NULL THEN 'NET'
                        WHEN (e.side = 'BUY') = (h.position_effect = 'OPEN') THEN 'LONG' ELSE 'SHORT' END AS leg,
                    CASE e.side WHEN 'BUY' THEN e.last_qty ELSE -e.last_qty END AS qty
                FROM executions e LEFT JOIN hedging_orders h USING (account_id, order_id)),
            running AS (
                SELECT account_id, symbol, leg, sum(qty) OVER (PARTITION BY account_id, symbol, leg ORDER BY event_seq) AS qty FROM moves)
            SELECT DISTINCT account_id FROM running GROUP BY account_id, symbol, leg HAVING min(qty) < 0 AND max(qty) > 0""";

    private static final String LIST_NEGATIVE =
            "SELECT DISTINCT account_id FROM ledger_entries WHERE code = 'CASH' AND balance_after < 0";

    private static final String LIST_RAISED = "SELECT DISTINCT account_id FROM breaks WHERE kind = 'NEGATIVE_CASH'";

    private static final String LIST_OPENING = """
            SELECT DISTINCT account_id FROM orders WHERE leaves_qty > 0 AND starts_with(cl_ord_id, '%s')""".formatted(FallingMarket.OPENS);

    private static final String COUNT_STEPS = "SELECT count(*) FROM liquidation_steps WHERE kind = 'CLOSE'";

    private static final String COUNT_ORDERS = "SELECT count(*) FROM orders WHERE starts_with(cl_ord_id, 'lq-')";

    private static final String COUNT_DOUBLED = """
            SELECT (SELECT count(*) FROM orders o LEFT JOIN liquidation_steps p USING (account_id, order_id)
                    WHERE starts_with(o.cl_ord_id, 'lq-') AND o.cl_ord_id IS DISTINCT FROM 'lq-' || p.liquidation_id || '-' || p.step)
                + (SELECT count(*) FROM (
                    SELECT FROM orders o JOIN executions e USING (account_id, order_id) WHERE starts_with(o.cl_ord_id, 'lq-')
                    GROUP BY o.account_id, o.order_id, o.order_qty, o.cum_qty
                    HAVING sum(e.last_qty) > o.order_qty OR sum(e.last_qty) <> o.cum_qty) AS more)""";

    private final Connection admin;

    /** @param admin a connection as oms_admin, not in auto-commit; closed with this */
    StopOutBooks(Connection admin) {
        this.admin = admin;
    }

    /** Every account as it stands, by id. */
    Map<UUID, Standing> standings() throws SQLException {
        Map<UUID, List<Held>> held = new HashMap<>();
        read(
                LIST_POSITIONS,
                row -> held.computeIfAbsent(row.getObject(1, UUID.class), _ -> new ArrayList<>())
                        .add(new Held(row.getString(2), row.getString(3), row.getBigDecimal(4), row.getBigDecimal(5))));
        Map<UUID, Standing> standings = new TreeMap<>();
        read(LIST_ACCOUNTS, row -> {
            UUID account = row.getObject(1, UUID.class);
            BigDecimal leastRate = BigDecimal.ONE.divide(row.getBigDecimal(3), MathContext.DECIMAL64);
            standings.put(
                    account,
                    new Standing(
                            account,
                            row.getBigDecimal(2),
                            Crowd.INITIAL_MARGIN.max(leastRate),
                            row.getBigDecimal(4),
                            held.getOrDefault(account, List.of())));
        });
        return standings;
    }

    Set<UUID> liquidated() throws SQLException {
        return accounts(LIST_LIQUIDATED);
    }

    long liquidatedCount() throws SQLException {
        return count(COUNT_LIQUIDATED);
    }

    Set<UUID> unfinished() throws SQLException {
        return accounts(LIST_UNFINISHED);
    }

    Set<UUID> flipped() throws SQLException {
        return accounts(LIST_FLIPPED);
    }

    Set<UUID> negative() throws SQLException {
        return accounts(LIST_NEGATIVE);
    }

    Set<UUID> raised() throws SQLException {
        return accounts(LIST_RAISED);
    }

    /** Accounts with an order open that may open something. */
    Set<UUID> opening() throws SQLException {
        return accounts(LIST_OPENING);
    }

    long steps() throws SQLException {
        return count(COUNT_STEPS);
    }

    /** Orders that are there for a step, by its ClOrdID. */
    long orders() throws SQLException {
        return count(COUNT_ORDERS);
    }

    long doubled() throws SQLException {
        return count(COUNT_DOUBLED);
    }

    private Set<UUID> accounts(String sql) throws SQLException {
        Set<UUID> accounts = new TreeSet<>();
        read(sql, row -> accounts.add(row.getObject(1, UUID.class)));
        return accounts;
    }

    private long count(String sql) throws SQLException {
        long[] count = new long[1];
        read(sql, row -> count[0] = row.getLong(1));
        return count[0];
    }

    @FunctionalInterface
    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    private void read(String sql, Row taker) throws SQLException {
        try (Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                taker.take(rows);
            }
        } finally {
            admin.rollback();
        }
    }

    @Override
    public void close() throws SQLException {
        admin.close();
    }
}
