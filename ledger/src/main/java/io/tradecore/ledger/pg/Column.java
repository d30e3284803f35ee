package io.tradecore.ledger.pg;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;
import org.postgresql.util.ByteConverter;

/**
 * One array parameter of a set-based statement: a column of the rows it is about. It is sent in PostgreSQL's binary form,
 * which the server takes as it is; as text, reading the arrays was a tenth of the server's work.
 */
public final class Column {

    private final int arrayOid;
    private final byte[] binary;

    private Column(int arrayOid, byte[] binary) {
        this.arrayOid = arrayOid;
        this.binary = binary;
    }

    /** A {@code uuid[]}. */
    public static <T> Column uuids(Collection<T> rows, Function<T, @Nullable UUID> of) {
        BinaryArray array = new BinaryArray(Oid.UUID, rows.size(), 16);
        for (T row : rows) {
            UUID value = of.apply(row);
            if (value == null) {
                array.addNull();
            } else {
                array.add(value);
            }
        }
        return new Column(Oid.UUID_ARRAY, array.bytes());
    }

    /** A {@code text[]}. */
    public static <T> Column texts(Collection<T> rows, Function<T, @Nullable String> of) {
        BinaryArray array = new BinaryArray(Oid.TEXT, rows.size(), 16);
        for (T row : rows) {
            String value = of.apply(row);
            if (value == null) {
                array.addNull();
            } else {
                array.add(value.getBytes(StandardCharsets.UTF_8));
            }
        }
        return new Column(Oid.TEXT_ARRAY, array.bytes());
    }

    /** A {@code numeric[]}. */
    public static <T> Column numerics(Collection<T> rows, Function<T, @Nullable BigDecimal> of) {
        BinaryArray array = new BinaryArray(Oid.NUMERIC, rows.size(), 16);
        for (T row : rows) {
            BigDecimal value = of.apply(row);
            if (value == null) {
                array.addNull();
            } else {
                array.add(ByteConverter.numeric(value));
            }
        }
        return new Column(Oid.NUMERIC_ARRAY, array.bytes());
    }

    /** A {@code bigint[]}. */
    public static <T> Column longs(Collection<T> rows, Function<T, Long> of) {
        BinaryArray array = new BinaryArray(Oid.INT8, rows.size(), 8);
        for (T row : rows) {
            array.add(of.apply(row));
        }
        return new Column(Oid.INT8_ARRAY, array.bytes());
    }

    /** A {@code timestamptz[]}, cut to microseconds. */
    public static <T> Column instants(Collection<T> rows, Function<T, Instant> of) {
        BinaryArray array = new BinaryArray(Oid.TIMESTAMPTZ, rows.size(), 8);
        for (T row : rows) {
            array.add(of.apply(row));
        }
        return new Column(Oid.TIMESTAMPTZ_ARRAY, array.bytes());
    }

    Array toArray(Connection connection) throws SQLException {
        return new PgArray(connection.unwrap(BaseConnection.class), arrayOid, binary);
    }
}
