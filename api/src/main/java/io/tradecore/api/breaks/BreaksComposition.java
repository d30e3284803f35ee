package io.tradecore.api.breaks;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.tradecore.api.config.Databases;
import java.util.List;

/** Starts telling of breaks with the process. */
@Factory
final class BreaksComposition {

    @Context
    @Bean(preDestroy = "close")
    BreakWatch breaks(Databases databases, List<BreakSink> sinks, MeterRegistry meters) {
        var watch = new BreakWatch(new PgBreaks(databases.relay()), sinks, meters);
        watch.start();
        return watch;
    }
}
