package io.tradecore.api.nats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.impl.Headers;
import io.tradecore.api.loop.Loop;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.outbox.pg.PgOutbox;
import io.tradecore.oms.outbox.pg.PgOutbox.MessageKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the outbox to the venues until each message is retired by the venue's own answer. JetStream's
 * acknowledgement retires nothing: a server may lose what it acknowledged. So a message goes out again when it stays
 * unanswered, and after every new connection; {@code Nats-Msg-Id} and the venue's idempotency make that harmless.
 *
 * <p>Each account's messages go out in the order of seq. A cancel goes out only once JetStream has acknowledged its
 * order, or the venue has answered that.
 *
 * <p>One thread reads and publishes; acknowledgements arrive on the client's threads. Works only while the lease is held.
 */
public final class RouteRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteRelay.class);
    private static final String MESSAGE_ID_HEADER = "Nats-Msg-Id";
    private static final Duration PERMIT_PATIENCE = Duration.ofMillis(50);
    // Longer than the client waits for an acknowledgement.
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(15);
    private static final int MOST_DOUBLINGS = 5;

    /** When a publication is to be looked at again; of no meaning once it was attempted again. */
    private record Due(Publication publication, int attempt, long nanos) {}

    /** A message of the outbox that this run has published. Its fields belong to the relay's thread, but for the volatile. */
    private static final class Publication {
        private enum State {
            SENT,
            ACKNOWLEDGED,
            FAILED
        }

        private final MessageKey key;
        private volatile State state = State.SENT;
        private CompletableFuture<?> answer = CompletableFuture.completedFuture(null);
        private NatsSession session;
        private long dueNanos;
        private int attempts;
        private long sweep;

        private Publication(MessageKey key, NatsSession session) {
            this.key = key;
            this.session = session;
        }
    }

    private final PgOutbox outbox;
    private final NatsLink link;
    private final LeaseKeeper lease;
    private final RelayOptions options;
    private final Loop loop;
    private final Semaphore inFlight;
    private final Counter published;
    private final Counter republished;
    private final Counter failed;

    private final Map<MessageKey, Publication> publications = new HashMap<>();
    private final Map<OrderId, Publication> newOrders = new HashMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>((one, other) -> Long.signum(one.nanos - other.nanos));
    private volatile int unanswered;
    private boolean sweepWanted;
    private long epoch;
    private @Nullable NatsSession session;
    private long from;
    private long sweep;

    public RouteRelay(PgOutbox outbox, NatsLink link, LeaseKeeper lease, RelayOptions options, MeterRegistry meters) {
        this.outbox = outbox;
        this.link = link;
        this.lease = lease;
        this.options = options;
        this.loop = new Loop("route-relay", options.rest(), options.pause(), this::relay);
        this.inFlight = new Semaphore(options.maxInFlight());
        this.published = meters.counter("oms.routes.published");
        this.republished = meters.counter("oms.routes.republished");
        this.failed = meters.counter("oms.routes.failed");
        meters.gauge("oms.routes.unanswered", this, relay -> relay.unanswered);
    }

    /** Starts publishing. */
    public void start() {
        loop.start();
    }

    /** There is news in the outbox. Never blocks. */
    public void wake() {
        loop.wake();
    }

    /** Stops publishing. What is unretired is published by whoever runs next. */
    @Override
    public void close() {
        loop.close();
    }

    private void relay() throws SQLException, InterruptedException {
        long heldEpoch = lease.epoch();
        NatsSession current = link.session();
        if (heldEpoch == 0 || current == null) {
            return;
        }
        if (heldEpoch != epoch) {
            startOver(heldEpoch);
        }
        if (current != session) {
            session = current;
            sweepWanted = true;
        }
        // The older messages first: an order before its cancel.
        if (sweepWanted) {
            sweep(current);
        }
        publishAgain(current);
        publishNews(current);
    }

    /** Another relay may have run meanwhile: nothing is known of what was published. */
    private void startOver(long heldEpoch) throws SQLException {
        publications.clear();
        newOrders.clear();
        due.clear();
        from = outbox.horizon();
        session = null;
        epoch = heldEpoch;
    }

    private void publishNews(NatsSession current) throws SQLException, InterruptedException {
        long horizon = outbox.horizon();
        if (horizon > from && outbox.unretired(from, horizon, options.chunk(), chunk -> publish(chunk, current))) {
            from = horizon;
            unanswered = publications.size();
        }
    }

    /** Looks at everything unretired, publishes what is due, and forgets what is retired. */
    private void sweep(NatsSession current) throws SQLException, InterruptedException {
        sweepWanted = false;
        sweep++;
        if (outbox.unretired(0, from, options.chunk(), chunk -> publish(chunk, current))) {
            publications.values().removeIf(p -> p.sweep != sweep);
            newOrders.values().removeIf(p -> p.sweep != sweep);
            unanswered = publications.size();
        } else {
            sweepWanted = true;
        }
    }

    /** Publishes again, a chunk at a time, what is due and still unretired, and forgets of that what is retired. */
    private void publishAgain(NatsSession current) throws SQLException, InterruptedException {
        Map<MessageKey, Publication> lot = takeDue();
        if (lot.isEmpty()) {
            return;
        }
        // Whatever ends this early leaves the lot to the next sweep.
        sweepWanted = true;
        List<RouteMessage> unretired = outbox.unretiredAmong(lot.keySet());
        if (!publish(unretired, current)) {
            return;
        }
        sweepWanted = false;
        unretired.forEach(message -> lot.remove(key(message)));
        for (Publication retired : lot.values()) {
            publications.remove(retired.key);
            newOrders.remove(retired.key.orderId(), retired);
        }
        unanswered = publications.size();
        loop.wake();
    }

    private Map<MessageKey, Publication> takeDue() {
        Map<MessageKey, Publication> lot = new HashMap<>();
        long now = System.nanoTime();
        for (Due next = due.peek(); next != null && next.nanos - now <= 0; next = due.peek()) {
            if (lot.size() == options.chunk()) {
                return lot;
            }
            due.remove();
            Publication publication = next.publication;
            if (publication.attempts == next.attempt && publications.get(publication.key) == publication) {
                lot.put(publication.key, publication);
            }
        }
        return lot;
    }

    private static MessageKey key(RouteMessage message) {
        return new MessageKey(message.accountId(), message.orderId(), message.seq());
    }

    private boolean publish(List<RouteMessage> chunk, NatsSession current) throws InterruptedException {
        for (RouteMessage message : chunk) {
            if (!publishIfDue(message, current)) {
                return false;
            }
        }
        return true;
    }

    /** Whether to go on; false when the lease, the session or the time is gone. */
    private boolean publishIfDue(RouteMessage message, NatsSession current) throws InterruptedException {
        MessageKey key = key(message);
        Publication known = publications.get(key);
        if (known != null) {
            known.sweep = sweep;
            if (!isDue(known, current)) {
                return true;
            }
        }
        if (message.kind() == RouteMessage.Kind.CANCEL && !orderIsThere(message)) {
            return false;
        }
        while (!inFlight.tryAcquire(PERMIT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            if (!mayPublish(current)) {
                return false;
            }
        }
        if (!mayPublish(current)) {
            inFlight.release();
            return false;
        }
        Publication publication = known == null ? track(key, message, current) : known;
        send(message, publication, current);
        return true;
    }

    private boolean mayPublish(NatsSession current) {
        return lease.epoch() == epoch && current.isOpen() && !loop.isStopping();
    }

    private Publication track(MessageKey key, RouteMessage message, NatsSession current) {
        var publication = new Publication(key, current);
        publication.sweep = sweep;
        publications.put(key, publication);
        if (message.kind() == RouteMessage.Kind.NEW_ORDER) {
            newOrders.put(message.orderId(), publication);
        }
        return publication;
    }

    /** A new session may mean a server that lost what it had, so everything unretired is due. */
    private boolean isDue(Publication publication, NatsSession current) {
        if (publication.state == Publication.State.FAILED || publication.session != current) {
            return true;
        }
        return System.nanoTime() - publication.dueNanos >= 0;
    }

    /**
     * Waits until JetStream has the order that is to be cancelled; false when it did not take it. An order that is not
     * tracked is retired: the venue has answered it.
     */
    private boolean orderIsThere(RouteMessage cancel) throws InterruptedException {
        Publication order = newOrders.get(cancel.orderId());
        if (order == null) {
            return true;
        }
        try {
            order.answer.get(ANSWER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            return false;
        }
        return order.state == Publication.State.ACKNOWLEDGED;
    }

    private void send(RouteMessage message, Publication publication, NatsSession current) {
        publication.session = current;
        int doublings = Math.min(publication.attempts, MOST_DOUBLINGS);
        publication.dueNanos = System.nanoTime() + (options.republishAfter().toNanos() << doublings);
        publication.attempts++;
        due.add(new Due(publication, publication.attempts, publication.dueNanos));
        publication.state = Publication.State.SENT;
        (publication.attempts == 1 ? published : republished).increment();
        try {
            publication.answer = current.jetStream()
                    .publishAsync(
                            Subjects.of(message),
                            new Headers().add(MESSAGE_ID_HEADER, message.messageId()),
                            RouteJson.of(message))
                    .whenComplete((ack, failure) -> answered(publication, failure, current));
        } catch (RuntimeException e) {
            answered(publication, e, current);
        }
    }

    private void answered(Publication publication, @Nullable Throwable failure, NatsSession from) {
        inFlight.release();
        if (failure == null) {
            publication.state = Publication.State.ACKNOWLEDGED;
            return;
        }
        publication.state = Publication.State.FAILED;
        failed.increment();
        if (from.isOpen()) {
            LOG.warn(
                    "JetStream did not take a route message of order {}: {}",
                    publication.key.orderId(),
                    failure.toString());
            // The next session makes sure of the streams and sweeps.
            from.abandon();
        }
    }
}
