package io.tradecore.api.query;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.account.DeadMansSwitch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account's dead man's switch.
 *
 * @param timeoutSeconds what it was set to; 0: off
 * @param firesAt when all orders are cancelled unless it is set anew before; absent: they are not
 * @param firedAt when it fired since it was set last
 */
@Serdeable.Serializable
public record DeadMansSwitchView(
        int timeoutSeconds,
        @Nullable Instant firesAt,
        @Nullable Instant firedAt) {

    private static final String FIND_DEAD_MANS_SWITCH = """
            SELECT timeout_seconds, fires_at, fired_at FROM dead_mans_switches WHERE account_id = ?
            """;

    /** The account's, or null where it was never set. */
    public static @Nullable DeadMansSwitchView find(Connection connection, AccountId accountId) throws SQLException {
        return Sql.first(connection, FIND_DEAD_MANS_SWITCH, DeadMansSwitchView::of, accountId.value());
    }

    private static DeadMansSwitchView of(ResultSet row) throws SQLException {
        return new DeadMansSwitchView(
                row.getInt("timeout_seconds"), Sql.timeOrNull(row, "fires_at"), Sql.timeOrNull(row, "fired_at"));
    }

    public static DeadMansSwitchView of(DeadMansSwitch stored) {
        return new DeadMansSwitchView(stored.timeoutSeconds(), stored.firesAt(), stored.firedAt());
    }
}
