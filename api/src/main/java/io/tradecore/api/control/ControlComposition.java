package io.tradecore.api.control;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.tradecore.api.config.Databases;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.oms.account.pg.PgDueSwitches;
import io.tradecore.oms.pipeline.CommandBus;
import jakarta.inject.Named;
import java.util.Optional;

/** Starts what watches over the accounts with the process. */
@Factory
final class ControlComposition {

    /** Fires where held orders are triggered; a process that watches no market fires by itself. */
    @Context
    @Bean(preDestroy = "close")
    SwitchWatch switches(Databases databases, CommandBus bus, @Named("market") Optional<LeaseKeeper> lease) {
        var watch = new SwitchWatch(
                new PgDueSwitches(databases.relay()),
                bus,
                () -> lease.map(LeaseKeeper::isHeld).orElse(true));
        watch.start();
        return watch;
    }
}
