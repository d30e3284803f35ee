package io.tradecore.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tradecore.migrations.DbRole;
import io.tradecore.ops.books.AdminConnection;
import io.tradecore.ops.books.Reconciliation;
import io.tradecore.servers.TestServers;
import io.tradecore.servers.WideLimits;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the bench writes past the API are books like any other: a limit that broke an invariant would be none. */
class BenchBooksIT {

    private static final TestServers SERVERS = TestServers.get();

    private Books books;

    @BeforeEach
    void openAccounts() throws SQLException {
        books = new Books(superuser());
        books.execute("INSERT INTO venues (venue_id, name) VALUES ('SIM', 'Bench') ON CONFLICT DO NOTHING");
        books.execute("INSERT INTO assets (asset, scale, name) VALUES ('USDT', 8, 'Tether') ON CONFLICT DO NOTHING");
        books.reset();
    }

    @AfterEach
    void close() throws SQLException {
        books.close();
    }

    @Test
    void resetLeavesAccountsWithTheirDepositsAndNothingElse() throws SQLException {
        try (RawBooks raw = new RawBooks(superuser(), books.accounts())) {
            raw.placeOrders(10);
        }

        books.reset();

        assertThat(books.orders()).isZero();
        assertThat(books.bookedFills()).isZero();
        assertHolds();
    }

    @Test
    void rawOrdersAndFillsReconcile() throws SQLException {
        try (RawBooks raw = new RawBooks(superuser(), books.accounts())) {
            raw.placeOrders(1500);
            List<RawBooks.Open> open = raw.placeAcknowledgedOrders(2500);
            raw.fill(open.subList(0, 1200));
            raw.fill(open.subList(1200, 2000));
        }

        assertThat(books.orders()).isEqualTo(4000);
        assertThat(books.bookedFills()).isEqualTo(2000);
        assertHolds();
    }

    @Test
    void theUsualServiceWritesBooksThatReconcileAndRefusesARepetition() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(SERVERS.jdbcUrl(DbRole.WRITER));
        config.setMaximumPoolSize(1);
        config.setAutoCommit(false);
        try (HikariDataSource writer = new HikariDataSource(config)) {
            UsualService service = new UsualService(writer);
            assertThat(service.place(books.accounts().of(7), "usual-1", 1)).isTrue();
            assertThat(service.place(books.accounts().of(7), "usual-2", 2)).isTrue();
            assertThat(service.place(books.accounts().of(7), "usual-1", 1)).isFalse();
        }

        assertThat(books.orderNumbers("usual-").cardinality()).isEqualTo(2);
        assertHolds();
    }

    @Test
    void aLoadedHistoryReconciles() throws SQLException {
        try (Connection administrator = superuser()) {
            new History(12_345, books.accounts()).load(administrator);
        }

        assertThat(books.orders()).isEqualTo(12_345);
        assertThat(books.bookedFills()).isPositive();
        assertHolds();
    }

    @Test
    void everythingIsReckonedUnderTheLimitsThatAreShippedButForTwo() throws SQLException {
        WideLimits.lift(SERVERS);
        try (Connection administrator = superuser();
                Statement statement = administrator.createStatement()) {
            books.widen();
            try (ResultSet row = statement.executeQuery("""
                    SELECT string_agg(kind || ' ' || trim_scale(value), ', ' ORDER BY kind) FILTER (WHERE value >= 1e9),
                        bool_and(value < 1e15), count(DISTINCT kind) = count(*)
                    FROM house_limits
                    WHERE scope = 'FIRM' AND effective_to IS NULL AND kind IN ('MAX_OPEN_ORDERS', 'MAX_ORDER_TO_TRADE',
                        'MAX_OPEN_NOTIONAL', 'MAX_CREDIT', 'MAX_DAILY_LOSS', 'MAX_REPEATED_EXECUTIONS', 'DUPLICATE_WINDOW_MS')""")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1))
                        .isEqualTo(
                                "MAX_CREDIT 1000000000000, MAX_DAILY_LOSS 1000000000, MAX_OPEN_NOTIONAL 1000000000000,"
                                        + " MAX_OPEN_ORDERS 1000000000, MAX_ORDER_TO_TRADE 1000000000");
                assertThat(row.getBoolean(2)).isTrue();
                assertThat(row.getBoolean(3)).isTrue();
            }
        } finally {
            books.execute("DELETE FROM house_limits WHERE created_by = 'bench'");
            WideLimits.set(SERVERS);
        }
    }

    @Test
    void rowSecurityIsBackAfterAMeasurementWithoutIt() throws Exception {
        books.withoutRowSecurity(() -> {
            assertThat(reconciliation().holds()).isFalse();
            return true;
        });

        assertHolds();
    }

    private static void assertHolds() throws SQLException {
        Reconciliation reconciliation = reconciliation();
        assertThat(reconciliation.holds()).as(reconciliation.table()).isTrue();
    }

    private static Reconciliation reconciliation() throws SQLException {
        try (Connection admin = AdminConnection.open(
                SERVERS.pooledUrl(),
                DbRole.ADMIN.username(),
                SERVERS.passwords().of(DbRole.ADMIN))) {
            return Reconciliation.of(admin);
        }
    }

    private static Connection superuser() throws SQLException {
        return DriverManager.getConnection(
                SERVERS.addresses().directUrl(),
                DbRole.SUPERUSER.username(),
                SERVERS.passwords().of(DbRole.SUPERUSER));
    }
}
