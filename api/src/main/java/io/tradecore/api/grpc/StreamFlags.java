package io.tradecore.api.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.problem.ProblemMapper;
import jakarta.inject.Singleton;

/** Reads what a client asks of a stream as a whole, from the call's metadata. */
@Singleton
final class StreamFlags implements ServerInterceptor {
    private static final String NAME = "cancel-on-disconnect";
    private static final Metadata.Key<String> HEADER = Metadata.Key.of(NAME, Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<Boolean> CANCEL_ON_DISCONNECT = Context.keyWithDefault(NAME, false);

    /** Whether the orders of the stream that is being opened are to be cancelled when it breaks. */
    static boolean cancelOnDisconnect() {
        return CANCEL_ON_DISCONNECT.get();
    }

    @Override
    public <Q, S> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, S> call, Metadata headers, ServerCallHandler<Q, S> next) {
        String value = headers.get(HEADER);
        if (value == null || value.equals("false")) {
            return next.startCall(call, headers);
        }
        if (!value.equals("true")) {
            var refused = ProblemMapper.grpc(Checks.invalid(NAME, "true or false"));
            call.close(refused.getStatus(), refused.getTrailers());
            return new ServerCall.Listener<>() {};
        }
        return Contexts.interceptCall(Context.current().withValue(CANCEL_ON_DISCONNECT, true), call, headers, next);
    }
}
