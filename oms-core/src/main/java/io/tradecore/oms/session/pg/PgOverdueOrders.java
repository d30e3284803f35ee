package io.tradecore.oms.session.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.OrderId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Open orders whose time is over and of which nothing is asked yet. Each call is a transaction of its own. Thread-safe. */
public final class PgOverdueOrders {
    private static final String FIND_PAST_THEIR_TIME = """
            SELECT account_id, order_id FROM find_orders_past_their_time(?, ?)""";

    private static final String FIND_PAST_THEIR_DAY = """
            SELECT account_id, order_id FROM find_orders_past_their_day(?, ?)""";

    /** One order. */
    public record Overdue(AccountId accountId, OrderId orderId) {}

    private final DataSource relay;

    /** @param relay connections of role oms_relay */
    public PgOverdueOrders(DataSource relay) {
        this.relay = relay;
    }

    /** GTD orders whose ExpireTime is after since and not after now. */
    public List<Overdue> pastTheirTime(Instant now, Instant since) throws SQLException {
        return read(FIND_PAST_THEIR_TIME, statement -> {
            statement.setObject(1, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
            statement.setObject(2, OffsetDateTime.ofInstant(since, ZoneOffset.UTC));
        });
    }

    /** DAY, OPG and CLS orders of these instruments that were placed before this instant. Reads many orders. */
    public List<Overdue> pastTheirDay(Collection<String> symbols, Instant placedBefore) throws SQLException {
        return read(FIND_PAST_THEIR_DAY, statement -> {
            statement.setArray(1, statement.getConnection().createArrayOf("text", symbols.toArray()));
            statement.setObject(2, OffsetDateTime.ofInstant(placedBefore, ZoneOffset.UTC));
        });
    }

    @FunctionalInterface
    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    private List<Overdue> read(String sql, Parameters parameters) throws SQLException {
        try (var connection = relay.getConnection()) {
            connection.setAutoCommit(true);
            List<Overdue> overdue = new ArrayList<>();
            try (var statement = connection.prepareStatement(sql)) {
                parameters.set(statement);
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        overdue.add(new Overdue(
                                new AccountId(rows.getObject("account_id", UUID.class)),
                                new OrderId(rows.getObject("order_id", UUID.class))));
                    }
                }
            }
            return overdue;
        }
    }
}
