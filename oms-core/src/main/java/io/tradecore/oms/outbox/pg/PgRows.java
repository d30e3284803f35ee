package io.tradecore.oms.outbox.pg;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Reads rows by one statement, which is a transaction of its own. Thread-safe. */
public final class PgRows {

    private PgRows() {}

    /** Sets what a statement is asked with. */
    @FunctionalInterface
    public interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    /** Makes a value of a row. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** All rows, in the order they come. */
    public static <T> List<T> read(DataSource dataSource, String sql, Parameters parameters, Row<T> row)
            throws SQLException {
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(true);
            List<T> values = new ArrayList<>();
            try (var statement = connection.prepareStatement(sql)) {
                parameters.set(statement);
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        values.add(row.read(rows));
                    }
                }
            }
            return values;
        }
    }
}
