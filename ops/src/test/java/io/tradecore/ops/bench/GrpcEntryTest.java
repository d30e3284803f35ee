package io.tradecore.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.tradecore.grpc.v1.Accepted;
import io.tradecore.grpc.v1.OrderEntryGrpc.OrderEntryImplBase;
import io.tradecore.grpc.v1.OrderRequest;
import io.tradecore.grpc.v1.OrderResponse;
import io.tradecore.grpc.v1.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrpcEntryTest {

    private static final long STALL_MS = 300;
    private static final long STALLS_AT = 50;

    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private Server server;
    private boolean stalls;
    private boolean refusesOdd;

    @BeforeEach
    void start() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Venue())
                .build()
                .start();
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
        later.shutdownNow();
    }

    @Test
    void aStallIsCountedInTheLatencyOfEveryOrderThatWasDueInIt() throws Exception {
        stalls = true;
        Acknowledged orders = new Acknowledged("test");
        try (GrpcEntry entry =
                new GrpcEntry("127.0.0.1:" + server.getPort(), "token", 1, orders, BenchAccounts.generation(1))) {
            entry.offer(200, 0, 1);
            entry.finish();

            assertThat(orders.acceptedCount()).isEqualTo(200);
            assertThat(orders.failedCount()).isZero();
            // 60 of 200 orders were due while nothing was answered: a closed loop would have seen one of them.
            assertThat(entry.latencies().getValueAtPercentile(85)).isGreaterThan(TimeUnit.MILLISECONDS.toMicros(50));
        }
    }

    @Test
    void aClosedLoopKeepsItsWindowAndCountsEveryAnswer() throws Exception {
        refusesOdd = true;
        Acknowledged orders = new Acknowledged("test");
        try (GrpcEntry entry =
                new GrpcEntry("127.0.0.1:" + server.getPort(), "token", 2, orders, BenchAccounts.generation(1))) {
            entry.keepOutstanding(8);
            while (orders.answeredCount() < 1000) {
                Thread.onSpinWait();
            }
            entry.finish();
        }

        assertThat(orders.failedCount()).isZero();
        assertThat(orders.acceptedCount() - orders.refusedCount()).isBetween(-8L, 8L);
    }

    /** Answers at once, but for the stall. */
    private final class Venue extends OrderEntryImplBase {
        @Override
        public StreamObserver<OrderRequest> trade(StreamObserver<OrderResponse> responses) {
            return new StreamObserver<>() {
                private boolean stalled;

                @Override
                public void onNext(OrderRequest request) {
                    stalled |= stalls && request.getCorrelationId() == STALLS_AT;
                    later.schedule(
                            () -> responses.onNext(answer(request)),
                            stalled ? Math.max(0, STALL_MS - 5 * (request.getCorrelationId() - STALLS_AT)) : 0,
                            TimeUnit.MILLISECONDS);
                }

                @Override
                public void onError(Throwable failure) {
                    // The client went away, as every test ends.
                }

                @Override
                public void onCompleted() {
                    responses.onCompleted();
                }
            };
        }

        private OrderResponse answer(OrderRequest request) {
            OrderResponse.Builder response = OrderResponse.newBuilder().setCorrelationId(request.getCorrelationId());
            return refusesOdd && request.getCorrelationId() % 2 == 1
                    ? response.setRefused(Refused.newBuilder().setCode("OVERLOADED"))
                            .build()
                    : response.setAccepted(Accepted.newBuilder().setOrdStatus("PENDING_NEW"))
                            .build();
        }
    }
}
