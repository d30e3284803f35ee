package io.tradecore.api.control;

import io.tradecore.api.loop.Loop;
import io.tradecore.api.sql.Sql;
import io.tradecore.oms.risk.pg.PgRiskRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Looks for changes of the rules of risk, for what is judged by them before it reaches a lane. Batches need no watch: they read the
 * version themselves.
 */
final class RulesWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private static final String FIND_VERSION = "SELECT version FROM risk_version";

    private final DataSource relay;
    private final PgRiskRules rules;
    private final Loop loop;

    RulesWatch(DataSource relay, PgRiskRules rules) {
        this.relay = relay;
        this.rules = rules;
        this.loop = new Loop("risk-rules", PAUSE, this::look);
    }

    void start() {
        loop.start();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void look() throws SQLException {
        try (Connection connection = relay.getConnection()) {
            Sql.list(connection, FIND_VERSION, row -> row.getLong("version")).forEach(rules::heardOf);
            connection.commit();
        }
    }
}
