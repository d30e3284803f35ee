package io.tradecore.api.halt;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.tradecore.api.config.Databases;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.oms.halt.pg.PgHalts;
import io.tradecore.oms.pipeline.CommandBus;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;

/** Starts what carries out halts, and tells of them, with the process. */
@Factory
final class HaltComposition {

    @Singleton
    PgHalts pgHalts(Databases databases) {
        return new PgHalts(databases.relay());
    }

    @Singleton
    HaltRunner haltRunner(PgHalts halts, CommandBus bus) {
        return new HaltRunner(halts, bus);
    }

    /** Where orders whose time is over are ended. */
    @Context
    @Bean(preDestroy = "close")
    HaltWatch halts(PgHalts halts, HaltRunner runner, @Named("clock") LeaseKeeper lease, MeterRegistry meters) {
        var watch = new HaltWatch(halts, runner, lease::isHeld, meters);
        watch.start();
        return watch;
    }

    @Context
    @Bean(preDestroy = "close")
    TradingStateNews tradingStates(Databases databases, List<TradingStateSink> sinks) {
        var news = new TradingStateNews(databases.relay(), sinks);
        news.start();
        return news;
    }
}
