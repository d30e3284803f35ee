package io.tradecore.oms.halt.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.halt.TradingState;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.outbox.pg.PgHorizon;
import io.tradecore.oms.outbox.pg.PgRows;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What is halted, and what of it is still open, of all accounts. Each call is a transaction of its own. Thread-safe. */
public final class PgHalts {
    private static final String READ_NEXT_TX = """
            SELECT CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint) AS next_tx
            """;

    private static final String READ_VERSION = """
            SELECT coalesce(max(change_id), 0) AS version FROM trading_state_changes
            """;

    private static final String COUNT_STATES = "SELECT state, count(*) AS scopes FROM trading_states GROUP BY state";

    private static final String FIND_ORDERS =
            "SELECT account_id, order_id, change_id FROM find_orders_to_halt(?, ?, ?, ?)";

    private static final String COUNT_OPEN = "SELECT count_halted_orders(?) AS orders";

    /**
     * An open order in a halted scope which nobody has asked to be cancelled.
     *
     * @param changeId of the last change that halted it
     */
    public record Due(AccountId accountId, OrderId orderId, long changeId) {}

    private final DataSource relay;

    /** @param relay connections of role oms_relay, which sees all accounts */
    public PgHalts(DataSource relay) {
        this.relay = relay;
    }

    /** Every transaction there was until now has a lower id. */
    public long nextTx() throws SQLException {
        return PgRows.read(relay, READ_NEXT_TX, _ -> {}, row -> row.getLong("next_tx"))
                .getFirst();
    }

    /** Whether every transaction of a lower id has finished. */
    public boolean isFinishedBelow(long txId) throws SQLException {
        return PgHorizon.read(relay) >= txId;
    }

    /** Rises with every change of a trading state. */
    public long version() throws SQLException {
        return PgRows.read(relay, READ_VERSION, _ -> {}, row -> row.getLong("version"))
                .getFirst();
    }

    /** How many scopes are in each state; of those that are ACTIVE none is known. */
    public Map<TradingState, Long> states() throws SQLException {
        Map<TradingState, Long> counts = new EnumMap<>(TradingState.class);
        PgRows.read(
                relay,
                COUNT_STATES,
                _ -> {},
                row -> counts.put(TradingState.valueOf(row.getString("state")), row.getLong("scopes")));
        return counts;
    }

    /**
     * How many orders are open, or wait for an answer of their venue, in scopes that are halted by a later change than that.
     *
     * @param laterThan 0 for all that are halted
     */
    public long openOrders(long laterThan) throws SQLException {
        return PgRows.read(
                        relay, COUNT_OPEN, statement -> statement.setLong(1, laterThan), row -> row.getLong("orders"))
                .getFirst();
    }

    /**
     * The first orders that are to be cancelled, by their accounts and ids; those after one of them, where it is given.
     *
     * @param laterThan in scopes that are halted by a later change; 0 for all that are
     */
    public List<Due> due(long laterThan, @Nullable Due after, int most) throws SQLException {
        return PgRows.read(
                relay,
                FIND_ORDERS,
                statement -> {
                    statement.setLong(1, laterThan);
                    statement.setObject(
                            2, after == null ? null : after.accountId().value());
                    statement.setObject(
                            3, after == null ? null : after.orderId().value());
                    statement.setInt(4, most);
                },
                row -> new Due(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        new OrderId(row.getObject("order_id", UUID.class)),
                        row.getLong("change_id")));
    }
}
