package io.tradecore.oms.account.pg;

import io.tradecore.ledger.AccountId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Which accounts' dead man's switches are due. Each call is a transaction of its own. Thread-safe. */
public final class PgDueSwitches {
    private static final String FIND_DUE = """
            SELECT account_id FROM dead_mans_switches WHERE fires_at <= now() ORDER BY fires_at LIMIT ?
            """;

    private final DataSource relay;

    /** @param relay connections of role oms_relay, which sees all accounts */
    public PgDueSwitches(DataSource relay) {
        this.relay = relay;
    }

    /** The longest due first. Whether one still is when it comes to it, its account's lane decides. */
    public List<AccountId> due(int most) throws SQLException {
        try (Connection connection = relay.getConnection();
                var statement = connection.prepareStatement(FIND_DUE)) {
            statement.setInt(1, most);
            List<AccountId> due = new ArrayList<>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    due.add(new AccountId(rows.getObject(1, UUID.class)));
                }
            }
            connection.commit();
            return due;
        }
    }
}
