package io.tradecore.servers;

import io.tradecore.servers.Probes.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.containers.wait.strategy.WaitStrategy;

/** A server that is one container: stopped and started it stays the same container, with its data and ports. */
final class ContainerServer implements Server {
    /** Our own probes tell when a server answers, the same for both engines. */
    static final WaitStrategy NO_WAIT = new AbstractWaitStrategy() {
        @Override
        protected void waitUntilReady() {
            // Nothing to wait for here.
        }
    };

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final int STOP_SECONDS = 20;

    private final String name;
    private final GenericContainer<?> container;
    private final Path log;
    private final Probe probe;

    ContainerServer(String name, GenericContainer<?> container, Path log, Probe probe) {
        this.name = name;
        this.container = container.withLogConsumer(frame -> append(log, frame));
        this.log = log;
        this.probe = probe;
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
        if (isMade()) {
            ContainerServers.docker()
                    .startContainerCmd(container.getContainerId())
                    .exec();
        } else {
            create();
        }
        Await.answer(name, probe, this::isRunning, START_LIMIT, log);
    }

    @Override
    public void stop() {
        if (isRunning()) {
            ContainerServers.docker()
                    .stopContainerCmd(container.getContainerId())
                    .withTimeout(STOP_SECONDS)
                    .exec();
        }
    }

    @Override
    public void kill() {
        if (isRunning()) {
            ContainerServers.docker()
                    .killContainerCmd(container.getContainerId())
                    .exec();
            Await.until(name, () -> !isRunning(), Duration.ofSeconds(STOP_SECONDS));
        }
    }

    @Override
    public boolean isRunning() {
        return isMade() && container.isRunning();
    }

    /** Removes the container; its data stay in the folder that it had mounted. */
    void remove() {
        container.stop();
    }

    private void create() {
        try {
            container.start();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    name + " does not start as a container of " + container.getDockerImageName() + ", see " + log
                            + "; TRADECORE_SERVERS=native does without containers",
                    e);
        }
    }

    private boolean isMade() {
        return container.getContainerId() != null;
    }

    private static synchronized void append(Path log, OutputFrame frame) {
        try {
            Files.writeString(log, frame.getUtf8String(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + log, e);
        }
    }
}
