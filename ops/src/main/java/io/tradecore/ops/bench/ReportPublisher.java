package io.tradecore.ops.bench;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Publishes reports to JetStream as a venue does, many of them unacknowledged at a time. Thread-safe. */
final class ReportPublisher implements AutoCloseable {

    private static final int MOST_IN_FLIGHT = 2000;
    private static final long LAST_ACK_WITHIN_S = 30;

    private final Connection nats;
    private final JetStream jetStream;
    private final Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
    private final LongAdder failed = new LongAdder();

    ReportPublisher(String natsUrl) throws IOException, InterruptedException {
        nats = Nats.connect(
                Options.builder().server(natsUrl).connectionName("bench-venue").build());
        jetStream = nats.jetStream();
    }

    Connection nats() {
        return nats;
    }

    /** Sends a report; waits while too many are unacknowledged. */
    void publish(UUID accountId, String execId, String report) throws InterruptedException {
        inFlight.acquire();
        jetStream
                .publishAsync(
                        VenueReports.subject(accountId),
                        new Headers().add("Nats-Msg-Id", BenchOrder.VENUE + ":" + execId),
                        report.getBytes(StandardCharsets.UTF_8))
                .whenComplete((_, failure) -> {
                    inFlight.release();
                    if (failure != null) {
                        failed.increment();
                    }
                });
    }

    /** Waits until JetStream has all of them. How many it refused. */
    long finish() throws InterruptedException {
        if (inFlight.tryAcquire(MOST_IN_FLIGHT, LAST_ACK_WITHIN_S, TimeUnit.SECONDS)) {
            inFlight.release(MOST_IN_FLIGHT);
        }
        return failed.sum() + MOST_IN_FLIGHT - inFlight.availablePermits();
    }

    @Override
    public void close() throws InterruptedException {
        nats.close();
    }
}
