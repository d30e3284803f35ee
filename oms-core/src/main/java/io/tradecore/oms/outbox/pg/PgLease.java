package io.tradecore.oms.outbox.pg;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * A lease that at most one process holds, by the database's clock. A holder measures its own validity from before it
 * asked: that is never later than what the database granted. Each call is a transaction of its own. Thread-safe.
 */
public final class PgLease {
    // The expiry is computed after the row is locked, and so is whether the old lease has run out.
    private static final String ACQUIRE_IF_EXPIRED = """
            INSERT INTO relay_leases AS l (name, holder, epoch, expires_at)
            VALUES (?, ?, 1, clock_timestamp() + ? * interval '1 millisecond')
            ON CONFLICT (name) DO UPDATE
                SET holder = EXCLUDED.holder, epoch = l.epoch + 1, expires_at = clock_timestamp() + ? * interval '1 millisecond'
                WHERE l.expires_at <= clock_timestamp()
            RETURNING epoch
            """;

    // Renewing after the expiry is sound as long as nobody else took it: the epoch would have risen.
    private static final String RENEW_IF_STILL_HELD = """
            UPDATE relay_leases SET expires_at = clock_timestamp() + ? * interval '1 millisecond'
            WHERE name = ? AND holder = ? AND epoch = ?
            """;

    private static final String RELEASE_IF_STILL_HELD = """
            UPDATE relay_leases SET expires_at = clock_timestamp() WHERE name = ? AND holder = ? AND epoch = ?
            """;

    private final DataSource relay;
    private final String name;
    private final String holder;

    /**
     * @param relay connections of role oms_relay
     * @param name of what is leased
     * @param holder of this process, different from every other's
     */
    public PgLease(DataSource relay, String name, String holder) {
        this.relay = relay;
        this.name = name;
        this.holder = holder;
    }

    public String name() {
        return name;
    }

    /** Takes the lease if nobody holds it; the epoch is higher than any before. Empty while another holds it. */
    public OptionalLong acquire(Duration ttl) throws SQLException {
        try (Connection connection = relay.getConnection()) {
            connection.setAutoCommit(false);
            OptionalLong epoch;
            try (var statement = connection.prepareStatement(ACQUIRE_IF_EXPIRED)) {
                statement.setString(1, name);
                statement.setString(2, holder);
                statement.setLong(3, ttl.toMillis());
                statement.setLong(4, ttl.toMillis());
                try (var row = statement.executeQuery()) {
                    epoch = row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
                }
            }
            connection.commit();
            return epoch;
        }
    }

    /** Holds the lease of that epoch for another ttl; false when it has gone to another. */
    public boolean renew(long epoch, Duration ttl) throws SQLException {
        try (Connection connection = relay.getConnection()) {
            connection.setAutoCommit(false);
            int held;
            try (var statement = connection.prepareStatement(RENEW_IF_STILL_HELD)) {
                statement.setLong(1, ttl.toMillis());
                statement.setString(2, name);
                statement.setString(3, holder);
                statement.setLong(4, epoch);
                held = statement.executeUpdate();
            }
            connection.commit();
            return held == 1;
        }
    }

    /** Gives the lease up at once, so that a successor need not wait for its end. Nothing happens if it is lost already. */
    public void release(long epoch) throws SQLException {
        try (Connection connection = relay.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.prepareStatement(RELEASE_IF_STILL_HELD)) {
                statement.setString(1, name);
                statement.setString(2, holder);
                statement.setLong(3, epoch);
                statement.executeUpdate();
            }
            connection.commit();
        }
    }
}
