package io.tradecore.api.sql;

import io.tradecore.api.problem.ApiException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Tells a database that cannot answer from a statement that is wrong. */
public final class SqlFailures {

    private SqlFailures() {}

    /** What a failed read or admin act ends its request with. */
    public static RuntimeException translate(SQLException e) {
        return isUnavailable(e) ? ApiException.databaseUnavailable() : new IllegalStateException("SQL failed", e);
    }

    /** Whether the cause is a database that is away, full, shutting down or too slow: asking later is worth it. */
    public static boolean isUnavailable(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (cause instanceof SQLTransientConnectionException) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                return isUnavailable(sql.getSQLState());
            }
            cause = cause.getCause();
        }
        return false;
    }

    // Without a state it is not the server that speaks but the pool, of a connection that was closed under us. 08 is
    // connection, 53 resources, 57 operator intervention and timeouts, 40 rollbacks, 55P03 a lock timeout.
    private static boolean isUnavailable(@Nullable String state) {
        return state == null
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("40")
                || state.equals("55P03");
    }
}
