package io.tradecore.api.query;

import io.micronaut.context.annotation.Value;
import io.tradecore.api.config.Databases;
import io.tradecore.api.sql.Sql;
import io.tradecore.api.sql.SqlFailures;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.valuation.Freshness;
import io.tradecore.oms.valuation.RatePair;
import io.tradecore.oms.valuation.Rates;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** Reads the pairs whose quotes tell rates, as oms_reader. Safe for use by many threads; blocks its thread. */
@Singleton
public final class PgRatePairReads {
    private static final String LIST_RATE_PAIRS = """
            SELECT from_asset, to_asset, symbol, inverted FROM rate_pairs ORDER BY from_asset, to_asset
            """;

    private final DataSource reader;
    private final HotQuotes quotes;
    private final Clock clock;
    private final Duration maxQuoteAge;

    PgRatePairReads(
            Databases databases, HotQuotes quotes, Clock clock, @Value("${oms.quote-max-age}") Duration maxQuoteAge) {
        this.reader = databases.reader();
        this.quotes = quotes;
        this.clock = clock;
        this.maxQuoteAge = maxQuoteAge;
    }

    /** All of them with their rates now, by their assets. */
    public List<RatePairView> all() {
        try (Connection connection = reader.getConnection()) {
            List<RatePair> pairs = list(connection);
            connection.commit();
            return pairs.stream().map(this::now).toList();
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /** A pair with its rate now. */
    public RatePairView now(RatePair pair) {
        return RatePairView.of(
                pair,
                new Rates(List.of(pair), quotes).rate(pair.fromAsset(), pair.toAsset()),
                new Freshness(clock.instant(), maxQuoteAge));
    }

    /** In the caller's transaction. */
    static List<RatePair> list(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                LIST_RATE_PAIRS,
                row -> new RatePair(
                        Sql.text(row, "from_asset"),
                        Sql.text(row, "to_asset"),
                        Sql.text(row, "symbol"),
                        row.getBoolean("inverted")));
    }
}
