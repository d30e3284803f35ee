package io.tradecore.servers;

import io.tradecore.servers.Probes.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server that is one process of this machine. It runs in a session of its own, so that Ctrl-C in the terminal reaches
 * the launcher alone, which then stops the servers in order.
 */
final class NativeProcess implements Server {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final long STOP_SECONDS = 20;

    private final String name;
    private final List<String> command;
    private final Path dir;
    private final Path log;
    private final Probe probe;
    private final String stopSignal;
    private @Nullable Process process;

    /**
     * @param command the program and its arguments; {@code dir} must be among them, as it tells whose process it is
     * @param stopSignal by which it ends at once, without waiting for its clients
     */
    NativeProcess(String name, List<String> command, Path dir, Path log, Probe probe, String stopSignal) {
        this.name = name;
        this.command = command;
        this.dir = dir;
        this.log = log;
        this.probe = probe;
        this.stopSignal = stopSignal;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        if (isRunning()) {
            return;
        }
        try {
            var pidFile = dir.resolve(name + ".pid");
            Orphans.end(pidFile, dir, stopSignal);
            var started = new ProcessBuilder(Programs.inBackground(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process = started;
            Files.writeString(pidFile, Long.toString(started.pid()));
            Await.answer(name, probe, started::isAlive, START_LIMIT, log);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + name, e);
        }
    }

    @Override
    public void stop() {
        var running = process;
        if (running != null) {
            Orphans.signal(running.pid(), stopSignal);
            if (!ended(running)) {
                running.destroyForcibly();
                throw new IllegalStateException(name + " did not stop when asked to and was ended, see " + log);
            }
            process = null;
        }
    }

    @Override
    public void kill() {
        var running = process;
        if (running != null) {
            running.destroyForcibly();
            if (!ended(running)) {
                throw new IllegalStateException(name + " cannot be ended");
            }
            process = null;
        }
    }

    @Override
    public boolean isRunning() {
        var running = process;
        return running != null && running.isAlive();
    }

    private boolean ended(Process running) {
        try {
            return running.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while stopping " + name, e);
        }
    }
}
