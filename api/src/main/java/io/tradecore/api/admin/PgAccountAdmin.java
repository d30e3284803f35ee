package io.tradecore.api.admin;

import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.api.query.AccountView;
import io.tradecore.api.query.DeadMansSwitchView;
import io.tradecore.api.query.LimitView;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.risk.SelfTradePrevention;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes accounts and sets their status. Safe for use by many threads; blocks its thread. */
@Singleton
public final class PgAccountAdmin {
    /** New orders per second of an account for which nothing was said. */
    public static final int DEFAULT_ORDERS_PER_SECOND = 100;

    // The house is not closed further while the account is made.
    private static final String ADD_ACCOUNT = """
            INSERT INTO accounts (account_id, name, account_type, position_mode, base_currency, desk_id, strategy_id, created_by,
                house_closed_until)
            (SELECT ?, ?, ?, ?, ?, ?, ?, ?, closed_until FROM house_period FOR SHARE) ON CONFLICT (account_id) DO NOTHING
            """;
    private static final String FIND_ACCOUNT = """
            SELECT account_id, name, account_type, position_mode, base_currency, status, desk_id, strategy_id, self_trade_prevention, created_at FROM accounts WHERE account_id = ?
            """;
    private static final String LOCK_ACCOUNT = """
            SELECT status, self_trade_prevention FROM accounts WHERE account_id = ? FOR UPDATE
            """;
    private static final String SET_SELF_TRADE_PREVENTION = """
            UPDATE accounts SET self_trade_prevention = ? WHERE account_id = ?
            """;
    private static final String SET_ACCOUNT_STATUS = """
            UPDATE accounts SET status = ? WHERE account_id = ?
            """;
    // A hold whose time is over holds nothing, whether or not anybody has closed it.
    private static final String FIND_WHAT_IS_LEFT = """
            SELECT 'balance' AS kind, code || ' ' || asset AS what FROM ledger_balances
                WHERE account_id = ? AND code IN ('CASH', 'POSITION') AND posted <> 0
            UNION ALL
            SELECT 'leg', symbol || ' ' || leg FROM positions WHERE account_id = ? AND leg <> 'NET' AND qty <> 0
            UNION ALL
            SELECT 'hold', h.hold_id::text FROM holds h
                LEFT JOIN hold_terms t ON (t.account_id, t.hold_id) = (h.account_id, h.hold_id)
                WHERE h.account_id = ? AND h.status = 'OPEN' AND (t.expires_at IS NULL OR t.expires_at > now())
            UNION ALL
            SELECT 'order', order_id::text FROM orders
                WHERE account_id = ? AND (leaves_qty > 0 OR pending_cl_ord_id IS NOT NULL)
            ORDER BY 1, 2 LIMIT 1
            """;
    private static final String FIND_ASSET = "SELECT 1 FROM assets WHERE asset = ?";
    private static final String FIND_DESK = "SELECT 1 FROM desks WHERE desk_id = ?";
    private static final String FIND_STRATEGY = "SELECT 1 FROM strategies WHERE strategy_id = ?";
    private static final String ADD_LIMIT = """
            INSERT INTO account_limits (account_id, limit_id, kind, value, severity, effective_from, created_by)
            VALUES (?, ?, ?, ?, 'HARD', now(), ?)
            """;

    private final AdminTransactions transactions;
    private final UuidV7 ids;

    PgAccountAdmin(AdminTransactions transactions, UuidV7 ids) {
        this.transactions = transactions;
        this.ids = ids;
    }

    /**
     * Makes an account with limits of its own for all instruments. The same id again answers what stands; limits are not compared,
     * they may have been changed since.
     *
     * @param wantedId null: a new one is made up
     * @param strategyId null: it is of none
     */
    public Stored<AccountView> create(
            String actor,
            @Nullable AccountId wantedId,
            String name,
            String accountType,
            String positionMode,
            String baseCurrency,
            String deskId,
            @Nullable String strategyId,
            NewLimits limits) {
        AccountId accountId = wantedId == null ? new AccountId(ids.next()) : wantedId;
        return transactions.act(actor, connection -> {
            if (Sql.first(connection, FIND_ASSET, row -> true, baseCurrency) == null) {
                throw ApiException.of(Reason.ASSET_UNKNOWN, "There is no such base currency.");
            }
            if (Sql.first(connection, FIND_DESK, row -> true, deskId) == null) {
                throw ApiException.ofField(ApiCode.DESK_UNKNOWN, "deskId", "There is no such desk.");
            }
            if (strategyId != null && Sql.first(connection, FIND_STRATEGY, row -> true, strategyId) == null) {
                throw ApiException.ofField(ApiCode.STRATEGY_UNKNOWN, "strategyId", "There is no such strategy.");
            }
            boolean created = Sql.update(
                            connection,
                            ADD_ACCOUNT,
                            accountId.value(),
                            name,
                            accountType,
                            positionMode,
                            baseCurrency,
                            deskId,
                            strategyId,
                            actor)
                    == 1;
            if (created) {
                addLimits(connection, actor, accountId, limits);
            }
            AccountView view = find(connection, accountId);
            requireSame("name", name, view.name());
            requireSame("accountType", accountType, view.accountType());
            requireSame("positionMode", positionMode, view.positionMode());
            requireSame("baseCurrency", baseCurrency, view.baseCurrency());
            requireSame("deskId", deskId, view.deskId());
            requireSame("strategyId", strategyId, view.strategyId());
            Map<String, Object> detail = AuditEntry.detail(
                    "name",
                    name,
                    "accountType",
                    accountType,
                    "positionMode",
                    positionMode,
                    "baseCurrency",
                    baseCurrency,
                    "deskId",
                    deskId,
                    "strategyId",
                    strategyId,
                    "limits",
                    limits.detail());
            return new AdminTransactions.Act<>(
                    new Stored<>(view, created), created ? AuditEntry.of("ACCOUNT_CREATED", accountId, detail) : null);
        });
    }

    /** Sets an account's status. One is closed when it has nothing any more and nothing is open; then it stays closed. */
    public AccountView setStatus(String actor, AccountId accountId, AccountStatus status) {
        return transactions.act(actor, connection -> {
            String before = Sql.first(connection, LOCK_ACCOUNT, row -> Sql.text(row, "status"), accountId.value());
            if (before == null) {
                throw ApiException.accountUnknown();
            }
            if (before.equals(status.name())) {
                return new AdminTransactions.Act<>(find(connection, accountId), null);
            }
            if (before.equals(AccountStatus.CLOSED.name())) {
                throw ApiException.of(ApiCode.ACCOUNT_CLOSED, "A closed account stays closed.");
            }
            if (status == AccountStatus.CLOSED) {
                requireEmpty(connection, accountId);
            }
            Sql.update(connection, SET_ACCOUNT_STATUS, status.name(), accountId.value());
            return new AdminTransactions.Act<>(
                    find(connection, accountId),
                    AuditEntry.of("ACCOUNT_STATUS_SET", accountId, AuditEntry.change(before, status.name())));
        });
    }

    /** Sets what becomes of orders that would trade with another of the account; in force for every order from then on. */
    public AccountView setSelfTradePrevention(String actor, AccountId accountId, SelfTradePrevention prevention) {
        return transactions.act(actor, connection -> {
            String before = Sql.first(
                    connection, LOCK_ACCOUNT, row -> Sql.text(row, "self_trade_prevention"), accountId.value());
            if (before == null) {
                throw ApiException.accountUnknown();
            }
            boolean changed = !before.equals(prevention.name());
            if (changed) {
                Sql.update(connection, SET_SELF_TRADE_PREVENTION, prevention.name(), accountId.value());
            }
            return new AdminTransactions.Act<>(
                    find(connection, accountId),
                    changed
                            ? AuditEntry.of(
                                    "SELF_TRADE_PREVENTION_SET",
                                    accountId,
                                    AuditEntry.change(before, prevention.name()))
                            : null);
        });
    }

    private static void requireEmpty(Connection connection, AccountId accountId) throws SQLException {
        Map<String, String> left = Sql.first(
                connection,
                FIND_WHAT_IS_LEFT,
                row -> Map.of(Sql.text(row, "kind"), Sql.text(row, "what")),
                accountId.value(),
                accountId.value(),
                accountId.value(),
                accountId.value());
        if (left != null) {
            throw ApiException.of(
                    ProblemMapper.problem(
                                    ApiCode.ACCOUNT_NOT_EMPTY,
                                    "An account is closed with an empty book and nothing open.")
                            .withNumbers(left),
                    false);
        }
    }

    private void addLimits(Connection connection, String actor, AccountId accountId, NewLimits limits)
            throws SQLException {
        for (var limit : limits.byKind().entrySet()) {
            Sql.update(
                    connection,
                    ADD_LIMIT,
                    accountId.value(),
                    ids.next(),
                    limit.getKey().name(),
                    limit.getValue(),
                    actor);
        }
    }

    private static void requireSame(String field, @Nullable String wanted, @Nullable String stands) {
        if (!Objects.equals(wanted, stands)) {
            throw ApiException.existsWithDifferent(field, "The account exists with another " + field + ".");
        }
    }

    private static AccountView find(Connection connection, AccountId accountId) throws SQLException {
        List<LimitView> limits = Sql.list(connection, LimitView.LIST, LimitView::of, accountId.value());
        DeadMansSwitchView deadMansSwitch = DeadMansSwitchView.find(connection, accountId);
        return Objects.requireNonNull(
                Sql.first(connection, FIND_ACCOUNT, row -> account(row, limits, deadMansSwitch), accountId.value()));
    }

    private static AccountView account(
            ResultSet row, List<LimitView> limits, @Nullable DeadMansSwitchView deadMansSwitch) throws SQLException {
        return new AccountView(
                Sql.uuid(row, "account_id"),
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
                Sql.time(row, "created_at"));
    }
}
