package io.tradecore.oms.trigger.pg;

import io.tradecore.oms.order.OrderId;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The best prices that trailing stops have seen since these were last kept with their orders: a row for all the orders that
 * follow one price, however many. Each call is a transaction of its own. Thread-safe.
 */
public final class PgTrailMoves {
    private static final String NOTE_MOVES = """
            INSERT INTO trail_moves (px, order_ids)
            SELECT px, array_agg(order_id) FROM unnest(?, ?) AS k (px, order_id) GROUP BY px
            RETURNING move_id
            """;

    private static final String FIND_MOVES = "SELECT move_id, px, order_ids FROM trail_moves";

    private static final String FORGET_MOVES = "DELETE FROM trail_moves WHERE move_id <= ?";

    /** @param id later moves have higher ones */
    public record Move(long id, BigDecimal px, List<OrderId> orders) {}

    private final DataSource relay;

    /** @param relay connections of role oms_relay */
    public PgTrailMoves(DataSource relay) {
        this.relay = relay;
    }

    /**
     * Notes the best price of each of these orders, at least one.
     *
     * @return the id of the last move
     */
    public long note(Map<OrderId, BigDecimal> bestPxs) throws SQLException {
        try (var connection = relay.getConnection()) {
            connection.setAutoCommit(true);
            List<OrderId> orders = List.copyOf(bestPxs.keySet());
            long last = 0;
            try (var statement = connection.prepareStatement(NOTE_MOVES)) {
                statement.setArray(
                        1,
                        connection.createArrayOf(
                                "numeric", orders.stream().map(bestPxs::get).toArray()));
                statement.setArray(
                        2,
                        connection.createArrayOf(
                                "uuid", orders.stream().map(OrderId::value).toArray()));
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        last = Math.max(last, rows.getLong(1));
                    }
                }
            }
            return last;
        }
    }

    /** All that are noted. */
    public List<Move> all() throws SQLException {
        try (var connection = relay.getConnection()) {
            connection.setAutoCommit(true);
            List<Move> moves = new ArrayList<>();
            try (var statement = connection.prepareStatement(FIND_MOVES);
                    var rows = statement.executeQuery()) {
                while (rows.next()) {
                    UUID[] ids = (UUID[]) rows.getArray("order_ids").getArray();
                    moves.add(new Move(
                            rows.getLong("move_id"),
                            rows.getBigDecimal("px"),
                            Arrays.stream(ids).map(OrderId::new).toList()));
                }
            }
            return moves;
        }
    }

    /** Forgets these and those before: what they told is kept with the orders. */
    public void forget(long last) throws SQLException {
        try (var connection = relay.getConnection()) {
            connection.setAutoCommit(true);
            try (var statement = connection.prepareStatement(FORGET_MOVES)) {
                statement.setLong(1, last);
                statement.executeUpdate();
            }
        }
    }
}
