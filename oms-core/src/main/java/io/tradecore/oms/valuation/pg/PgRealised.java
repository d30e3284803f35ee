package io.tradecore.oms.valuation.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.outbox.pg.PgHorizon;
import io.tradecore.oms.outbox.pg.PgRows;
import io.tradecore.oms.valuation.RatePair;
import io.tradecore.oms.valuation.Unconverted;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Finds what was realised and is not converted, and keeps conversions. Each call is a transaction of its own. Thread-safe. */
public final class PgRealised {
    // What is realised in the account's own currency needs no conversion and is left out.
    private static final String FIND_REALISED = """
            SELECT p.account_id, p.symbol, i.settles_in, a.base_currency, s.scale, p.realised,
                coalesce(c.seq, 0) AS last_seq, coalesce(c.realised_total, 0) AS converted, coalesce(c.base_total, 0) AS base_total
            FROM (SELECT account_id, symbol, sum(realised_pnl) AS realised FROM positions %s GROUP BY account_id, symbol) p
            JOIN (SELECT symbol, coalesce(settl_currency, currency) AS settles_in FROM instruments) i ON i.symbol = p.symbol
            JOIN accounts a ON a.account_id = p.account_id AND a.base_currency <> i.settles_in
            JOIN assets s ON s.asset = a.base_currency
            LEFT JOIN LATERAL (
                SELECT seq, realised_total, base_total FROM realised_conversions r
                WHERE r.account_id = p.account_id AND r.symbol = p.symbol ORDER BY seq DESC LIMIT 1) c ON true
            """;

    private static final String FIND_UNCONVERTED = FIND_REALISED.formatted("") + """
            WHERE p.realised <> coalesce(c.realised_total, 0)
            """;

    // The events are found by their transaction first: the rest is looked up by key.
    private static final String FIND_SINCE = """
            WITH traded AS MATERIALIZED (
                SELECT DISTINCT e.account_id, e.order_id FROM order_events e
                WHERE e.tx_id >= CAST(? AS xid8) AND e.tx_id < CAST(? AS xid8)
                    AND e.event_type IN ('TRADE', 'TRADE_CANCEL', 'TRADE_CORRECT'))
            """ + FIND_REALISED.formatted("""
            WHERE (account_id, symbol) IN (
                SELECT o.account_id, o.symbol FROM traded t JOIN orders o ON (o.account_id, o.order_id) = (t.account_id, t.order_id))
            """);

    private static final String LIST_RATE_PAIRS = """
            SELECT from_asset, to_asset, symbol, inverted FROM rate_pairs
            """;

    // Of two that convert the same the first counts: the other finds its number taken.
    private static final String KEEP = """
            INSERT INTO realised_conversions (account_id, symbol, seq, currency, base_currency, amount, realised_total, rate, in_base,
                base_total, rate_symbols, quote_time)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account_id, symbol, seq) DO NOTHING
            """;

    private final DataSource relay;

    /** @param relay connections of role oms_relay */
    public PgRealised(DataSource relay) {
        this.relay = relay;
    }

    /** Every transaction below this id is finished: {@link #since} up to here misses nothing, now or later. */
    public long horizon() throws SQLException {
        return PgHorizon.read(relay);
    }

    /** All that is not converted, in all accounts: it looks at every position. */
    public List<Unconverted> all() throws SQLException {
        return PgRows.read(relay, FIND_UNCONVERTED, statement -> {}, PgRealised::unconverted);
    }

    /** What is not converted, nothing perhaps, where fills or busts were booked by transactions from (inclusive) to below (exclusive). */
    public List<Unconverted> since(long from, long below) throws SQLException {
        return PgRows.read(
                relay,
                FIND_SINCE,
                statement -> {
                    statement.setString(1, Long.toString(from));
                    statement.setString(2, Long.toString(below));
                },
                PgRealised::unconverted);
    }

    /** Whose quotes tell rates. */
    public List<RatePair> pairs() throws SQLException {
        return PgRows.read(
                relay,
                LIST_RATE_PAIRS,
                statement -> {},
                row -> new RatePair(
                        row.getString("from_asset"),
                        row.getString("to_asset"),
                        row.getString("symbol"),
                        row.getBoolean("inverted")));
    }

    /** Keeps a conversion for good, unless another of its number is there. */
    public void keep(Unconverted.RealisedConversion conversion) throws SQLException {
        Unconverted of = conversion.of();
        try (var connection = relay.getConnection()) {
            connection.setAutoCommit(true);
            try (var statement = connection.prepareStatement(KEEP)) {
                statement.setObject(1, of.accountId().value());
                statement.setString(2, of.symbol());
                statement.setLong(3, conversion.seq());
                statement.setString(4, of.currency());
                statement.setString(5, of.baseCurrency());
                statement.setBigDecimal(6, conversion.amount());
                statement.setBigDecimal(7, of.realisedTotal());
                statement.setBigDecimal(8, conversion.rate());
                statement.setBigDecimal(9, conversion.inBase());
                statement.setBigDecimal(10, conversion.baseTotal());
                statement.setArray(
                        11,
                        connection.createArrayOf(
                                "text", conversion.rateSymbols().toArray()));
                statement.setObject(12, conversion.quoteTime().atOffset(ZoneOffset.UTC));
                statement.executeUpdate();
            }
        }
    }

    private static Unconverted unconverted(ResultSet row) throws SQLException {
        return new Unconverted(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("symbol"),
                row.getString("settles_in"),
                row.getString("base_currency"),
                row.getInt("scale"),
                row.getBigDecimal("realised"),
                row.getLong("last_seq"),
                row.getBigDecimal("converted"),
                row.getBigDecimal("base_total"));
    }
}
