package io.tradecore.api.redis;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;

/** Puts the Redis side together and starts it with the process. */
@Factory
@Requires(property = "oms.redis.url")
final class RedisComposition {
    @Singleton
    @Bean(preDestroy = "close")
    RedisLink link(@Value("${oms.redis.url}") String url) {
        var link = new RedisLink(url);
        link.start();
        return link;
    }

    @Context
    @Bean(preDestroy = "close")
    RedisQuotes quotes(RedisLink link, MeterRegistry meters) {
        var quotes = new RedisQuotes(link, meters);
        quotes.start();
        return quotes;
    }

    @Singleton
    OrderRateLimit rateLimit(RedisLink link, MeterRegistry meters) {
        return new RedisOrderRateLimit(link, meters);
    }
}
