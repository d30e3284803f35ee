package io.tradecore.api.nats;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.tradecore.api.breaks.BreakSink;
import io.tradecore.api.chain.HeadSink;
import io.tradecore.api.config.Databases;
import io.tradecore.api.halt.TradingStateSink;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.api.margin.MarginSink;
import io.tradecore.oms.execution.pg.PgQuarantine;
import io.tradecore.oms.outbox.pg.PgEventFeed;
import io.tradecore.oms.outbox.pg.PgLease;
import io.tradecore.oms.outbox.pg.PgOutbox;
import io.tradecore.oms.outbox.pg.PgRouteClaim;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.pipeline.CommitListener;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/**
 * Puts the NATS side together and starts it with the process. Publishing and consuming have a connection each: a
 * publisher gives its connection up at the first failure, which must not cost a consumer its acknowledgements.
 */
@Factory
@Requires(property = "oms.nats.url")
final class NatsComposition {
    private static final String PUBLISHING = "publishing";
    private static final String CONSUMING = "consuming";
    private static final String RELAY = "relay";
    private static final Duration LEASE_TTL = Duration.ofSeconds(4);
    private static final int MAX_REPORTS_IN_FLIGHT = 2000;

    @Singleton
    @Named(PUBLISHING)
    @Bean(preDestroy = "close")
    NatsLink publishing(@Value("${oms.nats.url}") String url) {
        return started(new NatsLink(url, PUBLISHING));
    }

    @Singleton
    @Named(CONSUMING)
    @Bean(preDestroy = "close")
    NatsLink consuming(@Value("${oms.nats.url}") String url) {
        return started(new NatsLink(url, CONSUMING));
    }

    @Singleton
    @Named(RELAY)
    @Bean(preDestroy = "close")
    LeaseKeeper lease(Databases databases) {
        String holder = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
        var keeper = new LeaseKeeper(new PgLease(databases.relay(), RELAY, holder), LEASE_TTL);
        keeper.start();
        return keeper;
    }

    @Context
    @Bean(preDestroy = "close")
    RouteRelay routes(
            Databases databases,
            @Named(PUBLISHING) NatsLink link,
            @Named(RELAY) LeaseKeeper lease,
            MeterRegistry meters) {
        var relay = new RouteRelay(
                new PgOutbox(databases.relay()),
                new PgRouteClaim(databases.relay(), RELAY),
                link,
                lease,
                RelayOptions.ROUTES,
                meters);
        relay.start();
        return relay;
    }

    @Context
    @Bean(preDestroy = "close")
    EventPublisher events(
            Databases databases,
            @Named(PUBLISHING) NatsLink link,
            @Named(RELAY) LeaseKeeper lease,
            MeterRegistry meters) {
        var feed = new PgEventFeed(databases.relay(), "events");
        var publisher = new EventPublisher(feed, link, lease, RelayOptions.EVENTS, meters);
        publisher.start();
        return publisher;
    }

    @Singleton
    BreakSink breaks(@Named(PUBLISHING) NatsLink link) {
        return new BreakStream(link);
    }

    @Singleton
    TradingStateSink tradingStates(@Named(PUBLISHING) NatsLink link) {
        return new TradingStateStream(link);
    }

    @Singleton
    MarginSink margins(@Named(PUBLISHING) NatsLink link) {
        return new MarginStream(link);
    }

    @Singleton
    HeadSink chainHeads(@Named(PUBLISHING) NatsLink link) {
        return new HeadStream(link);
    }

    @Context
    @Bean(preDestroy = "close")
    ReportConsumer reports(
            Databases databases,
            @Named(CONSUMING) NatsLink link,
            CommandBus bus,
            SecurityStatuses statuses,
            MeterRegistry meters) {
        var quarantine = new PgQuarantine(databases.writer());
        var consumer = new ReportConsumer(link, bus, quarantine, statuses, MAX_REPORTS_IN_FLIGHT, meters);
        consumer.start();
        return consumer;
    }

    /** After a commit there may be something to publish. */
    @Singleton
    CommitListener publishAfterCommit(RouteRelay routes, EventPublisher events) {
        return batch -> {
            routes.committed(batch);
            events.committed(batch);
        };
    }

    private static NatsLink started(NatsLink link) {
        link.start();
        return link;
    }
}
