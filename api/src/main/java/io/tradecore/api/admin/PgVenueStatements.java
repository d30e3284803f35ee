package io.tradecore.api.admin;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.query.Cursor;
import io.tradecore.api.query.Page;
import io.tradecore.api.sql.Sql;
import io.tradecore.api.statement.StatementFile;
import io.tradecore.api.statement.StatementPeriod;
import io.tradecore.api.statement.StatementRows;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.UuidV7;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Venues' statements, compared with our books. Safe for use by many threads; blocks its thread. */
@Singleton
public final class PgVenueStatements {
    private static final String STATEMENTS = "venue-statements";
    private static final String ITEMS = "statement-items";

    private static final String FIND_VENUE = "SELECT 1 FROM venues WHERE venue_id = ?";
    private static final String SELECT_STATEMENT = """
            SELECT s.*, (SELECT count(*) FROM statement_items i
                WHERE i.statement_id = s.statement_id AND i.resolved_at IS NULL) AS open_items
            FROM venue_statements s
            """;
    private static final String FIND_SAME = SELECT_STATEMENT + """
            WHERE s.venue_id = ? AND s.period_from = ? AND s.period_to = ? AND s.file_hash = ?
            """;
    private static final String FIND_STATEMENT = SELECT_STATEMENT + "WHERE s.statement_id = ?";
    private static final String LIST_STATEMENTS = SELECT_STATEMENT + """
            WHERE (CAST(? AS text) IS NULL OR s.venue_id = ?)
                AND (CAST(? AS timestamptz) IS NULL OR (s.uploaded_at, s.statement_id) < (?, ?))
            ORDER BY s.uploaded_at DESC, s.statement_id DESC
            LIMIT ?
            """;
    private static final String ADD_STATEMENT = """
            INSERT INTO venue_statements (statement_id, venue_id, form, period_from, period_to, file_hash, file_rows, matched,
                    missing_here, missing_there, differing, uploaded_by)
                SELECT ?, ?, ?, ?, ?, ?, ?, count(*) FILTER (WHERE finding = 'MATCHED'),
                    count(*) FILTER (WHERE finding = 'MISSING_HERE'), count(*) FILTER (WHERE finding = 'MISSING_THERE'),
                    count(*) FILTER (WHERE finding = 'DIFFERING'), ?
                FROM compared
            ON CONFLICT ON CONSTRAINT venue_statements_once DO NOTHING
            """;
    private static final String ADD_ITEMS = """
            INSERT INTO statement_items (statement_id, item_no, account_id, finding, exec_id, symbol, asset, file_line, differences,
                    ours, theirs)
                SELECT ?, row_number() OVER (ORDER BY file_line NULLS LAST, account_id, exec_id, symbol, asset), account_id, finding,
                    exec_id, symbol, asset, file_line,
                    (SELECT coalesce(jsonb_object_agg(d.field, jsonb_build_object('ours', ours -> d.field, 'theirs', theirs -> d.field)),
                        '{}') FROM unnest(differing) AS d (field)),
                    ours, theirs
                FROM compared WHERE finding <> 'MATCHED'
            """;
    private static final String LIST_ITEMS = """
            SELECT * FROM statement_items
            WHERE statement_id = ? AND item_no > ? AND (CAST(? AS boolean) IS NULL OR (resolved_at IS NOT NULL) = ?)
                AND (CAST(? AS text) IS NULL OR finding = ?)
            ORDER BY item_no
            LIMIT ?
            """;
    private static final String LOCK_ITEM = """
            SELECT * FROM statement_items WHERE statement_id = ? AND item_no = ? FOR UPDATE
            """;
    private static final String RESOLVE_ITEM = """
            UPDATE statement_items SET resolution = ?, reason = ?, booked_account_id = ?, booked_transfer_id = ?, booked_exec_id = ?,
                resolved_by = ?, resolved_at = now()
            WHERE statement_id = ? AND item_no = ?
            """;
    private static final String FIND_TRANSFER = """
            SELECT 1 FROM ledger_transfers WHERE account_id = ? AND transfer_id = ?
            """;
    private static final String FIND_EXECUTION = """
            SELECT 1 FROM executions x JOIN venue_statements s ON s.venue_id = x.venue_id
            WHERE x.account_id = ? AND x.exec_id = ? AND s.statement_id = ?
            """;

    private final AdminTransactions transactions;
    private final UuidV7 ids;
    private final JsonMapper json;

    PgVenueStatements(AdminTransactions transactions, UuidV7 ids, JsonMapper json) {
        this.transactions = transactions;
        this.ids = ids;
        this.json = json;
    }

    /**
     * Compares a venue's file with our books. The same file of the same period is the same statement: it is not compared
     * again. What is wrong with the file is told, and nothing of it is kept.
     */
    public Stored<VenueStatementView> reconcile(
            String actor, String venueId, StatementPeriod period, StatementFile file) {
        return transactions.act(actor, connection -> {
            if (Sql.first(connection, FIND_VENUE, row -> true, venueId) == null) {
                throw ApiException.ofField(ApiCode.VENUE_UNKNOWN, "venueId", "There is no venue " + venueId + ".");
            }
            VenueStatementView before = same(connection, venueId, period, file);
            if (before != null) {
                return new AdminTransactions.Act<>(new Stored<>(before, false), null);
            }
            UUID statementId = ids.next();
            if (!compare(connection, statementId, actor, venueId, period, file)) {
                // Somebody else has compared it meanwhile.
                VenueStatementView theirs = Objects.requireNonNull(same(connection, venueId, period, file));
                return new AdminTransactions.Act<>(new Stored<>(theirs, false), null);
            }
            VenueStatementView made = Objects.requireNonNull(find(connection, statementId));
            return new AdminTransactions.Act<>(new Stored<>(made, true), audit(made));
        });
    }

    private static boolean compare(
            Connection connection,
            UUID statementId,
            String actor,
            String venueId,
            StatementPeriod period,
            StatementFile file)
            throws SQLException {
        try (StatementRows rows = StatementRows.open(file, period)) {
            new StatementMatching(connection, venueId, period).compare(rows);
            int added = Sql.update(
                    connection,
                    ADD_STATEMENT,
                    statementId,
                    venueId,
                    rows.form().name(),
                    period.from(),
                    period.to(),
                    file.hash(),
                    rows.count(),
                    actor);
            if (added == 1) {
                Sql.update(connection, ADD_ITEMS, statementId);
            }
            return added == 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AuditEntry audit(VenueStatementView made) {
        return AuditEntry.of(
                "VENUE_STATEMENT_RECONCILED",
                AuditEntry.detail(
                        "statementId", made.statementId(),
                        "venueId", made.venueId(),
                        "form", made.form(),
                        "from", made.from(),
                        "to", made.to(),
                        "fileHash", made.fileHash(),
                        "matched", made.matched(),
                        "missingHere", made.missingHere(),
                        "missingThere", made.missingThere(),
                        "differing", made.differing()));
    }

    /**
     * Statements, the latest first.
     *
     * @param venueId null: of all venues
     */
    public Page<VenueStatementView> list(String actor, @Nullable String venueId, @Nullable String cursor, int limit) {
        AuditEntry entry = AuditEntry.of("VENUE_STATEMENTS_QUERIED", AuditEntry.detail("venueId", venueId));
        List<VenueStatementView> found = transactions.query(actor, entry, connection -> {
            String[] after = cursor == null ? null : Cursor.decode(STATEMENTS, cursor, 2);
            Instant afterTime = after == null ? null : Cursor.time(after[0]);
            UUID afterId = after == null ? null : Cursor.uuid(after[1]);
            return Sql.list(
                    connection,
                    LIST_STATEMENTS,
                    PgVenueStatements::statement,
                    venueId,
                    venueId,
                    afterTime,
                    afterTime,
                    afterId,
                    limit + 1);
        });
        return Page.cut(
                found,
                limit,
                last -> Cursor.encode(STATEMENTS, last.uploadedAt().toString(), last.statementId()));
    }

    /** One statement, or STATEMENT_NOT_FOUND. */
    public VenueStatementView read(String actor, UUID statementId) {
        AuditEntry entry = AuditEntry.of("VENUE_STATEMENT_READ", AuditEntry.detail("statementId", statementId));
        return transactions.query(actor, entry, connection -> require(connection, statementId));
    }

    /**
     * Items of a statement in the order of the file, then what only we have.
     *
     * @param resolved null: both kinds
     * @param finding null: all
     */
    public Page<StatementItemView> items(
            String actor,
            UUID statementId,
            @Nullable Boolean resolved,
            @Nullable StatementFinding finding,
            @Nullable String cursor,
            int limit) {
        AuditEntry entry = AuditEntry.of(
                "STATEMENT_ITEMS_QUERIED",
                AuditEntry.detail("statementId", statementId, "resolved", resolved, "finding", finding));
        String wanted = finding == null ? null : finding.name();
        List<StatementItemView> found = transactions.query(actor, entry, connection -> {
            require(connection, statementId);
            long after = cursor == null ? 0 : Cursor.number(Cursor.decode(ITEMS, cursor, 1)[0]);
            return Sql.list(
                    connection,
                    LIST_ITEMS,
                    this::item,
                    statementId,
                    after,
                    resolved,
                    resolved,
                    wanted,
                    wanted,
                    limit + 1);
        });
        return Page.cut(found, limit, last -> Cursor.encode(ITEMS, Integer.toString(last.itemNo())));
    }

    /** Ends an item's wait. The same resolution again changes nothing; another is refused. */
    public StatementItemView resolve(String actor, UUID statementId, int itemNo, ItemResolution resolution) {
        return transactions.act(actor, connection -> {
            StatementItemView before = lock(connection, statementId, itemNo);
            if (before == null) {
                throw ApiException.of(ApiCode.STATEMENT_ITEM_NOT_FOUND, "There is no such item of this statement.");
            }
            if (before.resolvedAt() != null) {
                return new AdminTransactions.Act<>(requireSame(before, resolution), null);
            }
            requireBooking(connection, statementId, resolution);
            AccountId booked = resolution.accountId();
            Sql.update(
                    connection,
                    RESOLVE_ITEM,
                    resolution.kind().name(),
                    resolution.reason(),
                    booked == null ? null : booked.value(),
                    resolution.transferId(),
                    resolution.execId(),
                    actor,
                    statementId,
                    itemNo);
            return new AdminTransactions.Act<>(
                    Objects.requireNonNull(lock(connection, statementId, itemNo)), audit(before, resolution));
        });
    }

    private static AuditEntry audit(StatementItemView before, ItemResolution resolution) {
        return new AuditEntry(
                "STATEMENT_ITEM_RESOLVED",
                before.accountId() == null ? null : AccountId.of(before.accountId()),
                null,
                AuditEntry.detail(
                        "statementId", before.statementId(),
                        "itemNo", before.itemNo(),
                        "finding", before.finding(),
                        "execId", before.execId(),
                        "resolution", resolution.kind(),
                        "reason", resolution.reason(),
                        "bookedAccountId", resolution.accountId(),
                        "bookedTransferId", resolution.transferId(),
                        "bookedExecId", resolution.execId()));
    }

    private static StatementItemView requireSame(StatementItemView before, ItemResolution resolution) {
        AccountId booked = resolution.accountId();
        if (resolution.kind().name().equals(before.resolution())
                && resolution.reason().equals(before.reason())
                && Objects.equals(booked == null ? null : booked.toString(), before.bookedAccountId())
                && Objects.equals(resolution.transferId(), before.bookedTransferId())
                && Objects.equals(resolution.execId(), before.bookedExecId())) {
            return before;
        }
        throw ApiException.of(
                ApiCode.STATEMENT_ITEM_RESOLVED, "It was resolved before, by " + before.resolvedBy() + ".");
    }

    /** What is said to have put it right is there. */
    private static void requireBooking(Connection connection, UUID statementId, ItemResolution resolution)
            throws SQLException {
        AccountId account = resolution.accountId();
        if (account == null) {
            return;
        }
        boolean transfer = resolution.transferId() != null;
        Boolean found = transfer
                ? Sql.first(connection, FIND_TRANSFER, row -> true, account.value(), resolution.transferId())
                : Sql.first(connection, FIND_EXECUTION, row -> true, account.value(), resolution.execId(), statementId);
        if (found == null) {
            throw ApiException.ofField(
                    ApiCode.BOOKING_NOT_FOUND,
                    transfer ? "transferId" : "execId",
                    "The account has no such " + (transfer ? "transfer." : "execution of this venue."));
        }
    }

    private static VenueStatementView require(Connection connection, UUID statementId) throws SQLException {
        VenueStatementView found = find(connection, statementId);
        if (found == null) {
            throw ApiException.of(ApiCode.STATEMENT_NOT_FOUND, "There is no such statement.");
        }
        return found;
    }

    private static @Nullable VenueStatementView find(Connection connection, UUID statementId) throws SQLException {
        return Sql.first(connection, FIND_STATEMENT, PgVenueStatements::statement, statementId);
    }

    private static @Nullable VenueStatementView same(
            Connection connection, String venueId, StatementPeriod period, StatementFile file) throws SQLException {
        return Sql.first(
                connection, FIND_SAME, PgVenueStatements::statement, venueId, period.from(), period.to(), file.hash());
    }

    private @Nullable StatementItemView lock(Connection connection, UUID statementId, int itemNo) throws SQLException {
        return Sql.first(connection, LOCK_ITEM, this::item, statementId, itemNo);
    }

    private static VenueStatementView statement(ResultSet row) throws SQLException {
        return new VenueStatementView(
                Sql.uuid(row, "statement_id"),
                Sql.text(row, "venue_id"),
                Sql.text(row, "form"),
                Sql.time(row, "period_from"),
                Sql.time(row, "period_to"),
                HexFormat.of().formatHex(Objects.requireNonNull(row.getBytes("file_hash"))),
                row.getInt("file_rows"),
                row.getInt("matched"),
                row.getInt("missing_here"),
                row.getInt("missing_there"),
                row.getInt("differing"),
                row.getInt("open_items"),
                Sql.text(row, "uploaded_by"),
                Sql.time(row, "uploaded_at"));
    }

    private StatementItemView item(ResultSet row) throws SQLException {
        return new StatementItemView(
                Sql.uuid(row, "statement_id"),
                row.getInt("item_no"),
                Sql.text(row, "finding"),
                Sql.uuidOrNull(row, "account_id"),
                Sql.textOrNull(row, "exec_id"),
                Sql.textOrNull(row, "symbol"),
                Sql.textOrNull(row, "asset"),
                row.getObject("file_line", Integer.class),
                Objects.requireNonNull(object(row, "differences")),
                object(row, "ours"),
                object(row, "theirs"),
                Sql.textOrNull(row, "resolution"),
                Sql.textOrNull(row, "reason"),
                Sql.uuidOrNull(row, "booked_account_id"),
                Sql.textOrNull(row, "booked_transfer_id"),
                Sql.textOrNull(row, "booked_exec_id"),
                Sql.textOrNull(row, "resolved_by"),
                Sql.timeOrNull(row, "resolved_at"));
    }

    private @Nullable Map<String, Object> object(ResultSet row, String column) throws SQLException {
        String text = Sql.textOrNull(row, column);
        try {
            return text == null ? null : json.readValue(text, Argument.mapOf(String.class, Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
