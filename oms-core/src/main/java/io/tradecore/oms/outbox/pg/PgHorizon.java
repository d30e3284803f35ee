package io.tradecore.oms.outbox.pg;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Up to where rows can be read without missing one. Transaction ids are given out in order but commit in any order: a
 * reader that goes on after the last id it saw loses the row of a slow transaction for ever. Below the horizon every
 * transaction is finished, so no row can appear there any more.
 *
 * <p>Because each account's row is locked before its events are numbered, an account's rows below the horizon have no
 * gap: whoever holds number n has finished before anyone is given n + 1.
 */
public final class PgHorizon {
    private static final String READ_HORIZON = """
            SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)
            """;

    private PgHorizon() {}

    /** The lowest transaction id that may still be running. One statement that commits itself: it is asked after every commit. */
    public static long read(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(true);
            long horizon;
            try (var statement = connection.prepareStatement(READ_HORIZON);
                    var row = statement.executeQuery()) {
                row.next();
                horizon = row.getLong(1);
            }
            return horizon;
        }
    }
}
