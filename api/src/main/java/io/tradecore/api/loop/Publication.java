package io.tradecore.api.loop;

import java.sql.SQLException;
import java.util.List;

/**
 * Publishes what the database keeps as not published yet, page by page and at least once: a page is kept as published after all
 * sinks have taken it, so that a crash in between, or a sink that does not take it, lets it come again to all.
 */
public final class Publication {
    private static final int PAGE = 500;

    private Publication() {}

    /** What the database keeps of it. */
    public interface Unpublished<T> {

        /** The first of those that are not published as they stand. */
        List<T> unpublished(int limit) throws SQLException;

        /** Keeps that these are published as they were read. */
        void published(List<T> page) throws SQLException;
    }

    /** Where it is published. */
    public interface Sink<T> {

        /** @return false if they could not be published now, and are to come again */
        boolean publish(List<T> page) throws InterruptedException;
    }

    /** Publishes until nothing is left, a sink does not take a page, or the loop is to stop. Without sinks nothing is published. */
    public static <T> void publish(Unpublished<T> facts, List<? extends Sink<T>> sinks, Loop loop)
            throws SQLException, InterruptedException {
        List<T> page;
        do {
            page = sinks.isEmpty() ? List.of() : facts.unpublished(PAGE);
            if (page.isEmpty() || !isPublished(page, sinks)) {
                return;
            }
            facts.published(page);
        } while (page.size() == PAGE && !loop.isStopping());
    }

    private static <T> boolean isPublished(List<T> page, List<? extends Sink<T>> sinks) throws InterruptedException {
        for (Sink<T> sink : sinks) {
            if (!sink.publish(page)) {
                return false;
            }
        }
        return true;
    }
}
