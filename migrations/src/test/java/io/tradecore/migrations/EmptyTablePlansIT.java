package io.tradecore.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.servers.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A plan that is made, and kept, while a table is empty looks rows up by their whole key all the same. */
class EmptyTablePlansIT {
    private static final TestServers TESTS = TestServers.get();
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
