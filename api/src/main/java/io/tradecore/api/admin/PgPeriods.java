package io.tradecore.api.admin;

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
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Closes periods of effective time, of an account or of the house, and opens them again if two operators agree. What is closed
 * stands on the rows of accounts: changing them waits for the batches that hold them, so that after a close has been answered
 * nothing is posted into it. Safe for use by many threads; blocks its thread.
 */
@Singleton
public final class PgPeriods {

    private static final String REOPENINGS = "period-reopenings";

    private static final String LOCK_HOUSE = "SELECT closed_until FROM house_period FOR UPDATE";

    private static final String FIND_HOUSE = "SELECT closed_until AS house_closed_until FROM house_period";

    private static final String LOCK_ACCOUNT = """
            SELECT closed_until, house_closed_until FROM accounts WHERE account_id = ? FOR NO KEY UPDATE
            """;

    private static final String FIND_ACCOUNT = """
            SELECT closed_until, house_closed_until FROM accounts WHERE account_id = ?
            """;

    // In the order batches take them: an update alone would take them as they lie.
    private static final String LOCK_ALL_ACCOUNTS = """
            SELECT count(*) FROM (SELECT 1 FROM accounts ORDER BY account_id FOR NO KEY UPDATE) locked
            """;

    private static final String SET_ACCOUNT = "UPDATE accounts SET closed_until = ? WHERE account_id = ?";

    private static final String SET_HOUSE = "UPDATE house_period SET closed_until = ?";

    private static final String SET_HOUSE_IN_ALL_ACCOUNTS = "UPDATE accounts SET house_closed_until = ?";

    private static final String ADD_REOPENING = """
            INSERT INTO period_reopenings (reopening_id, scope, closed_until, reopen_from, reason, requested_by)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (reopening_id) DO NOTHING
            """;

    private static final String LIST_REOPENINGS = """
            SELECT * FROM period_reopenings
            WHERE (CAST(? AS boolean) IS NULL OR (approved_at IS NOT NULL) = ?)
                AND (CAST(? AS timestamptz) IS NULL OR (requested_at, reopening_id) > (?, ?))
            ORDER BY requested_at, reopening_id
            LIMIT ?
            """;

    private static final String LOCK_REOPENING = "SELECT * FROM period_reopenings WHERE reopening_id = ? FOR UPDATE";

    private static final String APPROVE_REOPENING = """
            UPDATE period_reopenings SET approved_by = ?, approved_at = now() WHERE reopening_id = ?
            """;

    private final AdminTransactions transactions;
    private final Clock clock;

    PgPeriods(AdminTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What is closed, for an account or, without one, for the house. */
    public PeriodView find(String actor, @Nullable AccountId accountId) {
        AuditEntry entry = new AuditEntry("PERIOD_QUERIED", accountId, null, Map.of());
        return transactions.query(actor, entry, connection -> find(connection, accountId));
    }

    /**
     * Closes effective times before until. What is closed further already stays so.
     *
     * @param accountId null for the house
     */
    public PeriodView close(String actor, @Nullable AccountId accountId, Instant until) {
        if (until.isAfter(clock.instant())) {
            throw ApiException.ofField(ApiCode.FIELD_INVALID, "until", "until must not be in the future.");
        }
        return transactions.act(actor, connection -> {
            Instant before = lock(connection, accountId);
            if (before != null && !until.isAfter(before)) {
                return new AdminTransactions.Act<>(find(connection, accountId), null);
            }
            set(connection, accountId, until);
            return new AdminTransactions.Act<>(
                    find(connection, accountId),
                    new AuditEntry("PERIOD_CLOSED", accountId, null, AuditEntry.detail("from", before, "to", until)));
        });
    }

    /**
     * Asks for a closed period to be opened again from that time on. The same id with the same body answers what stands.
     *
     * @param accountId null for the house
     */
    public Stored<ReopeningView> request(
            String actor, UUID reopeningId, @Nullable AccountId accountId, Instant reopenFrom, String reason) {
        return transactions.act(actor, connection -> {
            Instant closedUntil = lock(connection, accountId);
            ReopeningView known = reopening(connection, reopeningId);
            if (known != null) {
                requireSame("accountId", accountId == null ? null : accountId.toString(), known.accountId());
                requireSame("reopenFrom", reopenFrom, known.reopenFrom());
                requireSame("reason", reason, known.reason());
                return new AdminTransactions.Act<>(new Stored<>(known, false), null);
            }
            if (closedUntil == null || !reopenFrom.isBefore(closedUntil)) {
                throw ApiException.of(ApiCode.PERIOD_NOT_CLOSED, "What begins then is open.");
            }
            Sql.update(
                    connection,
                    ADD_REOPENING,
                    reopeningId,
                    accountId == null ? null : accountId.value(),
                    closedUntil,
                    reopenFrom,
                    reason,
                    actor);
            ReopeningView made = Objects.requireNonNull(reopening(connection, reopeningId));
            return new AdminTransactions.Act<>(
                    new Stored<>(made, true), audit("PERIOD_REOPENING_REQUESTED", accountId, made));
        });
    }

    /**
     * Reopenings in the order they were asked for.
     *
     * @param approved null: both kinds
     */
    public Page<ReopeningView> reopenings(
            String actor, @Nullable Boolean approved, @Nullable String cursor, int limit) {
        AuditEntry entry = AuditEntry.of("PERIOD_REOPENINGS_QUERIED", AuditEntry.detail("approved", approved));
        List<ReopeningView> found = transactions.query(actor, entry, connection -> {
            String[] after = cursor == null ? null : Cursor.decode(REOPENINGS, cursor, 2);
            Instant afterTime = after == null ? null : Cursor.time(after[0]);
            UUID afterId = after == null ? null : Cursor.uuid(after[1]);
            return Sql.list(
                    connection,
                    LIST_REOPENINGS,
                    PgPeriods::view,
                    approved,
                    approved,
                    afterTime,
                    afterTime,
                    afterId,
                    limit + 1);
        });
        return Page.cut(
                found,
                limit,
                last -> Cursor.encode(REOPENINGS, last.requestedAt().toString(), last.reopeningId()));
    }

    /** Opens the period, if the operator is not the one who asked and nothing has been closed or opened since. */
    public ReopeningView approve(String actor, UUID reopeningId) {
        return transactions.act(actor, connection -> {
            ReopeningView asked = reopening(connection, reopeningId);
            if (asked == null) {
                throw ApiException.of(ApiCode.REOPENING_NOT_FOUND, "There is no such reopening.");
            }
            if (asked.approvedBy() != null) {
                return new AdminTransactions.Act<>(asked, null);
            }
            if (asked.requestedBy().equals(actor)) {
                throw ApiException.of(ApiCode.REOPENING_NOT_APPLICABLE, "Another operator has to approve it.");
            }
            AccountId accountId = asked.accountId() == null ? null : AccountId.of(asked.accountId());
            if (!asked.closedUntil().equals(lock(connection, accountId))) {
                throw ApiException.of(
                        ApiCode.REOPENING_NOT_APPLICABLE, "What is closed has changed since it was asked for.");
            }
            set(connection, accountId, asked.reopenFrom());
            Sql.update(connection, APPROVE_REOPENING, actor, reopeningId);
            ReopeningView approved = Objects.requireNonNull(reopening(connection, reopeningId));
            return new AdminTransactions.Act<>(approved, audit("PERIOD_REOPENED", accountId, approved));
        });
    }

    private static AuditEntry audit(String action, @Nullable AccountId accountId, ReopeningView reopening) {
        return new AuditEntry(
                action,
                accountId,
                null,
                AuditEntry.detail(
                        "reopeningId", reopening.reopeningId(),
                        "from", reopening.closedUntil(),
                        "to", reopening.reopenFrom(),
                        "reason", reopening.reason(),
                        "requestedBy", reopening.requestedBy()));
    }

    private static void requireSame(String field, @Nullable Object asked, @Nullable Object known) {
        if (!Objects.equals(asked, known)) {
            throw ApiException.ofField(
                    ApiCode.EXISTS_WITH_DIFFERENT_BODY, field, "It was asked for with another " + field + ".");
        }
    }

    /** Until when it is closed; nobody else changes that until the transaction ends. */
    private static @Nullable Instant lock(Connection connection, @Nullable AccountId accountId) throws SQLException {
        // A row without a time is not the same as no row.
        record Row(@Nullable Instant closedUntil) {}
        Row row = accountId == null
                ? Sql.first(connection, LOCK_HOUSE, it -> new Row(Sql.timeOrNull(it, "closed_until")))
                : Sql.first(
                        connection, LOCK_ACCOUNT, it -> new Row(Sql.timeOrNull(it, "closed_until")), accountId.value());
        if (row == null) {
            throw ApiException.accountUnknown();
        }
        return row.closedUntil();
    }

    private static void set(Connection connection, @Nullable AccountId accountId, Instant until) throws SQLException {
        if (accountId != null) {
            Sql.update(connection, SET_ACCOUNT, until, accountId.value());
            return;
        }
        Sql.update(connection, SET_HOUSE, until);
        Sql.first(connection, LOCK_ALL_ACCOUNTS, row -> row.getLong(1));
        Sql.update(connection, SET_HOUSE_IN_ALL_ACCOUNTS, until);
    }

    private static PeriodView find(Connection connection, @Nullable AccountId accountId) throws SQLException {
        PeriodView found = accountId == null ? findHouse(connection) : findAccount(connection, accountId);
        if (found == null) {
            throw ApiException.accountUnknown();
        }
        return found;
    }

    private static @Nullable PeriodView findHouse(Connection connection) throws SQLException {
        return Sql.first(
                connection, FIND_HOUSE, row -> new PeriodView(null, null, Sql.timeOrNull(row, "house_closed_until")));
    }

    private static @Nullable PeriodView findAccount(Connection connection, AccountId accountId) throws SQLException {
        return Sql.first(
                connection,
                FIND_ACCOUNT,
                row -> new PeriodView(
                        accountId.toString(),
                        Sql.timeOrNull(row, "closed_until"),
                        Sql.timeOrNull(row, "house_closed_until")),
                accountId.value());
    }

    private static @Nullable ReopeningView reopening(Connection connection, UUID reopeningId) throws SQLException {
        return Sql.first(connection, LOCK_REOPENING, PgPeriods::view, reopeningId);
    }

    private static ReopeningView view(ResultSet row) throws SQLException {
        return new ReopeningView(
                Sql.uuid(row, "reopening_id"),
                Sql.uuidOrNull(row, "scope"),
                Sql.time(row, "closed_until"),
                Sql.time(row, "reopen_from"),
                Sql.text(row, "reason"),
                Sql.text(row, "requested_by"),
                Sql.time(row, "requested_at"),
                Sql.textOrNull(row, "approved_by"),
                Sql.timeOrNull(row, "approved_at"));
    }
}
