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
            long before = rowsReadOfRoutes(writer);
            retireNewRoutes(statement, 10);
            assertThat(rowsReadOfRoutes(writer) - before).isEqualTo(50);
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

    private static long rowsReadOfRoutes(Connection connection) throws SQLException {
        return Long.parseLong(strings(connection, COUNT_ROUTES_READ).getFirst());
    }

    /** By what an ANALYZE sees while a table is young, a key that begins with account_id looks as good as the whole key. */
    @Test
    void anAnalyzeDoesNotTakeAwayWhatThePlannerWasTold() throws SQLException {
        try (var superuser = DriverManager.getConnection(
                        TESTS.addresses().directUrl(),
                        DbRole.SUPERUSER.username(),
                        TESTS.passwords().of(DbRole.SUPERUSER));
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
