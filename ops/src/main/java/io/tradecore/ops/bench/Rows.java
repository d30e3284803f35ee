package io.tradecore.ops.bench;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows on their way into a set-based statement, kept by column: each column becomes one array parameter. */
final class Rows {

    private final String[] types;
    private final List<List<@Nullable Object>> columns = new ArrayList<>();

    /** @param types of the columns, as PostgreSQL names them */
    Rows(String... types) {
        this.types = types;
        for (int i = 0; i < types.length; i++) {
            columns.add(new ArrayList<>());
        }
    }

    void add(@Nullable Object... row) {
        for (int i = 0; i < types.length; i++) {
            columns.get(i).add(row[i]);
        }
    }

    /** Binds the columns from this parameter on, and forgets them. The next free parameter. */
    int bind(PreparedStatement statement, int from) throws SQLException {
        int parameter = from;
        for (int i = 0; i < types.length; i++) {
            statement.setArray(
                    parameter++,
                    statement
                            .getConnection()
                            .createArrayOf(types[i], columns.get(i).toArray()));
            columns.get(i).clear();
        }
        return parameter;
    }
}
