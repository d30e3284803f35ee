package io.tradecore.api.grpc;

import io.grpc.ServerBuilder;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** What {@code application.yml} cannot say of the server. */
@Singleton
final class GrpcServerSetup implements BeanCreatedEventListener<ServerBuilder<?>> {

    @Override
    public ServerBuilder<?> onCreated(BeanCreatedEvent<ServerBuilder<?>> event) {
        return event.getBean()
                // Calls are handled where they are read: nothing here blocks, what must goes to virtual threads.
                .directExecutor()
                // A peer that is gone without a word is noticed, and its streams end.
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .permitKeepAliveTime(10, TimeUnit.SECONDS);
    }
}
