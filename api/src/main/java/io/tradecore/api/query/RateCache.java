package io.tradecore.api.query;

import io.micronaut.scheduling.annotation.Scheduled;
import io.tradecore.api.config.Databases;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.valuation.Rates;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pairs whose quotes tell rates, from memory: never blocks, and lags a change by a second. Before they are read for the first time
 * there is no rate at all, which denies what needs one. Safe for use by many threads.
 */
@Singleton
public class RateCache implements Supplier<Rates> {

    private static final Logger LOG = LoggerFactory.getLogger(RateCache.class);

    private final DataSource reader;
    private final HotQuotes quotes;
    private volatile Rates rates;

    RateCache(Databases databases, HotQuotes quotes) {
        this.reader = databases.reader();
        this.quotes = quotes;
        this.rates = new Rates(List.of(), quotes);
    }

    @Override
    public final Rates get() {
        return rates;
    }

    @Scheduled(fixedDelay = "1s", initialDelay = "0s")
    void refreshEverySecond() {
        try (Connection connection = reader.getConnection()) {
            rates = new Rates(PgRatePairReads.list(connection), quotes);
            connection.commit();
        } catch (SQLException e) {
            LOG.warn("Rate pairs could not be read, keeping those known: {}", e.getMessage());
        }
    }
}
