package io.tradecore.api.admin;

import io.tradecore.api.admin.QuarantineApplier.Applied;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.query.Cursor;
import io.tradecore.api.query.Page;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The venue messages that wait for an operator. Safe for use by many threads; blocks its thread. */
@Singleton
public final class PgQuarantine {
    private static final String QUARANTINE = "quarantine";

    private static final String LIST_QUARANTINE = """
            SELECT * FROM quarantine
            WHERE (CAST(? AS boolean) IS NULL OR (resolved_at IS NOT NULL) = ?)
                AND (CAST(? AS timestamptz) IS NULL OR (received_at, quarantine_id) > (?, ?))
            ORDER BY received_at, quarantine_id
            LIMIT ?
            """;
    private static final String LOCK_ENTRY = """
            SELECT * FROM quarantine WHERE quarantine_id = ? FOR UPDATE
            """;
    private static final String RESOLVE_ENTRY = """
            UPDATE quarantine SET resolved_at = now(), resolved_by = ?, resolution = ?, action = ?, order_id = ?, outcome = ?
            WHERE quarantine_id = ?
            """;

    private final AdminTransactions transactions;
    private final QuarantineApplier applier;

    PgQuarantine(AdminTransactions transactions, QuarantineApplier applier) {
        this.transactions = transactions;
        this.applier = applier;
    }

    /**
     * Entries in the order they came.
     *
     * @param resolved null: both kinds
     */
    public Page<QuarantineView> list(String actor, @Nullable Boolean resolved, @Nullable String cursor, int limit) {
        AuditEntry entry = AuditEntry.of("QUARANTINE_QUERIED", AuditEntry.detail("resolved", resolved));
        List<QuarantineView> found = transactions.query(actor, entry, connection -> {
            String[] after = cursor == null ? null : Cursor.decode(QUARANTINE, cursor, 2);
            var afterTime = after == null ? null : Cursor.time(after[0]);
            UUID afterId = after == null ? null : Cursor.uuid(after[1]);
            return Sql.list(
                    connection,
                    LIST_QUARANTINE,
                    PgQuarantine::entry,
                    resolved,
                    resolved,
                    afterTime,
                    afterTime,
                    afterId,
                    limit + 1);
        });
        return Page.cut(
                found,
                limit,
                last -> Cursor.encode(QUARANTINE, last.receivedAt().toString(), last.quarantineId()));
    }

    /**
     * Ends an entry's wait. The same resolution again changes nothing; another is refused. The entry is locked until it is
     * applied and marked, so that two operators do not resolve it in two ways; if marking fails after it was applied, the
     * same again finds that it is known.
     */
    public QuarantineView resolve(String actor, UUID quarantineId, Resolution resolution) {
        return transactions.act(actor, connection -> {
            QuarantineView before = lock(connection, quarantineId);
            if (before == null) {
                throw ApiException.of(ApiCode.QUARANTINE_NOT_FOUND, "There is no such quarantined message.");
            }
            if (before.resolvedAt() != null) {
                return new AdminTransactions.Act<>(requireSame(before, resolution), null);
            }
            Applied applied =
                    resolution.action() == QuarantineAction.DISCARD ? null : applier.apply(before, resolution, actor);
            Sql.update(
                    connection,
                    RESOLVE_ENTRY,
                    actor,
                    resolution.text(),
                    resolution.action().name(),
                    applied == null ? null : applied.orderId().value(),
                    applied == null ? "DISCARDED" : applied.outcome(),
                    quarantineId);
            return new AdminTransactions.Act<>(
                    Objects.requireNonNull(lock(connection, quarantineId)), audit(before, resolution, applied));
        });
    }

    private static QuarantineView requireSame(QuarantineView before, Resolution resolution) {
        boolean sameOrder =
                resolution.orderId() == null || resolution.orderId().toString().equals(before.orderId());
        if (resolution.text().equals(before.resolution())
                && resolution.action().name().equals(before.action())
                && sameOrder) {
            return before;
        }
        throw ApiException.of(ApiCode.QUARANTINE_RESOLVED, "It was resolved before, by " + before.resolvedBy() + ".");
    }

    private static AuditEntry audit(QuarantineView before, Resolution resolution, @Nullable Applied applied) {
        AccountId own = before.accountId() == null ? null : AccountId.of(before.accountId());
        Map<String, Object> detail = AuditEntry.detail(
                "quarantineId", before.quarantineId(),
                "action", resolution.action(),
                "resolution", resolution.text(),
                "outcome", applied == null ? "DISCARDED" : applied.outcome(),
                "execId", applied == null ? before.execId() : applied.execId());
        return new AuditEntry(
                "QUARANTINE_RESOLVED",
                resolution.accountId() == null ? own : resolution.accountId(),
                applied == null ? null : applied.orderId(),
                detail);
    }

    private static @Nullable QuarantineView lock(Connection connection, UUID quarantineId) throws SQLException {
        return Sql.first(connection, LOCK_ENTRY, PgQuarantine::entry, quarantineId);
    }

    private static QuarantineView entry(ResultSet row) throws SQLException {
        return new QuarantineView(
                Sql.uuid(row, "quarantine_id"),
                Sql.uuidOrNull(row, "account_id"),
                Sql.textOrNull(row, "venue_id"),
                Sql.textOrNull(row, "exec_id"),
                Sql.text(row, "reason_code"),
                Sql.text(row, "reason_text"),
                Sql.text(row, "payload"),
                Sql.time(row, "received_at"),
                Sql.timeOrNull(row, "resolved_at"),
                Sql.textOrNull(row, "resolved_by"),
                Sql.textOrNull(row, "resolution"),
                Sql.textOrNull(row, "action"),
                Sql.uuidOrNull(row, "order_id"),
                Sql.textOrNull(row, "outcome"));
    }
}
