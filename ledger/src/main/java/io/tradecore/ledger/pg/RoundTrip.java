package io.tradecore.ledger.pg;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Several set-based statements sent together and answered together: the driver writes all of them before it reads, so the
 * number of round trips of a batch does not depend on what is in it. The statements run in order; a later one sees what an
 * earlier one did, and after one that fails none is run.
 *
 * <p>Not safe for use by several threads. Runs in the caller's transaction, or in the one it begins.
 */
public final class RoundTrip {

    /** Takes in one row of a query. */
    @FunctionalInterface
    public interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private record Step(String sql, RowReader reader, List<Column> columns) {}

    private static final RowReader NOTHING = _ -> {};

    private final List<Step> steps = new ArrayList<>();

    /** Adds a query; its parameters are the columns, in order. */
    public RoundTrip query(String sql, RowReader reader, Column... columns) {
        steps.add(new Step(sql, reader, List.of(columns)));
        return this;
    }

    /**
     * Adds the call of a function that returns nothing; its arguments are the columns, in order. Calls in a row are one
     * statement, whose parsing and planning costs as much as that of one. PostgreSQL evaluates them from left to right, which
     * the standard leaves open: rows that need others first say so with a foreign key.
     */
    public RoundTrip call(String function, Column... columns) {
        String call = function + "(" + String.join(", ", Collections.nCopies(columns.length, "?")) + ")";
        if (!steps.isEmpty() && steps.getLast().reader() == NOTHING) {
            Step before = steps.removeLast();
            List<Column> all = new ArrayList<>(before.columns());
            all.addAll(List.of(columns));
            steps.add(new Step(before.sql() + ", " + call, NOTHING, all));
        } else {
            steps.add(new Step("SELECT " + call, NOTHING, List.of(columns)));
        }
        return this;
    }

    /** Sends everything added. */
    public void execute(Connection connection) throws SQLException {
        if (!steps.isEmpty()) {
            send(connection, "", "");
        }
    }

    /**
     * Sends the begin of a transaction and everything added with it, on a connection in auto-commit: the driver's own begin is a message
     * of its own, whose answer wakes everybody on the way once more. Who began a transaction so ends it so, too, or by a ROLLBACK.
     */
    public void beginAndExecute(Connection connection) throws SQLException {
        send(connection, "BEGIN;\n", "");
    }

    /** Sends everything added, and the commit with it: it takes effect only if all of it succeeded. */
    public void executeAndCommit(Connection connection) throws SQLException {
        send(connection, "", "COMMIT");
    }

    private void send(Connection connection, String begin, String end) throws SQLException {
        StringBuilder sql = new StringBuilder(begin);
        for (Step step : steps) {
            sql.append(step.sql()).append(";\n");
        }
        sql.append(end);
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            int index = 1;
            for (Step step : steps) {
                for (Column column : step.columns()) {
                    column.bind(statement, index++);
                }
            }
            statement.execute();
            if (!begin.isEmpty()) {
                statement.getMoreResults();
            }
            for (Step step : steps) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        step.reader().read(rows);
                    }
                }
                statement.getMoreResults();
            }
        }
    }
}
