package io.tradecore.api.runaway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.tradecore.api.admin.KillSwitch;
import io.tradecore.api.entry.RateRefusals;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Makes the rule that halts runaway accounts. */
@Factory
final class RunawayComposition {
    private static final String ACTOR = "rule:runaway";

    /** So few that operators are left connections of their pool. */
    private static final int THREADS = 2;

    private static final int MOST_WAITING = 100;

    @Singleton
    @Named("runaway")
    @Bean(preDestroy = "shutdownNow")
    ExecutorService runawayHalts() {
        return new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Thread.ofVirtual().name("runaway-", 0).factory());
    }

    /** With the process, so that a setting that makes no sense is found then. */
    @Context
    RateRefusals runawayRule(
            @Value("${oms.runaway.refusals}") int refusals,
            @Value("${oms.runaway.window}") Duration window,
            KillSwitch killSwitch,
            @Named("runaway") ExecutorService executor,
            MeterRegistry meters) {
        return new RunawayRule(
                new RefusalWindow(refusals, window, System::nanoTime),
                window,
                (accountId, reason) -> killSwitch.haltUnlessHalted(accountId, reason, ACTOR),
                executor,
                meters);
    }
}
