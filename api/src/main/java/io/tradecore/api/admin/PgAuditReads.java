package io.tradecore.api.admin;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.query.Cursor;
import io.tradecore.api.query.Page;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.OrderId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the audit trail; every look is itself audited. Safe for use by many threads; blocks its thread. */
@Singleton
public final class PgAuditReads {
    private static final String TRAIL = "trail";
    private static final String TIMELINE = "timeline";

    private static final String LIST_TRAIL = """
            SELECT * FROM audit_trail
            WHERE recorded_at >= ? AND recorded_at < ?
                AND (CAST(? AS text) IS NULL OR actor = ?)
                AND (CAST(? AS uuid) IS NULL OR account_id = ?)
                AND (CAST(? AS uuid) IS NULL OR order_id = ?)
                AND (CAST(? AS timestamptz) IS NULL
                    OR (recorded_at >= ? AND (recorded_at, source, entry_id) > (?, ?, ?)))
            ORDER BY recorded_at, source, entry_id
            LIMIT ?
            """;

    // The end of a walk is set when it begins: every look adds a line, so a moving end might never be reached.
    private static final String READ_DATABASE_TIME = "SELECT now() AS now";

    // A transfer stands right after the event it booked, which has the same ExecID; events stand by their sequence.
    private static final String LIST_TIMELINE = """
            SELECT * FROM (
                SELECT t.*, CASE source WHEN 'ORDER_EVENT' THEN seq ELSE
                        max(CASE source WHEN 'ORDER_EVENT' THEN seq END) OVER (PARTITION BY detail ->> 'execId') END AS place
                FROM audit_trail t
                WHERE account_id = ? AND order_id = ? AND source IN ('ORDER_EVENT', 'TRANSFER')) placed
            WHERE (place, source) > (?, ?)
            ORDER BY place, source
            LIMIT ?
            """;

    private final AdminTransactions transactions;
    private final JsonMapper json;

    private record Placed(AuditView view, long place) {}

    PgAuditReads(AdminTransactions transactions, JsonMapper json) {
        this.transactions = transactions;
        this.json = json;
    }

    /** The trail in the order of recording. */
    public Page<AuditView> trail(String actor, AuditFilter filter, @Nullable String cursor, int limit) {
        AuditEntry entry = new AuditEntry("AUDIT_QUERIED", filter.accountId(), filter.orderId(), filter.detail());
        return transactions.query(actor, entry, connection -> {
            String[] after = cursor == null ? null : Cursor.decode(TRAIL, cursor, 4);
            Instant until = after == null ? until(connection, filter) : Cursor.time(after[3]);
            Instant afterTime = after == null ? null : Cursor.time(after[0]);
            UUID accountId =
                    filter.accountId() == null ? null : filter.accountId().value();
            UUID orderId = filter.orderId() == null ? null : filter.orderId().value();
            List<AuditView> found = Sql.list(
                    connection,
                    LIST_TRAIL,
                    this::entry,
                    filter.from(),
                    until,
                    filter.actor(),
                    filter.actor(),
                    accountId,
                    accountId,
                    orderId,
                    orderId,
                    afterTime,
                    afterTime,
                    afterTime,
                    after == null ? null : after[1],
                    after == null ? null : after[2],
                    limit + 1);
            return Page.cut(
                    found,
                    limit,
                    last -> Cursor.encode(
                            TRAIL, last.recordedAt().toString(), last.source(), last.entryId(), until.toString()));
        });
    }

    private static Instant until(Connection connection, AuditFilter filter) throws SQLException {
        Instant to = filter.to();
        return to != null
                ? to
                : Objects.requireNonNull(Sql.first(connection, READ_DATABASE_TIME, row -> Sql.time(row, "now")));
    }

    /** Everything recorded of one order, from its request to the booking of its fills, or ORDER_UNKNOWN. */
    public Page<AuditView> timeline(
            String actor, AccountId accountId, OrderId orderId, @Nullable String cursor, int limit) {
        AuditEntry entry = new AuditEntry("TIMELINE_QUERIED", accountId, orderId, Map.of());
        List<Placed> found = transactions.query(actor, entry, connection -> {
            String[] after = cursor == null ? new String[] {"-1", ""} : Cursor.decode(TIMELINE, cursor, 2);
            List<Placed> lines = Sql.list(
                    connection,
                    LIST_TIMELINE,
                    row -> new Placed(entry(row), row.getLong("place")),
                    accountId.value(),
                    orderId.value(),
                    Cursor.number(after[0]),
                    after[1],
                    limit + 1);
            if (lines.isEmpty() && cursor == null) {
                throw ApiException.orderUnknown();
            }
            return lines;
        });
        Page<Placed> page = Page.cut(
                found,
                limit,
                last -> Cursor.encode(
                        TIMELINE, Long.toString(last.place()), last.view().source()));
        return new Page<>(page.items().stream().map(Placed::view).toList(), page.nextCursor());
    }

    private AuditView entry(ResultSet row) throws SQLException {
        return new AuditView(
                Sql.time(row, "recorded_at"),
                Sql.text(row, "source"),
                Sql.text(row, "entry_id"),
                Sql.text(row, "actor"),
                Sql.uuidOrNull(row, "account_id"),
                Sql.uuidOrNull(row, "order_id"),
                Sql.text(row, "action"),
                Sql.text(row, "outcome"),
                row.getObject("seq", Long.class),
                detail(Sql.text(row, "detail")));
    }

    private Map<String, Object> detail(String text) {
        try {
            return json.readValue(text, Argument.mapOf(String.class, Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
