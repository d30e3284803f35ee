package io.tradecore.oms.outbox.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.outbox.EventMessage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The order events in the order they are published, and how far that has come. Each call is a transaction of its own.
 * Thread-safe.
 */
public final class PgEventFeed {
    private static final String FIND_EVENTS = """
            SELECT account_id, seq, order_id, event_type, ord_status, cl_ord_id, exec_id, exec_ref_id, symbol, side, last_qty,
                last_px, order_qty, px, cum_qty, leaves_qty, reason_code, reason_text, transact_time, recorded_at
            FROM find_events(CAST(? AS xid8), CAST(? AS xid8))
            """;

    private static final String READ_CURSOR = """
            SELECT CAST(CAST(tx_id AS text) AS bigint) FROM relay_cursors WHERE name = ?
            """;

    // A cursor never moves back: a holder that was slow to stop must not undo what its successor did.
    private static final String ADVANCE_CURSOR = """
            INSERT INTO relay_cursors AS c (name, tx_id) VALUES (?, CAST(? AS xid8))
            ON CONFLICT (name) DO UPDATE SET tx_id = EXCLUDED.tx_id, updated_at = now() WHERE c.tx_id < EXCLUDED.tx_id
            """;

    private final DataSource relay;
    private final String name;

    /**
     * @param relay connections of role oms_relay
     * @param name of the cursor
     */
    public PgEventFeed(DataSource relay, String name) {
        this.relay = relay;
        this.name = name;
    }

    /** Every transaction below this id is finished: {@link #events} up to here misses nothing, now or later. */
    public long horizon() throws SQLException {
        return PgHorizon.read(relay);
    }

    /** Every event of a transaction below this id has been published; 0 before the first was. */
    public long cursor() throws SQLException {
        try (Connection connection = relay.getConnection()) {
            connection.setAutoCommit(false);
            long cursor;
            try (var statement = connection.prepareStatement(READ_CURSOR)) {
                statement.setString(1, name);
                try (var row = statement.executeQuery()) {
                    cursor = row.next() ? row.getLong(1) : 0;
                }
            }
            connection.commit();
            return cursor;
        }
    }

    /** Records that every event of a transaction below txId has been published. */
    public void advance(long txId) throws SQLException {
        try (Connection connection = relay.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.prepareStatement(ADVANCE_CURSOR)) {
                statement.setString(1, name);
                statement.setString(2, Long.toString(txId));
                statement.executeUpdate();
            }
            connection.commit();
        }
    }

    /**
     * Hands over, in chunks, the events written by transactions from (inclusive) to below (exclusive), each account's in
     * the order of seq.
     *
     * @param below at most what {@link #horizon} gave
     * @param chunk how many rows are held in memory at a time
     * @return whether all of them were read; false when the reader ended it
     */
    public boolean events(long from, long below, int chunk, ChunkReader<EventMessage> reader)
            throws SQLException, InterruptedException {
        try (Connection connection = relay.getConnection()) {
            // The driver fetches in chunks only inside a transaction.
            connection.setAutoCommit(false);
            boolean complete;
            try (var statement = connection.prepareStatement(FIND_EVENTS)) {
                statement.setFetchSize(chunk);
                statement.setString(1, Long.toString(from));
                statement.setString(2, Long.toString(below));
                try (var rows = statement.executeQuery()) {
                    List<EventMessage> events = new ArrayList<>();
                    boolean goOn = true;
                    while (goOn && rows.next()) {
                        events.add(event(rows));
                        if (events.size() == chunk) {
                            goOn = reader.read(events);
                            events = new ArrayList<>();
                        }
                    }
                    complete = goOn && reader.read(events);
                }
            }
            connection.commit();
            return complete;
        }
    }

    private static EventMessage event(ResultSet row) throws SQLException {
        return new EventMessage(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getLong("seq"),
                new OrderId(row.getObject("order_id", UUID.class)),
                row.getString("event_type"),
                row.getString("ord_status"),
                row.getString("cl_ord_id"),
                row.getString("exec_id"),
                row.getString("exec_ref_id"),
                row.getString("symbol"),
                Side.valueOf(row.getString("side")),
                row.getBigDecimal("last_qty"),
                row.getBigDecimal("last_px"),
                row.getBigDecimal("order_qty"),
                row.getBigDecimal("px"),
                row.getBigDecimal("cum_qty"),
                row.getBigDecimal("leaves_qty"),
                row.getString("reason_code"),
                row.getString("reason_text"),
                row.getObject("transact_time", OffsetDateTime.class).toInstant(),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    }
}
