package io.tradecore.ops.books;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What the database says about the orders of one session: those of the given accounts whose ClOrdID starts with the
 * session's prefix. Every method is one read in a transaction of its own. Not thread-safe.
 */
public final class SessionBooks implements AutoCloseable {

    private static final String COUNT_ORDERS_BY_STATUS = """
            SELECT ord_status, count(*) FROM orders
            WHERE account_id = ANY (?) AND starts_with(cl_ord_id, ?) GROUP BY ord_status""";

    private static final String COUNT_ACCEPTED_BY_TYPE = """
            SELECT ord_type || '/' || time_in_force, count(*) FROM orders
            WHERE account_id = ANY (?) AND starts_with(cl_ord_id, ?) AND ord_status <> 'DENIED' GROUP BY 1""";

    private static final String COUNT_ACCEPTED_BY_SYMBOL = """
            SELECT symbol, count(*) FROM orders
            WHERE account_id = ANY (?) AND starts_with(cl_ord_id, ?) AND ord_status <> 'DENIED' GROUP BY 1""";

    private static final String COUNT_DENIED_BY_REASON = """
            SELECT coalesce(reason_code, '?'), count(*) FROM orders
            WHERE account_id = ANY (?) AND starts_with(cl_ord_id, ?) AND ord_status = 'DENIED' GROUP BY 1""";

    private static final String LIST_ORDER_IDS =
            "SELECT order_id FROM orders WHERE account_id = ANY (?) AND starts_with(cl_ord_id, ?)";

    private static final String COUNT_EXECUTIONS_BY_TYPE = """
            SELECT x.exec_type, count(*) FROM executions x JOIN orders o USING (account_id, order_id)
            WHERE account_id = ANY (?) AND starts_with(o.cl_ord_id, ?) GROUP BY 1""";

    private static final String COUNT_EVENTS = """
            SELECT e.event_type, count(*) FROM order_events e JOIN orders o USING (account_id, order_id)
            WHERE account_id = ANY (?) AND starts_with(o.cl_ord_id, ?) AND e.event_type IN ('REPLACED', 'TRIGGERED')
            GROUP BY 1""";

    /** A list is completed once its exits have executed all its entry did, or one of its orders what all were for. */
    private static final String COUNT_LISTS = """
            SELECT l.list_type, count(*), count(*) FILTER (WHERE m.executed > 0 AND m.executed >= m.owed) FROM order_lists l
            JOIN (SELECT account_id, list_id, bool_or(o.ord_status = 'DENIED') AS denied,
                      coalesce(sum(o.cum_qty) FILTER (WHERE NOT parent), 0) AS executed,
                      coalesce(max(o.cum_qty) FILTER (WHERE parent), max(planned_qty)) AS owed
                  FROM order_list_members JOIN orders o USING (account_id, order_id, list_id) GROUP BY 1, 2) m
                USING (account_id, list_id)
            WHERE account_id = ANY (?) AND starts_with(list_id, ?) AND NOT m.denied GROUP BY 1""";

    private static final String COUNT_OPEN_ORDERS =
            "SELECT count(*) FROM orders WHERE account_id = ANY (?) AND leaves_qty > 0";

    private static final String COUNT_PENDING_ORDERS =
            "SELECT count(*) FROM orders WHERE ord_status IN ('PENDING_NEW', 'PENDING_CANCEL', 'PENDING_REPLACE')";

    private static final String COUNT_UNRETIRED_ROUTES = "SELECT count(*) FROM outbox WHERE retired_at IS NULL";

    private static final String COUNT_QUARANTINED_SINCE = "SELECT count(*) FROM quarantine WHERE received_at >= ?";

    private static final String COUNT_LOST_ORDERS = """
            SELECT count(*) FROM unnest(?, ?, ?) AS acknowledged (account_id, cl_ord_id, order_id)
            WHERE NOT EXISTS (SELECT FROM orders o
                WHERE (o.account_id, o.order_id) = (acknowledged.account_id, acknowledged.order_id)
                    AND o.cl_ord_id = acknowledged.cl_ord_id AND o.ord_status <> 'DENIED')""";

    private final Connection admin;
    private final List<UUID> accounts;
    private final String prefix;
    private final ChainProof proof;

    /**
     * @param admin a connection as oms_admin, not in auto-commit; closed with this
     * @param prefix what the ClOrdIDs of the session start with
     */
    public SessionBooks(Connection admin, List<UUID> accounts, String prefix, ChainProof proof) {
        this.admin = admin;
        this.proof = proof;
        this.accounts = List.copyOf(accounts);
        this.prefix = prefix;
    }

    public Map<String, Long> ordersByStatus() throws SQLException {
        return countOfSession(COUNT_ORDERS_BY_STATUS);
    }

    /** Keyed such as {@code LIMIT/IOC}. */
    public Map<String, Long> acceptedByType() throws SQLException {
        return countOfSession(COUNT_ACCEPTED_BY_TYPE);
    }

    public Map<String, Long> acceptedBySymbol() throws SQLException {
        return countOfSession(COUNT_ACCEPTED_BY_SYMBOL);
    }

    public Map<String, Long> deniedByReason() throws SQLException {
        return countOfSession(COUNT_DENIED_BY_REASON);
    }

    /** Trades, busts and corrections of the session's orders, by ExecType. */
    public Map<String, Long> executionsByType() throws SQLException {
        return countOfSession(COUNT_EXECUTIONS_BY_TYPE);
    }

    /** Replaces of the session's orders that the venue confirmed, or that needed no venue. */
    public long replaced() throws SQLException {
        return countOfSession(COUNT_EVENTS).getOrDefault("REPLACED", 0L);
    }

    /** The session's orders whose price has come. */
    public long triggered() throws SQLException {
        return countOfSession(COUNT_EVENTS).getOrDefault("TRIGGERED", 0L);
    }

    /** Lists of orders that were accepted, and those of them that have executed what they were for, by type. */
    public record Lists(Map<String, Long> placedByType, Map<String, Long> completedByType) {

        public long placed() {
            return placedByType.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** The lists of the session. */
    public Lists lists() throws SQLException {
        return read(COUNT_LISTS, this::bindSession, rows -> {
            Lists lists = new Lists(new TreeMap<>(), new TreeMap<>());
            while (rows.next()) {
                lists.placedByType().put(rows.getString(1), rows.getLong(2));
                lists.completedByType().put(rows.getString(1), rows.getLong(3));
            }
            return lists;
        });
    }

    public Set<String> orderIds() throws SQLException {
        return read(LIST_ORDER_IDS, this::bindSession, rows -> {
            Set<String> ids = new HashSet<>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        });
    }

    /** Orders of the accounts that can still trade, of whatever session. */
    public long openOrders() throws SQLException {
        return read(COUNT_OPEN_ORDERS, statement -> statement.setArray(1, accountArray()), SessionBooks::single);
    }

    /** Orders, of whatever account, that wait for the venue's word. */
    public long pendingOrders() throws SQLException {
        return read(COUNT_PENDING_ORDERS, statement -> {}, SessionBooks::single);
    }

    /** Messages, of whatever account, that the venue has not answered. */
    public long unretiredRoutes() throws SQLException {
        return read(COUNT_UNRETIRED_ROUTES, statement -> {}, SessionBooks::single);
    }

    /** Venue reports set aside for an operator since then. */
    public long quarantinedSince(Instant start) throws SQLException {
        return read(
                COUNT_QUARANTINED_SINCE,
                statement -> statement.setTimestamp(1, Timestamp.from(start)),
                SessionBooks::single);
    }

    /** An order that was acknowledged to a client. */
    public record Acknowledged(UUID accountId, String clOrdId, UUID orderId) {}

    /** How many of the acknowledged orders the database does not have. */
    public long lost(Collection<Acknowledged> acknowledged) throws SQLException {
        Array accountIds = admin.createArrayOf(
                "uuid", acknowledged.stream().map(Acknowledged::accountId).toArray());
        Array clOrdIds = admin.createArrayOf(
                "text", acknowledged.stream().map(Acknowledged::clOrdId).toArray());
        Array orderIds = admin.createArrayOf(
                "uuid", acknowledged.stream().map(Acknowledged::orderId).toArray());
        return read(
                COUNT_LOST_ORDERS,
                statement -> {
                    statement.setArray(1, accountIds);
                    statement.setArray(2, clOrdIds);
                    statement.setArray(3, orderIds);
                },
                SessionBooks::single);
    }

    public Reconciliation reconcile() throws SQLException {
        return Reconciliation.of(admin, proof);
    }

    @Override
    public void close() throws SQLException {
        admin.close();
    }

    private Map<String, Long> countOfSession(String sql) throws SQLException {
        return read(sql, this::bindSession, rows -> {
            Map<String, Long> counts = new TreeMap<>();
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
            return counts;
        });
    }

    private void bindSession(PreparedStatement statement) throws SQLException {
        statement.setArray(1, accountArray());
        statement.setString(2, prefix);
    }

    private Array accountArray() throws SQLException {
        return admin.createArrayOf("uuid", accounts.toArray());
    }

    private static long single(ResultSet rows) throws SQLException {
        rows.next();
        return rows.getLong(1);
    }

    private <T> T read(String sql, Binder binder, Reader<T> reader) throws SQLException {
        try (PreparedStatement statement = admin.prepareStatement(sql)) {
            binder.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                return reader.read(rows);
            }
        } finally {
            admin.rollback();
        }
    }

    @FunctionalInterface
    private interface Binder {
        void bind(PreparedStatement statement) throws SQLException;
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }
}
