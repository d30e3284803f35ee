package io.tradecore.ledger.pg;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import java.util.function.BiConsumer;
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
        return new Column(Oid.UUID_ARRAY, binary(Oid.UUID, rows, of, BinaryArray::add));
    }

    /** A {@code text[]}. */
    public static <T> Column texts(Collection<T> rows, Function<T, @Nullable String> of) {
        return new Column(
                Oid.TEXT_ARRAY,
                binary(Oid.TEXT, rows, of, (array, value) -> array.add(value.getBytes(StandardCharsets.UTF_8))));
    }

    /** A {@code numeric[]}. */
    public static <T> Column numerics(Collection<T> rows, Function<T, @Nullable BigDecimal> of) {
        return new Column(
                Oid.NUMERIC_ARRAY,
                binary(Oid.NUMERIC, rows, of, (array, value) -> array.add(ByteConverter.numeric(value))));
    }

    /** A {@code bigint[]}. */
    public static <T> Column longs(Collection<T> rows, Function<T, @Nullable Long> of) {
        return new Column(Oid.INT8_ARRAY, binary(Oid.INT8, rows, of, (array, value) -> array.add(value.longValue())));
    }

    /** A {@code timestamptz[]}, cut to microseconds. */
    public static <T> Column instants(Collection<T> rows, Function<T, @Nullable Instant> of) {
        return new Column(Oid.TIMESTAMPTZ_ARRAY, binary(Oid.TIMESTAMPTZ, rows, of, BinaryArray::add));
    }

    private static <T, V> byte[] binary(
            int elementOid, Collection<T> rows, Function<T, @Nullable V> of, BiConsumer<BinaryArray, V> add) {
        BinaryArray array = new BinaryArray(elementOid, rows.size());
        for (T row : rows) {
            V value = of.apply(row);
            if (value == null) {
                array.addNull();
            } else {
                add.accept(array, value);
            }
        }
        return array.bytes();
    }

    Array toArray(Connection connection) throws SQLException {
        return new PgArray(connection.unwrap(BaseConnection.class), arrayOid, binary);
    }
}
