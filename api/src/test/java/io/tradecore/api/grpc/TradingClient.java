package io.tradecore.api.grpc;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.micronaut.context.ApplicationContext;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.grpc.v1.NewOrder;
import io.tradecore.grpc.v1.OrdType;
import io.tradecore.grpc.v1.OrderControlGrpc;
import io.tradecore.grpc.v1.OrderEntryGrpc;
import io.tradecore.grpc.v1.OrderListsGrpc;
import io.tradecore.grpc.v1.OrderRequest;
import io.tradecore.grpc.v1.OrderResponse;
import io.tradecore.grpc.v1.Side;
import io.tradecore.grpc.v1.TimeInForce;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** A program that trades over gRPC. */
final class TradingClient implements AutoCloseable {
    private final ManagedChannel channel;

    TradingClient(ApiUnderTest api) {
        this(api.context());
    }

    TradingClient(ApplicationContext api) {
        int port = api.getBean(GrpcEmbeddedServer.class).getPort();
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
    }

    OrderEntryGrpc.OrderEntryBlockingStub calls(@Nullable String token) {
        OrderEntryGrpc.OrderEntryBlockingStub stub =
                OrderEntryGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
        return token == null ? stub : stub.withCallCredentials(new Bearer("Bearer " + token));
    }

    OrderControlGrpc.OrderControlBlockingStub control(@Nullable String token) {
        OrderControlGrpc.OrderControlBlockingStub stub =
                OrderControlGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
        return token == null ? stub : stub.withCallCredentials(new Bearer("Bearer " + token));
    }

    OrderListsGrpc.OrderListsBlockingStub lists(String token) {
        return OrderListsGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .withCallCredentials(new Bearer("Bearer " + token));
    }

    OrderEntryGrpc.OrderEntryStub streams(String token) {
        return OrderEntryGrpc.newStub(channel).withCallCredentials(new Bearer("Bearer " + token));
    }

    /** Begins a call and asks nothing yet. */
    <Q, S> ClientCall<Q, S> begin(String token, MethodDescriptor<Q, S> method) {
        ClientCall<Q, S> call =
                channel.newCall(method, CallOptions.DEFAULT.withCallCredentials(new Bearer("Bearer " + token)));
        call.start(new ClientCall.Listener<>() {}, new Metadata());
        return call;
    }

    /** Opens a stream that collects what is answered. */
    Trading trade(String token) {
        return new Trading(streams(token));
    }

    /** The same, with what it says of its orders when it breaks. */
    Trading tradeCancellingOnDisconnect(String token, String value) {
        Metadata flags = new Metadata();
        flags.put(Metadata.Key.of("cancel-on-disconnect", Metadata.ASCII_STRING_MARSHALLER), value);
        return new Trading(streams(token).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(flags)));
    }

    ManagedChannel channel() {
        return channel;
    }

    /** A buy at 100.00. */
    static NewOrder.Builder buy(String clOrdId, String symbol, String qty) {
        return NewOrder.newBuilder()
                .setClOrdId(clOrdId)
                .setSymbol(symbol)
                .setSide(Side.SIDE_BUY)
                .setOrdType(OrdType.ORD_TYPE_LIMIT)
                .setTimeInForce(TimeInForce.TIME_IN_FORCE_GTC)
                .setOrderQty(qty)
                .setPx("100.00");
    }

    static OrderRequest request(long correlationId, String account, NewOrder.Builder order) {
        return OrderRequest.newBuilder()
                .setCorrelationId(correlationId)
                .setAccountId(account)
                .setNewOrder(order)
                .build();
    }

    /** How a call that must fail failed. */
    static Failure failure(ThrowingCallable call) {
        return Failure.of(catchThrowableOfType(StatusRuntimeException.class, call));
    }

    /** A status with the code and the numbers it carries. */
    record Failure(
            Status.Code status, ErrorInfo info, @Nullable String retryAfter) {
        private static final Metadata.Key<String> RETRY_AFTER =
                Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER);

        static Failure of(Throwable failure) {
            com.google.rpc.Status status = StatusProto.fromThrowable(failure);
            Metadata trailers = Status.trailersFromThrowable(failure);
            return new Failure(
                    Status.fromThrowable(failure).getCode(),
                    status == null ? ErrorInfo.getDefaultInstance() : info(status),
                    trailers == null ? null : trailers.get(RETRY_AFTER));
        }

        private static ErrorInfo info(com.google.rpc.Status status) {
            try {
                return status.getDetailsCount() == 0
                        ? ErrorInfo.getDefaultInstance()
                        : status.getDetails(0).unpack(ErrorInfo.class);
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(e);
            }
        }

        String code() {
            return info.getReason();
        }

        String field() {
            return info.getMetadataOrDefault("field", "");
        }
    }

    /** One stream. */
    static final class Trading implements StreamObserver<OrderResponse> {
        private final StreamObserver<OrderRequest> requests;
        private final List<OrderResponse> responses = Collections.synchronizedList(new ArrayList<>());
        private final CompletableFuture<Status> end = new CompletableFuture<>();

        private Trading(OrderEntryGrpc.OrderEntryStub stub) {
            requests = stub.trade(this);
        }

        void send(OrderRequest request) {
            requests.onNext(request);
        }

        /** Breaks the stream. */
        void cancel() {
            requests.onError(Status.CANCELLED.asException());
        }

        void complete() {
            requests.onCompleted();
        }

        List<OrderResponse> responses() {
            synchronized (responses) {
                return List.copyOf(responses);
            }
        }

        int answered() {
            return responses.size();
        }

        /** How the stream ended. */
        Status end() {
            return end.orTimeout(30, TimeUnit.SECONDS).join();
        }

        boolean isOpen() {
            return !end.isDone();
        }

        /** Sends one request on a stream of its own and returns the answer to it. */
        static OrderResponse ask(TradingClient client, String token, OrderRequest request) {
            Trading trading = client.trade(token);
            trading.send(request);
            trading.complete();
            Status end = trading.end();
            if (!end.isOk() || trading.responses.size() != 1) {
                throw new AssertionError("answered " + trading.responses + ", ended " + end);
            }
            return trading.responses.getFirst();
        }

        @Override
        public void onNext(OrderResponse response) {
            responses.add(response);
        }

        @Override
        public void onError(Throwable t) {
            end.complete(Status.fromThrowable(t));
        }

        @Override
        public void onCompleted() {
            end.complete(Status.OK);
        }
    }

    private static final class Bearer extends CallCredentials {
        private final String value;

        Bearer(String value) {
            this.value = value;
        }

        @Override
        public void applyRequestMetadata(RequestInfo requestInfo, Executor executor, MetadataApplier applier) {
            Metadata metadata = new Metadata();
            metadata.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), value);
            applier.apply(metadata);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
