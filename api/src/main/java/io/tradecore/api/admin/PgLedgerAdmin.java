package io.tradecore.api.admin;

import io.tradecore.api.edge.Decimals;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.query.Cursor;
import io.tradecore.api.query.Page;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Reason;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What waits for operators in the books, and which withdrawals do. Safe for use by many threads; blocks its thread. */
@Singleton
public final class PgLedgerAdmin {
    private static final String WITHDRAWALS = "withdrawals";
    private static final String BREAKS = "breaks";

    private static final String LIST_WITHDRAWALS = """
            SELECT * FROM withdrawals
            WHERE status = ? AND (CAST(? AS timestamptz) IS NULL OR (requested_at, account_id, transfer_id) > (?, ?, ?))
            ORDER BY requested_at, account_id, transfer_id
            LIMIT ?
            """;
    private static final String LIST_BREAKS = """
            SELECT * FROM breaks
            WHERE (CAST(? AS boolean) IS NULL OR (resolved_at IS NOT NULL) = ?)
                AND (CAST(? AS timestamptz) IS NULL OR (raised_at, break_id) > (?, ?))
            ORDER BY raised_at, break_id
            LIMIT ?
            """;
    private static final String LOCK_BREAK = "SELECT * FROM breaks WHERE break_id = ? FOR UPDATE";
    private static final String RESOLVE_BREAK = """
            UPDATE breaks SET resolved_at = now(), resolved_by = ?, resolution = ? WHERE break_id = ?
            """;
    private static final String FIND_ACCOUNT = "SELECT 1 FROM accounts WHERE account_id = ?";
    private static final String FIND_ASSET = "SELECT 1 FROM assets WHERE asset = ?";
    private static final String FIND_LIMIT = """
            SELECT max_amount FROM withdrawal_limits WHERE account_id = ? AND asset = ? FOR UPDATE
            """;
    private static final String SET_LIMIT = """
            INSERT INTO withdrawal_limits (account_id, asset, max_amount, updated_by) VALUES (?, ?, ?, ?)
            ON CONFLICT (account_id, asset) DO UPDATE SET max_amount = excluded.max_amount, updated_by = excluded.updated_by,
                updated_at = now()
            """;

    private final AdminTransactions transactions;

    PgLedgerAdmin(AdminTransactions transactions) {
        this.transactions = transactions;
    }

    /** Withdrawals of a status, in the order they were asked for. */
    public Page<WithdrawalView> withdrawals(String actor, String status, @Nullable String cursor, int limit) {
        AuditEntry entry = AuditEntry.of("WITHDRAWALS_QUERIED", AuditEntry.detail("status", status));
        List<WithdrawalView> found = transactions.query(actor, entry, connection -> {
            String[] after = cursor == null ? null : Cursor.decode(WITHDRAWALS, cursor, 3);
            Instant afterTime = after == null ? null : Cursor.time(after[0]);
            return Sql.list(
                    connection,
                    LIST_WITHDRAWALS,
                    PgLedgerAdmin::withdrawal,
                    status,
                    afterTime,
                    afterTime,
                    after == null ? null : Cursor.uuid(after[1]),
                    after == null ? null : after[2],
                    limit + 1);
        });
        return Page.cut(
                found,
                limit,
                last -> Cursor.encode(WITHDRAWALS, last.requestedAt().toString(), last.accountId(), last.transferId()));
    }

    /**
     * Breaks in the order they were raised.
     *
     * @param resolved null: both kinds
     */
    public Page<BreakView> breaks(String actor, @Nullable Boolean resolved, @Nullable String cursor, int limit) {
        AuditEntry entry = AuditEntry.of("BREAKS_QUERIED", AuditEntry.detail("resolved", resolved));
        List<BreakView> found = transactions.query(actor, entry, connection -> {
            String[] after = cursor == null ? null : Cursor.decode(BREAKS, cursor, 2);
            Instant afterTime = after == null ? null : Cursor.time(after[0]);
            UUID afterId = after == null ? null : Cursor.uuid(after[1]);
            return Sql.list(
                    connection,
                    LIST_BREAKS,
                    PgLedgerAdmin::view,
                    resolved,
                    resolved,
                    afterTime,
                    afterTime,
                    afterId,
                    limit + 1);
        });
        return Page.cut(
                found, limit, last -> Cursor.encode(BREAKS, last.raisedAt().toString(), last.breakId()));
    }

    /** Ends a break's wait. The same resolution again changes nothing; another is refused. */
    public BreakView resolve(String actor, UUID breakId, String resolution) {
        return transactions.act(actor, connection -> {
            BreakView before = lock(connection, breakId);
            if (before == null) {
                throw ApiException.of(ApiCode.BREAK_NOT_FOUND, "There is no such break.");
            }
            if (before.resolvedAt() != null) {
                if (resolution.equals(before.resolution())) {
                    return new AdminTransactions.Act<>(before, null);
                }
                throw ApiException.of(
                        ApiCode.BREAK_RESOLVED, "It was resolved before, by " + before.resolvedBy() + ".");
            }
            Sql.update(connection, RESOLVE_BREAK, actor, resolution, breakId);
            return new AdminTransactions.Act<>(
                    Objects.requireNonNull(lock(connection, breakId)),
                    AuditEntry.of(
                            "BREAK_RESOLVED",
                            AccountId.of(before.accountId()),
                            AuditEntry.detail("breakId", before.breakId(), "resolution", resolution)));
        });
    }

    /** From now on withdrawals of more than this wait for another operator. */
    public void setWithdrawalLimit(String actor, AccountId accountId, String asset, BigDecimal maxAmount) {
        transactions.act(actor, connection -> {
            if (Sql.first(connection, FIND_ACCOUNT, row -> true, accountId.value()) == null) {
                throw ApiException.accountUnknown();
            }
            if (Sql.first(connection, FIND_ASSET, row -> true, asset) == null) {
                throw ApiException.of(Reason.ASSET_UNKNOWN, "There is no asset " + asset + ".");
            }
            BigDecimal before =
                    Sql.first(connection, FIND_LIMIT, row -> Sql.decimal(row, "max_amount"), accountId.value(), asset);
            Sql.update(connection, SET_LIMIT, accountId.value(), asset, maxAmount, actor);
            return new AdminTransactions.Act<>(
                    true,
                    AuditEntry.of(
                            "WITHDRAWAL_LIMIT_SET",
                            accountId,
                            AuditEntry.detail(
                                    "asset",
                                    asset,
                                    "from",
                                    Decimals.textOrNull(before),
                                    "to",
                                    Decimals.text(maxAmount))));
        });
    }

    private static @Nullable BreakView lock(Connection connection, UUID breakId) throws SQLException {
        return Sql.first(connection, LOCK_BREAK, PgLedgerAdmin::view, breakId);
    }

    private static BreakView view(ResultSet row) throws SQLException {
        return new BreakView(
                Sql.uuid(row, "break_id"),
                Sql.uuid(row, "account_id"),
                Sql.text(row, "kind"),
                row.getLong("transfer_seq"),
                Sql.text(row, "asset"),
                Decimals.text(Sql.decimal(row, "balance_before")),
                Decimals.text(Sql.decimal(row, "balance_after")),
                Sql.time(row, "raised_at"),
                Sql.timeOrNull(row, "resolved_at"),
                Sql.textOrNull(row, "resolved_by"),
                Sql.textOrNull(row, "resolution"));
    }

    private static WithdrawalView withdrawal(ResultSet row) throws SQLException {
        return new WithdrawalView(
                Sql.uuid(row, "account_id"),
                Sql.text(row, "transfer_id"),
                Sql.text(row, "asset"),
                Decimals.text(Sql.decimal(row, "amount")),
                Sql.timeOrNull(row, "effective_at"),
                Sql.text(row, "status"),
                Sql.text(row, "requested_by"),
                Sql.time(row, "requested_at"),
                Sql.textOrNull(row, "resolved_by"),
                Sql.timeOrNull(row, "resolved_at"));
    }
}
