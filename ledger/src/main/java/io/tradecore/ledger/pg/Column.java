package io.tradecore.ledger.pg;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
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
 * which the server takes as it is; as text, reading the arrays was a tenth of the server's work. A column without a value
 * is a null instead of an array of nulls: {@code unnest} fills it up to the length of the others, and nobody writes or reads
 * its elements.
 */
public final class Column {

    private final int arrayOid;
    private final byte @Nullable [] binary;

    private Column(int arrayOid, byte @Nullable [] binary) {
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

    /** A {@code bytea[]}. */
    public static <T> Column bytes(Collection<T> rows, Function<T, byte @Nullable []> of) {
        return new Column(Oid.BYTEA_ARRAY, binary(Oid.BYTEA, rows, of, BinaryArray::add));
    }

    /** A {@code timestamptz[]}, cut to microseconds. */
    public static <T> Column instants(Collection<T> rows, Function<T, @Nullable Instant> of) {
        return new Column(Oid.TIMESTAMPTZ_ARRAY, binary(Oid.TIMESTAMPTZ, rows, of, BinaryArray::add));
    }

    private static <T, V> byte @Nullable [] binary(
            int elementOid, Collection<T> rows, Function<T, @Nullable V> of, BiConsumer<BinaryArray, V> add) {
        BinaryArray array = null;
        int nulls = 0;
        for (T row : rows) {
            V value = of.apply(row);
            if (value == null) {
                nulls++;
                continue;
            }
            if (array == null) {
                array = new BinaryArray(elementOid, rows.size());
            }
            array.addNulls(nulls);
            nulls = 0;
            add.accept(array, value);
        }
        if (array == null) {
            return null;
        }
        array.addNulls(nulls);
        return array.bytes();
    }

    /** Binds this column as the parameter of that index, from 1 on. */
    void bind(PreparedStatement statement, int index) throws SQLException {
        BaseConnection connection = statement.getConnection().unwrap(BaseConnection.class);
        if (binary == null) {
            // With its type, by which the server tells functions of one name apart.
            statement.setNull(index, Types.ARRAY, connection.getTypeInfo().getPGType(arrayOid));
        } else {
            statement.setArray(index, new PgArray(connection, arrayOid, binary));
        }
    }
}
