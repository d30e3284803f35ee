package io.tradecore.api.admin;

import io.tradecore.api.admin.TradingStateSetView.AccountView;
import io.tradecore.api.halt.HaltRunner;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.query.Cursor;
import io.tradecore.api.query.Page;
import io.tradecore.api.sql.Sql;
import io.tradecore.api.sql.SqlFailures;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.halt.TradingScope;
import io.tradecore.oms.halt.TradingState;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stops, restricts and resumes trading: of everything, or of a desk, an account, a user, an instrument or a venue. For operators,
 * and for rules, which name themselves as who does it. Safe for use by many threads; blocks its thread.
 */
@Singleton
public final class KillSwitch {
    private static final String CHANGES = "trading-state-changes";
    private static final String ACCOUNTS = "halted-accounts";

    /** How long an answer waits for batches that are under way. They are much shorter. */
    private static final Duration IN_FORCE_PATIENCE = Duration.ofSeconds(3);

    /** How long an answer waits for the accounts. The rest is done without it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    // Changes are numbered in the order they are committed, and wait for who ends orders by the states as they are.
    private static final String LOCK_STATES = "SELECT lock_trading_states()";

    private static final String FIND_STATE = """
            SELECT scope, scope_id, state, reason, set_by, set_at, change_id FROM trading_states WHERE scope = ? AND scope_id = ?
            """;

    private static final String LIST_STATES = """
            SELECT scope, scope_id, state, reason, set_by, set_at, change_id FROM trading_states ORDER BY change_id
            """;

    private static final String ADD_CHANGE = """
            INSERT INTO trading_state_changes (change_id, scope, scope_id, from_state, to_state, reason, changed_by)
            SELECT coalesce(max(change_id), 0) + 1, ?, ?, ?, ?, ?, ? FROM trading_state_changes RETURNING change_id
            """;

    private static final String SET_STATE = """
            INSERT INTO trading_states (scope, scope_id, state, reason, set_by, change_id) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (scope, scope_id) DO UPDATE SET state = EXCLUDED.state, reason = EXCLUDED.reason,
                set_by = EXCLUDED.set_by, set_at = now(), change_id = EXCLUDED.change_id
            """;

    private static final String CLEAR_STATE = "DELETE FROM trading_states WHERE scope = ? AND scope_id = ?";

    private static final String FIND_DESK = "SELECT desk_id FROM desks WHERE desk_id = ?";

    private static final String FIND_ACCOUNT = "SELECT account_id FROM accounts WHERE account_id = ?";

    private static final String FIND_INSTRUMENT = "SELECT symbol FROM instruments WHERE symbol = ?";

    private static final String FIND_VENUE = "SELECT venue_id FROM venues WHERE venue_id = ?";

    private static final String LIST_CHANGES = """
            SELECT change_id, scope, scope_id, from_state, to_state, reason, changed_by, changed_at FROM trading_state_changes
            WHERE (CAST(? AS text) IS NULL OR scope = ?) AND (CAST(? AS text) IS NULL OR scope_id = ?)
                AND (CAST(? AS bigint) IS NULL OR change_id < ?)
            ORDER BY change_id DESC LIMIT ?
            """;

    private static final String LIST_HALTED = """
            SELECT last.account_id, count(*) FILTER (WHERE last.what = 'CANCELED') AS canceled,
                count(*) FILTER (WHERE last.what = 'CANCEL_REQUESTED') AS cancel_requested,
                count(*) FILTER (WHERE last.what = 'REFUSED') AS refused
            FROM (
                SELECT DISTINCT ON (b.account_id, split_part(result, ',', 3)) b.account_id, split_part(result, ',', 2) AS what
                FROM bulk_requests b CROSS JOIN unnest(b.results) AS result
                WHERE split_part(b.cl_ord_id, ':', 2) = ? AND b.cl_ord_id LIKE 'halt:%' AND (CAST(? AS uuid) IS NULL OR b.account_id > ?)
                ORDER BY b.account_id, split_part(result, ',', 3), b.created_at DESC) last
            GROUP BY last.account_id ORDER BY last.account_id LIMIT ?
            """;

    /** Accounts an answer names; all of them are listed elsewhere. */
    private static final int MOST_NAMED = 500;

    private record Outcome(TradingStateView stands, boolean changed) {}

    private final AdminTransactions transactions;
    private final HaltRunner runner;

    KillSwitch(AdminTransactions transactions, HaltRunner runner) {
        this.transactions = transactions;
        this.runner = runner;
    }

    /**
     * Sets a scope's state, and cancels its open orders where that is HALTED. Once this returns with inForce no order is accepted
     * that the state forbids. The same again changes nothing, and goes on with what is not canceled yet.
     *
     * @param scopeId {@link TradingScope#ALL} of the firm
     * @param reason for the history
     * @param actor who does it; another one than set the state has to make it less strict
     */
    public TradingStateSetView set(
            TradingScope scope, String scopeId, TradingState state, String reason, String actor) {
        Outcome outcome = transactions.act(actor, connection -> set(connection, scope, scopeId, state, reason, actor));
        return carryOut(outcome, state);
    }

    /**
     * Halts an account and cancels its open orders, unless it is halted already: who has halted it would lift a rule's halt
     * alone, were his overwritten by that.
     *
     * @param reason for the history
     * @param rule who does it
     * @return whether this halted it
     */
    public boolean haltUnlessHalted(AccountId accountId, String reason, String rule) {
        Outcome outcome = transactions.act(rule, connection -> haltUnlessHalted(connection, accountId, reason, rule));
        if (outcome.changed()) {
            carryOut(outcome, TradingState.HALTED);
        }
        return outcome.changed();
    }

    private static AdminTransactions.Act<Outcome> haltUnlessHalted(
            Connection connection, AccountId accountId, String reason, String rule) throws SQLException {
        String scopeId = accountId.toString();
        TradingStateView before = find(connection, TradingScope.ACCOUNT, scopeId);
        if (!before.state().equals(TradingState.HALTED.name())) {
            // Looked at without the lock first: a rule may come again and again, and others wait for that.
            Sql.list(connection, LOCK_STATES, _ -> true);
            before = find(connection, TradingScope.ACCOUNT, scopeId);
        }
        return before.state().equals(TradingState.HALTED.name())
                ? new AdminTransactions.Act<>(new Outcome(before, false), null)
                : set(connection, TradingScope.ACCOUNT, scopeId, TradingState.HALTED, reason, rule);
    }

    private TradingStateSetView carryOut(Outcome outcome, TradingState state) {
        try {
            boolean inForce = runner.awaitInForce(IN_FORCE_PATIENCE);
            List<AccountView> accounts = state == TradingState.HALTED ? cancel(outcome.stands()) : List.of();
            return new TradingStateSetView(outcome.stands(), outcome.changed(), inForce, accounts);
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private static AdminTransactions.Act<Outcome> set(
            Connection connection, TradingScope scope, String scopeId, TradingState state, String reason, String actor)
            throws SQLException {
        Sql.list(connection, LOCK_STATES, _ -> true);
        requireKnown(connection, scope, scopeId);
        TradingStateView before = find(connection, scope, scopeId);
        boolean same =
                before.state().equals(state.name()) && (state == TradingState.ACTIVE || reason.equals(before.reason()));
        if (same) {
            return new AdminTransactions.Act<>(new Outcome(before, false), null);
        }
        if (TradingState.valueOf(before.state()).isStricterThan(state) && actor.equals(before.setBy())) {
            throw ApiException.of(Reason.FOUR_EYES, "Who has set a state does not make it less strict.");
        }
        Long changeId = Sql.first(
                connection,
                ADD_CHANGE,
                row -> row.getLong("change_id"),
                scope.name(),
                scopeId,
                before.state(),
                state.name(),
                reason,
                actor);
        if (state == TradingState.ACTIVE) {
            Sql.update(connection, CLEAR_STATE, scope.name(), scopeId);
        } else {
            Sql.update(connection, SET_STATE, scope.name(), scopeId, state.name(), reason, actor, changeId);
        }
        return new AdminTransactions.Act<>(
                new Outcome(find(connection, scope, scopeId), true), audit(scope, scopeId, before, state, reason));
    }

    private static AuditEntry audit(
            TradingScope scope, String scopeId, TradingStateView before, TradingState state, String reason) {
        var detail = AuditEntry.detail(
                "scope", scope, "scopeId", scopeId, "from", before.state(), "to", state, "reason", reason);
        return scope == TradingScope.ACCOUNT
                ? AuditEntry.of("TRADING_STATE_SET", AccountId.of(scopeId), detail)
                : AuditEntry.of("TRADING_STATE_SET", detail);
    }

    /** A halt of nothing would look like one. Users are known to whoever makes their tokens. */
    private static void requireKnown(Connection connection, TradingScope scope, String scopeId) throws SQLException {
        switch (scope) {
            case FIRM -> {
                if (!scopeId.equals(TradingScope.ALL)) {
                    throw ApiException.of(ApiCode.SCOPE_NOT_FOUND, "The scope FIRM has the id ALL.");
                }
            }
            case DESK -> {
                if (Sql.first(connection, FIND_DESK, row -> true, scopeId) == null) {
                    throw ApiException.of(ApiCode.SCOPE_NOT_FOUND, "There is no such desk.");
                }
            }
            case ACCOUNT -> {
                if (Sql.first(connection, FIND_ACCOUNT, row -> true, accountId(scopeId)) == null) {
                    throw ApiException.accountUnknown();
                }
            }
            case USER -> {}
            case INSTRUMENT -> {
                if (Sql.first(connection, FIND_INSTRUMENT, row -> true, scopeId) == null) {
                    throw ApiException.of(ApiCode.INSTRUMENT_NOT_FOUND, "There is no such instrument.");
                }
            }
            case VENUE -> {
                if (Sql.first(connection, FIND_VENUE, row -> true, scopeId) == null) {
                    throw ApiException.of(ApiCode.SCOPE_NOT_FOUND, "There is no such venue.");
                }
            }
        }
    }

    /** In the spelling that accounts are compared by. */
    private static UUID accountId(String text) {
        try {
            UUID accountId = UUID.fromString(text);
            if (accountId.toString().equals(text)) {
                return accountId;
            }
        } catch (IllegalArgumentException _) {
            // The same answer as for one that is missing.
        }
        throw ApiException.accountUnknown();
    }

    private static TradingStateView find(Connection connection, TradingScope scope, String scopeId)
            throws SQLException {
        TradingStateView found = Sql.first(connection, FIND_STATE, KillSwitch::state, scope.name(), scopeId);
        return found != null
                ? found
                : new TradingStateView(scope.name(), scopeId, TradingState.ACTIVE.name(), null, null, null, null);
    }

    /** What was done may have been done by the watch: it is read where every account keeps it. */
    private List<AccountView> cancel(TradingStateView stands) throws SQLException {
        long patientUntil = System.nanoTime() + PATIENCE.toNanos();
        Map<String, String> codes = new LinkedHashMap<>();
        long changeId = Objects.requireNonNull(stands.changeId());
        runner.run(changeId - 1, () -> System.nanoTime() - patientUntil < 0)
                .forEach(each -> codes.put(each.accountId().toString(), each.code()));
        List<AccountView> done = transactions.readOn(connection -> halted(connection, changeId, null, MOST_NAMED));
        List<AccountView> accounts = new ArrayList<>();
        done.forEach(each -> accounts.add(each.withCode(codes.remove(each.accountId()))));
        codes.forEach((accountId, code) -> accounts.add(new AccountView(accountId, 0, 0, 0, code)));
        return accounts;
    }

    private static List<AccountView> halted(Connection connection, long changeId, @Nullable UUID after, int most)
            throws SQLException {
        return Sql.list(connection, LIST_HALTED, KillSwitch::account, Long.toString(changeId), after, after, most);
    }

    /** Every scope that is not traded as usual, the oldest first. */
    public Page<TradingStateView> list(String actor) {
        AuditEntry entry = AuditEntry.of("TRADING_STATES_QUERIED", Map.of());
        return Page.whole(
                transactions.query(actor, entry, connection -> Sql.list(connection, LIST_STATES, KillSwitch::state)));
    }

    /** Every change there was, the last first; null stands for all scopes, or all ids. */
    public Page<TradingStateChangeView> changes(
            String actor, @Nullable TradingScope scope, @Nullable String scopeId, @Nullable String cursor, int limit) {
        Long before = cursor == null ? null : Cursor.number(Cursor.decode(CHANGES, cursor, 1)[0]);
        String name = scope == null ? null : scope.name();
        AuditEntry entry =
                AuditEntry.of("TRADING_STATES_QUERIED", AuditEntry.detail("scope", name, "scopeId", scopeId));
        List<TradingStateChangeView> found = transactions.query(
                actor,
                entry,
                connection -> Sql.list(
                        connection,
                        LIST_CHANGES,
                        KillSwitch::change,
                        name,
                        name,
                        scopeId,
                        scopeId,
                        before,
                        before,
                        limit + 1));
        return Page.cut(found, limit, last -> Cursor.encode(CHANGES, Long.toString(last.changeId())));
    }

    /** What a halt did in each account that had open orders, by their ids. */
    public Page<AccountView> accounts(String actor, long changeId, @Nullable String cursor, int limit) {
        UUID after = cursor == null ? null : Cursor.uuid(Cursor.decode(ACCOUNTS, cursor, 1)[0]);
        AuditEntry entry = AuditEntry.of("TRADING_STATES_QUERIED", AuditEntry.detail("changeId", changeId));
        List<AccountView> found =
                transactions.query(actor, entry, connection -> halted(connection, changeId, after, limit + 1));
        return Page.cut(found, limit, last -> Cursor.encode(ACCOUNTS, last.accountId()));
    }

    private static TradingStateView state(ResultSet row) throws SQLException {
        return new TradingStateView(
                Sql.text(row, "scope"),
                Sql.text(row, "scope_id"),
                Sql.text(row, "state"),
                Sql.text(row, "reason"),
                Sql.text(row, "set_by"),
                Sql.time(row, "set_at"),
                row.getLong("change_id"));
    }

    private static TradingStateChangeView change(ResultSet row) throws SQLException {
        return new TradingStateChangeView(
                row.getLong("change_id"),
                Sql.text(row, "scope"),
                Sql.text(row, "scope_id"),
                Sql.text(row, "from_state"),
                Sql.text(row, "to_state"),
                Sql.text(row, "reason"),
                Sql.text(row, "changed_by"),
                Sql.time(row, "changed_at"));
    }

    private static AccountView account(ResultSet row) throws SQLException {
        return new AccountView(
                Sql.uuid(row, "account_id"),
                row.getLong("canceled"),
                row.getLong("cancel_requested"),
                row.getLong("refused"),
                null);
    }
}
