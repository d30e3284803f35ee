package io.tradecore.oms.outbox.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.ExecInst;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.outbox.RouteMessage;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The messages venues have not answered yet. A row is retired by the pipeline, in the transaction that records the
 * venue's answer; here it is only read. Each call is a transaction of its own. Thread-safe.
 */
public final class PgOutbox {
    private static final String COLUMNS = """
            SELECT account_id, order_id, seq, kind, venue_id, cl_ord_id, created_at, orig_cl_ord_id, symbol, side, ord_type,
                exec_inst, time_in_force, order_qty, px, expire_time, display_qty
            """;

    private static final String FIND_UNANSWERED =
            COLUMNS + "FROM find_unanswered_routes(CAST(? AS xid8), CAST(? AS xid8))";

    private static final String FIND_UNANSWERED_TO_SEND =
            COLUMNS + "FROM find_unanswered_routes_to_send(CAST(? AS xid8), CAST(? AS xid8))";

    private static final String LOOK = "SELECT horizon, version, lifted, halted FROM look_at_routes()";

    /**
     * How far the outbox may be read now, and what is halted.
     *
     * @param horizon every transaction below this id is finished: {@link #unretired} up to here misses nothing, now or later
     * @param tradingVersion rises with every change of the trading states
     * @param lifted rises with every halt that is lifted
     * @param halted whether anything is
     */
    public record Look(long horizon, long tradingVersion, long lifted, boolean halted) {}

    private final DataSource relay;

    /** @param relay connections of role oms_relay */
    public PgOutbox(DataSource relay) {
        this.relay = relay;
    }

    /** One statement that commits itself: it is asked after every commit. */
    public Look look() throws SQLException {
        return PgRows.read(
                        relay,
                        LOOK,
                        _ -> {},
                        row -> new Look(
                                row.getLong("horizon"),
                                row.getLong("version"),
                                row.getLong("lifted"),
                                row.getBoolean("halted")))
                .getFirst();
    }

    /**
     * Hands over, in chunks, the unretired messages written by transactions from (inclusive) to below (exclusive), each
     * account's in the order of seq, so an order always comes before its cancel.
     *
     * @param below at most what {@link #look} gave
     * @param allButHalted leaves out the orders of halted scopes, and the replaces of these that are more than a smaller quantity
     * @param chunk how many rows are held in memory at a time
     * @return whether all of them were read; false when the reader ended it
     */
    public boolean unretired(long from, long below, boolean allButHalted, int chunk, ChunkReader<RouteMessage> reader)
            throws SQLException, InterruptedException {
        try (Connection connection = relay.getConnection()) {
            // The driver fetches in chunks only inside a transaction.
            connection.setAutoCommit(false);
            boolean complete;
            try (var statement =
                    connection.prepareStatement(allButHalted ? FIND_UNANSWERED_TO_SEND : FIND_UNANSWERED)) {
                statement.setFetchSize(chunk);
                statement.setString(1, Long.toString(from));
                statement.setString(2, Long.toString(below));
                try (var rows = statement.executeQuery()) {
                    List<RouteMessage> messages = new ArrayList<>();
                    boolean goOn = true;
                    while (goOn && rows.next()) {
                        messages.add(message(rows));
                        if (messages.size() == chunk) {
                            goOn = reader.read(messages);
                            messages = new ArrayList<>();
                        }
                    }
                    complete = goOn && reader.read(messages);
                }
            }
            connection.commit();
            return complete;
        }
    }

    private static RouteMessage message(ResultSet row) throws SQLException {
        OffsetDateTime expireTime = row.getObject("expire_time", OffsetDateTime.class);
        return new RouteMessage(
                new AccountId(row.getObject("account_id", UUID.class)),
                new OrderId(row.getObject("order_id", UUID.class)),
                row.getLong("seq"),
                RouteMessage.Kind.valueOf(row.getString("kind")),
                row.getString("venue_id"),
                row.getString("cl_ord_id"),
                row.getString("orig_cl_ord_id"),
                row.getString("symbol"),
                Side.valueOf(row.getString("side")),
                OrdType.valueOf(row.getString("ord_type")).routedAs(),
                execInst(row.getArray("exec_inst")),
                new Terms(
                        row.getBigDecimal("order_qty"),
                        row.getBigDecimal("px"),
                        TimeInForce.valueOf(row.getString("time_in_force")),
                        expireTime == null ? null : expireTime.toInstant(),
                        row.getBigDecimal("display_qty")),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static Set<ExecInst> execInst(@Nullable Array names) throws SQLException {
        return names == null
                ? Set.of()
                : Arrays.stream((String[]) names.getArray())
                        .map(ExecInst::valueOf)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(ExecInst.class)));
    }
}
