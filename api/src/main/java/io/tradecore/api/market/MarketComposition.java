package io.tradecore.api.market;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.tradecore.api.config.Databases;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.api.redis.RedisQuotes;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.outbox.pg.PgLease;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.pipeline.CommitListener;
import io.tradecore.oms.trigger.pg.PgTrailMoves;
import io.tradecore.oms.trigger.pg.PgWaitingOrders;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** Puts together what watches the market, and starts it with the process. */
@Factory
@Requires(property = "oms.redis.url")
final class MarketComposition {
    private static final String MARKET = "market";
    private static final Duration LEASE_TTL = Duration.ofSeconds(4);

    @Singleton
    @Named(MARKET)
    @Bean(preDestroy = "close")
    LeaseKeeper lease(Databases databases) {
        String holder = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
        var keeper = new LeaseKeeper(new PgLease(databases.relay(), MARKET, holder), LEASE_TTL);
        keeper.start();
        return keeper;
    }

    @Singleton
    Bell bell() {
        return new Bell();
    }

    /** An order may wait for a price since, or for another. */
    @Singleton
    CommitListener watchAfterCommit(Bell bell) {
        return batch -> {
            if (batch.concernsTriggers()) {
                bell.ring();
            }
        };
    }

    @Context
    @Bean(preDestroy = "close")
    TriggerWatch triggers(
            Databases databases,
            RedisQuotes quotes,
            Bell bell,
            Instruments instruments,
            CommandBus bus,
            @Named(MARKET) LeaseKeeper lease,
            Clock clock,
            @Value("${oms.quote-max-age}") Duration maxQuoteAge,
            MeterRegistry meters) {
        var orders = new PgWaitingOrders(databases.relay());
        var trails = new TrailKeeper(new PgTrailMoves(databases.relay()), bus);
        var watch = new TriggerWatch(orders, trails, quotes, instruments, bus, lease, clock, maxQuoteAge, meters);
        bell.wakes(watch::ordersChanged);
        quotes.onChange(watch::quotesChanged);
        watch.start();
        return watch;
    }
}
