package io.tradecore.api.valuation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.tradecore.api.config.Databases;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.valuation.pg.PgConversions;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;

/** Puts together what converts realised figures and fees, and starts it with the process: in the one that watches the market. */
@Factory
@Requires(property = "oms.redis.url")
final class ValuationComposition {
    @Context
    @Bean(preDestroy = "close")
    ConversionWatch conversions(
            Databases databases,
            HotQuotes quotes,
            @Named("market") LeaseKeeper lease,
            Clock clock,
            @Value("${oms.quote-max-age}") Duration maxQuoteAge,
            MeterRegistry meters) {
        var watch =
                new ConversionWatch(new PgConversions(databases.relay()), quotes, lease, clock, maxQuoteAge, meters);
        watch.start();
        return watch;
    }
}
