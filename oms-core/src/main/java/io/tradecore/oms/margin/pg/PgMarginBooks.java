package io.tradecore.oms.margin.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.margin.LiquidationMode;
import io.tradecore.oms.margin.MarginBook;
import io.tradecore.oms.margin.MarginBook.Exposure;
import io.tradecore.oms.margin.MarginSettings;
import io.tradecore.oms.outbox.pg.PgRows;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.position.SettledPosition;
import io.tradecore.oms.valuation.RatePair;
import io.tradecore.oms.valuation.pg.RatePairRows;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * What is booked of the accounts on margin, without their orders: these do not count in the level. Each call is a transaction of its own.
 * Thread-safe.
 */
public final class PgMarginBooks {
    // An account without positions is nothing to be marked, unless something of it is still open.
    private static final String LIST_ACCOUNTS = """
            SELECT a.account_id, a.event_seq, a.transfer_seq, a.base_currency, s.scale, m.leverage, m.call_level, m.stop_out_level,
                m.restore_level, m.liquidation_mode, c.call_id IS NOT NULL AS called, l.liquidation_id IS NOT NULL AS liquidating
            FROM accounts a
            JOIN assets s ON s.asset = a.base_currency
            LEFT JOIN margin_settings m ON m.account_id = a.account_id
            LEFT JOIN margin_calls c ON c.account_id = a.account_id AND c.cleared_at IS NULL
            LEFT JOIN liquidations l ON l.account_id = a.account_id AND l.ended_at IS NULL
            WHERE a.account_type = 'MARGIN' AND a.status <> 'CLOSED'
            """;

    // Both in one statement, which sees one moment: a fill is in the cash and in the position, or in neither.
    private static final String LIST_BOOKS = """
            SELECT account_id, 'POSITION' AS kind, symbol AS name, leg, qty, avg_px, settlement_px
            FROM positions WHERE account_id = ANY (?) AND qty <> 0
            UNION ALL
            SELECT account_id, 'CASH', asset, NULL, posted, NULL, NULL
            FROM ledger_balances WHERE account_id = ANY (?) AND code = 'CASH' AND posted <> 0
            """;

    /**
     * An account and as of which of its events and transfers it is.
     *
     * @param called whether a margin call of it is not answered yet
     * @param liquidating whether a stop-out of it goes on
     */
    public record Account(
            AccountId accountId,
            long eventSeq,
            long transferSeq,
            String baseCurrency,
            int baseScale,
            MarginSettings settings,
            boolean called,
            boolean liquidating) {}

    private final DataSource relay;

    /** @param relay connections of role oms_relay */
    public PgMarginBooks(DataSource relay) {
        this.relay = relay;
    }

    /** All accounts on margin that are not closed. */
    public List<Account> accounts() throws SQLException {
        return PgRows.read(relay, LIST_ACCOUNTS, statement -> {}, PgMarginBooks::account);
    }

    /** Whose quotes tell rates. */
    public List<RatePair> pairs() throws SQLException {
        return PgRows.read(relay, RatePairRows.LIST, statement -> {}, RatePairRows::read);
    }

    /** What is booked of these accounts now. */
    public Map<AccountId, MarginBook> books(Collection<Account> accounts) throws SQLException {
        Map<AccountId, Loading> loading = new HashMap<>();
        accounts.forEach(account -> loading.put(account.accountId(), new Loading(account)));
        UUID[] ids =
                accounts.stream().map(account -> account.accountId().value()).toArray(UUID[]::new);
        PgRows.read(
                relay,
                LIST_BOOKS,
                statement -> {
                    statement.setArray(1, statement.getConnection().createArrayOf("uuid", ids));
                    statement.setArray(2, statement.getConnection().createArrayOf("uuid", ids));
                },
                row -> {
                    Loading one = loading.get(new AccountId(row.getObject("account_id", UUID.class)));
                    if (one != null) {
                        one.take(row);
                    }
                    return true;
                });
        Map<AccountId, MarginBook> books = new HashMap<>();
        loading.forEach((accountId, one) -> books.put(accountId, one.book()));
        return books;
    }

    /** A book while its rows are read. */
    private static final class Loading {
        private final Account account;
        private final TreeMap<String, BigDecimal> cash = new TreeMap<>();
        private final Map<String, List<Position>> positions = new LinkedHashMap<>();

        Loading(Account account) {
            this.account = account;
        }

        void take(ResultSet row) throws SQLException {
            String name = row.getString("name");
            if ("CASH".equals(row.getString("kind"))) {
                cash.put(name, row.getBigDecimal("qty"));
            } else {
                positions.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(position(name, row));
            }
        }

        MarginBook book() {
            List<Exposure> exposures = new ArrayList<>(positions.size());
            positions.forEach(
                    (symbol, legs) -> exposures.add(new Exposure(symbol, legs, BigDecimal.ZERO, BigDecimal.ZERO)));
            return new MarginBook(
                    account.baseCurrency(),
                    account.baseScale(),
                    account.settings(),
                    cash,
                    new TreeMap<>(),
                    List.copyOf(exposures));
        }

        private static Position position(String symbol, ResultSet row) throws SQLException {
            return new SettledPosition(
                            new Position(
                                    symbol,
                                    row.getBigDecimal("qty"),
                                    row.getBigDecimal("avg_px"),
                                    BigDecimal.ZERO,
                                    BigDecimal.ZERO,
                                    Leg.valueOf(row.getString("leg"))),
                            row.getBigDecimal("settlement_px"))
                    .unpaid();
        }
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getLong("event_seq"),
                row.getLong("transfer_seq"),
                row.getString("base_currency"),
                row.getInt("scale"),
                settings(row),
                row.getBoolean("called"),
                row.getBoolean("liquidating"));
    }

    /** Of a row that has their columns; where they are null the defaults count. */
    public static MarginSettings settings(ResultSet row) throws SQLException {
        BigDecimal callLevel = row.getBigDecimal("call_level");
        return callLevel == null
                ? MarginSettings.DEFAULT
                : new MarginSettings(
                        row.getBigDecimal("leverage"),
                        callLevel,
                        row.getBigDecimal("stop_out_level"),
                        row.getBigDecimal("restore_level"),
                        LiquidationMode.valueOf(row.getString("liquidation_mode")));
    }
}
