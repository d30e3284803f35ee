package io.tradecore.api.breaks;

import io.micrometer.core.instrument.MeterRegistry;
import io.tradecore.api.loop.Loop;
import io.tradecore.api.loop.Publication;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the breaks that are open, and publishes each once it is raised and once it is resolved, at least once. What is
 * published is kept in the database after it has been taken, so a crash in between publishes it again. Several processes may
 * do the same: a repetition has the id of the first.
 */
final class BreakWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final PgBreaks breaks;
    private final List<BreakSink> sinks;
    private final AtomicLong open = new AtomicLong();
    private final Loop loop;

    BreakWatch(PgBreaks breaks, List<BreakSink> sinks, MeterRegistry meters) {
        this.breaks = breaks;
        this.sinks = List.copyOf(sinks);
        meters.gauge("oms.breaks.open", open);
        this.loop = new Loop("breaks", PAUSE, this::look);
    }

    void start() {
        loop.start();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void look() throws SQLException, InterruptedException {
        open.set(breaks.open());
        Publication.publish(breaks, sinks, loop);
    }
}
