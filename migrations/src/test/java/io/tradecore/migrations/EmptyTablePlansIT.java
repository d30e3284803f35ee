package io.tradecore.migrations;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.servers.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A plan that is made, and kept, while a table is empty or young looks rows up by their whole key all the same. */
class EmptyTablePlansIT {
    private static final TestServers TESTS = TestServers.get();
    private static final String LIST_UNTOLD = """
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'account_id'
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'accounts' AND a.attstattarget IS DISTINCT FROM 0""";
    private static final String LIST_LOOKED_AT = """
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'account_id'
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'accounts' AND NOT coalesce(c.reloptions, '{}')
                @> ARRAY['autovacuum_analyze_threshold=10000', 'autovacuum_vacuum_threshold=10000', 'autovacuum_vacuum_insert_threshold=10000']""";
    private static final String WHAT_IS_KNOWN_OF_LIMITS = """
            SELECT n_distinct || ' ' || coalesce(most_common_freqs, '{}')::text FROM pg_stats
            WHERE tablename = 'account_limits' AND attname = 'account_id'""";
    private static final String INSERT_ROUTES = """
            INSERT INTO outbox (account_id, order_id, seq, kind, venue_id, cl_ord_id)
            SELECT '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000001', n, 'NEW_ORDER', 'SIM', 'c' || n
            FROM generate_series(%d, %d) n""";
    private static final String COUNT_ROUTES_READ =
            "SELECT sum(seq_tup_read + idx_tup_fetch) FROM pg_stat_xact_user_tables WHERE relname LIKE 'outbox%'";
    private static final String PLAN_AS_THE_WRITER = """
            SELECT set_config(split_part(setting, '=', 1), split_part(setting, '=', 2), true)
            FROM pg_roles, unnest(rolconfig) AS setting WHERE rolname = 'oms_writer'""";
    private static final String INSERT_INSTRUMENT = """
            INSERT INTO instruments (symbol, venue_id, currency, px_scale, qty_scale, tick_size, lot_size, max_order_qty,
                max_order_notional, price_collar, fee_rate)
            VALUES ('YOUNG', 'SIM', 'USD', 2, 2, 0.01, 0.01, 1, 1, 0.1, 0)""";
    /** Accounts %1$d to %2$d, each with three balances, of which its order moves two, and with a row of everything else that is looked for. */
    private static final String INSERT_ROWS_OF_ACCOUNTS = """
            WITH a AS (SELECT account_id FROM generate_series(%1$d, %2$d) n, LATERAL (SELECT lpad(n::text, 32, '0')::uuid) i (account_id)),
                o AS (INSERT INTO orders (account_id, order_id, cl_ord_id, symbol, venue_id, side, ord_type, time_in_force, order_qty, px,
                        reserve_px, fee_rate, ord_status, venue_status, cum_qty, leaves_qty, cum_notional)
                    SELECT account_id, account_id, 'c', 'YOUNG', 'SIM', 'BUY', 'LIMIT', 'DAY', 1, 1, 1, 0, 'NEW', 'NEW', 0, 1, 0 FROM a),
                q AS (INSERT INTO order_requests (account_id, cl_ord_id, order_id, kind) SELECT account_id, 'c', account_id, 'CANCEL' FROM a),
                e AS (INSERT INTO order_events (account_id, seq, order_id, event_type, ord_status, cl_ord_id, exec_id, cum_qty, leaves_qty, held,
                        actor, transact_time)
                    SELECT account_id, 1, account_id, 'NEW', 'NEW', 'c', 'x', 0, 1, 0, 'test', now() FROM a),
                x AS (INSERT INTO executions (account_id, venue_id, exec_id, exec_type, order_id, symbol, side, last_qty, last_px, notional, fee,
                        event_seq, transfer_seq, transact_time)
                    SELECT account_id, 'SIM', 'x', 'TRADE', account_id, 'YOUNG', 'BUY', 1, 1, 1, 0, 1, 1, now() FROM a),
                r AS (INSERT INTO outbox (account_id, order_id, seq, kind, venue_id, cl_ord_id)
                    SELECT account_id, account_id, 1, 'NEW_ORDER', 'SIM', 'c' FROM a),
                h AS (INSERT INTO holds (account_id, hold_id, code, asset, amount, remaining, status)
                    SELECT account_id, account_id, 'CASH', 'USD', 1, 1, 'OPEN' FROM a),
                p AS (INSERT INTO positions (account_id, symbol, qty, realised_pnl, fees) SELECT account_id, 'YOUNG', 0, 0, 0 FROM a),
                t AS (INSERT INTO ledger_transfers (account_id, seq, transfer_id, kind, asset, amount, actor, effective_at)
                    SELECT account_id, 1, 't', 'DEPOSIT', 'USD', 1, 'test', now() FROM a),
                b AS (INSERT INTO ledger_balances (account_id, code, asset, posted, pending)
                    SELECT account_id, 'CASH', asset, 1, 0 FROM a, unnest(ARRAY['YOUNG', 'USD', 'EUR']) asset)
            INSERT INTO account_limits (account_id, limit_id, kind, value, severity, effective_from, created_by)
            SELECT account_id, gen_random_uuid(), 'MAX_POSITION', 1, 'HARD', now(), 'test' FROM a""";
    /** For the accounts from the first up to %1$d. */
    private static final String IDS = "ARRAY(SELECT lpad(n::text, 32, '0')::uuid FROM generate_series(1, %1$d) n)";
    /** Calls %2$s, which may name the accounts' ids, which are their orders' as well, and columns of one word for each of them. */
    private static final String CALL = "SELECT count(*) FROM (SELECT " + IDS + """
             AS ids) i, LATERAL (SELECT array_fill('c'::text, n) c, array_fill('SIM'::text, n) sim, array_fill('x'::text, n) x,
                array_fill('t'::text, n) t, array_fill('CASH'::text, n) cash, array_fill('USD'::text, n) usd
            FROM (SELECT ARRAY[cardinality(i.ids)]) l (n)) k, LATERAL %2$s""";

    private static final String COUNT_ROWS_READ_OF_ACCOUNTS = """
            SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0) FROM pg_stat_xact_user_tables t
            WHERE EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.relid AND a.attname = 'account_id')""";
    private static final String ID = "'00000000-0000-7000-8000-000000000001'::uuid";

    @BeforeAll
    static void emptiesTheTablesAsIfTheyWereNew() throws SQLException {
        try (var owner = TESTS.ownerConnection();
                var statement = owner.createStatement()) {
            statement.execute("TRUNCATE orders, order_events, executions, ledger_transfers CASCADE");
        }
        assertThat(TESTS.migrator().migrate()).isZero();
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of("orders", "order_id", ID, "orders_pk"),
                Arguments.of("orders", "cl_ord_id", "'c'", "orders_cl_ord_id_once"),
                Arguments.of("order_events", "order_id", ID, "account_id_order_id_idx"),
                Arguments.of("order_events", "seq", "1::bigint", "_pkey"),
                Arguments.of("executions", "event_seq", "1::bigint", "executions_by_event"),
                Arguments.of("executions", "exec_id", "'e'", "executions_pk"),
                Arguments.of("ledger_transfers", "transfer_id", "'t'", "ledger_transfers_id_once"),
                Arguments.of("ledger_transfers", "seq", "1::bigint", "ledger_transfers_pk"));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aRowIsFoundByItsWholeKey(String table, String column, String value, String index) throws SQLException {
        var explain = "EXPLAIN SELECT t.* FROM unnest(ARRAY[" + ID + "], ARRAY[" + value + "]) AS k (account_id, "
                + column + ") JOIN " + table + " t USING (account_id, " + column + ")";
        try (var writer = TESTS.connection(DbRole.WRITER)) {
            assertThat(plan(writer, explain)).contains(index).doesNotContain("Filter: (k.");
        }
    }

    /** One that is known to be empty would be read whole for each batch, as long as the plan is kept. */
    @Test
    void whatWasLookedAtWhileItWasEmptyIsNotReadWhole() throws SQLException {
        try (var owner = TESTS.ownerConnection();
                var statement = owner.createStatement()) {
            statement.execute("TRUNCATE outbox");
            statement.execute("ANALYZE outbox");
        }
        assertThat(planOfRoutesToRetire()).contains("Join Filter");
        assertThat(TESTS.migrator().migrate()).isZero();
        assertThat(planOfRoutesToRetire()).contains("(seq = k.seq)").doesNotContain("Join Filter");
    }

    @Test
    void noTableIsLookedAtWhileItIsYoung() throws SQLException {
        try (var owner = TESTS.ownerConnection()) {
            assertThat(strings(owner, LIST_LOOKED_AT)).isEmpty();
        }
    }

    /** As retire_routes() would look for them without settings of its own, of whose arrays the planner does not know the length. */
    private static String planOfRoutesToRetire() throws SQLException {
        try (var writer = TESTS.connection(DbRole.WRITER);
                var statement = writer.createStatement()) {
            statement.execute("""
                    PREPARE retire(uuid[], uuid[], bigint[]) AS UPDATE outbox r SET retired_at = now()
                    FROM unnest($1, $2, $3) AS k (account_id, order_id, seq)
                    WHERE (r.account_id, r.order_id, r.seq) = (k.account_id, k.order_id, k.seq) AND r.created_at <= now()""");
            String plan = plan(writer, "EXPLAIN EXECUTE retire('{}', '{}', '{}')");
            statement.execute("DEALLOCATE retire");
            return plan;
        }
    }

    /** The plan is kept from when there were a few: what it does with a thousand is what a young table costs. */
    @Test
    void routesAreRetiredByTheirKeysHoweverManyThereAreByNow() throws SQLException {
        try (var owner = TESTS.ownerConnection();
                var statement = owner.createStatement()) {
            statement.execute("TRUNCATE outbox");
        }
        try (var writer = TESTS.connection(DbRole.WRITER);
                var statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("SET LOCAL app.account_ids = '%s'"
                    .formatted(IntStream.rangeClosed(1, 20)
                            .mapToObj("00000000-0000-7000-8000-0000000000%02d"::formatted)
                            .collect(joining(","))));
            for (int batch = 0; batch < 10; batch++) {
                retireNewRoutes(statement, batch);
            }
            statement.execute(INSERT_ROUTES.formatted(1_001, 2_000));
            long before = number(writer, COUNT_ROUTES_READ);
            retireNewRoutes(statement, 10);
            assertThat(number(writer, COUNT_ROUTES_READ) - before).isEqualTo(50);
            writer.rollback();
        }
    }

    private static void retireNewRoutes(Statement statement, int batch) throws SQLException {
        int from = 1 + 50 * batch;
        int to = from + 49;
        statement.execute(INSERT_ROUTES.formatted(from, to));
        statement.execute(
                "SELECT retire_routes(array_agg(%1$s), array_agg(%1$s), array_agg(n)) FROM generate_series(%2$d::bigint, %3$d) n"
                        .formatted(ID, from, to));
    }

    /** The plan is kept from when a table held one account: what it does with 200 is what a broker's first day costs. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    find_orders(ids, ids)                      | 10
                    find_orders_by_cl_ord_id(ids, c)           | 10
                    find_order_requests(ids, c)                | 10
                    find_limits(ids)                           | 10
                    find_holds(ids, ids)                       | 10
                    find_balances(ids, cash, usd)              | 10
                    find_balances_of_orders(ids, ids)          | 30
                    find_books(ids)                            | 30
                    find_positions(ids)                        | 10
                    find_positions_of_orders(ids, ids)         | 20
                    find_unretired_routes(ids, ids)            | 10
                    find_executions(ids, sim, x)               | 10
                    find_executions_of_orders(ids, ids)        | 20
                    find_recorded_reports(ids, ids, sim, x)    | 10
                    find_transfers(ids, t)                     | 10
                    find_recent(ids)                           | 0
                    """)
    void nothingIsReadOfAccountsThatAreNotInTheBatch(String function, long rowsOfTenAccounts) throws SQLException {
        try (var superuser = superuser();
                var statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute("SET LOCAL session_replication_role = replica");
            statement.execute(
                    "TRUNCATE orders, order_requests, order_events, executions, outbox, holds, positions, ledger_transfers,"
                            + " ledger_balances, account_limits CASCADE");
            statement.execute(PLAN_AS_THE_WRITER);
            statement.execute(INSERT_INSTRUMENT);
            statement.execute(INSERT_ROWS_OF_ACCOUNTS.formatted(1, 1));
            callAsTheWriter(superuser, function, 1);
            statement.execute(INSERT_ROWS_OF_ACCOUNTS.formatted(2, 200));
            assertThat(callAsTheWriter(superuser, function, 10)).isEqualTo(rowsOfTenAccounts);
            superuser.rollback();
        }
    }

    /** For the accounts from the first up to this one; how many rows it read. */
    private static long callAsTheWriter(Connection connection, String function, int last) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SET LOCAL ROLE oms_writer");
            statement.execute("SELECT count(*) FROM lock_accounts(" + IDS.formatted(last) + ")");
            long before = number(connection, COUNT_ROWS_READ_OF_ACCOUNTS);
            statement.execute(CALL.formatted(last, function));
            long after = number(connection, COUNT_ROWS_READ_OF_ACCOUNTS);
            statement.execute("RESET ROLE");
            return after - before;
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        return Long.parseLong(strings(connection, sql).getFirst());
    }

    /** By what an ANALYZE sees while a table is young, a key that begins with account_id looks as good as the whole key. */
    @Test
    void anAnalyzeDoesNotTakeAwayWhatThePlannerWasTold() throws SQLException {
        try (var superuser = superuser();
                var statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute("SET LOCAL session_replication_role = replica");
            statement.execute(
                    "INSERT INTO account_limits (account_id, limit_id, kind, value, severity, effective_from, created_by)"
                            + " SELECT lpad(to_hex(n % 20), 32, '0')::uuid, gen_random_uuid(), 'MAX_POSITION', n, 'HARD', now(), 'test'"
                            + " FROM generate_series(1, 1000) n");
            statement.execute("ANALYZE account_limits");
            assertThat(strings(superuser, WHAT_IS_KNOWN_OF_LIMITS)).containsExactly("-0.01 {}");
            superuser.rollback();
        }
    }

    @Test
    void thePlannerIsToldOfNewPartitionsToo() throws SQLException {
        try (var owner = TESTS.ownerConnection();
                var statement = owner.createStatement()) {
            statement.execute("SELECT ensure_event_partitions(5)");
            var made = strings(owner, LIST_UNTOLD);
            assertThat(made).isNotEmpty();
            assertThat(TESTS.migrator().migrate()).isZero();
            assertThat(strings(owner, LIST_UNTOLD)).isEmpty();
            statement.execute("DROP TABLE " + String.join(", ", made));
        }
    }

    private static Connection superuser() throws SQLException {
        return DriverManager.getConnection(
                TESTS.addresses().directUrl(),
                DbRole.SUPERUSER.username(),
                TESTS.passwords().of(DbRole.SUPERUSER));
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        var strings = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }

    private static String plan(Connection connection, String explain) throws SQLException {
        var plan = new StringBuilder();
        try (var statement = connection.createStatement();
                var lines = statement.executeQuery(explain)) {
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }
}
