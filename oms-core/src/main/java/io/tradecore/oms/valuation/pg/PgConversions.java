package io.tradecore.oms.valuation.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.outbox.pg.PgHorizon;
import io.tradecore.oms.outbox.pg.PgRows;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.valuation.RatePair;
import io.tradecore.oms.valuation.Unconverted;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Finds what was realised or charged and is not converted, and keeps conversions. Each call is a transaction of its own. Thread-safe. */
public final class PgConversions {
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

    // What fees took, below zero, as what was realised.
    private static final String FIND_FEES = """
            SELECT f.account_id, f.symbol, f.leg, f.currency, i.settles_in, s.scale, -f.charged AS charged,
                coalesce(c.seq, 0) AS last_seq, -coalesce(c.charged_total, 0) AS converted, -coalesce(c.settl_total, 0) AS settl_total
            FROM foreign_fees f
            JOIN (SELECT symbol, coalesce(settl_currency, currency) AS settles_in FROM instruments) i ON i.symbol = f.symbol
            JOIN assets s ON s.asset = i.settles_in
            LEFT JOIN LATERAL (
                SELECT seq, charged_total, settl_total FROM fee_conversions c
                WHERE (c.account_id, c.symbol, c.leg, c.currency) = (f.account_id, f.symbol, f.leg, f.currency)
                ORDER BY seq DESC LIMIT 1) c ON true
            """;

    private static final String FIND_UNCONVERTED_FEES = FIND_FEES + """
            WHERE f.charged <> coalesce(c.charged_total, 0)
            """;

    private static final String FIND_FEES_SINCE = FIND_FEES + """
            WHERE f.tx_id >= CAST(? AS xid8) AND f.tx_id < CAST(? AS xid8)
            """;

    // Of two that convert the same the first counts: the other finds its number taken.
    private static final String KEEP_REALISED = """
            INSERT INTO realised_conversions (account_id, symbol, seq, currency, base_currency, amount, realised_total, rate, in_base,
                base_total, rate_symbols, quote_time)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account_id, symbol, seq) DO NOTHING
            """;

    private static final String KEEP_FEES = """
            INSERT INTO fee_conversions (account_id, symbol, seq, currency, settl_currency, amount, charged_total, rate, in_settl,
                settl_total, rate_symbols, quote_time, leg)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account_id, symbol, leg, currency, seq) DO NOTHING
            """;

    private final DataSource relay;

    /** @param relay connections of role oms_relay */
    public PgConversions(DataSource relay) {
        this.relay = relay;
    }

    /** Every transaction below this id is finished: {@link #since} up to here misses nothing, now or later. */
    public long horizon() throws SQLException {
        return PgHorizon.read(relay);
    }

    /** All that is not converted, in all accounts: it looks at every position. */
    public List<Unconverted> all() throws SQLException {
        List<Unconverted> all =
                new ArrayList<>(PgRows.read(relay, FIND_UNCONVERTED, statement -> {}, PgConversions::realised));
        all.addAll(PgRows.read(relay, FIND_UNCONVERTED_FEES, statement -> {}, PgConversions::fees));
        return all;
    }

    /** What is not converted, nothing perhaps, where fills or busts were booked by transactions from (inclusive) to below (exclusive). */
    public List<Unconverted> since(long from, long below) throws SQLException {
        List<Unconverted> found = new ArrayList<>(since(FIND_SINCE, from, below, PgConversions::realised));
        found.addAll(since(FIND_FEES_SINCE, from, below, PgConversions::fees));
        return found;
    }

    private List<Unconverted> since(String sql, long from, long below, PgRows.Row<Unconverted> row)
            throws SQLException {
        return PgRows.read(
                relay,
                sql,
                statement -> {
                    statement.setString(1, Long.toString(from));
                    statement.setString(2, Long.toString(below));
                },
                row);
    }

    /** Whose quotes tell rates. */
    public List<RatePair> pairs() throws SQLException {
        return PgRows.read(relay, RatePairRows.LIST, statement -> {}, RatePairRows::read);
    }

    /** Keeps a conversion for good, unless another of its number is there. */
    public void keep(Unconverted.Conversion conversion) throws SQLException {
        Unconverted of = conversion.of();
        boolean fees = of.what() == Unconverted.What.FEES;
        try (var connection = relay.getConnection()) {
            connection.setAutoCommit(true);
            try (var statement = connection.prepareStatement(fees ? KEEP_FEES : KEEP_REALISED)) {
                statement.setObject(1, of.accountId().value());
                statement.setString(2, of.symbol());
                statement.setLong(3, conversion.seq());
                statement.setString(4, of.currency());
                statement.setString(5, of.baseCurrency());
                statement.setBigDecimal(6, stored(conversion.amount(), fees));
                statement.setBigDecimal(7, stored(of.total(), fees));
                statement.setBigDecimal(8, conversion.rate());
                statement.setBigDecimal(9, stored(conversion.inBase(), fees));
                statement.setBigDecimal(10, stored(conversion.baseTotal(), fees));
                statement.setArray(
                        11,
                        connection.createArrayOf(
                                "text", conversion.rateSymbols().toArray()));
                statement.setObject(12, conversion.quoteTime().atOffset(ZoneOffset.UTC));
                if (fees) {
                    statement.setString(13, of.leg().name());
                }
                statement.executeUpdate();
            }
        }
    }

    /** Fees are kept as fees: above zero where they took something. */
    private static BigDecimal stored(BigDecimal amount, boolean fees) {
        return fees ? amount.negate() : amount;
    }

    private static Unconverted realised(ResultSet row) throws SQLException {
        return new Unconverted(
                Unconverted.What.REALISED,
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("symbol"),
                Leg.NET,
                row.getString("settles_in"),
                row.getString("base_currency"),
                row.getInt("scale"),
                row.getBigDecimal("realised"),
                row.getLong("last_seq"),
                row.getBigDecimal("converted"),
                row.getBigDecimal("base_total"));
    }

    private static Unconverted fees(ResultSet row) throws SQLException {
        return new Unconverted(
                Unconverted.What.FEES,
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("symbol"),
                Leg.valueOf(row.getString("leg")),
                row.getString("currency"),
                row.getString("settles_in"),
                row.getInt("scale"),
                row.getBigDecimal("charged"),
                row.getLong("last_seq"),
                row.getBigDecimal("converted"),
                row.getBigDecimal("settl_total"));
    }
}
