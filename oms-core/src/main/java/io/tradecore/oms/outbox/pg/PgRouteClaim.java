package io.tradecore.oms.outbox.pg;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * What of the outbox a relay may have published: the messages of transactions below an id that is kept here before any of them
 * goes out. Whoever ends an order by a halt learns from it that no venue can have the order. Each call is a transaction of
 * its own. Thread-safe.
 */
public final class PgRouteClaim {
    // Who has lost the lease claims nothing once another has; who has it keeps what others claimed before.
    private static final String RAISE = """
            INSERT INTO relay_claims AS c (name, epoch, below_tx) VALUES (?, ?, CAST(? AS xid8))
            ON CONFLICT (name) DO UPDATE SET epoch = EXCLUDED.epoch, below_tx = greatest(c.below_tx, EXCLUDED.below_tx)
                WHERE c.epoch = EXCLUDED.epoch
                    OR EXISTS (SELECT FROM relay_leases l WHERE (l.name, l.epoch) = (EXCLUDED.name, EXCLUDED.epoch))
            RETURNING CAST(CAST(below_tx AS text) AS bigint)
            """;

    private static final String LOWER = """
            UPDATE relay_claims SET below_tx = CAST(? AS xid8) WHERE name = ? AND epoch = ? AND below_tx > CAST(? AS xid8)
            """;

    private final DataSource relay;
    private final String name;

    /**
     * @param relay connections of role oms_relay
     * @param name of the lease under which messages are published
     */
    public PgRouteClaim(DataSource relay, String name) {
        this.relay = relay;
        this.name = name;
    }

    /** Claims what is below this id, and keeps what is claimed already. Empty where the lease has gone to another. */
    public OptionalLong raise(long epoch, long belowTx) throws SQLException {
        try (Connection connection = relay.getConnection()) {
            connection.setAutoCommit(false);
            OptionalLong claimed;
            try (var statement = connection.prepareStatement(RAISE)) {
                statement.setString(1, name);
                statement.setLong(2, epoch);
                statement.setString(3, Long.toString(belowTx));
                try (var row = statement.executeQuery()) {
                    claimed = row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
                }
            }
            connection.commit();
            return claimed;
        }
    }

    /** Takes back what is not below this id. Nothing happens where the lease has gone to another. */
    public void lower(long epoch, long belowTx) throws SQLException {
        try (Connection connection = relay.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.prepareStatement(LOWER)) {
                statement.setString(1, Long.toString(belowTx));
                statement.setString(2, name);
                statement.setLong(3, epoch);
                statement.setString(4, Long.toString(belowTx));
                statement.executeUpdate();
            }
            connection.commit();
        }
    }
}
