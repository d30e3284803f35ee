package io.tradecore.api.query;

import io.tradecore.api.problem.ApiException;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.margin.MarginBook;
import io.tradecore.oms.margin.MarginBook.Exposure;
import io.tradecore.oms.margin.MarginSettings;
import io.tradecore.oms.margin.pg.PgMarginBooks;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.position.SettledPosition;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.valuation.RatePair;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads how accounts on margin stand. What is booked is read in one snapshot; then the quotes are looked at. Safe for use by many threads;
 * blocks its thread.
 */
@Singleton
public final class PgMarginReads {
    private static final String FIND_ACCOUNT = """
            SELECT a.account_type, a.base_currency, s.scale, m.leverage, m.call_level, m.stop_out_level, m.restore_level, m.liquidation_mode,
                c.call_id IS NOT NULL AS called, l.liquidation_id IS NOT NULL AS liquidating
            FROM accounts a
            JOIN assets s ON s.asset = a.base_currency
            LEFT JOIN margin_settings m ON m.account_id = a.account_id
            LEFT JOIN margin_calls c ON c.account_id = a.account_id AND c.cleared_at IS NULL
            LEFT JOIN liquidations l ON l.account_id = a.account_id AND l.ended_at IS NULL
            WHERE a.account_id = ?
            """;

    private static final String LIST_CASH = """
            SELECT asset, posted FROM ledger_balances WHERE account_id = ? AND code = 'CASH' AND posted <> 0
            """;

    // What an order holds has the order's id, what orders of a list hold together the list's; what else is pending
    // is held for something else.
    private static final String LIST_WITHHELD = """
            WITH open AS (
                SELECT p.account_id, p.order_id, p.list_id
                FROM accounts a
                JOIN orders p ON p.account_id = a.account_id AND p.order_id >= a.open_from AND p.leaves_qty > 0
                WHERE a.account_id = ?),
            held AS (
                SELECT account_id, order_id AS hold_id FROM open
                UNION
                SELECT l.account_id, l.hold_id FROM open
                JOIN order_lists l ON (l.account_id, l.list_id) = (open.account_id, open.list_id))
            SELECT b.asset, b.pending - coalesce(o.remaining, 0) AS remaining
            FROM ledger_balances b
            LEFT JOIN (
                SELECT h.asset, sum(h.remaining) AS remaining
                FROM held
                JOIN holds h ON (h.account_id, h.hold_id) = (held.account_id, held.hold_id) AND h.code = 'CASH'
                GROUP BY h.asset) o ON o.asset = b.asset
            WHERE b.account_id = ? AND b.code = 'CASH' AND b.pending <> coalesce(o.remaining, 0)
            """;

    private static final String LIST_POSITIONS = """
            SELECT symbol, leg, qty, avg_px, settlement_px FROM positions WHERE account_id = ? AND qty <> 0 ORDER BY symbol, leg
            """;

    // As Pending counts them.
    private static final String LIST_PENDING = """
            SELECT symbol, coalesce(sum(qty) FILTER (WHERE side = 'BUY'), 0) AS buys,
                coalesce(sum(qty) FILTER (WHERE side = 'SELL'), 0) AS sells
            FROM (
                SELECT o.symbol, o.side, CASE WHEN k.together IS NULL THEN sum(o.leaves_qty) ELSE max(o.leaves_qty) END AS qty
                FROM orders o
                CROSS JOIN LATERAL (SELECT CASE WHEN o.list_contingency_type <> 'OTO' THEN o.list_id END AS together) k
                WHERE o.account_id = ? AND o.leaves_qty > 0
                    AND o.order_id >= (SELECT open_from FROM accounts WHERE account_id = ?)
                    AND (o.held_by IS DISTINCT FROM 'LIST' OR NOT EXISTS (
                        SELECT FROM order_list_members m
                        JOIN orders p ON (p.account_id, p.order_id) = (m.account_id, m.order_id)
                        WHERE (m.account_id, m.list_id) = (o.account_id, o.list_id) AND m.parent AND p.side <> o.side))
                GROUP BY o.symbol, o.side, k.together) open
            GROUP BY symbol
            """;

    private record Books(MarginBook book, boolean called, boolean liquidating, List<RatePair> pairs) {}

    private record Found(
            boolean onMargin,
            String baseCurrency,
            int baseScale,
            MarginSettings settings,
            boolean called,
            boolean liquidating) {}

    private final TenantReads reads;
    private final Instruments instruments;
    private final PreTradeRisk risk;
    private final Clock clock;

    PgMarginReads(TenantReads reads, Instruments instruments, PreTradeRisk risk, Clock clock) {
        this.reads = reads;
        this.instruments = instruments;
        this.risk = risk;
        this.clock = clock;
    }

    /** How the account stands now, or ACCOUNT_UNKNOWN; of one that is not on margin MARGIN_ACCOUNT_REQUIRED. */
    public MarginStandingView standing(AccountId accountId) {
        Books books = reads.readSnapshot(accountId, connection -> books(connection, accountId));
        MarginBook book = books.book();
        return MarginStandingView.of(
                accountId.toString(),
                book.baseCurrency(),
                risk.look(instruments, books.pairs()).state(book),
                books.called(),
                books.liquidating(),
                MarginSettingsView.of(book.settings()),
                clock.instant());
    }

    private static Books books(Connection connection, AccountId accountId) throws SQLException {
        TenantReads.requireAccount(connection, accountId);
        Found account = Sql.list(
                        connection,
                        FIND_ACCOUNT,
                        row -> new Found(
                                Sql.text(row, "account_type").equals("MARGIN"),
                                Sql.text(row, "base_currency"),
                                row.getInt("scale"),
                                PgMarginBooks.settings(row),
                                row.getBoolean("called"),
                                row.getBoolean("liquidating")),
                        accountId.value())
                .getFirst();
        if (!account.onMargin()) {
            throw ApiException.of(Reason.MARGIN_ACCOUNT_REQUIRED, "The account is not on margin.");
        }
        MarginBook book = new MarginBook(
                account.baseCurrency(),
                account.baseScale(),
                account.settings(),
                amounts(connection, LIST_CASH, "posted", accountId.value()),
                amounts(connection, LIST_WITHHELD, "remaining", accountId.value(), accountId.value()),
                exposures(connection, accountId));
        return new Books(book, account.called(), account.liquidating(), PgRatePairReads.list(connection));
    }

    private static TreeMap<String, BigDecimal> amounts(
            Connection connection, String sql, String column, Object... parameters) throws SQLException {
        TreeMap<String, BigDecimal> amounts = new TreeMap<>();
        Sql.each(connection, sql, 0, row -> amounts.put(Sql.text(row, "asset"), Sql.decimal(row, column)), parameters);
        return amounts;
    }

    private static List<Exposure> exposures(Connection connection, AccountId accountId) throws SQLException {
        Map<String, Exposure> bySymbol = new TreeMap<>();
        Sql.each(
                connection,
                LIST_PENDING,
                0,
                row -> bySymbol.put(
                        Sql.text(row, "symbol"),
                        new Exposure(
                                Sql.text(row, "symbol"),
                                List.of(),
                                Sql.decimal(row, "buys"),
                                Sql.decimal(row, "sells"))),
                accountId.value(),
                accountId.value());
        Sql.each(
                connection,
                LIST_POSITIONS,
                0,
                row -> {
                    String symbol = Sql.text(row, "symbol");
                    Exposure before = bySymbol.getOrDefault(
                            symbol, new Exposure(symbol, List.of(), BigDecimal.ZERO, BigDecimal.ZERO));
                    List<Position> positions = new ArrayList<>(before.positions());
                    positions.add(new SettledPosition(
                                    new Position(
                                            symbol,
                                            Sql.decimal(row, "qty"),
                                            Sql.decimalOrNull(row, "avg_px"),
                                            BigDecimal.ZERO,
                                            BigDecimal.ZERO,
                                            Leg.valueOf(Sql.text(row, "leg"))),
                                    Sql.decimalOrNull(row, "settlement_px"))
                            .unpaid());
                    bySymbol.put(symbol, new Exposure(symbol, positions, before.pendingBuy(), before.pendingSell()));
                },
                accountId.value());
        return List.copyOf(bySymbol.values());
    }
}
