package io.tradecore.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradecore.servers.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No row is seen or written outside its account's context, by the catalogue and by the roles themselves. */
class RowLevelSecurityIT {
    private static final TestServers TESTS = TestServers.get();
    private static final UUID ACCOUNT_A = UUID.randomUUID();
    private static final UUID ACCOUNT_B = UUID.randomUUID();
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** One row in every account-owned table; a table added later has to be added here. */
    private static final List<String> ONE_ROW_EACH = List.of(
            "INSERT INTO accounts VALUES (?, 'name', 'CASH', 'USD', 'ACTIVE', 0, 0, now(), 'test')",
            "INSERT INTO account_limits VALUES (?, gen_random_uuid(), 'MAX_POSITION', NULL, 'S', 1, 'HARD', now(), NULL, now(), 'test')",
            """
            INSERT INTO orders (account_id, order_id, cl_ord_id, symbol, venue_id, side, ord_type, time_in_force, order_qty,
                px, reserve_px, fee_rate, ord_status, venue_status, cum_qty, leaves_qty, cum_notional)
            VALUES (?, gen_random_uuid(), 'one', 'S', 'V', 'BUY', 'LIMIT', 'DAY', 1, 1, 1, 0, 'NEW', 'NEW', 0, 1, 0)
            """,
            "INSERT INTO order_requests VALUES (?, 'two', gen_random_uuid(), 'CANCEL')",
            "INSERT INTO dead_mans_switches VALUES (?, 1, now(), NULL, 'test')",
            "INSERT INTO order_splits VALUES (?, gen_random_uuid(), 'two', 2, 1, 1)",
            "INSERT INTO execution_commissions VALUES (?, 'V', 'e', 1, 'USD')",
            "INSERT INTO foreign_fees VALUES (?, 'S', 'NET', 'USD', 1)",
            "INSERT INTO fee_conversions VALUES (?, 'S', 'NET', 'BNB', 1, 'USD', 1, 1, 1, 1, 1, '{BNBUSD}', now())",
            "INSERT INTO closing_orders VALUES (?, gen_random_uuid(), 1)",
            "INSERT INTO instrument_act_parts (account_id, act_id, announced_qty) VALUES (?, 'act', 1)",
            "INSERT INTO hedging_orders VALUES (?, gen_random_uuid(), 'OPEN')",
            "INSERT INTO bulk_requests VALUES (?, 'three', 'MASS_CANCEL', '', '{}', 'test')",
            """
            INSERT INTO order_triggers (account_id, order_id, kind, price_type, stop_px)
            VALUES (?, gen_random_uuid(), 'STOP', 'BEST_BID', 1)
            """,
            """
            INSERT INTO order_events (account_id, seq, order_id, event_type, ord_status, cl_ord_id, cum_qty, leaves_qty, held,
                actor, transact_time)
            VALUES (?, 1, gen_random_uuid(), 'NEW', 'NEW', 'one', 0, 1, 0, 'test', now())
            """,
            """
            INSERT INTO executions (account_id, venue_id, exec_id, order_id, symbol, side, last_qty, last_px, notional, fee,
                event_seq, transfer_seq, transact_time)
            VALUES (?, 'V', 'e', gen_random_uuid(), 'S', 'BUY', 1, 1, 1, 0, 1, 1, now())
            """,
            "INSERT INTO order_lists VALUES (?, 'one', gen_random_uuid(), 'OCO')",
            "INSERT INTO order_list_members VALUES (?, gen_random_uuid(), 'one', 1, false, 1)",
            "INSERT INTO positions VALUES (?, 'S', 1, 1, 0, 0)",
            """
            INSERT INTO ledger_transfers (account_id, seq, transfer_id, kind, asset, amount, actor, effective_at)
            VALUES (?, 1, 't', 'DEPOSIT', 'USD', 1, 'test', now())
            """,
            "INSERT INTO ledger_entries VALUES (?, 1, 1, 'CASH', 'USD', 1, 1)",
            "INSERT INTO ledger_balances VALUES (?, 'CASH', 'USD', 1, 0)",
            "INSERT INTO holds VALUES (?, gen_random_uuid(), 'CASH', 'USD', 1, 1, 'OPEN')",
            "INSERT INTO hold_terms VALUES (?, gen_random_uuid(), 'OPEN', 0, NULL, 'test')",
            "INSERT INTO ledger_transfer_details VALUES (?, 1)",
            "INSERT INTO ledger_requests VALUES (?, 'r', 'POST', sha256(''), '', 'DONE', '', '{}', 'test')",
            """
            INSERT INTO risk_changes (change_id, account_id, rules, after, reason, proposed_by)
            VALUES (gen_random_uuid(), ?, 'account_limits', '{}', 'test', 'test')
            """,
            "INSERT INTO withdrawal_limits VALUES (?, 'USD', 1, now(), 'test')",
            """
            INSERT INTO withdrawals (account_id, transfer_id, hold_id, asset, amount, status, requested_by)
            VALUES (?, 't', gen_random_uuid(), 'USD', 1, 'REQUESTED', 'test')
            """,
            "INSERT INTO realised_conversions VALUES (?, 'BTCUSDT', 1, 'EUR', 'USD', 1, 1, 1, 1, 1, '{EURUSD}', now())",
            "INSERT INTO breaks VALUES (?, gen_random_uuid(), 'NEGATIVE_CASH', 1, 'USD', 1, -1)",
            "INSERT INTO margin_settings VALUES (?, NULL, 1, 0.5, 0.5, 'LEAST_QUANTITY', now(), 'test')",
            """
            INSERT INTO margin_settings_changes (account_id, change_id, changed_by, reason, call_level, stop_out_level, restore_level,
                liquidation_mode)
            VALUES (?, gen_random_uuid(), 'test', 'test', 1, 0.5, 0.5, 'LEAST_QUANTITY')
            """,
            """
            INSERT INTO margin_calls (account_id, call_id, currency, equity, used, due, call_level)
            VALUES (?, gen_random_uuid(), 'USD', 1, 2, 2, 1)
            """,
            """
            INSERT INTO liquidations (account_id, liquidation_id, currency, equity, used, stop_out_level, restore_level,
                liquidation_mode)
            VALUES (?, gen_random_uuid(), 'USD', 1, 3, 0.5, 0.5, 'LEAST_QUANTITY')
            """,
            """
            INSERT INTO liquidation_steps (account_id, liquidation_id, step, kind, orders, equity, used)
            VALUES (?, gen_random_uuid(), 1, 'CANCEL', 1, 1, 3)
            """,
            """
            INSERT INTO outbox (account_id, order_id, seq, kind, venue_id, cl_ord_id)
            VALUES (?, gen_random_uuid(), 1, 'NEW_ORDER', 'V', 'one')
            """,
            """
            INSERT INTO quarantine (quarantine_id, account_id, reason_code, reason_text, payload)
            VALUES (gen_random_uuid(), ?, 'TEST', 'test', '{}')
            """,
            """
            INSERT INTO statement_items (statement_id, item_no, account_id, finding, theirs)
            VALUES (gen_random_uuid(), 1, ?, 'MISSING_HERE', '{}')
            """,
            """
            INSERT INTO audit (audit_id, account_id, actor, action, outcome)
            VALUES (gen_random_uuid(), ?, 'test', 'TEST', 'DONE')
            """);

    /** As superuser and without foreign keys: who may see the rows is the question here, not whether they make sense. */
    @BeforeAll
    static void fillEveryTableForTwoAccounts() throws SQLException {
        try (var superuser = superuser()) {
            execute(superuser, "SET session_replication_role = replica");
            for (var account : List.of(ACCOUNT_A, ACCOUNT_B)) {
                for (var insert : ONE_ROW_EACH) {
                    try (var statement = superuser.prepareStatement(insert)) {
                        statement.setObject(1, account);
                        statement.executeUpdate();
                    }
                }
            }
        }
    }

    @Test
    void theCatalogueHasNoTableThatForgotItsPolicy() throws SQLException {
        try (var owner = TESTS.ownerConnection()) {
            assertThat(RowSecurity.accountTables(owner)).contains("accounts", "orders", "ledger_entries", "audit");
            assertThat(RowSecurity.violations(owner)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE forgotten (account_id uuid)",
                "CREATE TABLE forgotten (order_id uuid)",
                "CREATE TABLE forgotten PARTITION OF orders_of_test FOR VALUES IN ('a')",
                "CREATE VIEW forgotten AS SELECT * FROM orders",
                "CREATE MATERIALIZED VIEW forgotten AS SELECT * FROM orders",
                "CREATE FUNCTION forgotten() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM orders'",
                "CREATE POLICY forgotten ON orders FOR SELECT TO oms_reader USING (true)",
                "CREATE POLICY forgotten ON orders USING (account_id IS NOT NULL) WITH CHECK (account_id IS NOT NULL)",
                "CREATE POLICY forgotten ON orders FOR UPDATE TO oms_writer USING (account_id IS NOT NULL)",
                "ALTER TABLE orders NO FORCE ROW LEVEL SECURITY",
                "GRANT UPDATE (actor) ON order_events TO oms_writer",
                "GRANT DELETE ON ledger_entries_default TO oms_admin",
                "GRANT TRUNCATE ON positions TO oms_writer"
            })
    void whatIsForgottenIsNamed(String mistake) throws SQLException {
        try (var owner = TESTS.ownerConnection()) {
            owner.setAutoCommit(false);
            try {
                if (mistake.contains("orders_of_test")) {
                    execute(owner, "CREATE TABLE orders_of_test (account_id uuid, k text) PARTITION BY LIST (k)");
                    execute(owner, "ALTER TABLE orders_of_test ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY");
                    execute(owner, "CREATE POLICY p ON orders_of_test FOR SELECT TO oms_admin USING (true)");
                    assertThat(RowSecurity.violations(owner)).isEmpty();
                }
                execute(owner, mistake);
                var named =
                        mistake.contains("forgotten") ? "forgotten" : mistake.replaceAll(".*(TABLE|ON) (\\w+).*", "$2");
                assertThat(RowSecurity.violations(owner)).isNotEmpty().allMatch(line -> line.contains(named));
            } finally {
                owner.rollback();
            }
        }
    }

    @Test
    void everyAccountOwnedTableHasRowsOfBothAccountsToHide() throws SQLException {
        for (var table : accountTables()) {
            try (var superuser = superuser()) {
                assertThat(count(superuser, table, ACCOUNT_A)).as(table).isEqualTo(1);
                assertThat(count(superuser, table, ACCOUNT_B)).as(table).isEqualTo(1);
            }
        }
    }

    @Test
    void aReaderWithoutContextSeesNoRow() throws SQLException {
        try (var reader = TESTS.connection(DbRole.READER)) {
            for (var table : accountTables()) {
                if (maySelect(reader, table)) {
                    assertThat(count(reader, table)).as(table).isZero();
                } else {
                    assertRefused(() -> count(reader, table));
                }
            }
        }
    }

    @Test
    void aReaderSeesItsAccountAndNoOther() throws SQLException {
        try (var reader = TESTS.connection(DbRole.READER)) {
            for (var table : accountTables()) {
                if (maySelect(reader, table)) {
                    inTransaction(reader, readerContext(ACCOUNT_A), () -> {
                        assertThat(count(reader, table)).as(table).isEqualTo(1);
                        assertThat(count(reader, table, ACCOUNT_A)).as(table).isEqualTo(1);
                        assertThat(count(reader, table, ACCOUNT_B)).as(table).isZero();
                    });
                }
            }
        }
    }

    /** One about several accounts is kept under one of them, and tells what it did in all. */
    @Test
    void aReaderSeesNoRequestToChangeBooks() throws SQLException {
        try (var reader = TESTS.connection(DbRole.READER)) {
            inTransaction(
                    reader,
                    readerContext(ACCOUNT_A),
                    () -> assertRefused(() -> count(reader, "ledger_requests", ACCOUNT_A)));
        }
    }

    @Test
    void aContextEndsWithItsTransactionOnTheSameServerConnection() throws SQLException {
        try (var reader = TESTS.connection(DbRole.READER)) {
            var backends = new long[2];
            inTransaction(reader, readerContext(ACCOUNT_A), () -> {
                backends[0] = number(reader, "SELECT pg_backend_pid()");
                assertThat(count(reader, "orders")).isEqualTo(1);
            });
            inTransaction(reader, "SELECT 1", () -> {
                backends[1] = number(reader, "SELECT pg_backend_pid()");
                assertThat(count(reader, "orders")).isZero();
            });
            assertThat(backends[1]).isEqualTo(backends[0]);
        }
    }

    @Test
    void aReaderCannotWrite() throws SQLException {
        try (var reader = TESTS.connection(DbRole.READER)) {
            inTransaction(
                    reader,
                    readerContext(ACCOUNT_A),
                    () -> assertThatThrownBy(() -> execute(reader, "UPDATE positions SET fees = 1"))
                            .isInstanceOf(SQLException.class));
        }
    }

    @Test
    void aWriterSeesTheAccountsOfItsBatchAndNoOthers() throws SQLException {
        try (var writer = TESTS.connection(DbRole.WRITER)) {
            assertThat(count(writer, "orders")).isZero();
            inTransaction(writer, writerContext(ACCOUNT_A), () -> {
                assertThat(count(writer, "orders")).isEqualTo(1);
                assertThat(count(writer, "orders", ACCOUNT_B)).isZero();
            });
            inTransaction(
                    writer,
                    writerContext(ACCOUNT_A, ACCOUNT_B),
                    () -> assertThat(count(writer, "orders")).isEqualTo(2));
            assertThat(count(writer, "orders")).isZero();
        }
    }

    @Test
    void aWriterCannotWriteIntoAnAccountOutsideItsBatch() throws SQLException {
        var insert = "INSERT INTO positions VALUES ('" + ACCOUNT_B + "', 'OTHER', 1, 1, 0, 0)";
        try (var writer = TESTS.connection(DbRole.WRITER)) {
            inTransaction(writer, writerContext(ACCOUNT_A), () -> assertRefused(() -> execute(writer, insert)));
            inTransaction(writer, "SELECT 1", () -> assertRefused(() -> execute(writer, insert)));
            inTransaction(writer, writerContext(ACCOUNT_A), () -> {
                try (var update = writer.createStatement()) {
                    assertThat(update.executeUpdate(
                                    "UPDATE positions SET fees = 5 WHERE account_id = '" + ACCOUNT_B + "'"))
                            .isZero();
                }
            });
        }
    }

    @Test
    void aWriterCannotMoveARowToAnAccountOutsideItsBatch() throws SQLException {
        try (var writer = TESTS.connection(DbRole.WRITER)) {
            inTransaction(
                    writer,
                    writerContext(ACCOUNT_A),
                    () -> assertRefused(() -> execute(
                            writer, "UPDATE positions SET account_id = '" + ACCOUNT_B + "', symbol = 'MOVED'")));
        }
    }

    @Test
    void aWriterCannotRewriteWhatIsAppendOnly() throws SQLException {
        try (var writer = TESTS.connection(DbRole.WRITER)) {
            for (var statement : List.of(
                    "UPDATE ledger_entries SET amount = 2",
                    "DELETE FROM order_events",
                    "TRUNCATE executions",
                    "DELETE FROM ledger_transfers")) {
                inTransaction(writer, writerContext(ACCOUNT_A), () -> assertRefused(() -> execute(writer, statement)));
            }
        }
    }

    @Test
    void partitionsAreClosedToEveryRole() throws SQLException {
        for (var role : List.of(DbRole.WRITER, DbRole.READER, DbRole.ADMIN, DbRole.RELAY, DbRole.METRICS)) {
            try (var connection = TESTS.connection(role)) {
                assertRefused(() -> count(connection, "ledger_entries_default"));
            }
        }
    }

    private static List<String> accountTables() throws SQLException {
        try (var owner = TESTS.ownerConnection()) {
            return RowSecurity.accountTables(owner);
        }
    }

    private static Connection superuser() throws SQLException {
        return DriverManager.getConnection(
                TESTS.addresses().directUrl(),
                DbRole.SUPERUSER.username(),
                TESTS.passwords().of(DbRole.SUPERUSER));
    }

    private static String readerContext(UUID account) {
        return "SET LOCAL app.account_id = '" + account + "'";
    }

    private static String writerContext(UUID... accounts) {
        return Stream.of(accounts)
                .map(UUID::toString)
                .collect(Collectors.joining(",", "SET LOCAL app.account_ids = '", "'"));
    }

    private static void inTransaction(Connection connection, String context, SqlAction action) throws SQLException {
        connection.setAutoCommit(false);
        try {
            execute(connection, context);
            action.run();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static void assertRefused(SqlAction action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(refusal.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
    }

    private static boolean maySelect(Connection connection, String table) throws SQLException {
        return number(connection, "SELECT has_table_privilege('" + table + "', 'SELECT')::int") == 1;
    }

    private static long count(Connection connection, String table) throws SQLException {
        return number(connection, "SELECT count(*) FROM " + table);
    }

    private static long count(Connection connection, String table, UUID account) throws SQLException {
        return number(connection, "SELECT count(*) FROM " + table + " WHERE account_id = '" + account + "'");
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What may fail in the database. */
    @FunctionalInterface
    private interface SqlAction {
        void run() throws SQLException;
    }
}
