package io.tradecore.api.grpc;

import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.scheduling.TaskScheduler;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.ProblemMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;

/**
 * A streaming call that ends with its token: from then on nothing more is taken in, and a moment later, in which what was
 * taken in before can still be answered, the call is closed as UNAUTHENTICATED. Safe for use by many threads.
 */
final class ExpiringCall<Q, S> extends ForwardingServerCall.SimpleForwardingServerCall<Q, S> {
    private static final Duration TIME_FOR_ANSWERS = Duration.ofSeconds(1);

    private volatile boolean expired;
    private boolean closed;

    ExpiringCall(ServerCall<Q, S> call) {
        super(call);
    }

    /** Wraps the listener of this call; the call ends at the time, unless it ended before. */
    ServerCall.Listener<Q> listenUntil(Instant time, TaskScheduler timer, ServerCall.Listener<Q> listener) {
        Duration left = Duration.between(Instant.now(), time);
        Future<?> expiry = timer.schedule(left.isNegative() ? Duration.ZERO : left, () -> expire(timer));
        return new Listener<>(this, listener, expiry);
    }

    private void expire(TaskScheduler timer) {
        expired = true;
        timer.schedule(TIME_FOR_ANSWERS, () -> close(Status.OK, new Metadata()));
    }

    @Override
    public void request(int messages) {
        if (!expired) {
            super.request(messages);
        }
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
        if (!closed) {
            super.sendHeaders(headers);
        }
    }

    @Override
    public synchronized void sendMessage(S message) {
        if (!closed) {
            super.sendMessage(message);
        }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
        if (closed) {
            return;
        }
        closed = true;
        if (expired) {
            StatusRuntimeException end =
                    ProblemMapper.grpc(ApiException.of(ApiCode.UNAUTHENTICATED, "The bearer token has expired."));
            super.close(end.getStatus(), trailersOf(end));
        } else {
            super.close(status, trailers);
        }
    }

    private static Metadata trailersOf(StatusRuntimeException end) {
        Metadata trailers = end.getTrailers();
        return trailers == null ? new Metadata() : trailers;
    }

    private static final class Listener<Q> extends ForwardingServerCallListener.SimpleForwardingServerCallListener<Q> {
        private final ExpiringCall<Q, ?> call;
        private final Future<?> expiry;

        Listener(ExpiringCall<Q, ?> call, ServerCall.Listener<Q> delegate, Future<?> expiry) {
            super(delegate);
            this.call = call;
            this.expiry = expiry;
        }

        @Override
        public void onMessage(Q message) {
            if (!call.expired) {
                super.onMessage(message);
            }
        }

        @Override
        public void onCancel() {
            expiry.cancel(false);
            super.onCancel();
        }

        @Override
        public void onComplete() {
            expiry.cancel(false);
            super.onComplete();
        }
    }
}
