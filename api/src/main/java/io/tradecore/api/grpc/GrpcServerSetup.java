package io.tradecore.api.grpc;

import io.grpc.ServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** What {@code application.yml} cannot say of the server. */
@Singleton
final class GrpcServerSetup implements BeanCreatedEventListener<ServerBuilder<?>> {

    /** A client on HTTP/2 keeps further calls to itself until others have ended. */
    static final int CALLS_PER_CONNECTION = 256;

    @Override
    public ServerBuilder<?> onCreated(BeanCreatedEvent<ServerBuilder<?>> event) {
        ServerBuilder<?> server = event.getBean();
        if (server instanceof NettyServerBuilder netty) {
            netty.maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION);
        }
        return server
                // Calls are handled where they are read: nothing here blocks, what must goes to virtual threads.
                .directExecutor()
                // A peer that is gone without a word is noticed, and its streams end.
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .permitKeepAliveTime(10, TimeUnit.SECONDS);
    }
}
