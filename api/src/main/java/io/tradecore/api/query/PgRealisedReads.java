package io.tradecore.api.query;

import io.tradecore.api.edge.Decimals;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.MinorUnits;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** Reads what an account has realised, in its base currency. Safe for use by many threads; blocks its thread. */
@Singleton
public final class PgRealisedReads {
    private static final String FIND_BASE_CURRENCY = """
            SELECT base_currency FROM accounts WHERE account_id = ?
            """;

    private static final String LIST_REALISED = """
            SELECT p.symbol, i.settles_in, s.scale, i.settles_in = a.base_currency AS own_currency, p.realised,
                coalesce(c.realised_total, 0) AS converted, coalesce(c.base_total, 0) AS base_total, coalesce(c.seq, 0) AS seq
            FROM (SELECT account_id, symbol, sum(realised_pnl) AS realised FROM positions WHERE account_id = ? GROUP BY 1, 2) p
            JOIN (SELECT symbol, coalesce(settl_currency, currency) AS settles_in FROM instruments) i ON i.symbol = p.symbol
            JOIN accounts a ON a.account_id = p.account_id
            JOIN assets s ON s.asset = a.base_currency
            LEFT JOIN LATERAL (
                SELECT seq, realised_total, base_total FROM realised_conversions r
                WHERE r.account_id = p.account_id AND r.symbol = p.symbol ORDER BY seq DESC LIMIT 1) c ON true
            ORDER BY p.symbol
            """;

    private final TenantReads reads;

    PgRealisedReads(TenantReads reads) {
        this.reads = reads;
    }

    /** What the account has realised by symbol, or ACCOUNT_UNKNOWN. */
    public RealisedView realised(AccountId accountId) {
        return reads.read(accountId, connection -> {
            TenantReads.requireAccount(connection, accountId);
            String base = Objects.requireNonNull(Sql.first(
                    connection, FIND_BASE_CURRENCY, row -> Sql.text(row, "base_currency"), accountId.value()));
            List<RealisedView.OfSymbol> items =
                    Sql.list(connection, LIST_REALISED, PgRealisedReads::ofSymbol, accountId.value());
            boolean whole = items.stream().allMatch(item -> item.waiting().equals("0"));
            BigDecimal total =
                    items.stream().map(item -> new BigDecimal(item.inBase())).reduce(BigDecimal.ZERO, BigDecimal::add);
            return new RealisedView(accountId.toString(), base, whole ? Decimals.text(total) : null, items);
        });
    }

    private static RealisedView.OfSymbol ofSymbol(ResultSet row) throws SQLException {
        BigDecimal realised = Sql.decimal(row, "realised");
        boolean own = row.getBoolean("own_currency");
        BigDecimal inBase = own ? realised : Sql.decimal(row, "base_total");
        return new RealisedView.OfSymbol(
                Sql.text(row, "symbol"),
                Sql.text(row, "settles_in"),
                Decimals.text(realised),
                Decimals.text(MinorUnits.round(inBase, row.getInt("scale"))),
                own ? "0" : Decimals.text(realised.subtract(Sql.decimal(row, "converted"))),
                row.getLong("seq"));
    }
}
