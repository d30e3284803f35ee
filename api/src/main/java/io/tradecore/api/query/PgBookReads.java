package io.tradecore.api.query;

import io.tradecore.api.edge.Decimals;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads an account, its balances, executions and journal in its own context. Safe for use by many threads;
 * blocks its thread.
 */
@Singleton
public final class PgBookReads {
    private static final String EXECUTIONS = "executions";
    private static final String JOURNAL = "journal";
    private static final String HOLDS = "holds";

    private static final String FIND_ACCOUNT = """
            SELECT name, account_type, position_mode, base_currency, status, desk_id, strategy_id, self_trade_prevention, created_at FROM accounts WHERE account_id = ?
            """;

    private static final String LIST_BALANCES = """
            SELECT b.code, b.asset, b.posted, b.pending - coalesce(expired.held, 0) AS pending, b.updated_at
            FROM ledger_balances b
            LEFT JOIN (
                SELECT h.code, h.asset, sum(h.remaining) AS held
                FROM hold_terms t JOIN holds h ON (h.account_id, h.hold_id) = (t.account_id, t.hold_id)
                WHERE t.account_id = ? AND t.state = 'OPEN' AND t.expires_at <= now() GROUP BY 1, 2) expired
                ON (expired.code, expired.asset) = (b.code, b.asset)
            WHERE b.account_id = ? ORDER BY b.code, b.asset
            """;

    private static final String LIST_HOLDS = """
            SELECT t.hold_id, h.asset, h.amount, t.captured, t.expires_at, t.created_at,
                CASE WHEN t.state = 'OPEN' AND t.expires_at <= now() THEN 'EXPIRED' ELSE t.state END AS state,
                CASE WHEN t.expires_at <= now() THEN 0 ELSE h.remaining END AS remaining
            FROM hold_terms t JOIN holds h ON (h.account_id, h.hold_id) = (t.account_id, t.hold_id)
            WHERE t.account_id = ? AND (CAST(? AS uuid) IS NULL OR t.hold_id > ?)
            ORDER BY t.hold_id LIMIT ?
            """;

    private static final String LIST_EXECUTIONS = """
            SELECT e.*, c.commission, c.comm_currency
            FROM (SELECT * FROM executions WHERE account_id = ? AND event_seq > ? ORDER BY event_seq LIMIT ?) e
            LEFT JOIN execution_commissions c ON (c.account_id, c.venue_id, c.exec_id) = (e.account_id, e.venue_id, e.exec_id)
            ORDER BY e.event_seq
            """;

    private static final String LIST_TRANSFERS_WITH_ENTRIES = "SELECT " + JournalRows.COLUMNS + """
            FROM (SELECT * FROM ledger_transfers WHERE account_id = ? AND seq > ? ORDER BY seq LIMIT ?) t
            JOIN ledger_entries e ON e.account_id = t.account_id AND e.seq = t.seq
            ORDER BY t.seq, e.leg
            """;

    private final TenantReads reads;

    PgBookReads(TenantReads reads) {
        this.reads = reads;
    }

    /** The account with its limits, or ACCOUNT_UNKNOWN. */
    public AccountView account(AccountId accountId) {
        return reads.read(accountId, connection -> {
            TenantReads.requireAccount(connection, accountId);
            DeadMansSwitchView deadMansSwitch = DeadMansSwitchView.find(connection, accountId);
            List<LimitView> limits = Sql.list(connection, LimitView.LIST, LimitView::of, accountId.value());
            return Sql.list(
                            connection,
                            FIND_ACCOUNT,
                            row -> new AccountView(
                                    accountId.toString(),
                                    Sql.text(row, "name"),
                                    Sql.text(row, "account_type"),
                                    Sql.text(row, "position_mode"),
                                    Sql.text(row, "base_currency"),
                                    Sql.text(row, "status"),
                                    Sql.text(row, "desk_id"),
                                    row.getString("strategy_id"),
                                    Sql.text(row, "self_trade_prevention"),
                                    limits,
                                    deadMansSwitch,
                                    Sql.time(row, "created_at")),
                            accountId.value())
                    .getFirst();
        });
    }

    /** Holds that no order has, open and closed ones, by their ids. */
    public Page<HoldView> holds(AccountId accountId, @Nullable String cursor, int limit) {
        UUID after = Cursor.id(HOLDS, cursor);
        List<HoldView> found = reads.readList(
                accountId,
                connection -> Sql.list(
                        connection, LIST_HOLDS, PgBookReads::hold, accountId.value(), after, after, limit + 1));
        return Page.cut(found, limit, last -> Cursor.ofId(HOLDS, last.holdId()));
    }

    private static HoldView hold(ResultSet row) throws SQLException {
        return new HoldView(
                Sql.uuid(row, "hold_id"),
                Sql.text(row, "asset"),
                Decimals.text(Sql.decimal(row, "amount")),
                Decimals.text(Sql.decimal(row, "remaining")),
                Decimals.text(Sql.decimal(row, "captured")),
                Sql.text(row, "state"),
                Sql.timeOrNull(row, "expires_at"),
                Sql.time(row, "created_at"));
    }

    /** Every line of the book, by code and asset. */
    public Page<BalanceView> balances(AccountId accountId) {
        return Page.whole(reads.readList(
                accountId,
                connection -> Sql.list(
                        connection, LIST_BALANCES, PgBookReads::balance, accountId.value(), accountId.value())));
    }

    /** Executions in the order they were booked. */
    public Page<ExecutionView> executions(AccountId accountId, @Nullable String cursor, int limit) {
        long after = Cursor.seq(EXECUTIONS, cursor);
        List<ExecutionView> found = reads.readList(
                accountId,
                connection -> Sql.list(
                        connection, LIST_EXECUTIONS, PgBookReads::execution, accountId.value(), after, limit + 1));
        return Page.cut(found, limit, last -> Cursor.ofSeq(EXECUTIONS, last.seq()));
    }

    /** Transfers in the order they were posted. */
    public Page<JournalView> journal(AccountId accountId, @Nullable String cursor, int limit) {
        long after = Cursor.seq(JOURNAL, cursor);
        List<JournalView> found = reads.readList(
                accountId,
                connection ->
                        JournalRows.list(connection, LIST_TRANSFERS_WITH_ENTRIES, accountId.value(), after, limit + 1));
        return Page.cut(found, limit, last -> Cursor.ofSeq(JOURNAL, last.seq()));
    }

    private static BalanceView balance(ResultSet row) throws SQLException {
        BigDecimal posted = Sql.decimal(row, "posted");
        BigDecimal pending = Sql.decimal(row, "pending");
        return new BalanceView(
                Sql.text(row, "code"),
                Sql.text(row, "asset"),
                Decimals.text(posted),
                Decimals.text(pending),
                Decimals.text(posted.subtract(pending)),
                Sql.time(row, "updated_at"));
    }

    private static ExecutionView execution(ResultSet row) throws SQLException {
        Array flags = row.getArray("flags");
        return new ExecutionView(
                row.getLong("event_seq"),
                Sql.text(row, "venue_id"),
                Sql.text(row, "exec_id"),
                Sql.text(row, "exec_type"),
                Sql.textOrNull(row, "exec_ref_id"),
                Sql.uuid(row, "order_id"),
                Sql.text(row, "symbol"),
                Sql.text(row, "side"),
                Decimals.text(Sql.decimal(row, "last_qty")),
                Decimals.text(Sql.decimal(row, "last_px")),
                Decimals.text(Sql.decimal(row, "notional")),
                Decimals.text(Sql.decimal(row, "fee")),
                Decimals.textOrNull(Sql.decimalOrNull(row, "commission")),
                Sql.textOrNull(row, "comm_currency"),
                List.of((String[]) flags.getArray()),
                row.getObject("transfer_seq", Long.class),
                Sql.time(row, "transact_time"),
                Sql.time(row, "recorded_at"));
    }
}
