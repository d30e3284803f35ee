package io.tradecore.api.control;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.tradecore.api.config.Databases;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.ledger.pg.PgDueHolds;
import io.tradecore.oms.account.pg.PgDueSwitches;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.position.pg.PgDueActs;
import io.tradecore.oms.risk.pg.PgRiskRules;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Starts what watches over the accounts with the process. */
@Factory
final class ControlComposition {

    @Context
    @Bean(preDestroy = "close")
    HoldSweep holds(Databases databases, CommandBus bus) {
        var sweep = new HoldSweep(new PgDueHolds(databases.relay()), bus);
        sweep.start();
        return sweep;
    }

    @Context
    @Bean(preDestroy = "close")
    OpenItems statementItems(Databases databases, MeterRegistry meters) {
        var items = new OpenItems(databases.relay(), meters);
        items.start();
        return items;
    }

    @Context
    @Bean(preDestroy = "close")
    UnfinishedActs unfinishedActs(Databases databases, MeterRegistry meters) {
        var unfinished = new UnfinishedActs(databases.relay(), meters);
        unfinished.start();
        return unfinished;
    }

    @Context
    @Bean(preDestroy = "close")
    RulesWatch rules(Databases databases, PgRiskRules rules) {
        var watch = new RulesWatch(databases.relay(), rules);
        watch.start();
        return watch;
    }

    @Singleton
    ActRunner actRunner(Databases databases, CommandBus bus) {
        return new ActRunner(new PgDueActs(databases.relay()), bus);
    }

    /** Where orders whose time is over are ended. */
    @Context
    @Bean(preDestroy = "close")
    ActWatch acts(ActRunner runner, @Named("clock") LeaseKeeper lease) {
        var watch = new ActWatch(runner, lease::isHeld);
        watch.start();
        return watch;
    }

    /** Fires where orders whose time is over are ended. */
    @Context
    @Bean(preDestroy = "close")
    SwitchWatch switches(Databases databases, CommandBus bus, @Named("clock") LeaseKeeper lease) {
        var watch = new SwitchWatch(new PgDueSwitches(databases.relay()), bus, lease::isHeld);
        watch.start();
        return watch;
    }
}
