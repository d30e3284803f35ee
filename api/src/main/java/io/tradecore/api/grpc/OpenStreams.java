package io.tradecore.api.grpc;

import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerShutdownEvent;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.oms.command.Reason;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The trading streams that are open: not too many, and ended in order when the process stops. Thread-safe. */
@Singleton
final class OpenStreams {
    /** With what a stream may have in flight, this bounds the memory that slow readers can hold. */
    private static final int MOST = 128;

    private final Set<TradeStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    OpenStreams(MeterRegistry meters) {
        meters.gaugeCollectionSize("oms.grpc.streams", List.of(), open);
    }

    /** @throws ApiException OVERLOADED where there are too many */
    void add(TradeStream stream) {
        if (open.size() >= MOST) {
            throw ApiException.retryable(
                    ProblemMapper.problem(Reason.OVERLOADED, "Too many streams are open."), Duration.ofSeconds(1));
        }
        open.add(stream);
        if (stopping) {
            stream.end(stopped());
        }
    }

    void remove(TradeStream stream) {
        open.remove(stream);
    }

    /** Ends the streams once what they have in flight is answered; the server waits for that. */
    @EventListener
    void onShutdown(ServerShutdownEvent event) {
        stopping = true;
        open.forEach(stream -> stream.end(stopped()));
    }

    private static Status stopped() {
        return Status.UNAVAILABLE.withDescription("The server is stopping.");
    }
}
