package io.tradecore.api.nats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.api.loop.Loop;
import io.tradecore.oms.outbox.EventMessage;
import io.tradecore.oms.outbox.pg.PgEventFeed;
import io.tradecore.oms.pipeline.CommittedBatch;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes every order event for subscribers, at least once, each account's in the order of seq. The cursor moves only
 * over what JetStream has acknowledged. Works only while the lease is held.
 */
public final class EventPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
    private static final String MESSAGE_ID_HEADER = "Nats-Msg-Id";
    private static final Duration ACK_PATIENCE = Duration.ofSeconds(10);
    // What a crash between two stores repeats, JetStream drops by its id.
    private static final long STORE_EVERY_NANOS = Duration.ofSeconds(1).toNanos();
    // Other transactions move the horizon too; the cursor follows them now and then so that its window stays small.
    private static final long STORE_AFTER_TRANSACTIONS = 100_000;
    // Those of a rest, of several lanes.
    private static final int COMMITS_KEPT = 160;

    private final PgEventFeed feed;
    private final NatsLink link;
    private final LeaseKeeper lease;
    private final RelayOptions options;
    private final Loop loop;
    private final Counter published;
    private final Counter failed;
    private final RecentCommits commits = new RecentCommits(COMMITS_KEPT);

    private long epoch;
    private long cursor;
    private long storedCursor;
    private long storedNanos;
    private boolean publishedSinceStore;

    public EventPublisher(
            PgEventFeed feed, NatsLink link, LeaseKeeper lease, RelayOptions options, MeterRegistry meters) {
        this.feed = feed;
        this.link = link;
        this.lease = lease;
        this.options = options;
        this.loop = new Loop("event-publisher", options.rest(), options.pause(), this::publishNews);
        this.published = meters.counter("oms.events.published");
        this.failed = meters.counter("oms.events.failed");
    }

    /** Starts publishing from where it was left. */
    public void start() {
        loop.start();
    }

    /** There may be new events. Never blocks. */
    public void committed(CommittedBatch batch) {
        commits.add(batch);
        loop.wake();
    }

    /** Stops publishing and stores how far it came. */
    @Override
    public void close() {
        loop.close();
        if (lease.epoch() == epoch && publishedSinceStore) {
            try {
                store();
            } catch (SQLException e) {
                LOG.info("The cursor of order events is not stored, some will be published again: {}", e.getMessage());
            }
        }
    }

    private void publishNews() throws SQLException, InterruptedException {
        long heldEpoch = lease.epoch();
        NatsSession session = link.session();
        if (heldEpoch == 0 || session == null) {
            return;
        }
        if (heldEpoch != epoch) {
            cursor = feed.cursor();
            storedCursor = cursor;
            publishedSinceStore = false;
            epoch = heldEpoch;
        }
        long horizon = feed.horizon();
        if (horizon < cursor) {
            throw new IllegalStateException("The cursor of order events stands at transaction " + cursor
                    + ", the database only at " + horizon + ": was it restored from a dump?");
        }
        if (horizon > cursor && publish(cursor, horizon, session)) {
            cursor = horizon;
        }
        storeIfWorthIt();
    }

    /** Publishes what finished transactions wrote, from memory where all of them were this process's own. */
    private boolean publish(long from, long below, NatsSession session) throws SQLException, InterruptedException {
        List<CommittedBatch> known = commits.takeAll(from, below);
        if (known == null) {
            return feed.events(from, below, options.chunk(), chunk -> publish(chunk, session));
        }
        List<EventMessage> events = known.stream()
                .flatMap(batch -> batch.events().stream())
                .sorted(Comparator.comparingLong(EventMessage::seq))
                .toList();
        for (int begin = 0; begin < events.size(); begin += options.chunk()) {
            if (!publish(events.subList(begin, Math.min(begin + options.chunk(), events.size())), session)) {
                return false;
            }
        }
        return true;
    }

    private void storeIfWorthIt() throws SQLException {
        boolean overdue = System.nanoTime() - storedNanos >= STORE_EVERY_NANOS;
        if (cursor > storedCursor
                && overdue
                && (publishedSinceStore || cursor - storedCursor > STORE_AFTER_TRANSACTIONS)) {
            store();
        }
    }

    private void store() throws SQLException {
        feed.advance(cursor);
        storedCursor = cursor;
        storedNanos = System.nanoTime();
        publishedSinceStore = false;
    }

    /** Whether every one of them is acknowledged. */
    private boolean publish(List<EventMessage> events, NatsSession session) throws InterruptedException {
        List<CompletableFuture<PublishAck>> acks = new ArrayList<>(events.size());
        try {
            for (EventMessage event : events) {
                if (lease.epoch() != epoch || loop.isStopping()) {
                    return false;
                }
                acks.add(session.jetStream()
                        .publishAsync(
                                Subjects.of(event),
                                new Headers().add(MESSAGE_ID_HEADER, event.messageId()),
                                EventJson.of(event)));
            }
            CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new))
                    .get(ACK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            failed.increment();
            if (session.isOpen()) {
                LOG.warn("JetStream did not take an order event: {}", e.toString());
                // What was sent after the one that failed must not reach the stream before it.
                session.abandon();
            }
            return false;
        }
        if (!events.isEmpty()) {
            publishedSinceStore = true;
            published.increment(events.size());
        }
        return true;
    }
}
