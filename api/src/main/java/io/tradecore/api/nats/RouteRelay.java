package io.tradecore.api.nats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.impl.Headers;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.api.loop.Loop;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.outbox.pg.PgOutbox;
import io.tradecore.oms.outbox.pg.PgOutbox.Look;
import io.tradecore.oms.outbox.pg.PgRouteClaim;
import io.tradecore.oms.pipeline.CommittedBatch;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the outbox to the venues until each message is retired by the venue's own answer. JetStream's
 * acknowledgement retires nothing: a server may lose what it acknowledged. So a message goes out again when it stays
 * unanswered, and after every new connection; {@code Nats-Msg-Id} and the venue's idempotency make that harmless.
 *
 * <p>Each account's messages go out in the order of seq. A cancel or replace goes out only once JetStream has
 * acknowledged its order, or the venue has answered that.
 *
 * <p>What this process committed itself is published from memory where no other transaction was in between; everything else,
 * and every repetition, is read from the outbox.
 *
 * <p>What a halted scope must not send is left where it is: the states are looked at before every pass, and in a long one again
 * every {@link #LOOK_AGAIN}. Before anything goes out it is claimed, so that what is not claimed is known to be nowhere.
 *
 * <p>One thread reads and publishes; acknowledgements arrive on the client's threads. Works only while the lease is held.
 */
public final class RouteRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteRelay.class);
    private static final String MESSAGE_ID_HEADER = "Nats-Msg-Id";
    private static final Duration PERMIT_PATIENCE = Duration.ofMillis(50);
    // Longer than the client waits for an acknowledgement.
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(15);
    private static final int MOST_DOUBLINGS = 2;
    // News of so small a share of the time until they are due are looked at again together.
    private static final int GATHERED_SHARE = 10;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    // So many transactions are claimed at once, for a claim costs a commit.
    private static final long CLAIMED_AHEAD = 10_000;
    private static final int COMMITS_KEPT = 64;

    /**
     * What transactions from (inclusive) to below (exclusive) wrote was published together so many times, and so many of its
     * messages were unanswered then. Single messages are not kept: a silent venue may have them wait by the million.
     */
    private record Stretch(long from, long below, int messages, long dueNanos) {}

    private final PgOutbox outbox;
    private final PgRouteClaim claim;
    private final NatsLink link;
    private final LeaseKeeper lease;
    private final RelayOptions options;
    private final Loop loop;
    private final Semaphore inFlight;
    private final Counter published;
    private final Counter republished;
    private final Counter failed;

    /** Orders that JetStream has not acknowledged yet, with whether it will have. */
    private final Map<OrderId, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();

    /** By how often they were published, at most {@link #MOST_DOUBLINGS} times more than once; what is due first is first. */
    private final List<Deque<Stretch>> stretches = new ArrayList<>();

    private final AtomicInteger unanswered = new AtomicInteger();
    private final RecentCommits commits = new RecentCommits(COMMITS_KEPT);
    private long epoch;
    private @Nullable NatsSession session;
    private long from;
    private Look look = new Look(0, 0, 0, false);
    private long lookedNanos;
    /** Commits of transactions below it are read from the database: what they were judged by has changed. */
    private long rereadBelow;

    private long claimed;
    private long claimedByOthers;
    private long reached;

    public RouteRelay(
            PgOutbox outbox,
            PgRouteClaim claim,
            NatsLink link,
            LeaseKeeper lease,
            RelayOptions options,
            MeterRegistry meters) {
        this.outbox = outbox;
        this.claim = claim;
        this.link = link;
        this.lease = lease;
        this.options = options;
        this.loop = new Loop("route-relay", options.rest(), options.pause(), this::relay);
        this.inFlight = new Semaphore(options.maxInFlight());
        this.published = meters.counter("oms.routes.published");
        this.republished = meters.counter("oms.routes.republished");
        this.failed = meters.counter("oms.routes.failed");
        meters.gauge("oms.routes.unanswered", unanswered);
    }

    /** Starts publishing. */
    public void start() {
        loop.start();
    }

    /** There may be news in the outbox. Never blocks. */
    public void committed(CommittedBatch batch) {
        commits.add(batch);
        loop.wake();
    }

    /** Stops publishing. What is unretired is published by whoever runs next. */
    @Override
    public void close() {
        loop.close();
        try {
            giveBackClaim();
        } catch (SQLException e) {
            LOG.info("What was not published stays claimed: {}", e.toString());
        }
    }

    private void relay() throws SQLException, InterruptedException {
        long heldEpoch = lease.epoch();
        NatsSession current = link.session();
        if (heldEpoch == 0 || current == null) {
            giveBackClaim();
            return;
        }
        if (heldEpoch != epoch) {
            long others = claim.raise(heldEpoch, 0).orElse(0);
            claimed = others;
            claimedByOthers = others;
            reached = 0;
        }
        if (heldEpoch != epoch || current != session) {
            epoch = heldEpoch;
            session = current;
            startOver();
        }
        look();
        // The older messages first: an order before its cancel.
        if (publishAgain(current)) {
            publishNews(current);
        }
    }

    /** Another relay may have run meanwhile, or the server lost what it had: everything unretired is news. */
    private void startOver() {
        from = 0;
        stretches.forEach(Deque::clear);
        unanswered.set(0);
    }

    /** Looks at what is finished and what is halted. What was left where it was is news once a halt is lifted. */
    private void look() throws SQLException {
        Look before = look;
        look = outbox.look();
        lookedNanos = System.nanoTime();
        if (look.tradingVersion() != before.tradingVersion()) {
            commits.forget();
            rereadBelow = look.horizon();
        }
        if (look.lifted() != before.lifted()) {
            startOver();
        }
    }

    /** Whether the trading states are as this pass began with; else it ends, and the next one begins with what they are. */
    private boolean statesStand() throws SQLException {
        if (System.nanoTime() - lookedNanos < LOOK_AGAIN.toNanos()) {
            return true;
        }
        boolean stand = outbox.look().tradingVersion() == look.tradingVersion();
        lookedNanos = System.nanoTime();
        if (!stand) {
            loop.wake();
        }
        return stand;
    }

    /** Claims what is to be published. Whoever was told before that it is not claimed knew it halted: so the states are looked at after. */
    private boolean claim(long below) throws SQLException {
        if (below > claimed) {
            OptionalLong raised = claim.raise(epoch, below + CLAIMED_AHEAD);
            if (raised.isEmpty()) {
                return false;
            }
            claimed = raised.getAsLong();
            lookedNanos = System.nanoTime() - LOOK_AGAIN.toNanos();
        }
        reached = Math.max(reached, below);
        return statesStand();
    }

    /** While nothing can be published, what is written is known not to be. */
    private void giveBackClaim() throws SQLException {
        long needed = Math.max(claimedByOthers, reached);
        if (claimed > needed) {
            claim.lower(epoch, needed);
            claimed = needed;
        }
    }

    private void publishNews(NatsSession current) throws SQLException, InterruptedException {
        long horizon = look.horizon();
        if (horizon > from && claim(horizon) && publishNews(from, horizon, current)) {
            from = horizon;
        }
    }

    private boolean publishNews(long begin, long below, NatsSession current) throws SQLException, InterruptedException {
        List<CommittedBatch> known = begin < rereadBelow ? null : commits.takeAll(begin, below);
        if (known == null || !mayAllGoOut(known)) {
            return publish(begin, below, 0, current);
        }
        List<RouteMessage> messages = known.stream()
                .flatMap(batch -> batch.routes().stream())
                .sorted(Comparator.comparingLong(RouteMessage::seq))
                .toList();
        if (!publish(messages, current, published)) {
            return false;
        }
        noteUnanswered(begin, below, messages.size(), 0);
        return true;
    }

    private boolean mayAllGoOut(List<CommittedBatch> batches) {
        return !look.halted() || batches.stream().allMatch(batch -> batch.isJudgedBy(look.tradingVersion()));
    }

    /** Publishes again what is due and still unretired, a stretch at a time; whether the news may follow. */
    private boolean publishAgain(NatsSession current) throws SQLException, InterruptedException {
        for (int repetition = 1; repetition <= stretches.size(); repetition++) {
            Deque<Stretch> published = stretches.get(repetition - 1);
            Stretch next = published.peek();
            if (next != null && next.dueNanos - System.nanoTime() <= 0) {
                if (!publish(next.from, next.below, repetition, current)) {
                    return false;
                }
                published.remove();
                unanswered.addAndGet(-next.messages);
                loop.wake();
            }
        }
        return true;
    }

    /** Publishes the unretired messages of a stretch, and notes when to look at them again; whether all went out. */
    private boolean publish(long begin, long below, int repetition, NatsSession current)
            throws SQLException, InterruptedException {
        var messages = new AtomicInteger();
        Counter counter = repetition == 0 ? published : republished;
        boolean complete = outbox.unretired(begin, below, look.halted(), options.chunk(), chunk -> {
            messages.addAndGet(chunk.size());
            return publish(chunk, current, counter);
        });
        if (complete) {
            noteUnanswered(begin, below, messages.get(), repetition);
        }
        return complete;
    }

    private boolean publish(List<RouteMessage> messages, NatsSession current, Counter counter)
            throws SQLException, InterruptedException {
        for (RouteMessage message : messages) {
            if (!statesStand() || !publish(message, current, counter)) {
                return false;
            }
        }
        return true;
    }

    private void noteUnanswered(long begin, long below, int messages, int repetition) {
        if (messages == 0) {
            return;
        }
        unanswered.addAndGet(messages);
        int doublings = Math.min(repetition, MOST_DOUBLINGS);
        while (stretches.size() <= doublings) {
            stretches.add(new ArrayDeque<>());
        }
        Deque<Stretch> alike = stretches.get(doublings);
        long waitNanos = options.republishAfter().toNanos() << doublings;
        long dueNanos = System.nanoTime() + waitNanos;
        Stretch last = repetition == 0 ? alike.peekLast() : null;
        if (last != null
                && last.messages + messages <= options.chunk()
                && dueNanos - last.dueNanos <= waitNanos / GATHERED_SHARE) {
            // News follows news: what lies between the two is retired.
            alike.removeLast();
            alike.add(new Stretch(last.from, below, last.messages + messages, last.dueNanos));
        } else {
            alike.add(new Stretch(begin, below, messages, dueNanos));
        }
    }

    /** Whether to go on; false when the lease, the session or the time is gone. */
    private boolean publish(RouteMessage message, NatsSession current, Counter counter) throws InterruptedException {
        if (message.kind() != RouteMessage.Kind.NEW_ORDER && !orderIsThere(message)) {
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
        counter.increment();
        send(message, current);
        return true;
    }

    private boolean mayPublish(NatsSession current) {
        return lease.epoch() == epoch && current.isOpen() && !loop.isStopping();
    }

    /**
     * Waits until JetStream has the order that is to be cancelled; false when it did not take it in time. An order that
     * is not under way is there, or answered by the venue, or has failed with its session.
     */
    private boolean orderIsThere(RouteMessage cancel) throws InterruptedException {
        CompletableFuture<Boolean> order = underWay.get(cancel.orderId());
        try {
            return order == null || order.get(ANSWER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private void send(RouteMessage message, NatsSession current) {
        var taken = new CompletableFuture<Boolean>();
        if (message.kind() == RouteMessage.Kind.NEW_ORDER) {
            underWay.put(message.orderId(), taken);
        }
        try {
            var _ = current.jetStream()
                    .publishAsync(
                            Subjects.of(message),
                            new Headers().add(MESSAGE_ID_HEADER, message.messageId()),
                            RouteJson.of(message))
                    .whenComplete((ack, failure) -> answered(message, taken, failure, current));
        } catch (RuntimeException e) {
            answered(message, taken, e, current);
        }
    }

    private void answered(
            RouteMessage message, CompletableFuture<Boolean> taken, @Nullable Throwable failure, NatsSession from) {
        inFlight.release();
        if (failure != null) {
            failed.increment();
            if (from.isOpen()) {
                LOG.warn(
                        "JetStream did not take a route message of order {}: {}",
                        message.orderId(),
                        failure.toString());
                // The next session makes sure of the streams and begins anew.
                from.abandon();
            }
        }
        // Only now: once it is not under way any more, its cancel may go out unless the session is gone.
        underWay.remove(message.orderId(), taken);
        taken.complete(failure == null);
    }
}
