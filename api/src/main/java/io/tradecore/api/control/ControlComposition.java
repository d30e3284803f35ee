package io.tradecore.api.control;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.tradecore.api.config.Databases;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.oms.account.pg.PgDueSwitches;
import io.tradecore.oms.pipeline.CommandBus;
import jakarta.inject.Named;

/** Starts what watches over the accounts with the process. */
@Factory
final class ControlComposition {

    /** Fires where orders whose time is over are ended. */
    @Context
    @Bean(preDestroy = "close")
    SwitchWatch switches(Databases databases, CommandBus bus, @Named("clock") LeaseKeeper lease) {
        var watch = new SwitchWatch(new PgDueSwitches(databases.relay()), bus, lease::isHeld);
        watch.start();
        return watch;
    }
}
