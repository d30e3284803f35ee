package io.tradecore.oms.session.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.outbox.pg.PgRows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Open orders whose time is over. Each call is a transaction of its own. Thread-safe. */
public final class PgOverdueOrders {
    private static final String FIND_PAST_THEIR_TIME = """
            SELECT account_id, order_id, false AS waits FROM find_orders_past_their_time(?, ?)""";

    private static final String FIND_PAST_THEIR_DAY = """
            SELECT account_id, order_id, placed_at, waits FROM find_orders_past_their_day(?, ?, ?)""";

    /**
     * One order.
     *
     * @param waits whether a request of it waits for its venue, so that nothing can be asked of it now
     */
    public record Overdue(AccountId accountId, OrderId orderId, boolean waits) {}

    /**
     * One order for the day.
     *
     * @param placedAt when its day began for it, or later
     */
    public record PastItsDay(Overdue order, Instant placedAt) {}

    private final DataSource relay;

    /** @param relay connections of role oms_relay */
    public PgOverdueOrders(DataSource relay) {
        this.relay = relay;
    }

    /** GTD orders whose ExpireTime is after since and not after now, and of which nothing is asked yet. */
    public List<Overdue> pastTheirTime(Instant now, Instant since) throws SQLException {
        return PgRows.read(
                relay,
                FIND_PAST_THEIR_TIME,
                statement -> {
                    set(statement, 1, now);
                    set(statement, 2, since);
                },
                PgOverdueOrders::overdue);
    }

    /**
     * DAY, OPG and CLS orders of these instruments whose day ended before this instant, those that wait too. Reads what was
     * placed between the two instants, and the few that a replace has made orders for the day.
     */
    public List<PastItsDay> pastTheirDay(Collection<String> symbols, Instant since, Instant dayEnded)
            throws SQLException {
        return PgRows.read(
                relay,
                FIND_PAST_THEIR_DAY,
                statement -> {
                    statement.setArray(1, statement.getConnection().createArrayOf("text", symbols.toArray()));
                    set(statement, 2, since);
                    set(statement, 3, dayEnded);
                },
                row -> new PastItsDay(
                        overdue(row),
                        row.getObject("placed_at", OffsetDateTime.class).toInstant()));
    }

    private static void set(PreparedStatement statement, int index, Instant instant) throws SQLException {
        statement.setObject(index, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    private static Overdue overdue(ResultSet row) throws SQLException {
        return new Overdue(
                new AccountId(row.getObject("account_id", UUID.class)),
                new OrderId(row.getObject("order_id", UUID.class)),
                row.getBoolean("waits"));
    }
}
