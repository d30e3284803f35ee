package io.tradecore.oms.execution.pg;

import io.tradecore.oms.command.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a venue's message that never became a command, whole, for an operator. Each call is a transaction of its own.
 * Thread-safe.
 */
public final class PgQuarantine {
    // A message that is delivered again after its row was committed has the same id: it is kept once.
    private static final String KEEP_MESSAGE_ONCE = """
            INSERT INTO quarantine (quarantine_id, account_id, venue_id, exec_id, reason_code, reason_text, payload)
            VALUES (?, NULL, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """;

    private final DataSource writer;

    /** @param writer connections of role oms_writer */
    public PgQuarantine(DataSource writer) {
        this.writer = writer;
    }

    /**
     * Keeps the message without an account, since none is known for certain. Committed on return.
     *
     * @param id the same for each delivery of the message
     * @param venueId who may publish on the subject it came by, where that could be told
     */
    public void keep(
            UUID id,
            @Nullable String venueId,
            @Nullable String execId,
            Reason reason,
            String reasonText,
            String payload)
            throws SQLException {
        try (Connection connection = writer.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.prepareStatement(KEEP_MESSAGE_ONCE)) {
                statement.setObject(1, id);
                statement.setString(2, storable(venueId));
                statement.setString(3, storable(execId));
                statement.setString(4, reason.name());
                statement.setString(5, storable(reasonText));
                statement.setString(6, storable(payload));
                statement.executeUpdate();
            }
            connection.commit();
        }
    }

    /** PostgreSQL's text has no NUL. */
    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }
}
