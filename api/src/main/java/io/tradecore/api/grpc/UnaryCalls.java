package io.tradecore.api.grpc;

import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import io.tradecore.api.problem.ProblemMapper;
import java.util.concurrent.CompletableFuture;

/** Answers calls of one request and one answer. */
final class UnaryCalls {

    private UnaryCalls() {}

    /** What a unary call does; may throw. */
    interface Work<T> {
        CompletableFuture<T> begin();
    }

    /** Begins the work, and answers with what it comes to. Holds no thread meanwhile. */
    static <T> void answer(StreamObserver<T> client, Work<T> work) {
        if (Context.current().isCancelled()) {
            // Its deadline passed while it was on the way: what nobody waits for is not begun.
            return;
        }
        CompletableFuture<T> result;
        try {
            result = work.begin();
        } catch (RuntimeException e) {
            client.onError(ProblemMapper.grpc(e));
            return;
        }
        result.whenComplete((value, failure) -> {
            if (failure != null) {
                client.onError(ProblemMapper.grpc(failure));
            } else {
                client.onNext(value);
                client.onCompleted();
            }
        });
    }
}
