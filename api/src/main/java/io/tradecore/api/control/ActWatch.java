package io.tradecore.api.control;

import io.tradecore.api.loop.Loop;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Finishes acts on instruments that whoever announced them has not: he had gone, his process ended, or an order waited for its
 * venue. What is still to be done is in the database, so that nothing has to be asked for again; one process for all looks.
 */
final class ActWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ActRunner runner;
    private final BooleanSupplier mayRun;
    private final Loop loop;

    /** @param mayRun whether it is this process that finishes them */
    ActWatch(ActRunner runner, BooleanSupplier mayRun) {
        this.runner = runner;
        this.mayRun = mayRun;
        this.loop = new Loop("acts-on-instruments", PAUSE, this::finish);
    }

    void start() {
        loop.start();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void finish() throws SQLException {
        if (mayRun.getAsBoolean()) {
            runner.run(null, mayRun);
        }
    }
}
