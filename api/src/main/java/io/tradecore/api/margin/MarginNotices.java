package io.tradecore.api.margin;

import io.tradecore.api.loop.Loop;
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
    private static final int PAGE = 500;

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
        List<MarginNotice> page;
        do {
            page = sinks.isEmpty() ? List.of() : notices.unpublished(PAGE);
            if (page.isEmpty() || !isPublished(page)) {
                return;
            }
            notices.published(page);
        } while (page.size() == PAGE && !loop.isStopping());
    }

    /** By all, or they come again to all. */
    private boolean isPublished(List<MarginNotice> page) throws InterruptedException {
        for (MarginSink sink : sinks) {
            if (!sink.publish(page)) {
                return false;
            }
        }
        return true;
    }
}
