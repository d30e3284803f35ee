package io.tradecore.ops.bench;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Orders of the past month, loaded by COPY as if they had been traded: four of five were cancelled, the fifth was filled.
 * All rows of all tables are there, so the invariants hold. Starts from books that have just been reset.
 */
final class History {

    private static final Duration AGE = Duration.ofDays(30);
    private static final int FILLED_EVERY = 5;
    private static final int BUFFER = 1 << 16;
    /** Older than any transaction of the relay's cursor: what is long past is not published again. */
    private static final String LONG_AGO = "3";

    private static final String COPY_ORDERS = """
            COPY orders (account_id, order_id, cl_ord_id, symbol, venue_id, side, ord_type, time_in_force, order_qty, px,
                reserve_px, fee_rate, ord_status, venue_status, cum_qty, leaves_qty, cum_notional, created_at, updated_at)
            FROM STDIN""";

    private static final String COPY_EVENTS = """
            COPY order_events (account_id, seq, order_id, event_type, ord_status, cl_ord_id, exec_id, last_qty, last_px,
                cum_qty, leaves_qty, held, actor, transact_time, recorded_at, tx_id)
            FROM STDIN""";

    private static final String COPY_HOLDS = """
            COPY holds (account_id, hold_id, code, asset, amount, remaining, status, created_at, updated_at)
            FROM STDIN""";

    private static final String COPY_ROUTES = """
            COPY outbox (account_id, order_id, seq, kind, venue_id, cl_ord_id, retired_at, created_at, tx_id)
            FROM STDIN""";

    private static final String COPY_TRANSFERS = """
            COPY ledger_transfers (account_id, seq, transfer_id, kind, asset, amount, order_id, exec_id, actor, effective_at,
                recorded_at)
            FROM STDIN""";

    private static final String COPY_ENTRIES = """
            COPY ledger_entries (account_id, seq, leg, code, asset, amount, balance_after, recorded_at)
            FROM STDIN""";

    private static final String COPY_EXECUTIONS = """
            COPY executions (account_id, venue_id, exec_id, order_id, symbol, side, last_qty, last_px, notional, fee,
                event_seq, transfer_seq, transact_time, recorded_at)
            FROM STDIN""";

    private static final String ADVANCE_ACCOUNT =
            "UPDATE accounts SET event_seq = ?, transfer_seq = ? WHERE account_id = ?";

    private static final String WRITE_BALANCE = """
            INSERT INTO ledger_balances (account_id, code, asset, posted, pending) VALUES (?, ?, ?, ?, 0)
            ON CONFLICT (account_id, code, asset) DO UPDATE SET posted = excluded.posted""";

    private static final String WRITE_POSITION =
            "INSERT INTO positions (account_id, symbol, qty, avg_px, realised_pnl, fees) VALUES (?, ?, ?, ?, 0, ?)";

    private static final List<String> TABLES = List.of(
            "accounts",
            "orders",
            "order_events",
            "holds",
            "outbox",
            "executions",
            "positions",
            "ledger_transfers",
            "ledger_entries",
            "ledger_balances");

    /** Writes the rows of one order into a table, none or more. */
    private interface Writer {
        void write(Order order, Copy copy) throws SQLException;
    }

    private final long count;
    private final BenchAccounts accounts;
    private final long firstMillis;
    private final double millisApart;

    /** @param accounts the accounts opened by the reset */
    History(long count, BenchAccounts accounts) {
        this.count = count;
        this.accounts = accounts;
        this.firstMillis = Instant.now().minus(AGE).toEpochMilli();
        this.millisApart = (double) AGE.toMillis() / count;
    }

    /**
     * Loads it, a table after the other.
     *
     * @param connection of the server's administrator, in auto-commit, for nothing else: it checks nothing from here on
     */
    void load(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // The rows are right by construction and proven so by the reconciliation: no need to check each of them.
            statement.execute("SET session_replication_role = replica");
            copy(connection, COPY_ORDERS, this::writeOrder);
            copy(connection, COPY_EVENTS, this::writeEvents);
            copy(connection, COPY_HOLDS, this::writeHold);
            copy(connection, COPY_ROUTES, this::writeRoute);
            copy(connection, COPY_TRANSFERS, this::writeTransfer);
            copy(connection, COPY_ENTRIES, this::writeEntries);
            copy(connection, COPY_EXECUTIONS, this::writeExecution);
            writeAccounts(connection);
            for (String table : TABLES) {
                statement.execute("VACUUM (ANALYZE) " + table);
            }
        }
    }

    /** The n-th order of all, the k-th of its account (from 0). */
    private record Order(long n, long k, UUID account, UUID id, String clOrdId, String time) {

        boolean isFilled() {
            return k % FILLED_EVERY == FILLED_EVERY - 1;
        }

        /** Fills of the account up to this order. */
        long fills() {
            return (k + 1) / FILLED_EVERY;
        }

        long firstEvent() {
            return 2 * k + 1;
        }

        /** The opening deposit is the first. */
        long transfer() {
            return fills() + 1;
        }

        String execId() {
            return "past-x-" + n;
        }
    }

    private Order order(long n) {
        long millis = firstMillis + (long) (n * millisApart);
        UUID id = new UUID((millis << 16) | 0x7000L | (n & 0xFFF), 0x8000_0000_0000_0000L | n);
        return new Order(
                n,
                n / accounts.count(),
                accounts.of(n),
                id,
                "past-" + n,
                Instant.ofEpochMilli(millis).toString());
    }

    private void writeOrder(Order order, Copy copy) throws SQLException {
        String status = order.isFilled() ? "FILLED" : "CANCELED";
        copy.row(
                order.account(),
                order.id(),
                order.clOrdId(),
                BenchOrder.SYMBOL,
                BenchOrder.VENUE,
                "BUY",
                "LIMIT",
                "DAY",
                BenchOrder.QTY,
                BenchOrder.PX,
                BenchOrder.PX,
                BenchOrder.FEE_RATE,
                status,
                status,
                order.isFilled() ? BenchOrder.QTY : BigDecimal.ZERO,
                BigDecimal.ZERO,
                order.isFilled() ? BenchOrder.NOTIONAL : BigDecimal.ZERO,
                order.time(),
                order.time());
    }

    private void writeEvents(Order order, Copy copy) throws SQLException {
        copy.row(
                order.account(),
                order.firstEvent(),
                order.id(),
                "ORDER_ACCEPTED",
                "PENDING_NEW",
                order.clOrdId(),
                Copy.NULL,
                Copy.NULL,
                Copy.NULL,
                BigDecimal.ZERO,
                BenchOrder.QTY,
                BenchOrder.COST,
                "bench",
                order.time(),
                order.time(),
                LONG_AGO);
        boolean filled = order.isFilled();
        copy.row(
                order.account(),
                order.firstEvent() + 1,
                order.id(),
                filled ? "TRADE" : "CANCELED",
                filled ? "FILLED" : "CANCELED",
                order.clOrdId(),
                filled ? order.execId() : "past-c-" + order.n(),
                filled ? BenchOrder.QTY : Copy.NULL,
                filled ? BenchOrder.PX : Copy.NULL,
                filled ? BenchOrder.QTY : BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                "venue:SIM",
                order.time(),
                order.time(),
                LONG_AGO);
    }

    private void writeHold(Order order, Copy copy) throws SQLException {
        copy.row(
                order.account(),
                order.id(),
                "CASH",
                BenchOrder.CURRENCY,
                BenchOrder.COST,
                BigDecimal.ZERO,
                "CLOSED",
                order.time(),
                order.time());
    }

    private void writeRoute(Order order, Copy copy) throws SQLException {
        copy.row(
                order.account(),
                order.id(),
                order.firstEvent(),
                "NEW_ORDER",
                BenchOrder.VENUE,
                order.clOrdId(),
                order.time(),
                order.time(),
                LONG_AGO);
    }

    private void writeTransfer(Order order, Copy copy) throws SQLException {
        if (order.isFilled()) {
            copy.row(
                    order.account(),
                    order.transfer(),
                    "trade:" + BenchOrder.VENUE + ":" + order.execId(),
                    "TRADE",
                    BenchOrder.CURRENCY,
                    BenchOrder.COST.negate(),
                    order.id(),
                    order.execId(),
                    "venue:SIM",
                    order.time(),
                    order.time());
        }
    }

    private void writeEntries(Order order, Copy copy) throws SQLException {
        if (order.isFilled()) {
            BigDecimal fills = BigDecimal.valueOf(order.fills());
            BigDecimal position = BenchOrder.QTY.multiply(fills);
            BigDecimal cash = BenchOrder.DEPOSIT.subtract(BenchOrder.COST.multiply(fills));
            entry(copy, order, 0, "POSITION", BenchOrder.SYMBOL, BenchOrder.QTY, position);
            entry(copy, order, 1, "CLEARING", BenchOrder.SYMBOL, BenchOrder.QTY.negate(), position.negate());
            entry(copy, order, 2, "CASH", BenchOrder.CURRENCY, BenchOrder.COST.negate(), cash);
            entry(
                    copy,
                    order,
                    3,
                    "CLEARING",
                    BenchOrder.CURRENCY,
                    BenchOrder.NOTIONAL,
                    BenchOrder.NOTIONAL.multiply(fills));
            entry(copy, order, 4, "FEES", BenchOrder.CURRENCY, BenchOrder.FEE, BenchOrder.FEE.multiply(fills));
        }
    }

    private static void entry(
            Copy copy, Order order, int leg, String code, String asset, BigDecimal amount, BigDecimal after)
            throws SQLException {
        copy.row(order.account(), order.transfer(), leg, code, asset, amount, after, order.time());
    }

    private void writeExecution(Order order, Copy copy) throws SQLException {
        if (order.isFilled()) {
            copy.row(
                    order.account(),
                    BenchOrder.VENUE,
                    order.execId(),
                    order.id(),
                    BenchOrder.SYMBOL,
                    "BUY",
                    BenchOrder.QTY,
                    BenchOrder.PX,
                    BenchOrder.NOTIONAL,
                    BenchOrder.FEE,
                    order.firstEvent() + 1,
                    order.transfer(),
                    order.time(),
                    order.time());
        }
    }

    private void copy(Connection connection, String sql, Writer writer) throws SQLException {
        CopyIn copyIn = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            Copy copy = new Copy(copyIn);
            for (long n = 0; n < count; n++) {
                writer.write(order(n), copy);
            }
            copy.flush();
            copyIn.endCopy();
        } finally {
            if (copyIn.isActive()) {
                copyIn.cancelCopy();
            }
        }
    }

    private void writeAccounts(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement advance = connection.prepareStatement(ADVANCE_ACCOUNT);
                PreparedStatement balance = connection.prepareStatement(WRITE_BALANCE);
                PreparedStatement position = connection.prepareStatement(WRITE_POSITION)) {
            for (int i = 0; i < Math.min(count, accounts.count()); i++) {
                long orders = (count - 1 - i) / accounts.count() + 1;
                RawAccount account = new RawAccount(accounts.of(i));
                for (long k = 0; k < orders; k++) {
                    account.nextEvent();
                    account.nextEvent();
                    account.opened(BenchOrder.COST);
                    if (k % FILLED_EVERY == FILLED_EVERY - 1) {
                        account.filled();
                    } else {
                        account.canceled();
                    }
                }
                set(advance, account.events(), account.transfers(), account.id());
                if (account.hasFills()) {
                    set(balance, account.id(), "CASH", BenchOrder.CURRENCY, account.cash());
                    set(balance, account.id(), "CLEARING", BenchOrder.CURRENCY, account.paid());
                    set(balance, account.id(), "FEES", BenchOrder.CURRENCY, account.fees());
                    set(balance, account.id(), "POSITION", BenchOrder.SYMBOL, account.position());
                    set(
                            balance,
                            account.id(),
                            "CLEARING",
                            BenchOrder.SYMBOL,
                            account.position().negate());
                    set(position, account.id(), BenchOrder.SYMBOL, account.position(), BenchOrder.PX, account.fees());
                }
            }
            advance.executeBatch();
            balance.executeBatch();
            position.executeBatch();
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        statement.addBatch();
    }

    /** Rows in COPY's text form. None of the values has a character that would need an escape. */
    private static final class Copy {
        static final Object NULL = "\\N";

        private final CopyIn copyIn;
        private final StringBuilder buffer = new StringBuilder(BUFFER + BUFFER / 8);

        Copy(CopyIn copyIn) {
            this.copyIn = copyIn;
        }

        void row(Object... values) throws SQLException {
            for (int i = 0; i < values.length; i++) {
                buffer.append(i == 0 ? "" : "\t")
                        .append(values[i] instanceof BigDecimal decimal ? decimal.toPlainString() : values[i]);
            }
            buffer.append('\n');
            if (buffer.length() >= BUFFER) {
                flush();
            }
        }

        void flush() throws SQLException {
            byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
            copyIn.writeToCopy(bytes, 0, bytes.length);
            buffer.setLength(0);
        }
    }
}
