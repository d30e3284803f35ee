package io.tradecore.api.margin;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.tradecore.api.config.Databases;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.margin.pg.PgMarginBooks;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.risk.PreTradeRisk;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.List;

/** Starts what watches accounts on margin with the process: in the one that watches the market. */
@Factory
final class MarginComposition {

    @Context
    @Bean(preDestroy = "close")
    MarginNotices notices(Databases databases, List<MarginSink> sinks) {
        var notices = new MarginNotices(new PgMarginNotices(databases.relay()), sinks);
        notices.start();
        return notices;
    }

    @Context
    @Bean(preDestroy = "close")
    @Requires(property = "oms.redis.url")
    MarginWatch margins(
            Databases databases,
            Instruments instruments,
            PreTradeRisk risk,
            CommandBus bus,
            @Named("market") LeaseKeeper lease,
            @Value("${oms.margin.sweep}") Duration sweep,
            MeterRegistry meters) {
        var watch = new MarginWatch(new PgMarginBooks(databases.relay()), instruments, risk, bus, lease, sweep, meters);
        watch.start();
        return watch;
    }
}
