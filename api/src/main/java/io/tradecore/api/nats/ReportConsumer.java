package io.tradecore.api.nats;

import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.ConsumeOptions;
import io.nats.client.ConsumerContext;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.tradecore.api.json.JsonFields;
import io.tradecore.api.json.MalformedMessageException;
import io.tradecore.api.loop.Loop;
import io.tradecore.api.nats.SecurityStatuses.Told;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.execution.pg.PgQuarantine;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.pipeline.OutcomeUnknownException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes venues' reports from JetStream into the pipeline, in the order they arrive, and acknowledges each only after its
 * commit. What cannot be decided now comes again; what cannot be read is kept for an operator. JetStream delivers at
 * least once, and (venue, ExecID) makes it once.
 */
public final class ReportConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReportConsumer.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration ACK_WAIT = Duration.ofSeconds(30);
    private static final int MAX_ACK_PENDING = 5000;
    private static final int PULL_BATCH = 500;
    private static final long PULL_EXPIRES_MS = 2000;
    private static final Duration NEXT_PATIENCE = Duration.ofMillis(200);
    private static final Duration SETTLE_PATIENCE = Duration.ofSeconds(10);
    private static final long FIRST_DELAY_MS = 100;
    private static final long LONGEST_DELAY_MS = 5000;
    private static final int MOST_DOUBLINGS = 6;
    private static final long DELIVERIES_BEFORE_QUARANTINE = 10;

    private final NatsLink link;
    private final CommandBus bus;
    private final PgQuarantine quarantine;
    private final SecurityStatuses statuses;
    private final MeterRegistry meters;
    private final int maxInFlight;
    private final Semaphore permits;
    private final Loop loop;
    /** What is no account's goes by no lane; one after the other, so that a halt and its end keep their order. */
    private final ExecutorService aside = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("report-aside").daemon(true).factory());

    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile long waiting;

    /** @param maxInFlight most reports in the pipeline at a time; fewer than a lane has room for beside orders */
    public ReportConsumer(
            NatsLink link,
            CommandBus bus,
            PgQuarantine quarantine,
            SecurityStatuses statuses,
            int maxInFlight,
            MeterRegistry meters) {
        this.link = link;
        this.bus = bus;
        this.quarantine = quarantine;
        this.statuses = statuses;
        this.meters = meters;
        this.maxInFlight = maxInFlight;
        this.permits = new Semaphore(maxInFlight);
        this.loop = new Loop("report-consumer", LOOK_EVERY, this::consume);
        meters.gauge("oms.reports.in.flight", permits, free -> maxInFlight - free.availablePermits());
        meters.gauge("oms.reports.waiting", this, consumer -> consumer.waiting);
    }

    /** Starts consuming. */
    public void start() {
        loop.start();
    }

    /** Takes no more reports and waits until those in the pipeline are decided and acknowledged. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        loop.close();
        try {
            if (!permits.tryAcquire(maxInFlight, SETTLE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "{} reports are undecided at the end; they come again",
                        maxInFlight - permits.availablePermits());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        aside.close();
    }

    /** Consumes as long as one session lasts. */
    private void consume()
            throws IOException, JetStreamApiException, JetStreamStatusCheckedException, InterruptedException {
        NatsSession session = link.session();
        if (session == null) {
            return;
        }
        ConsumerContext consumer = session.connection()
                .getStreamContext(Subjects.REPORTS_STREAM)
                .createOrUpdateConsumer(ConsumerConfiguration.builder()
                        .durable(Subjects.REPORTS_CONSUMER)
                        .filterSubject(Subjects.ALL_REPORTS)
                        .deliverPolicy(DeliverPolicy.All)
                        .ackPolicy(AckPolicy.Explicit)
                        .ackWait(ACK_WAIT)
                        .maxAckPending(MAX_ACK_PENDING)
                        .build());
        IterableConsumer messages = consumer.iterate(ConsumeOptions.builder()
                .batchSize(PULL_BATCH)
                .expiresIn(PULL_EXPIRES_MS)
                .build());
        try {
            while (session.isOpen() && !loop.isStopping() && !messages.isFinished()) {
                takeOne(messages);
            }
            if (session.isOpen()) {
                handBack(messages);
            }
        } catch (JetStreamStatusCheckedException | RuntimeException e) {
            // The consumer, the stream or the connection went away: the next session makes sure of all three.
            session.abandon();
            throw e;
        }
    }

    private void takeOne(IterableConsumer messages) throws InterruptedException, JetStreamStatusCheckedException {
        if (!permits.tryAcquire(NEXT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        Message message = messages.nextMessage(NEXT_PATIENCE);
        if (message == null) {
            permits.release();
            return;
        }
        waiting = message.metaData().pendingCount();
        take(message);
    }

    /** What the client had fetched ahead is given back at once, instead of being missed for the length of AckWait. */
    private void handBack(IterableConsumer messages) throws InterruptedException, JetStreamStatusCheckedException {
        messages.stop();
        long deadlineNanos = System.nanoTime() + 2 * TimeUnit.MILLISECONDS.toNanos(PULL_EXPIRES_MS);
        while (!messages.isFinished() && System.nanoTime() - deadlineNanos < 0) {
            Message message = messages.nextMessage(NEXT_PATIENCE);
            if (message != null) {
                message.nak();
            }
        }
    }

    private void take(Message message) {
        if (Subjects.isSecurityStatus(message.getSubject())) {
            aside.execute(() -> takeStatus(message));
        } else {
            takeReport(message);
        }
    }

    private void takeStatus(Message message) {
        try {
            switch (statuses.tell(SecurityStatusJson.read(message.getSubject(), message.getData()))) {
                case Told.Applied _ -> done(message, "applied");
                case Told.Ignored _ -> done(message, "ignored");
                case Told.Unfit(Reason reason, String text) -> quarantine(message, reason, text);
            }
        } catch (MalformedMessageException e) {
            quarantine(message, Reason.REPORT_MALFORMED, e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("A status on {} cannot be kept now: {}", message.getSubject(), e.toString());
            again(message);
        }
    }

    private void takeReport(Message message) {
        VenueReport report;
        try {
            report = ReportJson.read(message.getSubject(), message.getData());
        } catch (MalformedMessageException e) {
            quarantine(message, Reason.REPORT_MALFORMED, e.getMessage());
            return;
        }
        try {
            bus.submit(new Command.ApplyReport(report)).whenComplete((outcome, failure) -> {
                if (failure == null) {
                    settle(message, outcome);
                } else {
                    undecided(message, failure);
                }
            });
        } catch (RuntimeException e) {
            undecided(message, e);
        }
    }

    private void settle(Message message, Outcome outcome) {
        switch (outcome) {
            case Outcome.ReportApplied applied -> done(message, "applied");
            case Outcome.ReportIgnored ignored -> done(message, "ignored");
            case Outcome.ReportQuarantined quarantined -> {
                LOG.warn(
                        "A report on {} is quarantined, {}: {}",
                        message.getSubject(),
                        quarantined.reason(),
                        quarantined.message());
                done(message, "quarantined");
            }
            case Outcome.Refused refused -> {
                if (refused.reason() == Reason.OVERLOADED) {
                    again(message);
                } else {
                    quarantine(message, refused.reason(), refused.message());
                }
            }
            case Outcome.OrderAccepted other -> notOfAReport(message, other);
            case Outcome.OrderDenied other -> notOfAReport(message, other);
            case Outcome.CancelAccepted other -> notOfAReport(message, other);
            case Outcome.ReplaceAccepted other -> notOfAReport(message, other);
            case Outcome.OrderPreviewed other -> notOfAReport(message, other);
            case Outcome.SwitchStands other -> notOfAReport(message, other);
            case Outcome.BulkDone other -> notOfAReport(message, other);
            case Outcome.OrderMoved other -> notOfAReport(message, other);
            case Outcome.ListAccepted other -> notOfAReport(message, other);
            case Outcome.ListDenied other -> notOfAReport(message, other);
            case Outcome.ListCancelAccepted other -> notOfAReport(message, other);
            case Outcome.BooksChanged other -> notOfAReport(message, other);
            case Outcome.BooksRefused other -> notOfAReport(message, other);
            case Outcome.HoldsExpired other -> notOfAReport(message, other);
            case Outcome.ActDone other -> notOfAReport(message, other);
            case Outcome.MarginWatched other -> notOfAReport(message, other);
        }
    }

    private void notOfAReport(Message message, Outcome outcome) {
        undecided(message, new IllegalStateException("a report was answered with " + outcome));
    }

    /** An unreachable database is waited for, as long as it takes; a report the core fails on is not tried for ever. */
    private void undecided(Message message, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean infrastructure = cause instanceof OutcomeUnknownException;
        if (!infrastructure) {
            LOG.error("A report on {} could not be decided", message.getSubject(), cause);
        }
        if (!infrastructure && message.metaData().deliveredCount() >= DELIVERIES_BEFORE_QUARANTINE) {
            quarantine(message, Reason.REPORT_UNSUPPORTED, "could not be decided: " + cause);
        } else {
            again(message);
        }
    }

    private void again(Message message) {
        long doublings = Math.min(message.metaData().deliveredCount() - 1, MOST_DOUBLINGS);
        long delayMs = Math.min(FIRST_DELAY_MS << doublings, LONGEST_DELAY_MS);
        finish(message, "retried", () -> message.nakWithDelay(delayMs));
    }

    private void done(Message message, String result) {
        finish(message, result, message::ack);
    }

    private void quarantine(Message message, Reason reason, @Nullable String text) {
        aside.execute(() -> {
            try {
                quarantine.keep(
                        identity(message),
                        ReportJson.venueOf(message.getSubject()),
                        ReportJson.execIdOf(message.getData()),
                        reason,
                        message.getSubject() + ": " + text,
                        JsonFields.readable(message.getData()));
            } catch (SQLException | RuntimeException e) {
                LOG.warn("A report on {} cannot be quarantined now: {}", message.getSubject(), e.toString());
                again(message);
                return;
            }
            LOG.warn("A report on {} is quarantined, {}: {}", message.getSubject(), reason, text);
            finish(message, "quarantined", message::ack);
        });
    }

    /** The same for each delivery: the place in the stream, and the time it got it, should the stream be made anew. */
    private static UUID identity(Message message) {
        var place = message.metaData();
        String name = place.getStream() + ":" + place.streamSequence() + ":"
                + place.timestamp().toInstant();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private void finish(Message message, String result, Runnable answer) {
        meters.counter("oms.reports", "result", result).increment();
        try {
            answer.run();
        } catch (IllegalStateException e) {
            // The connection is gone. The report comes again and is recognised.
            LOG.debug("No acknowledgement of a report on {}", message.getSubject(), e);
        } finally {
            permits.release();
        }
    }
}
