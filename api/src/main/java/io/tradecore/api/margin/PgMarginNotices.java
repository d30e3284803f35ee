package io.tradecore.api.margin;

import io.tradecore.api.loop.Publication;
import io.tradecore.api.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Margin calls and stop-outs of all accounts, for those who tell of them. Safe for use by many threads; blocks its thread. */
final class PgMarginNotices implements Publication.Unpublished<MarginNotice> {

    private static final String LIST_UNPUBLISHED = """
            SELECT account_id, call_id AS id, 'MARGIN_CALL' AS kind, CASE WHEN cleared_at IS NULL THEN 'RAISED' ELSE 'CLEARED' END AS status,
                currency, coalesce(cleared_equity, equity) AS equity, coalesce(cleared_used, used) AS used, call_level AS level,
                raised_at AS began_at, cleared_at AS ended_at, NULL AS result
            FROM margin_calls WHERE published IS NULL OR (published = 'RAISED' AND cleared_at IS NOT NULL)
            UNION ALL
            SELECT account_id, liquidation_id, 'LIQUIDATION', CASE WHEN ended_at IS NULL THEN 'STARTED' ELSE 'ENDED' END,
                currency, coalesce(end_equity, equity), coalesce(end_used, used), stop_out_level, started_at, ended_at, result
            FROM liquidations WHERE published IS NULL OR (published = 'STARTED' AND ended_at IS NOT NULL)
            ORDER BY began_at LIMIT ?
            """;

    private static final String SET_CALLS_PUBLISHED = """
            UPDATE margin_calls c SET published = k.published
            FROM unnest(CAST(? AS uuid[]), CAST(? AS uuid[]), CAST(? AS text[])) AS k (account_id, id, published)
            WHERE (c.account_id, c.call_id) = (k.account_id, k.id)
            """;

    private static final String SET_LIQUIDATIONS_PUBLISHED = """
            UPDATE liquidations l SET published = k.published
            FROM unnest(CAST(? AS uuid[]), CAST(? AS uuid[]), CAST(? AS text[])) AS k (account_id, id, published)
            WHERE (l.account_id, l.liquidation_id) = (k.account_id, k.id)
            """;

    private final DataSource relay;

    /** @param relay connects as oms_relay, which sees all accounts */
    PgMarginNotices(DataSource relay) {
        this.relay = relay;
    }

    @Override
    public List<MarginNotice> unpublished(int limit) throws SQLException {
        try (Connection connection = relay.getConnection()) {
            List<MarginNotice> found = Sql.list(connection, LIST_UNPUBLISHED, PgMarginNotices::read, limit);
            connection.commit();
            return found;
        }
    }

    @Override
    public void published(List<MarginNotice> notices) throws SQLException {
        try (Connection connection = relay.getConnection()) {
            set(connection, SET_CALLS_PUBLISHED, "MARGIN_CALL", notices);
            set(connection, SET_LIQUIDATIONS_PUBLISHED, "LIQUIDATION", notices);
            connection.commit();
        }
    }

    private static void set(Connection connection, String sql, String kind, List<MarginNotice> notices)
            throws SQLException {
        List<MarginNotice> of =
                notices.stream().filter(notice -> notice.kind().equals(kind)).toList();
        Sql.update(
                connection,
                sql,
                of.stream().map(MarginNotice::accountId).toArray(UUID[]::new),
                of.stream().map(MarginNotice::id).toArray(UUID[]::new),
                of.stream().map(MarginNotice::status).toArray(String[]::new));
    }

    private static MarginNotice read(ResultSet row) throws SQLException {
        return new MarginNotice(
                row.getObject("account_id", UUID.class),
                row.getObject("id", UUID.class),
                Sql.text(row, "kind"),
                Sql.text(row, "status"),
                Sql.text(row, "currency"),
                Sql.decimal(row, "equity"),
                Sql.decimal(row, "used"),
                Sql.decimal(row, "level"),
                Sql.time(row, "began_at"),
                Sql.timeOrNull(row, "ended_at"),
                Sql.textOrNull(row, "result"));
    }
}
