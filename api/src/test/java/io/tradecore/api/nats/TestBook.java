package io.tradecore.api.nats;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tradecore.ledger.AccountId;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.order.OrderId;
import io.tradecore.servers.TestServers;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Writes orders, events and outbox rows as the pipeline does, for a venue of its own. */
final class TestBook {
    private static final String ADD_ASSET =
            "INSERT INTO assets (asset, scale, name) VALUES ('USDT', 2, 'Tether') ON CONFLICT DO NOTHING";
    private static final String ADD_ACCOUNT = """
            INSERT INTO accounts (account_id, name, account_type, base_currency, created_by)
            VALUES (?, 'relay test', 'CASH', 'USDT', 'test')
            """;
    private static final String NEXT_SEQ =
            "UPDATE accounts SET event_seq = event_seq + 1 WHERE account_id = ? RETURNING event_seq";
    private static final String ADD_ORDER = """
            INSERT INTO orders (account_id, order_id, cl_ord_id, symbol, venue_id, side, ord_type, time_in_force, order_qty, px,
                reserve_px, fee_rate, ord_status, venue_status, cum_qty, leaves_qty, cum_notional)
            VALUES (?, ?, ?, 'BTCUSDT', ?, 'BUY', 'LIMIT', 'GTC', 2.50, 100.5, 100.5, 0.001, 'PENDING_NEW', 'PENDING_NEW', 0, 2.50, 0)
            """;
    private static final String ADD_EVENT = """
            INSERT INTO order_events (account_id, seq, order_id, event_type, ord_status, cl_ord_id, exec_id, last_qty, last_px,
                cum_qty, leaves_qty, held, actor, transact_time)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 2.50, 0, 'test', '2024-08-08T10:11:12.123456Z')
            """;
    private static final String ADD_ROUTE =
            "INSERT INTO outbox (account_id, order_id, seq, kind, venue_id, cl_ord_id) VALUES (?, ?, ?, ?, ?, ?)";
    private static final String ADD_REPLACE = """
            INSERT INTO order_requests (account_id, cl_ord_id, order_id, kind, orig_cl_ord_id, asked, order_qty, px, time_in_force,
                expire_time, reserve_px)
            VALUES (?, ?, ?, 'REPLACE', ?, 'order_qty,time_in_force,expire_time', 3.50, 100.5, 'GTD', '2199-01-01T00:00:00Z', 100.5)
            """;
    private static final String ADD_SMALLER_REPLACE = """
            INSERT INTO order_requests (account_id, cl_ord_id, order_id, kind, orig_cl_ord_id, asked, order_qty, px, time_in_force,
                reserve_px)
            VALUES (?, ?, ?, 'REPLACE', ?, 'order_qty', 1.50, 100.5, 'GTC', 100.5)
            """;
    private static final String ADD_STATE_CHANGE = """
            INSERT INTO trading_state_changes (change_id, scope, scope_id, from_state, to_state, reason, changed_by)
            SELECT coalesce(max(change_id), 0) + 1, ?, ?,
                coalesce((SELECT state FROM trading_states WHERE scope = ? AND scope_id = ?), 'ACTIVE'), ?, 'test', 'test'
            FROM trading_state_changes
            """;
    private static final String ADD_STATE = """
            INSERT INTO trading_states (scope, scope_id, state, reason, set_by, change_id)
            SELECT ?, ?, ?, 'test', 'test', max(change_id) FROM trading_state_changes
            """;
    private static final String RETIRE = "UPDATE outbox SET retired_at = now() WHERE account_id = ? AND order_id = ?";

    private static final String RETIRE_ALL =
            "UPDATE outbox SET retired_at = now() WHERE account_id = ? AND retired_at IS NULL";

    /** An order of this book. */
    record TestOrder(AccountId accountId, OrderId orderId, String clOrdId) {}

    private final TestServers servers = TestServers.get();
    private final String venueId =
            "V" + UUID.randomUUID().toString().replace("-", "").substring(0, 12).toUpperCase(Locale.ROOT);

    private final List<AccountId> accounts = new CopyOnWriteArrayList<>();

    /** A venue nobody else routes to. */
    String venueId() {
        return venueId;
    }

    /** A pool as the process has it. */
    HikariDataSource dataSource(DbRole role) {
        var config = new HikariConfig();
        config.setJdbcUrl(servers.jdbcUrl(role));
        config.setAutoCommit(false);
        config.setMaximumPoolSize(3);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    AccountId openAccount() throws SQLException {
        var accountId = new AccountId(UUID.randomUUID());
        try (Connection admin = servers.connection(DbRole.ADMIN)) {
            admin.setAutoCommit(false);
            try (var statement = admin.createStatement()) {
                statement.execute(ADD_ASSET);
            }
            execute(admin, ADD_ACCOUNT, accountId.value());
            admin.commit();
        }
        accounts.add(accountId);
        return accountId;
    }

    /** A transaction of the writer on that account, for whoever wants to end it late. */
    Connection begin(AccountId accountId) throws SQLException {
        Connection writer = servers.connection(DbRole.WRITER);
        writer.setAutoCommit(false);
        try (var statement = writer.createStatement()) {
            statement.execute("SET LOCAL app.account_ids = '" + accountId + "'");
        }
        return writer;
    }

    TestOrder place(AccountId accountId) throws SQLException {
        try (Connection writer = begin(accountId)) {
            TestOrder order = place(writer, accountId);
            writer.commit();
            return order;
        }
    }

    TestOrder place(Connection writer, AccountId accountId) throws SQLException {
        var order = new TestOrder(accountId, new OrderId(UUID.randomUUID()), "ord-" + UUID.randomUUID());
        long seq = nextSeq(writer, accountId);
        execute(writer, ADD_ORDER, accountId.value(), order.orderId().value(), order.clOrdId(), venueId);
        event(writer, order, seq, "ORDER_ACCEPTED", order.clOrdId(), null, null, null);
        execute(
                writer,
                ADD_ROUTE,
                accountId.value(),
                order.orderId().value(),
                seq,
                "NEW_ORDER",
                venueId,
                order.clOrdId());
        return order;
    }

    void requestCancel(TestOrder order, String clOrdId) throws SQLException {
        try (Connection writer = begin(order.accountId())) {
            long seq = nextSeq(writer, order.accountId());
            event(writer, order, seq, "CANCEL_REQUESTED", clOrdId, null, null, null);
            execute(
                    writer,
                    ADD_ROUTE,
                    order.accountId().value(),
                    order.orderId().value(),
                    seq,
                    "CANCEL",
                    venueId,
                    clOrdId);
            writer.commit();
        }
    }

    void requestReplace(TestOrder order, String clOrdId) throws SQLException {
        requestReplace(order, clOrdId, ADD_REPLACE);
    }

    private void requestReplace(TestOrder order, String clOrdId, String addRequest) throws SQLException {
        try (Connection writer = begin(order.accountId())) {
            long seq = nextSeq(writer, order.accountId());
            event(writer, order, seq, "REPLACE_REQUESTED", clOrdId, null, null, null);
            execute(
                    writer,
                    addRequest,
                    order.accountId().value(),
                    clOrdId,
                    order.orderId().value(),
                    order.clOrdId());
            execute(
                    writer,
                    ADD_ROUTE,
                    order.accountId().value(),
                    order.orderId().value(),
                    seq,
                    "REPLACE",
                    venueId,
                    clOrdId);
            writer.commit();
        }
    }

    void fill(TestOrder order, String execId, String lastQty, String lastPx) throws SQLException {
        try (Connection writer = begin(order.accountId())) {
            long seq = nextSeq(writer, order.accountId());
            event(
                    writer,
                    order,
                    seq,
                    "TRADE",
                    order.clOrdId(),
                    execId,
                    new BigDecimal(lastQty),
                    new BigDecimal(lastPx));
            writer.commit();
        }
    }

    /** Asks for 1.50 of what is 2.50, and nothing else. */
    void requestLess(TestOrder order, String clOrdId) throws SQLException {
        requestReplace(order, clOrdId, ADD_SMALLER_REPLACE);
    }

    /** What an operator does; null: it is traded as usual again. */
    void setState(String scope, String scopeId, @Nullable String state) throws SQLException {
        try (Connection admin = servers.connection(DbRole.ADMIN)) {
            admin.setAutoCommit(false);
            try (var statement = admin.createStatement()) {
                statement.execute("SELECT lock_trading_states()");
            }
            execute(admin, ADD_STATE_CHANGE, scope, scopeId, scope, scopeId, state == null ? "ACTIVE" : state);
            execute(admin, "DELETE FROM trading_states WHERE scope = ? AND scope_id = ?", scope, scopeId);
            if (state != null) {
                execute(admin, ADD_STATE, scope, scopeId, state);
            }
            admin.commit();
        }
    }

    /** Keeps the watch of an API that runs in this JVM from cancelling what is halted here. */
    AccountId openUnwatchedAccount() throws SQLException {
        AccountId accountId = openAccount();
        try (Connection writer = begin(accountId)) {
            execute(
                    writer,
                    "UPDATE accounts SET open_from = 'ffffffff-ffff-ffff-ffff-ffffffffffff' WHERE account_id = ?",
                    accountId.value());
            writer.commit();
        }
        return accountId;
    }

    /** How many messages of the account nobody has claimed to publish. */
    int unpublished(AccountId accountId) throws SQLException {
        try (Connection writer = begin(accountId);
                var statement =
                        writer.prepareStatement("SELECT count(*) FROM find_unpublished_routes(ARRAY[?]::uuid[])")) {
            statement.setObject(1, accountId.value());
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** What the pipeline does when the venue has answered. */
    void retire(TestOrder order) throws SQLException {
        try (Connection writer = begin(order.accountId())) {
            execute(writer, RETIRE, order.accountId().value(), order.orderId().value());
            writer.commit();
        }
    }

    /** Leaves nothing for the relays of other tests. */
    void retireAll() throws SQLException {
        for (AccountId account : accounts) {
            try (Connection writer = begin(account)) {
                execute(writer, RETIRE_ALL, account.value());
                writer.commit();
            }
        }
    }

    private static void event(
            Connection writer,
            TestOrder order,
            long seq,
            String eventType,
            String clOrdId,
            @Nullable String execId,
            @Nullable BigDecimal lastQty,
            @Nullable BigDecimal lastPx)
            throws SQLException {
        execute(
                writer,
                ADD_EVENT,
                order.accountId().value(),
                seq,
                order.orderId().value(),
                eventType,
                eventType.equals("TRADE") ? "PARTIALLY_FILLED" : "PENDING_NEW",
                clOrdId,
                execId,
                lastQty,
                lastPx);
    }

    private static long nextSeq(Connection writer, AccountId accountId) throws SQLException {
        try (PreparedStatement statement = writer.prepareStatement(NEXT_SEQ)) {
            statement.setObject(1, accountId.value());
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static void execute(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
