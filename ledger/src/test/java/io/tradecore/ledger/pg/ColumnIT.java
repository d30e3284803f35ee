package io.tradecore.ledger.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.migrations.DbRole;
import io.tradecore.servers.TestServers;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What goes out in binary form is what the server reads. */
class ColumnIT {

    @Test
    void uuids() throws SQLException {
        UUID low = new UUID(0, 1);
        UUID high = new UUID(-1, -2);
        assertThat(readBack(Column.uuids(Arrays.asList(low, null, high), value -> value)))
                .containsExactly(low.toString(), null, high.toString());
    }

    @Test
    void textsOfAnyLengthAndScript() throws SQLException {
        String longer = "x".repeat(100_000);
        assertThat(readBack(Column.texts(Arrays.asList("", null, "a{,\"\\}", "żółć 🜚", longer), value -> value)))
                .containsExactly("", null, "a{,\"\\}", "żółć 🜚", longer);
    }

    @Test
    void numericsOfAnyScale() throws SQLException {
        List<String> values = List.of(
                "0",
                "0.00",
                "-0.01",
                "1",
                "-1",
                "9999",
                "10000",
                "99999999.99990000",
                "100000000",
                "0.000000000000000001",
                "-123456789012345678901234.123456789012345678",
                "60000.10",
                "0.0001",
                "0.00010",
                "1000000000000000000000000");
        List<BigDecimal> numbers =
                new ArrayList<>(values.stream().map(BigDecimal::new).toList());
        numbers.add(null);
        List<String> expected = new ArrayList<>(values);
        expected.add(null);
        assertThat(readBack(Column.numerics(numbers, value -> value))).containsExactlyElementsOf(expected);
    }

    @Test
    void aNumericWithAnExponentIsTheSameNumber() throws SQLException {
        List<BigDecimal> numbers = List.of(new BigDecimal("6E4"), new BigDecimal("-12E+9"), new BigDecimal("5E-7"));
        assertThat(readBack(Column.numerics(numbers, value -> value)))
                .containsExactly("60000", "-12000000000", "0.0000005");
    }

    @Test
    void longs() throws SQLException {
        assertThat(readBack(Column.longs(List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE), value -> value)))
                .containsExactly("0", "-1", "9223372036854775807", "-9223372036854775808");
    }

    @Test
    void instantsAreCutToMicroseconds() throws SQLException {
        assertThat(readBack(Column.instants(
                        List.of(
                                Instant.parse("2026-11-21T05:06:07.123456999Z"),
                                Instant.parse("1999-12-31T23:59:59.5Z"),
                                Instant.parse("2000-01-01T00:00:00Z")),
                        value -> value)))
                .containsExactly("2026-11-21 05:06:07.123456+00", "1999-12-31 23:59:59.5+00", "2000-01-01 00:00:00+00");
    }

    @Test
    void noRowsAtAll() throws SQLException {
        assertThat(readBack(Column.texts(List.<String>of(), value -> value))).isEmpty();
    }

    @Test
    void aColumnWithoutAValueHasANullForEveryRow() throws SQLException {
        List<String> rows = List.of("A", "B");
        List<String> read = new ArrayList<>();
        try (Connection connection = TestServers.get().connection(DbRole.WRITER)) {
            connection.setAutoCommit(false);
            new RoundTrip()
                    .query(
                            "SELECT name || coalesce(text, '-') || coalesce(at::text, '-') || coalesce(qty::text, '-') AS row"
                                    + " FROM unnest(?, ?, ?, ?) AS k (name, text, at, qty)",
                            row -> read.add(row.getString("row")),
                            Column.texts(rows, row -> row),
                            Column.texts(rows, _ -> null),
                            Column.instants(rows, _ -> null),
                            Column.numerics(rows, _ -> null))
                    .executeAndCommit(connection);
        }
        assertThat(read).containsExactly("A---", "B---");
    }

    private static List<String> readBack(Column column) throws SQLException {
        List<String> read = new ArrayList<>();
        try (Connection connection = TestServers.get().connection(DbRole.WRITER)) {
            connection.setAutoCommit(false);
            new RoundTrip()
                    .query(
                            "SELECT value::text AS value FROM unnest(?) AS k (value)",
                            row -> read.add(row.getString("value")),
                            column)
                    .executeAndCommit(connection);
        }
        return read;
    }
}
