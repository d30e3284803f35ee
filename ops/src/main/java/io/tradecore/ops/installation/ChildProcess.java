package io.tradecore.ops.installation;

import io.tradecore.servers.Programs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of ours that runs beside the launcher, in a session of its own: a Ctrl-C in the terminal reaches the
 * launcher alone, which then stops everything in order. Its output goes to a log file.
 */
public final class ChildProcess implements AutoCloseable {

    private final String name;
    private final Process process;
    private final Path log;
    private final Duration grace;

    private ChildProcess(String name, Process process, Path log, Duration grace) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.grace = grace;
    }

    /** @param grace how long it may take to end when asked to, before it is killed */
    static ChildProcess start(
            String name, List<String> command, Map<String, String> environment, Path log, Duration grace) {
        ProcessBuilder builder = new ProcessBuilder(Programs.inBackground(command))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(name, builder.start(), log, grace);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    public String name() {
        return name;
    }

    public Path log() {
        return log;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Runs action when the process ends, whoever ended it. */
    public void onExit(Runnable action) {
        process.onExit().thenRun(action);
    }

    ProcessStamp stamp() {
        return ProcessStamp.of(process.toHandle());
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Asks it to end (SIGTERM) and waits; kills it when it has not ended in time. */
    @Override
    public void close() {
        stop(process.toHandle(), grace);
    }

    /** Kills it (SIGKILL) and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Ends a process of an earlier launcher the same way. */
    static void stop(ProcessHandle process, Duration grace) {
        process.destroy();
        try {
            process.onExit().get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
