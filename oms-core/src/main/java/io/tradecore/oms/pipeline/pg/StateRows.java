package io.tradecore.oms.pipeline.pg;

import io.tradecore.oms.halt.TradingBar;
import io.tradecore.oms.halt.TradingScope;
import io.tradecore.oms.halt.TradingState;
import io.tradecore.oms.halt.TradingStates;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads what is not traded as usual. For one batch. */
final class StateRows {

    private final boolean asked;
    private final boolean ofOrders;
    private final List<TradingBar> bars = new ArrayList<>();
    private long version;

    /**
     * @param asked whether anything is to be read
     * @param ofOrders whether orders that are there are looked at, and not only what is asked for
     */
    StateRows(boolean asked, boolean ofOrders) {
        this.asked = asked;
        this.ofOrders = ofOrders;
    }

    boolean asked() {
        return asked;
    }

    /** Whether it makes a difference who placed the orders. */
    boolean dependOnUsers() {
        return ofOrders && read().concernUsers();
    }

    void read(ResultSet row) throws SQLException {
        version = row.getLong("version");
        String scope = row.getString("scope");
        if (scope != null) {
            bars.add(new TradingBar(
                    TradingScope.valueOf(scope),
                    row.getString("scope_id"),
                    TradingState.valueOf(row.getString("state")),
                    row.getString("set_by")));
        }
    }

    TradingStates read() {
        return new TradingStates(version, bars);
    }
}
