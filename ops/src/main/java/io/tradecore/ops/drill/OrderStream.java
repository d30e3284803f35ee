package io.tradecore.ops.drill;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import io.tradecore.grpc.v1.NewOrder;
import io.tradecore.grpc.v1.OrderEntryGrpc;
import io.tradecore.grpc.v1.OrderRequest;
import io.tradecore.grpc.v1.OrderResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A program that places orders over one gRPC stream, each when it is due, whether or not earlier ones were answered, and notes when each was
 * answered and how. One thread sends; answers are taken on the connection's own, which keeps the program small beside what it
 * is to measure.
 */
final class OrderStream implements AutoCloseable {

    /** What an order that was accepted is noted as; any other answer by its code. */
    static final String ACCEPTED = "ACCEPTED";

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final long READY_WITHIN_S = 20;
    /** Orders that are due within so long go out together, the first of them late: a program that woke for each would take the cores for it. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ManagedChannel channel;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final long[] dueNanos;
    private final long[] answeredNanos;
    private final AtomicReferenceArray<@Nullable String> answers;
    private final ClientCallStreamObserver<OrderRequest> requests;
    private volatile @Nullable Throwable failure;
    private int sent;

    /**
     * @param address host:port
     * @param most orders it will send
     * @throws IllegalStateException when the stream does not open
     */
    OrderStream(String address, String token, int most) throws InterruptedException {
        dueNanos = new long[most];
        answeredNanos = new long[most];
        answers = new AtomicReferenceArray<>(most);
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        channel = NettyChannelBuilder.forTarget(address)
                .usePlaintext()
                .directExecutor()
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
                .build();
        requests = (ClientCallStreamObserver<OrderRequest>)
                OrderEntryGrpc.newStub(channel).trade(new Answers());
        if (!ready.await(READY_WITHIN_S, TimeUnit.SECONDS)) {
            close();
            throw new IllegalStateException("the gRPC stream to " + address + " does not open");
        }
    }

    /** An order by its number, from 0. */
    @FunctionalInterface
    interface Orders {
        NewOrder.Builder order(int number);
    }

    /**
     * Sends so many orders at a rate; blocks for as long.
     *
     * @param account whose the order of that number is
     */
    void offer(int count, double perSecond, LongToIntFunction account, UUID[] accounts, Orders orders) {
        long start = System.nanoTime();
        double apart = 1e9 / perSecond;
        for (int i = 0; i < count; ) {
            long due = start + (long) (i * apart);
            long wait = due - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(Math.max(wait, TICK_NANOS));
                continue;
            }
            dueNanos[sent] = due;
            requests.onNext(OrderRequest.newBuilder()
                    .setCorrelationId(sent)
                    .setAccountId(accounts[account.applyAsInt(sent)].toString())
                    .setNewOrder(orders.order(sent))
                    .build());
            sent++;
            i++;
        }
    }

    /** Whether all that was sent is answered. */
    boolean isAnswered() {
        for (int number = 0; number < sent; number++) {
            if (answers.get(number) == null) {
                return false;
            }
        }
        return true;
    }

    int sent() {
        return sent;
    }

    /** Orders that were answered so. */
    long count(String answer) {
        long count = 0;
        for (int number = 0; number < sent; number++) {
            if (answer.equals(answers.get(number))) {
                count++;
            }
        }
        return count;
    }

    /** How many orders were answered how, but for those that were accepted. */
    Map<String, Long> notAccepted() {
        Map<String, Long> counts = new TreeMap<>();
        for (int number = 0; number < sent; number++) {
            String answer = answers.get(number);
            if (!ACCEPTED.equals(answer)) {
                counts.merge(answer == null ? "UNANSWERED" : answer, 1L, Long::sum);
            }
        }
        return counts;
    }

    /** When the last order was answered, by {@link System#nanoTime}. */
    long lastAnswered() {
        long last = Long.MIN_VALUE;
        for (int number = 0; number < sent; number++) {
            last = Math.max(last, answeredNanos[number]);
        }
        return last;
    }

    /** From one time up to another, by {@link System#nanoTime}. */
    record Span(long fromNanos, long untilNanos) {
        private boolean contains(long nanos) {
            return nanos - fromNanos >= 0 && nanos - untilNanos < 0;
        }
    }

    /** How long the orders that were due within these waited for their answers, from when they were due, in order. */
    Latencies latencies(List<Span> spans) {
        long[] nanos = new long[sent];
        int count = 0;
        for (int number = 0; number < sent; number++) {
            long due = dueNanos[number];
            if (answers.get(number) != null && spans.stream().anyMatch(span -> span.contains(due))) {
                nanos[count++] = answeredNanos[number] - due;
            }
        }
        return Latencies.of(Arrays.copyOf(nanos, count));
    }

    /** Why the stream ended before it was to; null where it did not. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private final class Answers implements ClientResponseObserver<OrderRequest, OrderResponse> {

        @Override
        public void beforeStart(ClientCallStreamObserver<OrderRequest> stream) {
            stream.setOnReadyHandler(ready::countDown);
        }

        @Override
        public void onNext(OrderResponse response) {
            int number = (int) response.getCorrelationId();
            answeredNanos[number] = System.nanoTime();
            answers.set(
                    number,
                    switch (response.getResultCase()) {
                        case ACCEPTED -> ACCEPTED;
                        case DENIED -> response.getDenied().getCode();
                        case REFUSED -> response.getRefused().getCode();
                        case UNKNOWN, RESULT_NOT_SET -> "UNKNOWN";
                    });
        }

        @Override
        public void onError(Throwable e) {
            failure = e;
        }

        @Override
        public void onCompleted() {}
    }
}
