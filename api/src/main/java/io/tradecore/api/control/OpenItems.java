package io.tradecore.api.control;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tradecore.api.admin.StatementFinding;
import io.tradecore.api.loop.Loop;
import io.tradecore.api.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Counts the items of venues' statements that wait for an operator, for whoever watches the metrics. */
final class OpenItems implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final String COUNT_OPEN = """
            SELECT finding, count(*) AS items FROM statement_items WHERE resolved_at IS NULL GROUP BY finding
            """;

    private final DataSource relay;
    private final Map<StatementFinding, AtomicLong> open = new EnumMap<>(StatementFinding.class);
    private final Loop loop;

    OpenItems(DataSource relay, MeterRegistry meters) {
        this.relay = relay;
        for (StatementFinding finding : StatementFinding.values()) {
            open.put(
                    finding,
                    meters.gauge("oms.statement.items.open", Tags.of("finding", finding.name()), new AtomicLong()));
        }
        this.loop = new Loop("open-statement-items", PAUSE, this::count);
    }

    void start() {
        loop.start();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void count() throws SQLException {
        Map<StatementFinding, Long> counted = new EnumMap<>(StatementFinding.class);
        try (Connection connection = relay.getConnection()) {
            Sql.list(
                    connection,
                    COUNT_OPEN,
                    row -> counted.put(StatementFinding.valueOf(Sql.text(row, "finding")), row.getLong("items")));
            connection.commit();
        }
        open.forEach((finding, items) -> items.set(counted.getOrDefault(finding, 0L)));
    }
}
