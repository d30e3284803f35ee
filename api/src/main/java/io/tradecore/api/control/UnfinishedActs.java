package io.tradecore.api.control;

import io.micrometer.core.instrument.MeterRegistry;
import io.tradecore.api.loop.Loop;
import io.tradecore.api.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * Counts the accounts that an act on an instrument was announced to and has not reached for a minute, for whoever watches the
 * metrics: it is tried again each second, so that something is in its way.
 */
final class UnfinishedActs implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final String COUNT_UNFINISHED = """
            SELECT count(*) AS parts FROM instrument_act_parts p JOIN instrument_acts a ON a.act_id = p.act_id
            WHERE p.state = 'DUE' AND a.announced_at < now() - interval '1 minute'
            """;

    private final DataSource relay;
    private final AtomicLong unfinished = new AtomicLong();
    private final Loop loop;

    UnfinishedActs(DataSource relay, MeterRegistry meters) {
        this.relay = relay;
        meters.gauge("oms.acts.unfinished", unfinished);
        this.loop = new Loop("unfinished-acts", PAUSE, this::count);
    }

    void start() {
        loop.start();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void count() throws SQLException {
        try (Connection connection = relay.getConnection()) {
            unfinished.set(
                    Objects.requireNonNull(Sql.first(connection, COUNT_UNFINISHED, row -> row.getLong("parts"))));
            connection.commit();
        }
    }
}
