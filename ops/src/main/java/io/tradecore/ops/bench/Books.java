package io.tradecore.ops.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The books of a benched installation, seen and emptied as the server's administrator on PostgreSQL's own port: row-level
 * security does not hold for it. Not thread-safe.
 */
final class Books implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Books.class);
    private static final String DEADLOCK_DETECTED = "40P01";
    private static final int MOST_ATTEMPTS = 20;

    // Whatever an account owns is emptied, so that a new table is never forgotten.
    private static final String LIST_ACCOUNT_TABLES = """
            SELECT format('%I', c.relname) FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'account_id' AND NOT a.attisdropped
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1""";

    private static final String LIST_SECURED_TABLES = """
            SELECT format('%I', c.relname) FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
            WHERE c.relkind IN ('r', 'p') AND c.relrowsecurity ORDER BY 1""";

    // One account has all orders of a case, and none of them is filled or ends: two of the limits that are shipped
    // would stop it. All others stay as they are, and no account may have more than the firm.
    private static final String WIDEN_FOR_ONE_HOT_ACCOUNT = """
            WITH wider (kind, value) AS (VALUES ('MAX_OPEN_ORDERS', 1e9), ('MAX_ORDER_TO_TRADE', 1e9)),
            ended AS (
                UPDATE house_limits l SET effective_to = now() FROM wider w
                WHERE l.scope = 'FIRM' AND l.kind = w.kind AND l.effective_to IS NULL),
            made AS (
                INSERT INTO house_limits (limit_id, scope, scope_id, kind, value, severity, effective_from, created_by)
                SELECT gen_random_uuid(), 'FIRM', '*', kind, value, 'HARD', now(), 'bench' FROM wider)
            UPDATE risk_version SET version = version + 1""";

    private static final String OPEN_ACCOUNTS = """
            WITH opened AS (
                INSERT INTO accounts (account_id, name, account_type, base_currency, transfer_seq, self_trade_prevention, created_by)
                SELECT account_id, 'Bench ' || n, 'CASH', ?, 1, 'CANCEL_NEWEST', 'bench' FROM unnest(?::uuid[]) WITH ORDINALITY AS k (account_id, n)
                RETURNING account_id)
            INSERT INTO account_limits (account_id, limit_id, kind, value, severity, effective_from, created_by)
            SELECT account_id, gen_random_uuid(), 'ORDERS_PER_SECOND', 1000000, 'HARD', now(), 'bench' FROM opened""";

    private static final String DEPOSIT = """
            WITH deposited AS (
                INSERT INTO ledger_transfers (account_id, seq, transfer_id, kind, asset, amount, actor, effective_at)
                SELECT account_id, 1, 'bench-opening', 'DEPOSIT', ?, ?, 'bench', now() FROM accounts
                RETURNING account_id, asset, amount),
            legs AS (
                SELECT account_id, 0 AS leg, 'CASH' AS code, asset, amount FROM deposited
                UNION ALL SELECT account_id, 1, 'EXTERNAL', asset, -amount FROM deposited),
            entries AS (
                INSERT INTO ledger_entries (account_id, seq, leg, code, asset, amount, balance_after)
                SELECT account_id, 1, leg, code, asset, amount, amount FROM legs)
            INSERT INTO ledger_balances (account_id, code, asset, posted, pending)
            SELECT account_id, code, asset, amount, 0 FROM legs""";

    private static final String LIST_CL_ORD_IDS =
            "SELECT cl_ord_id FROM orders WHERE starts_with(cl_ord_id, ?) AND ord_status <> 'DENIED'";

    private static final String LIST_REQUEST_IDS =
            "SELECT request_id FROM ledger_requests WHERE starts_with(request_id, ?) AND outcome = 'DONE'";

    // Deposits are transfers too, one of each account.
    private static final String COUNT_BOOKED_FILLS = "SELECT sum(transfer_seq) - count(*) FROM accounts";

    private static final String COUNT_WRITING_TRANSACTIONS =
            "SELECT count(DISTINCT e.tx_id) FROM order_events e WHERE starts_with(e.cl_ord_id, ?)";

    private static final String COUNT_BUSY_SESSIONS = """
            SELECT count(*) FROM pg_stat_activity
            WHERE usename LIKE 'oms\\_%' AND backend_type = 'client backend' AND state <> 'idle'""";

    private final Connection superuser;
    private int generation;

    /** @param superuser in auto-commit; closed with this */
    Books(Connection superuser) {
        this.superuser = superuser;
    }

    /** Lets one account have all orders of a case. It stays when accounts are emptied. */
    void widen() throws SQLException {
        execute(WIDEN_FOR_ONE_HOT_ACCOUNT);
    }

    /** Empties everything accounts own and opens new accounts with their deposits. */
    void reset() throws SQLException {
        generation++;
        String tables = String.join(", ", names(LIST_ACCOUNT_TABLES));
        insistently("TRUNCATE " + tables);
        try (PreparedStatement open = superuser.prepareStatement(OPEN_ACCOUNTS)) {
            open.setString(1, BenchOrder.CURRENCY);
            open.setArray(2, superuser.createArrayOf("uuid", accounts().ids().toArray()));
            open.executeUpdate();
        }
        try (PreparedStatement deposit = superuser.prepareStatement(DEPOSIT)) {
            deposit.setString(1, BenchOrder.CURRENCY);
            deposit.setBigDecimal(2, BenchOrder.DEPOSIT);
            deposit.executeUpdate();
        }
        execute("ANALYZE accounts, account_limits, ledger_balances");
        settle();
    }

    /** The accounts opened last. */
    BenchAccounts accounts() {
        return BenchAccounts.generation(generation);
    }

    /** As if a venue had answered everything so far. */
    void retireRoutes() throws SQLException {
        insistently("UPDATE outbox SET retired_at = now() WHERE retired_at IS NULL");
    }

    /** Writes out what earlier work left dirty, so that the next repeat does not pay for it. */
    void settle() throws SQLException {
        execute("CHECKPOINT");
    }

    /** The relay may be reading: whoever of the two is chosen to give way, it is done in the end. */
    private void insistently(String sql) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                execute(sql);
                return;
            } catch (SQLException e) {
                if (!DEADLOCK_DETECTED.equals(e.getSQLState()) || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
                LOG.debug("Deadlock with the relay, once more", e);
            }
        }
    }

    /** Runs act with row-level security switched off, as a measurement of what it costs, and on again whatever happens. */
    <T> T withoutRowSecurity(BenchAct<T> act) throws Exception {
        List<String> secured = names(LIST_SECURED_TABLES);
        try {
            for (String table : secured) {
                insistently("ALTER TABLE " + table + " DISABLE ROW LEVEL SECURITY");
            }
            return act.run();
        } finally {
            for (String table : secured) {
                insistently("ALTER TABLE " + table + " ENABLE ROW LEVEL SECURITY");
            }
        }
    }

    /** The numbers of those committed orders whose ClOrdID is the prefix and a number. */
    BitSet orderNumbers(String prefix) throws SQLException {
        return numbers(LIST_CL_ORD_IDS, prefix);
    }

    /** The numbers of those requests to change books that are done and whose id is the prefix and a number. */
    BitSet requestNumbers(String prefix) throws SQLException {
        return numbers(LIST_REQUEST_IDS, prefix);
    }

    private BitSet numbers(String sql, String prefix) throws SQLException {
        BitSet numbers = new BitSet();
        try (PreparedStatement statement = superuser.prepareStatement(sql)) {
            statement.setString(1, prefix);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    numbers.set(Integer.parseInt(
                            rows.getString(1),
                            prefix.length(),
                            rows.getString(1).length(),
                            10));
                }
            }
        }
        return numbers;
    }

    long bookedFills() throws SQLException {
        return number(COUNT_BOOKED_FILLS);
    }

    /** Transactions that wrote events of the orders with this prefix. */
    long writingTransactions(String prefix) throws SQLException {
        try (PreparedStatement statement = superuser.prepareStatement(COUNT_WRITING_TRANSACTIONS)) {
            statement.setString(1, prefix);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** Sessions of the run-time roles that are inside a transaction. */
    long busySessions() throws SQLException {
        return number(COUNT_BUSY_SESSIONS);
    }

    long quarantined() throws SQLException {
        return number("SELECT count(*) FROM quarantine");
    }

    long orders() throws SQLException {
        return number("SELECT count(*) FROM orders");
    }

    /** Bytes of WAL written since the server was made. */
    long walBytes() throws SQLException {
        return number("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')");
    }

    /** The server's version as a person writes it. */
    String version() throws SQLException {
        return names("SHOW server_version").getFirst();
    }

    /** The process that serves this connection. */
    long backendPid() throws SQLException {
        return number("SELECT pg_backend_pid()");
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private List<String> names(String sql) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    @Override
    public void close() throws SQLException {
        superuser.close();
    }
}
