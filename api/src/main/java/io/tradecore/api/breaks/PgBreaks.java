package io.tradecore.api.breaks;

import io.tradecore.api.loop.Publication;
import io.tradecore.api.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;

/** Breaks of all accounts, for those who tell of them. Safe for use by many threads; blocks its thread. */
final class PgBreaks implements Publication.Unpublished<RaisedBreak> {

    private static final String COUNT_OPEN = "SELECT count(*) AS open FROM breaks WHERE resolved_at IS NULL";

    private static final String LIST_UNPUBLISHED = """
            SELECT account_id, break_id, kind, transfer_seq, asset, balance_before, balance_after, raised_at, resolved_at,
                resolved_by, resolution
            FROM breaks WHERE published IS NULL OR (published = 'OPEN' AND resolved_at IS NOT NULL)
            ORDER BY raised_at, break_id LIMIT ?
            """;

    private static final String SET_PUBLISHED = """
            UPDATE breaks b SET published = k.published
            FROM unnest(CAST(? AS uuid[]), CAST(? AS uuid[]), CAST(? AS text[])) AS k (account_id, break_id, published)
            WHERE (b.account_id, b.break_id) = (k.account_id, k.break_id)
            """;

    private final DataSource relay;

    /** @param relay connects as oms_relay, which sees all accounts */
    PgBreaks(DataSource relay) {
        this.relay = relay;
    }

    /** How many are open. */
    long open() throws SQLException {
        try (Connection connection = relay.getConnection()) {
            Long open = Sql.first(connection, COUNT_OPEN, row -> row.getLong("open"));
            connection.commit();
            return Objects.requireNonNull(open);
        }
    }

    @Override
    public List<RaisedBreak> unpublished(int limit) throws SQLException {
        try (Connection connection = relay.getConnection()) {
            List<RaisedBreak> found = Sql.list(connection, LIST_UNPUBLISHED, PgBreaks::read, limit);
            connection.commit();
            return found;
        }
    }

    @Override
    public void published(List<RaisedBreak> breaks) throws SQLException {
        try (Connection connection = relay.getConnection()) {
            Sql.update(
                    connection,
                    SET_PUBLISHED,
                    breaks.stream().map(RaisedBreak::accountId).toArray(UUID[]::new),
                    breaks.stream().map(RaisedBreak::breakId).toArray(UUID[]::new),
                    breaks.stream().map(RaisedBreak::status).toArray(String[]::new));
            connection.commit();
        }
    }

    private static RaisedBreak read(ResultSet row) throws SQLException {
        return new RaisedBreak(
                row.getObject("account_id", UUID.class),
                row.getObject("break_id", UUID.class),
                Sql.text(row, "kind"),
                row.getLong("transfer_seq"),
                Sql.text(row, "asset"),
                Sql.decimal(row, "balance_before"),
                Sql.decimal(row, "balance_after"),
                Sql.time(row, "raised_at"),
                Sql.timeOrNull(row, "resolved_at"),
                Sql.textOrNull(row, "resolved_by"),
                Sql.textOrNull(row, "resolution"));
    }
}
