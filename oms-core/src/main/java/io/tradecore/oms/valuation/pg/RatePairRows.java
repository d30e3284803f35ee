package io.tradecore.oms.valuation.pg;

import io.tradecore.oms.valuation.RatePair;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The pairs whose quotes tell rates, as they are kept. */
public final class RatePairRows {

    /** Whoever asks may read the table. */
    public static final String LIST = "SELECT from_asset, to_asset, symbol, inverted FROM rate_pairs";

    private RatePairRows() {}

    /** A row of the list. */
    public static RatePair read(ResultSet row) throws SQLException {
        return new RatePair(
                row.getString("from_asset"),
                row.getString("to_asset"),
                row.getString("symbol"),
                row.getBoolean("inverted"));
    }
}
