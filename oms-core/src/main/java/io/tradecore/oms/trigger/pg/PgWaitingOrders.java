package io.tradecore.oms.trigger.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.outbox.pg.PgHorizon;
import io.tradecore.oms.outbox.pg.PgRows;
import io.tradecore.oms.trigger.HeldOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** The orders that wait for a price, as the database has them. Each call is a transaction of its own. Thread-safe. */
public final class PgWaitingOrders {
    private static final String COLUMNS = """
            SELECT account_id, order_id, symbol, side, trigger_kind, trigger_price_type, stop_px, trail_unit, trail_by,
                reference_px, state
            """;

    private static final String FIND_WAITING = COLUMNS + "FROM find_waiting_triggers()";

    private static final String FIND_SINCE = COLUMNS + "FROM find_triggers_since(CAST(? AS xid8))";

    /** @param waits false once it waits no more */
    public record Waiting(String symbol, HeldOrder order, boolean waits) {}

    private final DataSource relay;

    /** @param relay connections of role oms_relay */
    public PgWaitingOrders(DataSource relay) {
        this.relay = relay;
    }

    /**
     * Every transaction below this id is finished: ask for it before reading, and read on from it the next time, to miss
     * nothing.
     */
    public long horizon() throws SQLException {
        return PgHorizon.read(relay);
    }

    /** All orders that wait. */
    public List<Waiting> all() throws SQLException {
        return PgRows.read(relay, FIND_WAITING, _ -> {}, PgWaitingOrders::waiting);
    }

    /** What transactions from this one on have made wait, or wait no more, each order as it stands now. */
    public List<Waiting> since(long txId) throws SQLException {
        return PgRows.read(
                relay, FIND_SINCE, statement -> statement.setString(1, Long.toString(txId)), PgWaitingOrders::waiting);
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        HeldOrder order = new HeldOrder(
                new AccountId(row.getObject("account_id", UUID.class)),
                new OrderId(row.getObject("order_id", UUID.class)),
                TriggerRows.trigger(row));
        return new Waiting(row.getString("symbol"), order, row.getString("state") != null);
    }
}
