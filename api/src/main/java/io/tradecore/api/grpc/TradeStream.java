package io.tradecore.api.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.tradecore.api.entry.OrderAllowance;
import io.tradecore.api.security.Caller;
import io.tradecore.grpc.v1.OrderRequest;
import io.tradecore.grpc.v1.OrderResponse;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.pipeline.CommandBus;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One trading stream. Requests are handed to the core as they come, without waiting for each other; whatever thread knows
 * an answer puts it into a queue, and one thread at a time sends what is in there. What is refused while it is read is sent
 * by the reading thread, which answers all that it read together with one write: refusing stays cheap where it is frequent.
 *
 * <p>At most {@link #WINDOW} requests are read and not yet answered, or answered and not yet taken by the client's side of
 * the connection: then no more are read until it has taken some, and the client's sends wait. So neither a slow reader
 * nor a slow core makes memory grow.
 */
final class TradeStream implements StreamObserver<OrderRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(TradeStream.class);

    /** Most requests in flight. More than the lanes have room for, so that too many are refused and not held back. */
    static final int WINDOW = 6_000;

    private final Caller caller;
    private final CommandBus bus;
    private final BiConsumer<Command, OrderAllowance.Asker> allowance;
    private final Executor sender;
    private final ServerCallStreamObserver<OrderResponse> client;
    private final @Nullable OrdersToCancel toCancel;

    private final Queue<InFlight> answered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile @Nullable Status end;
    private volatile @Nullable Thread reader;

    // Of the one thread that reads.
    private boolean readerSends;

    // Of the one thread that sends.
    private int owed;
    private boolean ended;

    /** @param toCancel what is to be cancelled when the stream ends other than by the client; null: nothing */
    TradeStream(
            Caller caller,
            CommandBus bus,
            BiConsumer<Command, OrderAllowance.Asker> allowance,
            Executor sender,
            ServerCallStreamObserver<OrderResponse> client,
            @Nullable OrdersToCancel toCancel) {
        this.caller = caller;
        this.bus = bus;
        this.allowance = allowance;
        this.sender = sender;
        this.client = client;
        this.toCancel = toCancel;
    }

    /** Begins to read. */
    void begin() {
        client.disableAutoRequest();
        client.setOnReadyHandler(this::wakeSender);
        client.request(WINDOW);
    }

    /** Reads no more, and ends with the status once everything in flight is answered. */
    void end(Status status) {
        if (end == null) {
            end = status;
            wakeSender();
        }
    }

    @Override
    public void onNext(OrderRequest request) {
        inFlight.incrementAndGet();
        if (end != null) {
            // Counted before this was looked at, so the stream has not ended unseen; nothing is done with the request.
            inFlight.decrementAndGet();
            wakeSender();
            return;
        }
        InFlight one = new InFlight(request.getCorrelationId());
        reader = Thread.currentThread();
        try {
            Command command = Requests.command(request, caller);
            one.command = command;
            allowance.accept(command, one);
        } catch (RuntimeException e) {
            one.refused(e);
        } finally {
            reader = null;
        }
        if (readerSends) {
            readerSends = false;
            send();
        }
    }

    /** The client will send no more: the stream ends when everything is answered. */
    @Override
    public void onCompleted() {
        end(Status.OK);
    }

    /** The client is gone; what it asked for goes on, unless it wanted its orders cancelled then. */
    @Override
    public void onError(Throwable t) {
        end(Status.CANCELLED);
    }

    private void wakeSender() {
        if (calls.getAndIncrement() > 0) {
            return;
        }
        if (Thread.currentThread() == reader) {
            readerSends = true;
        } else {
            sender.execute(this::send);
        }
    }

    private void send() {
        int handled = 1;
        do {
            sendAnswered();
            handled = calls.addAndGet(-handled);
        } while (handled != 0);
    }

    private void sendAnswered() {
        for (InFlight next = answered.poll(); next != null; next = answered.poll()) {
            tell(next);
            owed++;
            inFlight.decrementAndGet();
        }
        Status last = end;
        if (last == null) {
            if (owed > 0 && client.isReady()) {
                client.request(owed);
                owed = 0;
            }
        } else if (!ended && inFlight.get() == 0) {
            ended = true;
            finish(last);
        }
    }

    private void tell(InFlight one) {
        if (ended || client.isCancelled()) {
            return;
        }
        try {
            client.onNext(one.response());
        } catch (RuntimeException e) {
            LOG.error("An answer could not be sent", e);
            end(Status.INTERNAL);
        }
    }

    private void finish(Status last) {
        if (toCancel != null) {
            endOrders(toCancel, last);
        }
        if (client.isCancelled()) {
            return;
        }
        if (last.isOk()) {
            client.onCompleted();
        } else {
            client.onError(last.asRuntimeException());
        }
    }

    /** Everything it asked for is answered by now: no order of it comes later. */
    private static void endOrders(OrdersToCancel orders, Status last) {
        if (last.isOk()) {
            orders.forget();
        } else {
            orders.cancelAll();
        }
    }

    /** One request on its way: to the allowance, to the core, into an answer. */
    private final class InFlight implements OrderAllowance.Asker, BiConsumer<@Nullable Outcome, @Nullable Throwable> {
        private final long correlationId;
        private @Nullable Command command;
        private @Nullable Outcome outcome;
        private @Nullable Throwable failure;
        private @Nullable RuntimeException refusal;

        InFlight(long correlationId) {
            this.correlationId = correlationId;
        }

        @Override
        public void admitted() {
            bus.submit(asked()).whenComplete(this);
        }

        private Command asked() {
            Command asked = command;
            if (asked == null) {
                throw new IllegalStateException("nothing was asked for");
            }
            return asked;
        }

        @Override
        public void refused(RuntimeException why) {
            refusal = why;
            answer();
        }

        @Override
        public void accept(@Nullable Outcome committed, @Nullable Throwable failed) {
            outcome = committed;
            failure = failed;
            if (toCancel != null && committed instanceof Outcome.OrderAccepted accepted) {
                toCancel.placed(accepted.order());
            }
            answer();
        }

        private void answer() {
            answered.add(this);
            wakeSender();
        }

        OrderResponse response() {
            RuntimeException before = refusal;
            Outcome done = outcome;
            if (before != null) {
                return Responses.refused(correlationId, before);
            }
            return done == null
                    ? Responses.unknown(correlationId, failure)
                    : Responses.of(correlationId, asked(), done);
        }
    }
}
