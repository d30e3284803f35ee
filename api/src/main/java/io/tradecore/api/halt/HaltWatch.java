package io.tradecore.api.halt;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tradecore.api.loop.Loop;
import io.tradecore.oms.halt.TradingState;
import io.tradecore.oms.halt.pg.PgHalts;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Carries on halts that whoever set them has not carried out: his process ended, an order waited for its venue, or one came to
 * life again. It counts what is halted as well. One process for all cancels, every one counts.
 */
final class HaltWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    /** Whatever is halted is looked at so often: an order may have been accepted while its halt came into force, or have come to life again. */
    private static final Duration LOOK_AT_ALL = Duration.ofSeconds(15);

    private final PgHalts halts;
    private final HaltRunner runner;
    private final BooleanSupplier mayRun;
    private final Map<TradingState, AtomicLong> scopes = new EnumMap<>(TradingState.class);
    private final AtomicLong openOrders = new AtomicLong();
    private final Loop loop;
    private long version = -1;
    /** In what was halted up to this change no order was open at the last look at it; 0 where one was in what was looked at in all. */
    private long doneUpTo;

    private long lookAgainNanos;
    private long lookAtAllNanos = System.nanoTime();
    private boolean ran;

    /** @param mayRun whether it is this process that cancels */
    HaltWatch(PgHalts halts, HaltRunner runner, BooleanSupplier mayRun, MeterRegistry meters) {
        this.halts = halts;
        this.runner = runner;
        this.mayRun = mayRun;
        for (TradingState state : new TradingState[] {TradingState.REDUCE_ONLY, TradingState.HALTED}) {
            scopes.put(state, meters.gauge("oms.trading.scopes", Tags.of("state", state.name()), new AtomicLong()));
        }
        meters.gauge("oms.trading.halted.orders", openOrders);
        this.loop = new Loop("halts", PAUSE, this::look);
    }

    void start() {
        loop.start();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void look() throws SQLException {
        long now = halts.version();
        boolean runs = mayRun.getAsBoolean();
        boolean lookAtAll = runs != ran || System.nanoTime() - lookAtAllNanos >= 0;
        boolean lookAgain = openOrders.get() > 0 && System.nanoTime() - lookAgainNanos >= 0;
        if (now == version && !lookAtAll && !lookAgain) {
            return;
        }
        long laterThan = lookAtAll ? 0 : doneUpTo;
        Map<TradingState, Long> counts = halts.states();
        if (runs && counts.containsKey(TradingState.HALTED)) {
            runner.run(laterThan, mayRun);
        }
        scopes.forEach((state, gauge) -> gauge.set(counts.getOrDefault(state, 0L)));
        openOrders.set(halts.openOrders(laterThan));
        doneUpTo = openOrders.get() > 0 ? laterThan : now;
        version = now;
        ran = runs;
        lookAgainNanos = System.nanoTime() + LOOK_AGAIN.toNanos();
        if (lookAtAll) {
            lookAtAllNanos = System.nanoTime() + LOOK_AT_ALL.toNanos();
        }
    }
}
