package io.tradecore.ledger.pg;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One array parameter of a set-based statement: a column of the rows it is about. */
public final class Column {

    private final String pgType;
    private final @Nullable Object[] values;

    private Column(String pgType, @Nullable Object[] values) {
        this.pgType = pgType;
        this.values = values;
    }

    /** A {@code uuid[]}. */
    public static <T> Column uuids(Collection<T> rows, Function<T, @Nullable UUID> of) {
        return new Column("uuid", rows.stream().map(of).toArray());
    }

    /** A {@code text[]}. */
    public static <T> Column texts(Collection<T> rows, Function<T, @Nullable String> of) {
        return new Column("text", rows.stream().map(of).toArray());
    }

    /** A {@code numeric[]}, written without an exponent. */
    public static <T> Column numerics(Collection<T> rows, Function<T, @Nullable BigDecimal> of) {
        return new Column("numeric", rows.stream().map(of).toArray());
    }

    /** A {@code bigint[]}. */
    public static <T> Column longs(Collection<T> rows, Function<T, Long> of) {
        return new Column("int8", rows.stream().map(of).toArray());
    }

    /** A {@code timestamptz[]}. */
    public static <T> Column instants(Collection<T> rows, Function<T, Instant> of) {
        return new Column(
                "timestamptz",
                rows.stream().map(row -> of.apply(row).toString()).toArray());
    }

    Array toArray(Connection connection) throws SQLException {
        return connection.createArrayOf(pgType, values);
    }
}
