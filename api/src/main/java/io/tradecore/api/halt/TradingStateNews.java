package io.tradecore.api.halt;

import io.tradecore.api.loop.Loop;
import io.tradecore.api.loop.Publication;
import io.tradecore.api.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/**
 * Publishes each change of a trading state, at least once. What is published is kept in the database after it has been taken, so
 * a crash in between publishes it again. Several processes may do the same.
 */
final class TradingStateNews implements Publication.Unpublished<TradingStateChange>, AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final String LIST_UNPUBLISHED = """
            SELECT change_id, scope, scope_id, from_state, to_state, reason, changed_by, changed_at
            FROM trading_state_changes WHERE published_at IS NULL ORDER BY change_id LIMIT ?
            """;

    private static final String SET_PUBLISHED = """
            UPDATE trading_state_changes SET published_at = now() WHERE change_id = ANY (?) AND published_at IS NULL
            """;

    private final DataSource relay;
    private final List<TradingStateSink> sinks;
    private final Loop loop;

    /** @param relay connections of role oms_relay */
    TradingStateNews(DataSource relay, List<TradingStateSink> sinks) {
        this.relay = relay;
        this.sinks = List.copyOf(sinks);
        this.loop = new Loop("trading-states", PAUSE, this::look);
    }

    void start() {
        if (!sinks.isEmpty()) {
            loop.start();
        }
    }

    @Override
    public void close() {
        loop.close();
    }

    private void look() throws SQLException, InterruptedException {
        Publication.publish(this, sinks, loop);
    }

    @Override
    public List<TradingStateChange> unpublished(int limit) throws SQLException {
        try (Connection connection = relay.getConnection()) {
            List<TradingStateChange> found = Sql.list(connection, LIST_UNPUBLISHED, TradingStateNews::read, limit);
            connection.commit();
            return found;
        }
    }

    @Override
    public void published(List<TradingStateChange> page) throws SQLException {
        try (Connection connection = relay.getConnection()) {
            Sql.update(connection, SET_PUBLISHED, (Object)
                    page.stream().map(TradingStateChange::changeId).toArray(Long[]::new));
            connection.commit();
        }
    }

    private static TradingStateChange read(ResultSet row) throws SQLException {
        return new TradingStateChange(
                row.getLong("change_id"),
                Sql.text(row, "scope"),
                Sql.text(row, "scope_id"),
                Sql.text(row, "from_state"),
                Sql.text(row, "to_state"),
                Sql.text(row, "reason"),
                Sql.text(row, "changed_by"),
                Sql.time(row, "changed_at"));
    }
}
