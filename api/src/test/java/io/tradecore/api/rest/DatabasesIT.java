package io.tradecore.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.api.config.Databases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code application.yml} says of connections is so: a server that hangs is waited for no longer than that. */
@ExtendWith(ApiExtension.class)
class DatabasesIT {
    private final Databases databases;

    DatabasesIT(ApiUnderTest api) {
        databases = api.context().getBean(Databases.class);
    }

    @Test
    void noAnswerIsWaitedForWithoutEnd() throws SQLException {
        assertThat(waits(databases.writer())).isEqualTo(Duration.ofSeconds(15));
        assertThat(waits(databases.reader())).isEqualTo(Duration.ofSeconds(15));
        assertThat(waits(databases.admin())).isEqualTo(Duration.ofSeconds(75));
        assertThat(waits(databases.relay())).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void theServerEndsAStatementBeforeItsAnswerIsNoLongerWaitedFor() throws SQLException {
        for (DataSource each :
                new DataSource[] {databases.writer(), databases.reader(), databases.admin(), databases.relay()}) {
            assertThat(statementTimeout(each)).isPositive().isLessThan(waits(each));
        }
    }

    /** By the socket's own timeout. */
    private static Duration waits(DataSource of) throws SQLException {
        try (Connection connection = of.getConnection()) {
            return Duration.ofMillis(connection.getNetworkTimeout());
        }
    }

    private static Duration statementTimeout(DataSource of) throws SQLException {
        try (Connection connection = of.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT setting::bigint FROM pg_settings WHERE name = 'statement_timeout'")) {
            row.next();
            return Duration.ofMillis(row.getLong(1));
        }
    }
}
