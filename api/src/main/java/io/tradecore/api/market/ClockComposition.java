package io.tradecore.api.market;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.tradecore.api.config.Databases;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.outbox.pg.PgLease;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.session.pg.PgOverdueOrders;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/**
 * Puts together what watches nothing but the clock, and starts it with the process. Its lease is not that of the market: a
 * process without quotes may hold it.
 */
@Factory
final class ClockComposition {
    private static final String CLOCK = "clock";
    private static final Duration LEASE_TTL = Duration.ofSeconds(4);

    @Singleton
    @Named(CLOCK)
    @Bean(preDestroy = "close")
    LeaseKeeper lease(Databases databases) {
        String holder = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
        var keeper = new LeaseKeeper(new PgLease(databases.relay(), CLOCK, holder), LEASE_TTL);
        keeper.start();
        return keeper;
    }

    @Context
    @Bean(preDestroy = "close")
    ExpiryWatch expiries(
            Databases databases,
            Instruments instruments,
            CommandBus bus,
            @Named(CLOCK) LeaseKeeper lease,
            Clock clock,
            @Value("${oms.expiry-grace}") Duration grace,
            @Value("${oms.expiry-again-after}") Duration againAfter) {
        var watch = new ExpiryWatch(
                new PgOverdueOrders(databases.relay()), instruments, bus, lease, clock, grace, againAfter);
        watch.start();
        return watch;
    }
}
