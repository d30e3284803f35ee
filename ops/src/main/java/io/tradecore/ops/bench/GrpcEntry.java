package io.tradecore.ops.bench;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import io.tradecore.grpc.v1.NewOrder;
import io.tradecore.grpc.v1.OrdType;
import io.tradecore.grpc.v1.OrderEntryGrpc;
import io.tradecore.grpc.v1.OrderRequest;
import io.tradecore.grpc.v1.OrderResponse;
import io.tradecore.grpc.v1.Side;
import io.tradecore.grpc.v1.TimeInForce;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Order entry over gRPC streams, each on a connection of its own. Orders are numbered from 0; the number is the correlation
 * id, names the order and chooses its account.
 *
 * <p>Answers are taken on the connections' own threads, which keeps the generator small.
 */
final class GrpcEntry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GrpcEntry.class);
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final long LAST_ANSWER_WITHIN_S = 20;
    private static final int IN_A_ROW = 16;

    /**
     * Orders that are due within so long are sent together, the first of them late: a thread woken for each of thousands of
     * orders a second would take the cores from what is measured.
     */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long LONGEST_LATENCY_US = TimeUnit.MINUTES.toMicros(5);

    private static final NewOrder ORDER = NewOrder.newBuilder()
            .setSymbol(BenchOrder.SYMBOL)
            .setSide(Side.SIDE_BUY)
            .setOrdType(OrdType.ORD_TYPE_LIMIT)
            .setTimeInForce(TimeInForce.TIME_IN_FORCE_DAY)
            .setOrderQty(BenchOrder.QTY.toPlainString())
            .build();

    private final List<ManagedChannel> channels = new ArrayList<>();
    private final List<Stream> streams = new ArrayList<>();
    private final Acknowledged orders;
    private final BenchAccounts accounts;
    private final AtomicLong next = new AtomicLong();
    private final Histogram latencies = new ConcurrentHistogram(LONGEST_LATENCY_US, 3);
    private volatile @Nullable Schedule schedule;
    private volatile boolean running = true;

    /** When the orders of an open loop are due. */
    private record Schedule(long startNanos, double nanosApart, long firstMeasured) {

        long due(long number) {
            return startNanos + (long) (number * nanosApart);
        }
    }

    /**
     * @param address host:port
     * @param accounts the orders are spread over
     */
    GrpcEntry(String address, String token, int streamCount, Acknowledged orders, BenchAccounts accounts)
            throws InterruptedException {
        this.orders = orders;
        this.accounts = accounts;
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        for (int i = 0; i < streamCount; i++) {
            ManagedChannel channel = NettyChannelBuilder.forTarget(address)
                    .usePlaintext()
                    .directExecutor()
                    .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .build();
            channels.add(channel);
            Stream stream = new Stream();
            streams.add(stream);
            OrderEntryGrpc.newStub(channel).trade(stream);
        }
        for (Stream stream : streams) {
            stream.awaitReady();
        }
    }

    /** Keeps so many orders unanswered, over all streams, until {@link #finish}. */
    void keepOutstanding(int window) {
        for (Stream stream : streams) {
            int share = Math.max(1, window / streams.size());
            stream.refills = true;
            for (int i = 0; i < share; i++) {
                stream.send(next.getAndIncrement());
            }
        }
    }

    /** Sends one more order while a closed loop is not running; the stream is chosen in turn. */
    void sendOne() {
        long number = next.getAndIncrement();
        streams.get((int) (number % streams.size())).send(number);
    }

    /**
     * Offers orders at a rate, each at its own time, whether or not earlier ones are answered; what a stream does not take
     * is dropped. Sixteen in a row are one stream's, so that those that are due together go out together. Latencies are
     * counted from the time an order was due. Blocks for the length of it.
     *
     * @param ignored orders due within so many seconds are not counted in latencies
     */
    void offer(double perSecond, double ignored, double seconds) {
        double nanosApart = 1e9 / perSecond;
        long first = next.get();
        Schedule timing = new Schedule(
                System.nanoTime() - (long) (first * nanosApart), nanosApart, first + (long) (perSecond * ignored));
        schedule = timing;
        long last = first + (long) (perSecond * (ignored + seconds));
        while (next.get() < last) {
            long number = next.get();
            long wait = timing.due(number) - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(Math.max(wait, TICK_NANOS));
                continue;
            }
            next.incrementAndGet();
            Stream stream = streams.get((int) (number / IN_A_ROW % streams.size()));
            if (stream.isReady()) {
                stream.send(number);
            } else {
                orders.dropped();
            }
        }
    }

    /** Latencies of accepted orders in microseconds, of what was offered after the time to be ignored. */
    Histogram latencies() {
        return latencies;
    }

    /** Sends no more, waits for the answers that are due, and counts what has none as failed. */
    void finish() throws InterruptedException {
        running = false;
        for (Stream stream : streams) {
            stream.finish();
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (ManagedChannel channel : channels) {
            channel.shutdownNow();
            channel.awaitTermination(LAST_ANSWER_WITHIN_S, TimeUnit.SECONDS);
        }
    }

    /** One stream. Sends come from one thread at a time: the generator's, and in a closed loop the connection's own. */
    private final class Stream implements ClientResponseObserver<OrderRequest, OrderResponse> {
        private final CountDownLatch ready = new CountDownLatch(1);
        private final CountDownLatch drained = new CountDownLatch(1);
        private final AtomicLong unanswered = new AtomicLong();
        private final Object sending = new Object();
        private @Nullable ClientCallStreamObserver<OrderRequest> requests;
        private volatile boolean refills;
        private volatile boolean ended;

        @Override
        public void beforeStart(ClientCallStreamObserver<OrderRequest> stream) {
            requests = stream;
            stream.setOnReadyHandler(ready::countDown);
        }

        void awaitReady() throws InterruptedException {
            if (!ready.await(LAST_ANSWER_WITHIN_S, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gRPC stream does not open");
            }
        }

        boolean isReady() {
            return !ended && stream().isReady();
        }

        private ClientCallStreamObserver<OrderRequest> stream() {
            ClientCallStreamObserver<OrderRequest> open = requests;
            if (open == null) {
                throw new IllegalStateException("not started");
            }
            return open;
        }

        void send(long number) {
            if (ended) {
                orders.failed();
                return;
            }
            unanswered.incrementAndGet();
            OrderRequest request = OrderRequest.newBuilder()
                    .setCorrelationId(number)
                    .setAccountId(accounts.of(number).toString())
                    .setNewOrder(ORDER.toBuilder()
                            .setClOrdId(orders.clOrdId(number))
                            .setPx(BenchOrder.px(number).toPlainString()))
                    .build();
            synchronized (sending) {
                stream().onNext(request);
            }
        }

        @Override
        public void onNext(OrderResponse response) {
            long number = response.getCorrelationId();
            switch (response.getResultCase()) {
                case ACCEPTED -> {
                    orders.accepted(number);
                    Schedule timing = schedule;
                    if (timing != null && number >= timing.firstMeasured()) {
                        long nanos = System.nanoTime() - timing.due(number);
                        latencies.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 0, LONGEST_LATENCY_US));
                    }
                }
                case DENIED, REFUSED -> orders.refused();
                case UNKNOWN, RESULT_NOT_SET -> orders.failed();
            }
            long left = unanswered.decrementAndGet();
            if (running) {
                if (refills) {
                    send(next.getAndIncrement());
                }
            } else if (left == 0) {
                drained.countDown();
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (running || unanswered.get() > 0) {
                LOG.warn("A gRPC stream failed with {} orders unanswered: {}", unanswered.get(), failure.toString());
            }
            end();
        }

        @Override
        public void onCompleted() {
            end();
        }

        private void end() {
            ended = true;
            ready.countDown();
            drained.countDown();
        }

        void finish() throws InterruptedException {
            if (unanswered.get() > 0 && !drained.await(LAST_ANSWER_WITHIN_S, TimeUnit.SECONDS)) {
                LOG.warn("{} orders were not answered", unanswered.get());
            }
            for (long left = unanswered.get(); left > 0; left--) {
                orders.failed();
            }
            if (!ended) {
                synchronized (sending) {
                    stream().onCompleted();
                }
            }
        }
    }
}
