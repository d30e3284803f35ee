package io.tradecore.ledger.pg;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Several set-based statements sent together and answered together: the driver writes all of them before it reads, so the
 * number of round trips of a batch does not depend on what is in it. The statements run in order; a later one sees what an
 * earlier one did.
 *
 * <p>Not safe for use by several threads. Runs in the caller's transaction.
 */
public final class RoundTrip {

    /** Takes in one row of a query. */
    @FunctionalInterface
    public interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private sealed interface Step {
        String sql();

        Column[] columns();
    }

    private record Query(String sql, RowReader reader, Column[] columns) implements Step {}

    private record Update(String sql, int expectedRows, Column[] columns) implements Step {}

    private final List<Step> steps = new ArrayList<>();

    /** Adds a query; its parameters are the columns, in order. */
    public RoundTrip query(String sql, RowReader reader, Column... columns) {
        steps.add(new Query(sql, reader, columns));
        return this;
    }

    /**
     * Adds a statement that must change exactly expectedRows rows: under row-level security a row out of sight is not an
     * error of its own, so it is made one here.
     */
    public RoundTrip update(String sql, int expectedRows, Column... columns) {
        steps.add(new Update(sql, expectedRows, columns));
        return this;
    }

    /**
     * Sends everything added.
     *
     * @throws IllegalStateException if a statement changed another number of rows than it had to
     */
    public void execute(Connection connection) throws SQLException {
        if (steps.isEmpty()) {
            return;
        }
        StringBuilder sql = new StringBuilder();
        for (Step step : steps) {
            sql.append(step.sql()).append(";\n");
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            int index = 1;
            for (Step step : steps) {
                for (Column column : step.columns()) {
                    statement.setArray(index++, column.toArray(connection));
                }
            }
            statement.execute();
            boolean first = true;
            for (Step step : steps) {
                if (!first) {
                    statement.getMoreResults();
                }
                first = false;
                take(step, statement);
            }
        }
    }

    private static void take(Step step, PreparedStatement statement) throws SQLException {
        switch (step) {
            case Query query -> {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        query.reader().read(rows);
                    }
                }
            }
            case Update update -> {
                int changed = statement.getUpdateCount();
                if (changed != update.expectedRows()) {
                    throw new IllegalStateException("expected to change " + update.expectedRows() + " rows, changed "
                            + changed + ": " + update.sql());
                }
            }
        }
    }
}
