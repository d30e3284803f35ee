package io.tradecore.api.margin;

import io.tradecore.api.loop.Loop;
import io.tradecore.api.loop.Publication;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Publishes each margin call and each stop-out once it begins and once it ends, at least once. What is published is kept in the database
 * after it has been taken, so a crash in between publishes it again. Several processes may do the same: a repetition has the id of the
 * first.
 */
final class MarginNotices implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final PgMarginNotices notices;
    private final List<MarginSink> sinks;
    private final Loop loop;

    MarginNotices(PgMarginNotices notices, List<MarginSink> sinks) {
        this.notices = notices;
        this.sinks = List.copyOf(sinks);
        this.loop = new Loop("margin-notices", PAUSE, this::look);
    }

    void start() {
        loop.start();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void look() throws SQLException, InterruptedException {
        Publication.publish(notices, sinks, loop);
    }
}
