package io.tradecore.api.query;

import io.tradecore.api.config.Databases;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.sql.Sql;
import io.tradecore.api.sql.SqlFailures;
import io.tradecore.ledger.AccountId;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads of one account as oms_reader: a read-only transaction that sees this account's rows and no others. Safe for use
 * by many threads; blocks its thread.
 */
@Singleton
public final class TenantReads {
    private static final String FIND_ACCOUNT = "SELECT 1 FROM accounts WHERE account_id = ?";

    private static final String SEE_ONE_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ";

    private final DataSource reader;

    TenantReads(Databases databases) {
        this.reader = databases.reader();
    }

    /** Runs the work in one transaction in the account's context. */
    public <T extends @Nullable Object> T read(AccountId accountId, Sql.Work<T> work) {
        try (Connection connection = reader.getConnection()) {
            enter(connection, accountId);
            T result = work.in(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /** Runs the work in one transaction in the account's context; all its statements see the same rows. */
    public <T extends @Nullable Object> T readSnapshot(AccountId accountId, Sql.Work<T> work) {
        return read(accountId, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(SEE_ONE_SNAPSHOT);
            }
            return work.in(connection);
        });
    }

    /** Runs the work; an empty list of an account that does not exist is ACCOUNT_UNKNOWN. */
    public <T> List<T> readList(AccountId accountId, Sql.Work<List<T>> work) {
        return read(accountId, connection -> {
            List<T> found = work.in(connection);
            if (found.isEmpty()) {
                requireAccount(connection, accountId);
            }
            return found;
        });
    }

    /** ACCOUNT_UNKNOWN unless the account exists. */
    public static void requireAccount(Connection connection, AccountId accountId) throws SQLException {
        if (Sql.first(connection, FIND_ACCOUNT, row -> true, accountId.value()) == null) {
            throw ApiException.accountUnknown();
        }
    }

    // The first statement of the transaction: transaction-local, so it cannot outlive it in a pooled connection. The
    // value is a UUID's canonical text, which needs no quoting; SET takes no parameters.
    private static void enter(Connection connection, AccountId accountId) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL app.account_id = '" + accountId + "'");
        }
    }
}
