package io.tradecore.ledger.pg;

import io.tradecore.ledger.AccountId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Which accounts have open holds whose time is over. Each call is a transaction of its own. Thread-safe. */
public final class PgDueHolds {
    private static final String FIND_DUE = """
            SELECT DISTINCT account_id FROM (
                SELECT account_id FROM hold_terms WHERE state = 'OPEN' AND expires_at <= now() ORDER BY expires_at LIMIT ?) due
            """;

    private final DataSource relay;

    /** @param relay connections of role oms_relay, which sees all accounts */
    public PgDueHolds(DataSource relay) {
        this.relay = relay;
    }

    /** The accounts of so many of the longest due. */
    public List<AccountId> accounts(int most) throws SQLException {
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
