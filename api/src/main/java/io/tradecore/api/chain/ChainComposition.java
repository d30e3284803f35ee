package io.tradecore.api.chain;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.tradecore.api.config.Databases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts the publication of heads with the process: to a file where one is named, and to every other sink there is. */
@Factory
final class ChainComposition {

    @Context
    @Bean(preDestroy = "close")
    HeadPublisher heads(
            Databases databases,
            List<HeadSink> others,
            @Value("${oms.chain.file}") String file,
            @Value("${oms.chain.anchor-every}") Duration every) {
        List<HeadSink> sinks = new ArrayList<>(others);
        if (!file.isBlank()) {
            sinks.add(new HeadFile(Path.of(file)));
        }
        var publisher = new HeadPublisher(new PgHeads(databases.relay()), sinks, every);
        publisher.start();
        return publisher;
    }
}
