package io.tradecore.ops.bench;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Order acceptance as an ordinary Data JDBC service has it, written well: one transaction per order, the account locked
 * first, every statement about one row, each a round trip. It writes the same rows under the same row-level security
 * through the same pooler as the pipeline; it spares itself the limits and the price checks. Thread-safe.
 */
final class UsualService {

    private static final String LOCK_ACCOUNT =
            "SELECT status, event_seq FROM accounts WHERE account_id = ? FOR NO KEY UPDATE";

    private static final String LOAD_CASH =
            "SELECT posted, pending FROM ledger_balances WHERE account_id = ? AND code = 'CASH' AND asset = ?";

    private static final String FIND_DUPLICATE = "SELECT order_id FROM orders WHERE account_id = ? AND cl_ord_id = ?";

    private static final String INSERT_ORDER = """
            INSERT INTO orders (account_id, order_id, cl_ord_id, symbol, venue_id, side, ord_type, time_in_force, order_qty, px,
                reserve_px, fee_rate, ord_status, venue_status, cum_qty, leaves_qty, cum_notional)
            VALUES (?, ?, ?, ?, ?, 'BUY', 'LIMIT', 'DAY', ?, ?, ?, ?, 'PENDING_NEW', 'PENDING_NEW', 0, ?, 0)""";

    private static final String INSERT_EVENT = """
            INSERT INTO order_events (account_id, seq, order_id, event_type, ord_status, cl_ord_id, cum_qty, leaves_qty, held,
                actor, transact_time)
            VALUES (?, ?, ?, 'ORDER_ACCEPTED', 'PENDING_NEW', ?, 0, ?, ?, ?, ?)""";

    private static final String INSERT_HOLD = """
            INSERT INTO holds (account_id, hold_id, code, asset, amount, remaining, status)
            VALUES (?, ?, 'CASH', ?, ?, ?, 'OPEN')""";

    private static final String UPDATE_CASH = """
            UPDATE ledger_balances SET pending = ?, updated_at = now()
            WHERE account_id = ? AND code = 'CASH' AND asset = ?""";

    private static final String UPDATE_ACCOUNT = "UPDATE accounts SET event_seq = ? WHERE account_id = ?";

    private static final String INSERT_ROUTE = """
            INSERT INTO outbox (account_id, order_id, seq, kind, venue_id, cl_ord_id)
            VALUES (?, ?, ?, 'NEW_ORDER', ?, ?)""";

    private final DataSource writer;

    /** @param writer connects as oms_writer through the pooler, with autocommit off */
    UsualService(DataSource writer) {
        this.writer = writer;
    }

    /** Places the n-th order of a case, or tells why not: committed when it returns true. */
    boolean place(UUID accountId, String clOrdId, long n) throws SQLException {
        try (Connection connection = writer.getConnection()) {
            try {
                boolean placed = place(connection, accountId, clOrdId, n);
                connection.commit();
                return placed;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static boolean place(Connection connection, UUID accountId, String clOrdId, long n) throws SQLException {
        seeOnly(connection, accountId);
        long seq;
        try (PreparedStatement lock = connection.prepareStatement(LOCK_ACCOUNT)) {
            lock.setObject(1, accountId);
            try (ResultSet account = lock.executeQuery()) {
                if (!account.next() || !"ACTIVE".equals(account.getString("status"))) {
                    return false;
                }
                seq = account.getLong("event_seq") + 1;
            }
        }
        BigDecimal pending = pendingAfter(connection, accountId, BenchOrder.cost(n));
        if (pending == null || isDuplicate(connection, accountId, clOrdId)) {
            return false;
        }
        write(connection, accountId, UUID.randomUUID(), clOrdId, n, seq, pending);
        return true;
    }

    private static void seeOnly(Connection connection, UUID accountId) throws SQLException {
        try (Statement context = connection.createStatement()) {
            context.execute("SET LOCAL app.account_ids = '" + accountId + "'");
        }
    }

    /** What will be pending with this order; null when the cash does not cover it. */
    private static @Nullable BigDecimal pendingAfter(Connection connection, UUID accountId, BigDecimal cost)
            throws SQLException {
        try (PreparedStatement cash = connection.prepareStatement(LOAD_CASH)) {
            cash.setObject(1, accountId);
            cash.setString(2, BenchOrder.CURRENCY);
            try (ResultSet balance = cash.executeQuery()) {
                if (!balance.next()) {
                    return null;
                }
                BigDecimal pending = balance.getBigDecimal("pending").add(cost);
                return pending.compareTo(balance.getBigDecimal("posted")) <= 0 ? pending : null;
            }
        }
    }

    private static boolean isDuplicate(Connection connection, UUID accountId, String clOrdId) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(FIND_DUPLICATE)) {
            find.setObject(1, accountId);
            find.setString(2, clOrdId);
            try (ResultSet order = find.executeQuery()) {
                return order.next();
            }
        }
    }

    private static void write(
            Connection connection, UUID accountId, UUID orderId, String clOrdId, long n, long seq, BigDecimal pending)
            throws SQLException {
        BigDecimal px = BenchOrder.px(n);
        BigDecimal cost = BenchOrder.cost(n);
        update(
                connection,
                INSERT_ORDER,
                accountId,
                orderId,
                clOrdId,
                BenchOrder.SYMBOL,
                BenchOrder.VENUE,
                BenchOrder.QTY,
                px,
                px,
                BenchOrder.FEE_RATE,
                BenchOrder.QTY);
        update(
                connection,
                INSERT_EVENT,
                accountId,
                seq,
                orderId,
                clOrdId,
                BenchOrder.QTY,
                cost,
                "bench",
                Instant.now().atOffset(ZoneOffset.UTC));
        update(connection, INSERT_HOLD, accountId, orderId, BenchOrder.CURRENCY, cost, cost);
        update(connection, UPDATE_CASH, pending, accountId, BenchOrder.CURRENCY);
        update(connection, UPDATE_ACCOUNT, seq, accountId);
        update(connection, INSERT_ROUTE, accountId, orderId, seq, BenchOrder.VENUE, clOrdId);
    }

    private static void update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("no row was written: " + sql);
            }
        }
    }
}
