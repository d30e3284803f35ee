package io.tradecore.api.admin;

import io.tradecore.api.edge.Checks;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.sql.Sql;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.valuation.RatePair;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says which instrument's quotes tell what an asset is worth in another. The same again changes nothing and leaves no trace. Safe for
 * use by many threads; blocks its thread.
 */
@Singleton
public final class PgRatePairs {
    private static final String FIND_ASSET = """
            SELECT asset FROM assets WHERE asset = ?
            """;
    private static final String FIND_CURRENCY = """
            SELECT currency FROM instruments WHERE symbol = ?
            """;
    private static final String LOCK_PAIR = """
            SELECT symbol, inverted FROM rate_pairs WHERE from_asset = ? AND to_asset = ? FOR UPDATE
            """;
    private static final String SET_PAIR = """
            INSERT INTO rate_pairs (from_asset, to_asset, symbol, inverted, updated_by) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (from_asset, to_asset) DO UPDATE SET symbol = EXCLUDED.symbol, inverted = EXCLUDED.inverted,
                updated_by = EXCLUDED.updated_by, updated_at = now()
            """;
    private static final String DELETE_PAIR = """
            DELETE FROM rate_pairs WHERE from_asset = ? AND to_asset = ?
            """;

    private final AdminTransactions transactions;

    PgRatePairs(AdminTransactions transactions) {
        this.transactions = transactions;
    }

    /** From now on the rate is told by these quotes. */
    public void set(String actor, RatePair pair) {
        transactions.act(actor, connection -> {
            requireAsset(connection, "fromAsset", pair.fromAsset());
            requireAsset(connection, "toAsset", pair.toAsset());
            requireCurrency(connection, pair);
            RatePair before = find(connection, pair.fromAsset(), pair.toAsset());
            if (pair.equals(before)) {
                return new AdminTransactions.Act<>(pair, null);
            }
            Sql.update(connection, SET_PAIR, pair.fromAsset(), pair.toAsset(), pair.symbol(), pair.inverted(), actor);
            return new AdminTransactions.Act<>(
                    pair,
                    AuditEntry.of(
                            "RATE_PAIR_SET", detail(pair.fromAsset(), pair.toAsset(), words(before), words(pair))));
        });
    }

    /** From now on there is no such pair, or RATE_PAIR_NOT_FOUND where there was none. */
    public void delete(String actor, String fromAsset, String toAsset) {
        transactions.act(actor, connection -> {
            RatePair before = find(connection, fromAsset, toAsset);
            if (before == null) {
                throw ApiException.of(ApiCode.RATE_PAIR_NOT_FOUND, "There is no such pair.");
            }
            Sql.update(connection, DELETE_PAIR, fromAsset, toAsset);
            return new AdminTransactions.Act<>(
                    before, AuditEntry.of("RATE_PAIR_DELETED", detail(fromAsset, toAsset, words(before), null)));
        });
    }

    private static @Nullable RatePair find(Connection connection, String fromAsset, String toAsset)
            throws SQLException {
        return Sql.first(
                connection,
                LOCK_PAIR,
                row -> new RatePair(fromAsset, toAsset, Sql.text(row, "symbol"), row.getBoolean("inverted")),
                fromAsset,
                toAsset);
    }

    private static void requireAsset(Connection connection, String field, String asset) throws SQLException {
        Checks.asset(field, asset);
        if (Sql.first(connection, FIND_ASSET, row -> true, asset) == null) {
            throw ApiException.of(Reason.ASSET_UNKNOWN, "There is no asset " + asset + ".");
        }
    }

    /** A price is told in its instrument's currency: that is what the rate is told in, or inverted what it is of. */
    private static void requireCurrency(Connection connection, RatePair pair) throws SQLException {
        String currency = Sql.first(connection, FIND_CURRENCY, row -> Sql.text(row, "currency"), pair.symbol());
        if (currency == null) {
            throw ApiException.of(Reason.INSTRUMENT_UNKNOWN, "There is no instrument " + pair.symbol() + ".");
        }
        String told = pair.inverted() ? pair.fromAsset() : pair.toAsset();
        if (!currency.equals(told)) {
            throw ApiException.ofField(
                    ApiCode.RATE_PAIR_CURRENCY,
                    "symbol",
                    pair.symbol() + " is priced in " + currency + ", and the rate has to be told in " + told + ".");
        }
    }

    private static Map<String, Object> detail(
            String fromAsset, String toAsset, @Nullable String before, @Nullable String after) {
        return AuditEntry.detail("fromAsset", fromAsset, "toAsset", toAsset, "from", before, "to", after);
    }

    private static @Nullable String words(@Nullable RatePair pair) {
        return pair == null ? null : pair.symbol() + (pair.inverted() ? " inverted" : "");
    }
}
