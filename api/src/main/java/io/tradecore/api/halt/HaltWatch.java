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
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Carries on halts that whoever set them has not carried out: his process ended, an order waited for its venue, or one came to
 * life again. It counts what is halted as well. One process for all cancels, every one counts.
 */
final class HaltWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final PgHalts halts;
    private final HaltRunner runner;
    private final BooleanSupplier mayRun;
    private final Map<TradingState, AtomicLong> scopes = new EnumMap<>(TradingState.class);
    private final AtomicLong openOrders = new AtomicLong();
    private final HaltLooks looks = new HaltLooks(System::nanoTime);
    private final Loop loop;

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
        boolean cancels = mayRun.getAsBoolean();
        OptionalLong due = looks.due(halts.version(), cancels);
        if (due.isEmpty()) {
            return;
        }
        long laterThan = due.getAsLong();
        Map<TradingState, Long> counts = halts.states();
        if (cancels && counts.containsKey(TradingState.HALTED)) {
            runner.run(laterThan, mayRun);
        }
        scopes.forEach((state, gauge) -> gauge.set(counts.getOrDefault(state, 0L)));
        openOrders.set(halts.openOrders(laterThan));
        looks.looked(openOrders.get());
    }
}
