package io.tradecore.api.redis;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

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
    RedisQuotes quotes(RedisLink link, MeterRegistry meters, Instruments instruments) {
        var quotes = new RedisQuotes(link, meters, symbol -> mayBeBelowZero(instruments.bySymbol(symbol)));
        quotes.start();
        return quotes;
    }

    private static boolean mayBeBelowZero(@Nullable Instrument instrument) {
        return instrument != null && instrument.contract().negativePx();
    }

    @Singleton
    RateLimit rateLimit(RedisLink link, MeterRegistry meters) {
        return new RedisRateLimit(link, meters);
    }
}
