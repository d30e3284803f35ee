package io.tradecore.api.query;

import io.micronaut.context.annotation.Value;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.account.AccountType;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.position.SettledPosition;
import io.tradecore.oms.valuation.Equity;
import io.tradecore.oms.valuation.EquityForm;
import io.tradecore.oms.valuation.Freshness;
import io.tradecore.oms.valuation.PositionValue;
import io.tradecore.oms.valuation.QuotesAtOnce;
import io.tradecore.oms.valuation.RatePair;
import io.tradecore.oms.valuation.Rates;
import io.tradecore.oms.valuation.Valuation;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads positions and equity at the hot quotes. What is booked is read in one snapshot, so that a fill is in the cash and in the
 * position or in neither; then the quotes are looked at. Safe for use by many threads; blocks its thread.
 */
@Singleton
public final class PgEquityReads {
    private static final String FIND_ACCOUNT = """
            SELECT a.account_type, a.base_currency, s.scale
            FROM accounts a JOIN assets s ON s.asset = a.base_currency WHERE a.account_id = ?
            """;

    private static final String LIST_CASH = """
            SELECT asset, posted FROM ledger_balances WHERE account_id = ? AND code = 'CASH' ORDER BY asset
            """;

    private static final String LIST_POSITIONS = """
            SELECT p.symbol, p.leg, p.qty, p.avg_px, p.realised_pnl, p.fees, p.settlement_px, p.updated_at,
                CASE WHEN f.converted IS NOT FALSE THEN p.fees + coalesce(f.in_settl, 0) END AS all_fees
            FROM positions p
            LEFT JOIN LATERAL (
                SELECT bool_and(x.charged = coalesce(c.charged_total, 0)) AS converted, sum(round(c.settl_total::numeric, s.scale)) AS in_settl
                FROM foreign_fees x
                JOIN instruments i ON i.symbol = x.symbol
                JOIN assets s ON s.asset = coalesce(i.settl_currency, i.currency)
                LEFT JOIN LATERAL (
                    SELECT charged_total, settl_total FROM fee_conversions c
                    WHERE (c.account_id, c.symbol, c.leg, c.currency) = (x.account_id, x.symbol, x.leg, x.currency)
                    ORDER BY seq DESC LIMIT 1) c ON true
                WHERE (x.account_id, x.symbol, x.leg) = (p.account_id, p.symbol, p.leg)) f ON true
            WHERE p.account_id = ? ORDER BY p.symbol, p.leg
            """;

    /**
     * A position and when it was last changed.
     *
     * @param fees with those in third currencies; null while one of them waits for its rate
     */
    private record Row(SettledPosition position, @Nullable BigDecimal fees, Instant updatedAt) {}

    private record Books(
            AccountType accountType,
            String baseCurrency,
            int baseScale,
            SortedMap<String, BigDecimal> cash,
            List<Row> positions,
            List<RatePair> pairs) {}

    private final TenantReads reads;
    private final Instruments instruments;
    private final HotQuotes quotes;
    private final Clock clock;
    private final Duration maxQuoteAge;

    PgEquityReads(
            TenantReads reads,
            Instruments instruments,
            HotQuotes quotes,
            Clock clock,
            @Value("${oms.quote-max-age}") Duration maxQuoteAge) {
        this.reads = reads;
        this.instruments = instruments;
        this.quotes = quotes;
        this.clock = clock;
        this.maxQuoteAge = maxQuoteAge;
    }

    /** Every position the account has or had at its mark, by symbol. */
    public Page<PositionView> positions(AccountId accountId) {
        List<Row> rows = reads.readList(
                accountId, connection -> Sql.list(connection, LIST_POSITIONS, PgEquityReads::row, accountId.value()));
        var valuation = new Valuation(instruments, quotes);
        Freshness freshness = freshness();
        return Page.whole(rows.stream()
                .map(row -> PositionView.of(valuation.value(row.position()), row.fees(), freshness, row.updatedAt()))
                .toList());
    }

    /** What the account is worth in its base currency, or ACCOUNT_UNKNOWN. */
    public EquityView equity(AccountId accountId) {
        Books books = reads.readSnapshot(accountId, connection -> {
            TenantReads.requireAccount(connection, accountId);
            SortedMap<String, BigDecimal> cash = new TreeMap<>();
            Sql.each(
                    connection,
                    LIST_CASH,
                    0,
                    row -> cash.put(Sql.text(row, "asset"), Sql.decimal(row, "posted")),
                    accountId.value());
            List<Row> positions = Sql.list(connection, LIST_POSITIONS, PgEquityReads::row, accountId.value());
            List<RatePair> pairs = PgRatePairReads.list(connection);
            return Sql.list(
                            connection,
                            FIND_ACCOUNT,
                            row -> new Books(
                                    AccountType.valueOf(Sql.text(row, "account_type")),
                                    Sql.text(row, "base_currency"),
                                    row.getInt("scale"),
                                    cash,
                                    positions,
                                    pairs),
                            accountId.value())
                    .getFirst();
        });
        return value(accountId, books);
    }

    private EquityView value(AccountId accountId, Books books) {
        var atOnce = new QuotesAtOnce(quotes);
        var valuation = new Valuation(instruments, atOnce);
        List<PositionValue> values = books.positions().stream()
                .map(row -> valuation.value(row.position()))
                .toList();
        Equity equity = Equity.of(
                EquityForm.of(books.accountType()),
                books.baseCurrency(),
                books.baseScale(),
                books.cash(),
                values,
                new Rates(books.pairs(), atOnce));
        return EquityView.of(accountId.toString(), books.accountType().name(), equity, freshness());
    }

    private Freshness freshness() {
        return new Freshness(clock.instant(), maxQuoteAge);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                new SettledPosition(
                        new Position(
                                Sql.text(row, "symbol"),
                                Sql.decimal(row, "qty"),
                                Sql.decimalOrNull(row, "avg_px"),
                                Sql.decimal(row, "realised_pnl"),
                                Sql.decimal(row, "fees"),
                                Leg.valueOf(Sql.text(row, "leg"))),
                        Sql.decimalOrNull(row, "settlement_px")),
                Sql.decimalOrNull(row, "all_fees"),
                Sql.time(row, "updated_at"));
    }
}
